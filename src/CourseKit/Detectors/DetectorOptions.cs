namespace CourseKit;

/// <summary>What all detectors can be told. Options are checked when they are set; the message names the option.</summary>
public abstract record DetectorOptions
{
    /// <summary>Seed of all that is random. The same seed gives the same scores, for any number of threads.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>
    /// Expected share of anomalies, in (0, 0.5]. It only places the threshold; scores do not depend on it. For clean
    /// training data it is the share of false alarms one accepts.
    /// </summary>
    public double Contamination
    {
        get;
        init => field = value is > 0 and <= 0.5 ? value : throw OptionRules.Bad(nameof(Contamination), value, "is a share of anomalies and must be in (0, 0.5]");
    } = 0.05;
}
