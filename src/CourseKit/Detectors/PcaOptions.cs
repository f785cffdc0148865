namespace CourseKit;

/// <summary>What a <see cref="PcaDetector"/> can be told.</summary>
public sealed record PcaOptions : DetectorOptions
{
    /// <summary>Number of principal components k that are kept; at most the number of columns.</summary>
    public int Components { get; init => field = OptionRules.Positive(value); } = 2;
}
