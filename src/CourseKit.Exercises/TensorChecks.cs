using static TorchSharp.torch;

namespace CourseKit.Exercises;

/// <summary>What checks of answers with tensors share beyond <see cref="Expect"/>.</summary>
internal static class TensorChecks
{
    /// <summary>All values in row order, whatever the type and the strides.</summary>
    public static double[] Values(this Tensor tensor) => Expect.Numbers(tensor);

    /// <summary>The rows of a matrix.</summary>
    public static double[][] Rows(this Tensor matrix) => [.. matrix.Values().Chunk((int)matrix.shape[1])];

    /// <summary>Fails unless the tensor has the shape.</summary>
    /// <param name="got">The answer's tensor.</param>
    /// <param name="expected">Its shape as it should be.</param>
    /// <param name="what">What it is, to begin the sentence.</param>
    /// <param name="mistakes">Shapes of known wrong answers and what to say about them.</param>
    public static void HasShape(Tensor got, long[] expected, string what, params (long[] Shape, string Message)[] mistakes)
    {
        var known = mistakes.FirstOrDefault(mistake => got.shape.SequenceEqual(mistake.Shape)).Message;
        if (known is not null && !got.shape.SequenceEqual(expected)) throw new CheckFailedException(known);
        Expect.Shape(got, expected, what);
    }
}
