namespace CourseKit;

/// <summary>One kind of detector by name: how to make it, and which options suit a table.</summary>
public sealed class DetectorKind
{
    private readonly Func<DetectorOptions, string?, AnomalyDetector> create;
    private readonly Func<DetectorOptions> defaults;
    private readonly Func<int, int, DetectorOptions> forTable;

    private DetectorKind(string name, Type detectorType, Type optionsType, Func<DetectorOptions, string?, AnomalyDetector> create, Func<DetectorOptions> defaults, Func<int, int, DetectorOptions> forTable) =>
        (Name, DetectorType, OptionsType, this.create, this.defaults, this.forTable) = (name, detectorType, optionsType, create, defaults, forTable);

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
            : throw new ArgumentException($"The detector '{Name}' takes {OptionsType.Name}, not {options.GetType().Name}.", nameof(options));
    }

    /// <summary>The options that are taken for a table when nothing else is known than its size. They depend on n and d alone.</summary>
    /// <param name="rows">Training rows n, at least 1.</param>
    /// <param name="columns">Columns d, at least 1.</param>
    public DetectorOptions ForTable(int rows, int columns) => forTable(OptionRules.Positive(rows), OptionRules.Positive(columns));

    /// <summary>A kind whose default options suit tables of any size, unless <paramref name="forTable"/> says better.</summary>
    /// <param name="name">The name in files and on the command line.</param>
    /// <param name="create">Options and title ↦ detector.</param>
    /// <param name="forTable">Training rows n and columns d ↦ options; the defaults if not given.</param>
    internal static DetectorKind Of<TOptions, TDetector>(string name, Func<TOptions, string?, TDetector> create, Func<int, int, TOptions>? forTable = null)
        where TOptions : DetectorOptions, new()
        where TDetector : AnomalyDetector =>
        new(name, typeof(TDetector), typeof(TOptions), (options, title) => create((TOptions)options, title), () => new TOptions(), forTable ?? ((_, _) => new TOptions()));
}
