namespace CourseKit;

/// <summary>What every detector that trains a network can be told.</summary>
public abstract record DeepDetectorOptions : DetectorOptions
{
    /// <summary>Passes over the training rows; 0 leaves the network untrained, to compare with.</summary>
    public int Epochs { get; init => field = OptionRules.NotNegative(value); } = 10;

    /// <summary>Rows in one optimiser step.</summary>
    public int BatchSize { get; init => field = OptionRules.Positive(value); } = 64;

    /// <summary>Learning rate of Adam.</summary>
    public double LearningRate { get; init => field = OptionRules.Positive(value); } = 1e-3;

    /// <summary>After each of these epochs the learning rate becomes a tenth; none if empty.</summary>
    public IReadOnlyList<int> Milestones { get; init => field = [.. value.Select(epoch => OptionRules.Positive(epoch, nameof(Milestones)))]; } = [];

    /// <summary>Weight decay λ: Adam sees the gradient of the loss + (λ/2)·Σ‖W‖².</summary>
    public double WeightDecay { get; init => field = OptionRules.NotNegative(value); }

    /// <summary>Share of the rows kept out of training to watch the loss on, in [0, 0.5]; drawn by the seed.</summary>
    public double ValidationShare
    {
        get;
        init => field = value is >= 0 and <= 0.5 ? value : throw OptionRules.Bad(nameof(ValidationShare), value, "is a share of the rows and must be in [0, 0.5]");
    }

    /// <summary>Early stopping, see <see cref="TrainingOptions.Patience"/>.</summary>
    public int? Patience { get; init => field = value is { } epochs ? OptionRules.Positive(epochs) : null; }
}
