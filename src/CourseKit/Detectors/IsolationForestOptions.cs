namespace CourseKit;

/// <summary>What an <see cref="IsolationForest"/> can be told. The defaults are those of Liu, Ting and Zhou 2008.</summary>
public sealed record IsolationForestOptions : DetectorOptions
{
    /// <summary>Number of trees.</summary>
    public int Trees { get; init => field = OptionRules.Positive(value); } = 100;

    /// <summary>Rows that each tree is grown from, drawn without repetition; all if there are fewer.</summary>
    public int SampleSize { get; init => field = OptionRules.Positive(value); } = 256;
}
