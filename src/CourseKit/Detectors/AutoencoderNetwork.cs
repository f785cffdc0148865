using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>A dense encoder E: ℝᵈ → ℝˢ and its mirror image, the decoder D: ℝˢ → ℝᵈ.</summary>
public sealed class AutoencoderNetwork : EncoderDecoder
{
    // The names of these fields are the first parts of the names in state_dict.
    private readonly Sequential encoder;
    private readonly Sequential decoder;

    /// <summary>Builds the network with random weights from torch's global generator.</summary>
    /// <param name="features">Columns of the data d.</param>
    /// <param name="options">Layer sizes and activations.</param>
    /// <param name="code">Non-linearity of the code; none lets it lie anywhere.</param>
    public AutoencoderNetwork(int features, DenseAutoencoderOptions options, Activation code = Activation.Identity)
        : base(nameof(AutoencoderNetwork))
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionRules.Positive(features);
        int[] sizes = [features, .. options.HiddenSizes, options.CodeSize];
        encoder = Stack(sizes, options.Activation, last: code);
        decoder = Stack([.. sizes.Reverse()], options.Activation, last: options.OutputActivation);
        RegisterComponents();
    }

    /// <summary>The encoder, [n, d] → [n, s].</summary>
    public nn.Module<Tensor, Tensor> Encoder => encoder;

    /// <summary>The decoder, [n, s] → [n, d].</summary>
    public nn.Module<Tensor, Tensor> Decoder => decoder;

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => encoder.call(x);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor z) => decoder.call(z);

    internal static Sequential Stack(int[] sizes, Activation between, Activation last)
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (var i = 1; i < sizes.Length; i++)
        {
            layers.Add(nn.Linear(sizes[i - 1], sizes[i]));
            var activation = i < sizes.Length - 1 ? between : last;
            if (activation != Activation.Identity) layers.Add(activation.Layer());
        }
        return nn.Sequential(layers);
    }
}
