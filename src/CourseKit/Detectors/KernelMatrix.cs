using System.Numerics.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace CourseKit;

/// <summary>The matrix Kᵢⱼ = exp(−γ‖xᵢ − xⱼ‖²) of n rows with themselves, of which only what is asked for is computed.</summary>
internal sealed class KernelMatrix
{
    private readonly Tensor rows;
    private readonly double gamma;
    private readonly double[][] columns;
    private readonly double[] differences;

    /// <summary>Keeps the rows, a second time column by column.</summary>
    /// <param name="rows">Rows, [n, d] float64. Must live as long as this is used.</param>
    /// <param name="gamma">γ, positive.</param>
    public KernelMatrix(Tensor rows, double gamma)
    {
        (this.rows, this.gamma) = (rows, gamma);
        columns = new double[rows.shape[1]][];
        differences = new double[rows.shape[0]];
        for (var j = 0; j < columns.Length; j++)
        {
            using var column = rows.select(1, j).contiguous();
            columns[j] = Rows.ToDoubles(column);
        }
    }

    /// <summary>Row i of K, [n].</summary>
    public double[] Row(int i)
    {
        // Thousands of rows are kept: pinned, so that the collector does not copy them from one generation to the next.
        var row = GC.AllocateArray<double>(differences.Length, pinned: true);
        foreach (var column in columns)
        {
            TensorPrimitives.Subtract(column, column[i], differences);
            TensorPrimitives.MultiplyAdd(differences, differences, row, row);
        }
        TensorPrimitives.Multiply(row, -gamma, row);
        TensorPrimitives.Exp(row, row);
        return row;
    }

    /// <summary>Kα, [n], for weights of which only the first few are not 0: as matrix products, far quicker than row by row.</summary>
    /// <param name="alpha">α, [n].</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public double[] Times(double[] alpha, CancellationToken cancellationToken)
    {
        var count = Array.FindLastIndex(alpha, weight => weight != 0) + 1;
        using var scope = NewDisposeScope();
        var weights = tensor(alpha[..count]);
        return Rows.ToDoubles(Kernels.Reduce(rows, rows.narrow(0, 0, count), distances =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (distances * -gamma).exp().mv(weights);
        }));
    }
}
