namespace CourseKit;

/// <summary>
/// All kinds of detectors by name. A new one is a line here: saved files, the commands <c>detect</c> and <c>evaluate</c>, the tests of what
/// every detector promises, and the benchmarks go by this list.
/// </summary>
public static class DetectorCatalogue
{
    /// <summary>Every kind, in alphabetical order.</summary>
    public static IReadOnlyList<DetectorKind> All { get; } =
    [
        DetectorKind.Of<AutoencoderOptions, Autoencoder>(
            "autoencoder", (options, title) => new(options, title), AutoencoderOptions.ForTable),
        DetectorKind.Of<ConditionalVariationalAutoencoderOptions, ConditionalVariationalAutoencoder>(
            "conditional-vae", (options, title) => new(options, title), ConditionalVariationalAutoencoderOptions.ForTable),
        DetectorKind.Of<ConvolutionalAutoencoderOptions, ConvolutionalAutoencoder>(
            "convolutional-autoencoder", (options, title) => new(options, title), ConvolutionalAutoencoderOptions.ForTable),
        DetectorKind.Of<DeepOneClassSvmOptions, DeepOneClassSvm>(
            "deep-oc-svm", (options, title) => new(options, title), DeepOneClassSvmOptions.ForTable),
        DetectorKind.Of<DeepSvddOptions, DeepSvdd>("deep-svdd", (options, title) => new(options, title)),
        DetectorKind.Of<DenoisingAutoencoderOptions, DenoisingAutoencoder>(
            "denoising-autoencoder", (options, title) => new(options, title), DenoisingAutoencoderOptions.ForTable),
        DetectorKind.Of<IsolationForestOptions, IsolationForest>("isolation-forest", (options, title) => new(options, title)),
        DetectorKind.Of<KSparseAutoencoderOptions, KSparseAutoencoder>(
            "k-sparse-autoencoder", (options, title) => new(options, title), KSparseAutoencoderOptions.ForTable),
        DetectorKind.Of<KernelDensityOptions, KernelDensity>("kde", (options, title) => new(options, title)),
        DetectorKind.Of<LatentDetectorOptions, LatentDetector>(
            "latent", (options, title) => new(options, title), LatentDetectorOptions.ForTable),
        DetectorKind.Of<OneClassSvmOptions, OneClassSvm>("oc-svm", (options, title) => new(options, title)),
        DetectorKind.Of<RandomFeatureSvmOptions, RandomFeatureSvm>("oc-svm-rff", (options, title) => new(options, title)),
        DetectorKind.Of<PcaOptions, PcaDetector>("pca", (options, title) => new(options, title), PcaOptions.ForTable),
        DetectorKind.Of<RobustPcaOptions, RobustPca>("robust-pca", (options, title) => new(options, title)),
        DetectorKind.Of<SparseAutoencoderOptions, SparseAutoencoder>(
            "sparse-autoencoder", (options, title) => new(options, title), SparseAutoencoderOptions.ForTable),
        DetectorKind.Of<VariationalAutoencoderOptions, VariationalAutoencoder>(
            "vae", (options, title) => new(options, title), VariationalAutoencoderOptions.ForTable),
    ];

    /// <summary>The kind of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none; the message names all.</exception>
    public static DetectorKind Find(string name) =>
        All.FirstOrDefault(kind => kind.Name == name)
            ?? throw new ArgumentException(
                $"There is no detector '{name}'; there are {string.Join(", ", All.Select(kind => kind.Name))}.", nameof(name));

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

/// <summary>One kind of detector by name: how to make it, and which options suit a table.</summary>
public sealed class DetectorKind
{
    private readonly Func<DetectorOptions, string?, AnomalyDetector> create;
    private readonly Func<DetectorOptions> defaults;
    private readonly Func<int, int, DetectorOptions> forTable;

    private DetectorKind(
        string name, Type detector, Type options, Func<DetectorOptions, string?, AnomalyDetector> create, Func<DetectorOptions> defaults,
        Func<int, int, DetectorOptions> forTable)
    {
        (Name, DetectorType, OptionsType) = (name, detector, options);
        (this.create, this.defaults, this.forTable) = (create, defaults, forTable);
    }

    /// <summary>The name in files and on the command line, "isolation-forest".</summary>
    public string Name { get; }

    /// <summary>The detector's class.</summary>
    public Type DetectorType { get; }

    /// <summary>The class of its options.</summary>
    public Type OptionsType { get; }

    /// <summary>The detector, to be disposed by the caller.</summary>
    /// <param name="options">Options of <see cref="OptionsType"/>; the defaults if not given.</param>
    /// <param name="title">Name for legends and tables; the detector's own if not given.</param>
    /// <exception cref="ArgumentException">Options of another kind.</exception>
    public AnomalyDetector Create(DetectorOptions? options = null, string? title = null)
    {
        options ??= defaults();
        return options.GetType() == OptionsType
            ? create(options, title)
            : throw new ArgumentException(
                $"The detector '{Name}' takes {OptionsType.Name}, not {options.GetType().Name}.", nameof(options));
    }

    /// <summary>The options that are taken for a table when nothing else is known than its size. They depend on n and d alone.</summary>
    /// <param name="rows">Training rows n, at least 1.</param>
    /// <param name="columns">Columns d, at least 1.</param>
    public DetectorOptions ForTable(int rows, int columns) => forTable(OptionRules.Positive(rows), OptionRules.Positive(columns));

    /// <summary>A kind whose default options suit tables of any size, unless <paramref name="forTable"/> says better.</summary>
    /// <param name="name">The name in files and on the command line.</param>
    /// <param name="create">Options and title ↦ detector.</param>
    /// <param name="forTable">Training rows n and columns d ↦ options; the defaults if not given.</param>
    internal static DetectorKind Of<TOptions, TDetector>(
        string name, Func<TOptions, string?, TDetector> create, Func<int, int, TOptions>? forTable = null)
        where TOptions : DetectorOptions, new()
        where TDetector : AnomalyDetector =>
        new(
            name, typeof(TDetector), typeof(TOptions), (options, title) => create((TOptions)options, title), () => new TOptions(),
            forTable ?? ((_, _) => new TOptions()));
}
