using static TorchSharp.torch;

namespace CourseKit;

/// <summary>The network φ of Deep SVDD together with its sphere: what is learned is here.</summary>
public sealed class SvddNetwork : nn.Module<Tensor, Tensor>
{
    // The names of these fields are the first parts of the names in state_dict.
    private readonly nn.Module<Tensor, Tensor> encoder;
    private readonly Tensor c;
    private readonly Tensor r;

    /// <summary>Puts a sphere of radius 0 around the origin of a network's codes.</summary>
    /// <param name="encoder">φ: [n, d] → [n, s]. It belongs to this network from now on.</param>
    /// <param name="features">Columns of the data d.</param>
    /// <exception cref="ArgumentException">The network does not give codes [n, s], or could learn to give the same for all rows, see <see cref="TrivialSolution"/>.</exception>
    public SvddNetwork(nn.Module<Tensor, Tensor> encoder, int features)
        : base(nameof(SvddNetwork))
    {
        TrivialSolution.Check(encoder, features);
        this.encoder = encoder;
        using (NewDisposeScope())
        using (no_grad())
        {
            var shape = encoder.call(zeros(1, features)).shape;
            if (shape.Length != 2) throw new ArgumentException($"The network must give a code for each row, [n, s]; for one row it gives the shape [{string.Join(", ", shape)}].", nameof(encoder));
            (c, r) = (zeros(shape[1]).DetachFromDisposeScope(), tensor(0f).DetachFromDisposeScope());
        }
        RegisterComponents();
    }

    /// <summary>The network φ alone.</summary>
    public nn.Module<Tensor, Tensor> Encoder => encoder;

    /// <summary>The centre c of the sphere, [s]. A buffer: no gradient moves it.</summary>
    public Tensor Centre => c;

    /// <summary>The radius R of the sphere, a scalar; 0 with the one-class objective, which has none.</summary>
    public Tensor Radius => r;

    /// <summary>The code z = φ(x), with gradient.</summary>
    /// <param name="input">Rows, [n, d] float32.</param>
    public override Tensor forward(Tensor input) => encoder.call(input);
}
