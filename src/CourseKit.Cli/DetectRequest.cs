namespace CourseKit.Cli;

/// <summary>What <c>coursekit detect</c> was asked for.</summary>
internal sealed record DetectRequest(
    string? Train, string? Score, string? Detector, string? Load, string? Save, string? Out, string? Report, string? Label, string[] Ignore, string? Scale, string[] Settings)
{
    /// <exception cref="ToolException">Options contradict each other or are missing.</exception>
    public void Check()
    {
        if ((Train is null) == (Load is null)) throw Bad("give either --train FILE, to learn, or --load MODEL, to use what was learned");
        if (Load is not null && (Detector is not null || Scale is not null || Save is not null || Settings.Length > 0))
            throw Bad("a model that is loaded keeps its detector, options, threshold and scaling: leave out --detector, --scale, --contamination, --seed, --set and --save");
        if (Score is null && Save is null) throw Bad("give --score FILE, or --save MODEL to learn only");
        if (Score is null && (Out is not null || Report is not null)) throw Bad("--out and --report need --score FILE");
        if (Label is not null && !((string?[])[Train, Score]).OfType<string>().Any(file => Tables.Has(file, Label)))
            throw new ToolException($"There is no column '{Label}' in {Train ?? Score}; its columns are {string.Join(", ", Tables.Columns(Train ?? Score!).Take(20))}.", ExitCodes.Usage);
    }

    /// <summary>The columns of a file that are not measurements.</summary>
    /// <exception cref="ToolException">A column to be left out is in none of the files.</exception>
    public IReadOnlyCollection<string> Ignored(string file)
    {
        var columns = ((string?[])[Train, Score]).OfType<string>().Append(file).SelectMany(Tables.Columns).ToHashSet();
        return Ignore.FirstOrDefault(column => !columns.Contains(column)) is { } unknown
            ? throw new ToolException($"--ignore {unknown}: there is no such column; the columns are {string.Join(", ", Tables.Columns(file).Take(20))}.", ExitCodes.Usage)
            : Ignore;
    }

    private static ToolException Bad(string what) => new($"detect: {what}.", ExitCodes.Usage);
}
