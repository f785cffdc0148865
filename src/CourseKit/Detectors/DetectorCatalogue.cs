using System.Reflection;

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
        Kind<AutoencoderOptions, Autoencoder>("autoencoder", AutoencoderOptions.ForTable),
        Kind<ConditionalVariationalAutoencoderOptions, ConditionalVariationalAutoencoder>(
            "conditional-vae", ConditionalVariationalAutoencoderOptions.ForTable),
        Kind<ConvolutionalAutoencoderOptions, ConvolutionalAutoencoder>(
            "convolutional-autoencoder", ConvolutionalAutoencoderOptions.ForTable),
        Kind<DeepOneClassSvmOptions, DeepOneClassSvm>("deep-oc-svm", DeepOneClassSvmOptions.ForTable),
        Kind<DeepSvddOptions, DeepSvdd>("deep-svdd"),
        Kind<DenoisingAutoencoderOptions, DenoisingAutoencoder>("denoising-autoencoder", DenoisingAutoencoderOptions.ForTable),
        Kind<IsolationForestOptions, IsolationForest>("isolation-forest"),
        Kind<KSparseAutoencoderOptions, KSparseAutoencoder>("k-sparse-autoencoder", KSparseAutoencoderOptions.ForTable),
        Kind<KernelDensityOptions, KernelDensity>("kde"),
        Kind<LatentDetectorOptions, LatentDetector>("latent", LatentDetectorOptions.ForTable),
        Kind<OneClassSvmOptions, OneClassSvm>("oc-svm"),
        Kind<RandomFeatureSvmOptions, RandomFeatureSvm>("oc-svm-rff"),
        Kind<PcaOptions, PcaDetector>("pca", PcaOptions.ForTable),
        Kind<RobustPcaOptions, RobustPca>("robust-pca"),
        Kind<SparseAutoencoderOptions, SparseAutoencoder>("sparse-autoencoder", SparseAutoencoderOptions.ForTable),
        Kind<VariationalAutoencoderOptions, VariationalAutoencoder>("vae", VariationalAutoencoderOptions.ForTable),
    ];

    /// <summary>The kind of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names all.</exception>
    public static DetectorKind Find(string name) =>
        All.FirstOrDefault(kind => kind.Name == name)
            ?? throw new ArgumentException(
                $"There is no detector '{name}'; there are {string.Join(", ", All.Select(kind => kind.Name))}.", nameof(name));

    internal static DetectorKind Of(DetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return All.FirstOrDefault(kind => kind.OptionsType == options.GetType())
            ?? throw new ArgumentException($"No detector in {nameof(DetectorCatalogue)} takes {options.GetType().Name}.", nameof(options));
    }

    // A kind whose default options suit tables of any size, unless a function of their rows and columns says better.
    private static DetectorKind Kind<TOptions, TDetector>(string name, Func<int, int, TOptions>? forTable = null)
        where TOptions : DetectorOptions, new()
        where TDetector : AnomalyDetector =>
        new(name, typeof(TDetector), typeof(TOptions), forTable ?? ((_, _) => new TOptions()));
}

/// <summary>One kind of detector by name: how to make it, and which options suit a table.</summary>
public sealed class DetectorKind
{
    private readonly Func<int, int, DetectorOptions> forTable;

    internal DetectorKind(string name, Type detector, Type options, Func<int, int, DetectorOptions> forTable) =>
        (Name, DetectorType, OptionsType, this.forTable) = (name, detector, options, forTable);

    /// <summary>The name in files and on the command line, "isolation-forest".</summary>
    public string Name { get; }

    /// <summary>The detector's class; its constructor takes options and a name.</summary>
    public Type DetectorType { get; }

    /// <summary>The class of its options.</summary>
    public Type OptionsType { get; }

    /// <summary>The detector, to be disposed by the caller.</summary>
    /// <param name="options">Options of <see cref="OptionsType"/>; the defaults if not given.</param>
    /// <exception cref="ArgumentException">Options of another kind.</exception>
    public AnomalyDetector Create(DetectorOptions? options = null, string? title = null) =>
        options is null || options.GetType() == OptionsType
            ? (AnomalyDetector)Activator.CreateInstance(
                DetectorType, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, [options, title], null)!
            : throw new ArgumentException(
                $"The detector '{Name}' takes {OptionsType.Name}, not {options.GetType().Name}.", nameof(options));

    /// <summary>The options that are taken for a table when nothing else is known than its size. They depend on n and d alone.</summary>
    /// <param name="rows">Training rows n, at least 1.</param>
    /// <param name="columns">Columns d, at least 1.</param>
    public DetectorOptions ForTable(int rows, int columns) => forTable(OptionRules.Positive(rows), OptionRules.Positive(columns));
}
