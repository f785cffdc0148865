using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>An autoencoder, the random Fourier features of its code, and a plane in them.</summary>
public sealed class DeepOneClassSvmNetwork : EncoderDecoder
{
    // The names of these fields are the first parts of the names in state_dict.
    private readonly AutoencoderNetwork autoencoder;
    private readonly Tensor frequencies;
    private readonly Parameter w;
    private readonly Parameter rho;

    private readonly RandomFourierFeatures map;

    /// <summary>Builds the network with random weights and frequencies from torch's global generator; the kernel's σ is 1, w and ρ are 0.</summary>
    /// <param name="features">Columns of the data d.</param>
    /// <param name="options">Layer sizes, activations, number of features.</param>
    public DeepOneClassSvmNetwork(int features, DeepOneClassSvmOptions options)
        : base(nameof(DeepOneClassSvmNetwork))
    {
        ArgumentNullException.ThrowIfNull(options);
        autoencoder = new AutoencoderNetwork(features, new AutoencoderOptions
        {
            HiddenSizes = options.HiddenSizes,
            CodeSize = options.CodeSize,
            Activation = options.Activation,
            OutputActivation = options.OutputActivation,
        });
        frequencies = randn([options.CodeSize, options.RandomFeatures / 2]).to(float64).DetachFromDisposeScope();
        map = new RandomFourierFeatures(frequencies);
        w = Layers.Parameter(zeros(options.RandomFeatures, float64));
        rho = Layers.Parameter(zeros([], float64));
        RegisterComponents();
    }

    /// <summary>Encoder and decoder.</summary>
    public AutoencoderNetwork Autoencoder => autoencoder;

    /// <summary>ω, [s, D/2] float64. A buffer: fixed in training.</summary>
    public Tensor Frequencies => frequencies;

    /// <summary>The normal w of the plane, [D] float64.</summary>
    public Parameter W => w;

    /// <summary>The offset ρ of the plane, a float64 scalar.</summary>
    public Parameter Rho => rho;

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => autoencoder.Encode(x);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor z) => autoencoder.Decode(z);

    /// <summary>The random Fourier features of codes, [n, D] float64, with gradient.</summary>
    /// <param name="z">Codes, [n, s].</param>
    public Tensor Map(Tensor z) => map.Map(z);

    /// <summary>wᵀz(x) of each row, [n] float64, with gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    public Tensor Margins(Tensor x) => Map(Encode(x)).mv(w);
}
