namespace CourseKit.Cli;

/// <summary>What <c>reproduce deep-svdd --json</c> writes.</summary>
/// <param name="Schema">Always <see cref="SchemaName"/>; a change that breaks readers changes the number.</param>
/// <param name="Protocol">What was run.</param>
/// <param name="Runs">The runs that are finished, by digit and seed.</param>
public sealed record ReproduceResults(string Schema, ReproduceProtocol Protocol, IReadOnlyList<ReproduceRun> Runs)
{
    /// <summary>The schema's name and version.</summary>
    public const string SchemaName = "coursekit.reproduce-deep-svdd/1";
}

/// <summary>What runs must have in common to stand in one table.</summary>
/// <param name="Objective"><c>oneClass</c> or <c>softBoundary</c>.</param>
/// <param name="PretrainingEpochs">Epochs as an autoencoder.</param>
/// <param name="Epochs">Epochs of Deep SVDD.</param>
public sealed record ReproduceProtocol(SvddObjective Objective, int PretrainingEpochs, int Epochs);

/// <summary>One network, trained on one digit.</summary>
/// <param name="Digit">The digit that is normal.</param>
/// <param name="Seed">The seed.</param>
/// <param name="TrainingImages">How many images were learned from.</param>
/// <param name="Auroc">Area under the ROC curve over the test images, in [0, 1].</param>
/// <param name="CpuSeconds">Processor time that training and scoring took, of all cores together.</param>
/// <param name="PeakMemoryMB">The most memory that the process had had by then, in 10⁶ bytes.</param>
public sealed record ReproduceRun(int Digit, int Seed, int TrainingImages, double Auroc, double CpuSeconds, double PeakMemoryMB);
