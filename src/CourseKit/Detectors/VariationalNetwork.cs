using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// The encoder q(z | x) = N(μ(x), diag σ²(x)) and the decoder p(x | z) of a variational autoencoder, and the fixed noise of its scores.
/// </summary>
/// <remarks>
/// With condition columns y, a row is [x, y] in some order: the encoder sees all of it, the decoder sees [z, y] and gives x alone.
/// A code is then [z, y], too, and what is decoded from it has y in its columns, untouched.
/// </remarks>
public sealed class VariationalNetwork : EncoderDecoder
{
    private const double LeastDeviation = 0.01;
    private const double MostLogVariance = 15; // rows far from all that was learned overflow nothing

    // The names of these fields are the first parts of the names in state_dict.
    private readonly Sequential encoder;
    private readonly Sequential decoder;
    private readonly Tensor deviation;
    private readonly Tensor noise;

    private readonly Likelihood likelihood;
    private readonly long codeSize;
    private readonly long[] features;
    private readonly long[] condition;
    private readonly long[] order; // where each column of a row stands in [features, condition]

    /// <summary>Builds the network with random weights from torch's global generator.</summary>
    /// <param name="columns">Columns of the data.</param>
    /// <param name="options">Layer sizes, activation, likelihood.</param>
    /// <param name="condition">The columns that are the condition, from 0; none if not given.</param>
    public VariationalNetwork(int columns, VariationalAutoencoderOptions options, IReadOnlyList<int>? condition = null)
        : base(nameof(VariationalNetwork))
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionRules.Positive(columns);
        this.condition = [.. (condition ?? []).Select(column => (long)column)];
        features = [.. Enumerable.Range(0, columns).Select(column => (long)column).Except(this.condition)];
        var stored = features.Concat(this.condition).ToArray();
        order = [.. Enumerable.Range(0, columns).Select(column => (long)Array.IndexOf(stored, column))];
        (likelihood, codeSize) = (options.Likelihood, options.CodeSize);

        int[] inwards = [columns, .. options.HiddenSizes, 2 * options.CodeSize];
        int[] outwards = [options.CodeSize + this.condition.Length, .. options.HiddenSizes.Reverse(), features.Length];
        encoder = AutoencoderNetwork.Stack(inwards, options.Activation, last: Activation.Identity);
        decoder = AutoencoderNetwork.Stack(outwards, options.Activation, last: Activation.Identity);
        deviation = options.Deviation is { } sigma
            ? full(features.Length, 2 * Math.Log(sigma)).DetachFromDisposeScope()
            : Layers.Parameter(zeros(features.Length));
        noise = randn(options.Samples, options.CodeSize).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The noise of the scores, ε₁ … ε_L, [L, s]. A buffer: drawn once, the same for each row.</summary>
    public Tensor Noise => noise;

    /// <summary>log σ² of the Gaussian likelihood, [d] without the condition columns.</summary>
    public Tensor LogVariance
    {
        get
        {
            if (deviation is not Parameter) return deviation;
            var least = 2 * Math.Log(LeastDeviation);
            return nn.functional.softplus(deviation - least) + least;
        }
    }

    /// <summary>Lets the learned σ begin where a decoder that says nothing would take it: at the deviations of the columns.</summary>
    /// <param name="x">Training rows, [n, d].</param>
    internal void PlaceDeviation(Tensor x)
    {
        if (deviation is not Parameter) return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var columns = Features(x);
        var variance = (columns - columns.mean([0])).square().mean([0]).clamp_min(2 * LeastDeviation * LeastDeviation);
        var least = 2 * Math.Log(LeastDeviation);
        deviation.copy_((variance.log() - least).clamp_max(80).expm1().log() + least); // softplus backwards
    }

    /// <summary>μ and log σ² of q(z | x), [n, s] each, with gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    public (Tensor Mean, Tensor LogVariance) Posterior(Tensor x)
    {
        var both = encoder.call(x).chunk(2, 1);
        return (both[0], both[1].clamp(-MostLogVariance, MostLogVariance));
    }

    /// <summary>The code of a row: z followed by its condition.</summary>
    /// <param name="z">[n, s].</param>
    /// <param name="x">Rows, [n, d].</param>
    public Tensor Code(Tensor z, Tensor x) => condition.Length == 0 ? z : cat([z, Columns(x, condition)], 1);

    /// <summary>log p(x | z) of each row, [n], with gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="code">Their codes, see <see cref="Code"/>.</param>
    public Tensor LogLikelihood(Tensor x, Tensor code)
    {
        var (target, output) = (Features(x), decoder.call(code));
        return likelihood == Likelihood.Bernoulli
            ? VariationalLosses.BernoulliLogLikelihood(target, output)
            : VariationalLosses.GaussianLogLikelihood(target, output, LogVariance);
    }

    /// <summary>The columns that are not the condition, [n, d − c].</summary>
    /// <param name="x">Rows, [n, d].</param>
    public Tensor Features(Tensor x) => condition.Length == 0 ? x : Columns(x, features);

    /// <summary>The code at the mean, μ(x) followed by the condition.</summary>
    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => Code(Posterior(x).Mean, x);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor z)
    {
        ArgumentNullException.ThrowIfNull(z);
        var output = decoder.call(z);
        if (likelihood == Likelihood.Bernoulli) output = output.sigmoid();
        return condition.Length == 0 ? output : Columns(cat([output, z.narrow(1, codeSize, condition.Length)], 1), order);
    }

    private static Tensor Columns(Tensor x, long[] columns)
    {
        using var index = tensor(columns);
        return x.index_select(1, index);
    }
}
