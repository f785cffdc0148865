namespace CourseKit;

/// <summary>What every autoencoder of dense layers can be told.</summary>
public abstract record DenseAutoencoderOptions : DeepDetectorOptions
{
    /// <summary>Units of the encoder's hidden layers, from the input inwards; the decoder mirrors them. Empty: straight to the code.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init => field = [.. value.Select(size => OptionRules.Positive(size, nameof(HiddenSizes)))]; } = [128, 64];

    /// <summary>Units of the code s, the bottleneck.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 2;

    /// <summary>Non-linearity of the hidden layers. The code itself has none, so that it may lie anywhere.</summary>
    public Activation Activation { get; init => field = OptionRules.Defined(value); } = Activation.ReLU;

    /// <summary>Non-linearity of the output: <see cref="Activation.Sigmoid"/> for data in [0, 1], <see cref="Activation.Identity"/> for data of any range.</summary>
    public Activation OutputActivation { get; init => field = OptionRules.Defined(value); } = Activation.Sigmoid;

    /// <summary>What is minimised.</summary>
    public ReconstructionLoss Loss { get; init => field = OptionRules.Defined(value); } = ReconstructionLoss.MeanSquaredError;

    /// <summary>
    /// Options of a kind for a table of scaled columns: a code of 1 + ⌊√d⌋ units (Cao, Nicolau and McDermott 2016) behind layers of 64 and 32, an output of any range, and passes
    /// enough for 1,000 steps.
    /// </summary>
    /// <typeparam name="TOptions">The kind.</typeparam>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d.</param>
    private protected static TOptions Sized<TOptions>(int rows, int columns)
        where TOptions : DenseAutoencoderOptions, new() =>
        (TOptions)((DenseAutoencoderOptions)new TOptions() with
        {
            HiddenSizes = TableDefaults.HiddenSizes,
            CodeSize = TableDefaults.CodeSize(columns),
            Activation = Activation.Tanh,
            OutputActivation = Activation.Identity,
            BatchSize = TableDefaults.BatchSize,
            Epochs = TableDefaults.Epochs(rows),
        });
}
