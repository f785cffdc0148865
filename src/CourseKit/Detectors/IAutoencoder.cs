using static TorchSharp.torch;

namespace CourseKit;

/// <summary>A detector with a code: what it makes of a row can be looked at, and another detector can go on from it.</summary>
public interface IAutoencoder : IAnomalyDetector
{
    /// <summary>Units of the code s.</summary>
    int CodeSize { get; }

    /// <summary>The code z = E(x), [n, s], without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    Tensor Encode(Tensor x);

    /// <summary>The row x = D(z) that a code stands for, [n, d], without gradient.</summary>
    /// <param name="z">Codes, [n, s].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    Tensor Decode(Tensor z);

    /// <summary>The reconstruction x̂ = D(E(x)), [n, d], without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    Tensor Reconstruct(Tensor x);
}
