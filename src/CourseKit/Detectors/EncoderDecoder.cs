using static TorchSharp.torch;

namespace CourseKit;

/// <summary>A network of an encoder E: ℝᵈ → ℝˢ and a decoder D: ℝˢ → ℝᵈ. Rows go in and come out as [n, d], whatever shape they have inside.</summary>
/// <param name="name">The module's name.</param>
public abstract class EncoderDecoder(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>The code z = E(x), with gradient.</summary>
    /// <param name="x">Rows, [n, d] float32.</param>
    /// <returns>Codes, [n, s].</returns>
    public abstract Tensor Encode(Tensor x);

    /// <summary>The row x̂ = D(z), with gradient.</summary>
    /// <param name="z">Codes, [n, s] float32.</param>
    /// <returns>Rows, [n, d].</returns>
    public abstract Tensor Decode(Tensor z);

    /// <summary>The reconstruction x̂ = D(E(x)), with gradient.</summary>
    /// <param name="input">Rows, [n, d] float32.</param>
    public override Tensor forward(Tensor input) => Decode(Encode(input));
}
