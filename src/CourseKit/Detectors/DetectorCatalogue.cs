namespace CourseKit;

/// <summary>
/// All kinds of detectors by name. A new one is a line here: saved files, the commands <c>detect</c> and <c>evaluate</c>, the tests of what every detector
/// promises, and the benchmarks go by this list.
/// </summary>
public static class DetectorCatalogue
{
    /// <summary>Every kind, in alphabetical order.</summary>
    public static IReadOnlyList<DetectorKind> All { get; } =
    [
        DetectorKind.Of<AutoencoderOptions, Autoencoder>("autoencoder", (options, title) => new(options, title), AutoencoderOptions.ForTable),
        DetectorKind.Of<ConditionalVariationalAutoencoderOptions, ConditionalVariationalAutoencoder>("conditional-vae", (options, title) => new(options, title), ConditionalVariationalAutoencoderOptions.ForTable),
        DetectorKind.Of<ConvolutionalAutoencoderOptions, ConvolutionalAutoencoder>("convolutional-autoencoder", (options, title) => new(options, title), ConvolutionalAutoencoderOptions.ForTable),
        DetectorKind.Of<DeepOneClassSvmOptions, DeepOneClassSvm>("deep-oc-svm", (options, title) => new(options, title), DeepOneClassSvmOptions.ForTable),
        DetectorKind.Of<DeepSvddOptions, DeepSvdd>("deep-svdd", (options, title) => new(options, title)),
        DetectorKind.Of<DenoisingAutoencoderOptions, DenoisingAutoencoder>("denoising-autoencoder", (options, title) => new(options, title), DenoisingAutoencoderOptions.ForTable),
        DetectorKind.Of<IsolationForestOptions, IsolationForest>("isolation-forest", (options, title) => new(options, title)),
        DetectorKind.Of<KSparseAutoencoderOptions, KSparseAutoencoder>("k-sparse-autoencoder", (options, title) => new(options, title), KSparseAutoencoderOptions.ForTable),
        DetectorKind.Of<KernelDensityOptions, KernelDensity>("kde", (options, title) => new(options, title)),
        DetectorKind.Of<LatentDetectorOptions, LatentDetector>("latent", (options, title) => new(options, title), LatentDetectorOptions.ForTable),
        DetectorKind.Of<OneClassSvmOptions, OneClassSvm>("oc-svm", (options, title) => new(options, title)),
        DetectorKind.Of<RandomFeatureSvmOptions, RandomFeatureSvm>("oc-svm-rff", (options, title) => new(options, title)),
        DetectorKind.Of<PcaOptions, PcaDetector>("pca", (options, title) => new(options, title), PcaOptions.ForTable),
        DetectorKind.Of<RobustPcaOptions, RobustPca>("robust-pca", (options, title) => new(options, title)),
        DetectorKind.Of<SparseAutoencoderOptions, SparseAutoencoder>("sparse-autoencoder", (options, title) => new(options, title), SparseAutoencoderOptions.ForTable),
        DetectorKind.Of<VariationalAutoencoderOptions, VariationalAutoencoder>("vae", (options, title) => new(options, title), VariationalAutoencoderOptions.ForTable),
    ];

    /// <summary>The kind of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none; the message names all.</exception>
    public static DetectorKind Find(string name) =>
        All.FirstOrDefault(kind => kind.Name == name) ?? throw new ArgumentException($"There is no detector '{name}'; there are {string.Join(", ", All.Select(kind => kind.Name))}.", nameof(name));

    internal static DetectorKind Of(AnomalyDetector detector) =>
        All.FirstOrDefault(kind => kind.DetectorType == detector.GetType())
        ?? throw new NotSupportedException($"{detector.GetType().Name} cannot be saved: it is not listed in {nameof(DetectorCatalogue)}.");

    /// <summary>The kind that takes such options.</summary>
    /// <exception cref="ArgumentException">None does.</exception>
    internal static DetectorKind Of(DetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return All.FirstOrDefault(kind => kind.OptionsType == options.GetType())
            ?? throw new ArgumentException($"No detector in {nameof(DetectorCatalogue)} takes {options.GetType().Name}.", nameof(options));
    }
}
