using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>A linear encoder of which only the largest units count, and a linear decoder: z = supp_k(Wᵀx + b), x̂ = W z + b′ (Makhzani and Frey 2013, algorithm 1).</summary>
public sealed class KSparseNetwork : EncoderDecoder
{
    private readonly Linear encoder;
    private readonly Linear? decoder; // has weights of its own; else those of the encoder are used
    private readonly Parameter? bias;
    private readonly int atTest;

    /// <summary>Builds the network with random weights from torch's global generator.</summary>
    /// <param name="features">Columns of the data d.</param>
    /// <param name="options">Number of units, k, α, tied weights or not.</param>
    public KSparseNetwork(int features, KSparseAutoencoderOptions options)
        : base(nameof(KSparseNetwork))
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionRules.Positive(features);
        encoder = nn.Linear(features, options.CodeSize);
        if (options.TiedWeights) bias = Layers.Parameter(zeros(features));
        else decoder = nn.Linear(options.CodeSize, features);
        (K, atTest) = (options.K, options.KAtTest);
        RegisterComponents();
    }

    /// <summary>Active units of each row in training; in eval mode it is α times the k of the options.</summary>
    public int K { get; internal set; }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => SparsityLosses.KeepLargest(encoder.call(x), training ? K : atTest);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor z) => decoder?.call(z) ?? nn.functional.linear(z, encoder.weight!.t(), bias);
}
