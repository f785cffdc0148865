using MathNet.Numerics.LinearAlgebra;

namespace TorchSharp;

/// <summary>Runs a dense decomposition of Math.NET, in double precision, on every matrix of a stack.</summary>
internal static class MatrixStack
{
    /// <summary>Applies <paramref name="f"/> to each matrix [.., n, m] and stacks each of its results.</summary>
    internal static torch.Tensor[] Each(torch.Tensor x, int results, Func<Matrix<double>, Matrix<double>[]> f)
    {
        var shape = x.Impl.Shape;
        var (rows, columns) = ((int)shape[^2], (int)shape[^1]);
        using var scope = torch.NewDisposeScope();
        var values = x.detach().Cast(torch.ScalarType.Float64).AsContiguous().Span<double>();
        var count = (int)Shape.Count(shape.AsSpan(0, shape.Length - 2));
        var parts = new List<torch.Tensor>[results];
        for (var r = 0; r < results; r++) parts[r] = [];
        for (var i = 0; i < count; i++)
        {
            var matrix = Matrix<double>.Build.DenseOfRowMajor(rows, columns, values.Slice(i * rows * columns, rows * columns).ToArray());
            var found = f(matrix);
            for (var r = 0; r < results; r++) parts[r].Add(torch.Tensor.From<double>(found[r].ToRowMajorArray(), [found[r].RowCount, found[r].ColumnCount]));
        }
        return [.. parts.Select(p => torch.stack(p).reshape([.. shape[..^2], .. p[0].Impl.Shape]).to(x.Impl.Dtype).MoveToOuterDisposeScope())];
    }
}
