using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        /// <summary>A norm of vectors: (Σ |x|^ord)^(1/ord) over dimensions, or over all elements.</summary>
        public static Tensor vector_norm(Tensor input, double ord = 2d, long[]? dims = null, bool keepdim = false) => input.VectorNorm(ord, dims ?? [], keepdim);

        /// <summary>A norm of matrices: 1 and ∞ (largest column and row sum, negative for the smallest), 2 (largest singular value).</summary>
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false)
        {
            Matrix(input, "matrix_norm");
            var n = input.Impl.Shape.Length;
            dims ??= [-2, -1];
            var (rows, columns) = (Shape.Dim(dims[0], n), Shape.Dim(dims[1], n));
            var x = input.movedim([rows, columns], [-2, -1]);
            var y = Math.Abs(ord) switch
            {
                1 => Extreme(x.abs().sum(-2)),
                double.PositiveInfinity => Extreme(x.abs().sum(-1)),
                2 => Extreme(svdvals(x)),
                _ => throw new ExternalException($"linalg.matrix_norm: Order {ord.ToString(System.Globalization.CultureInfo.InvariantCulture)} not supported."),
            };
            return keepdim ? y.unsqueeze(Math.Min(rows, columns)).unsqueeze(Math.Max(rows, columns)) : y;

            Tensor Extreme(Tensor sums) => ord > 0 ? sums.amax([-1]) : sums.amin([-1]);
        }

        /// <summary>A norm of matrices: "fro" (root of the sum of squares) or "nuc" (sum of singular values).</summary>
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false)
        {
            Matrix(input, "matrix_norm");
            dims ??= [-2, -1];
            if (ord == "fro") return input.VectorNorm(2, dims, keepdim);
            if (ord != "nuc") throw new ExternalException($"linalg.matrix_norm: Order {ord} not supported.");
            var n = input.Impl.Shape.Length;
            var y = svdvals(input.movedim([Shape.Dim(dims[0], n), Shape.Dim(dims[1], n)], [-2, -1])).sum(-1);
            return keepdim ? y.reshape([.. input.Impl.Shape.Select((s, d) => d == Shape.Dim(dims[0], n) || d == Shape.Dim(dims[1], n) ? 1 : s)]) : y;
        }

        /// <summary>The root of the sum of squares over all elements, or over dimensions.</summary>
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => input.VectorNorm(2, dims ?? [], keepdim);

        /// <summary>A norm of a vector (one dimension) or of matrices (two).</summary>
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            (dims?.Length ?? input.Impl.Shape.Length) == 1 ? input.VectorNorm(ord, dims ?? [], keepdim) : matrix_norm(input, ord, dims, keepdim);

        /// <inheritdoc cref="norm(Tensor, double, long[], bool)"/>
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => norm(input, (double)ord, dims, keepdim);

        /// <summary>A norm of matrices by name: "fro" or "nuc".</summary>
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) => matrix_norm(input, ord, dims, keepdim);
    }
}
