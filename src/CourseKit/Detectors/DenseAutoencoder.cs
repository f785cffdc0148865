using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What autoencoders of dense layers share: the network and what it is compared by. A kind of autoencoder adds its loss.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class DenseAutoencoder<TOptions> : ReconstructionDetector<AutoencoderNetwork>
    where TOptions : DenseAutoencoderOptions
{
    /// <summary>Keeps the name and the options.</summary>
    /// <param name="name">Name for legends and tables.</param>
    /// <param name="options">The detector's options.</param>
    protected DenseAutoencoder(string name, TOptions options)
        : base(name, options) => Options = options;

    /// <summary>How it is built and trained.</summary>
    public TOptions Options { get; }

    /// <inheritdoc/>
    public override int CodeSize => Options.CodeSize;

    /// <inheritdoc/>
    protected override AutoencoderNetwork Build(int features) => new(features, Options);

    /// <summary>The loss of reconstructions that the options ask for, a scalar with gradient.</summary>
    /// <param name="reconstruction">x̂, [m, d].</param>
    /// <param name="x">Rows, [m, d].</param>
    protected Tensor Loss(Tensor reconstruction, Tensor x) => ReconstructionLosses.Function(Options.Loss)(reconstruction, x);

    /// <inheritdoc/>
    protected override void Check(Tensor x) => ReconstructionLosses.Check(Options.Loss, Options.OutputActivation, x);
}
