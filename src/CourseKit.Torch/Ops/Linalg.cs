using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra on matrices, or stacks of them in the last two dimensions. Decompositions run in double precision.</summary>
    public static partial class linalg
    {
        private static void Matrix(Tensor x, string name, bool square = false)
        {
            if (x.Impl.Shape.Length < 2) throw new ExternalException($"linalg.{name}: The input tensor A must have at least 2 dimensions.");
            if (!x.Impl.Dtype.IsFloatingPoint()) throw new ExternalException($"linalg.{name}: Expected a floating point or complex tensor as input. Got {x.Impl.Dtype.TorchName()}");
            if (x.Impl.Count == 0) throw new ExternalException($"linalg.{name}: The input tensor has no elements: {Shape.Text(x.Impl.Shape)}");
            if (square && x.Impl.Shape[^1] != x.Impl.Shape[^2])
                throw new ExternalException($"linalg.{name}: A must be batches of square matrices, but they are {x.Impl.Shape[^2]} by {x.Impl.Shape[^1]} matrices");
        }


        /// <summary>The inverse.</summary>
        /// <exception cref="ExternalException">Not square, or singular.</exception>
        public static Tensor inv(Tensor input)
        {
            Matrix(input, "inv", square: true);
            var y = MatrixStack.Each(input, 1, m =>
            {
                var factors = m.LU();
                var zero = factors.U.Diagonal().ToList().IndexOf(0);
                return zero < 0 ? [factors.Inverse()]
                    : throw new ExternalException($"linalg.inv: The diagonal element {zero + 1} is zero, the inversion could not be completed because the input matrix is singular.");
            })[0];
            return Op.Records(input) ? new Op("LinalgInvExBackward0", y).Input(input, static (g, kept) => -kept[0].mT.matmul(g).matmul(kept[0].mT)).Result(y) : y;
        }

        /// <summary>The x with A x = B (or x A = B when not <paramref name="left"/>); a vector B gives a vector.</summary>
        public static Tensor solve(Tensor input, Tensor other, bool left = true)
        {
            Matrix(input, "solve", square: true);
            if (!left) return solve(input.mT, other.mT).mT;
            var vector = other.Impl.Shape.Length == 1 || (other.Impl.Shape.Length == input.Impl.Shape.Length - 1 && Shape.Same(other.Impl.Shape, input.Impl.Shape.AsSpan(0, input.Impl.Shape.Length - 1)));
            var b = vector ? other.unsqueeze(-1) : other;
            if (b.Impl.Shape[^2] != input.Impl.Shape[^1])
                throw new ExternalException($"linalg.solve: Incompatible shapes of A and B for the equation AX = B ({input.Impl.Shape[^2]}x{input.Impl.Shape[^1]} and {b.Impl.Shape[^2]}x{b.Impl.Shape[^1]})");
            var n = (int)input.Impl.Shape[^1];
            var lead = Shape.Broadcast(input.Impl.Shape.AsSpan(0, input.Impl.Shape.Length - 2), b.Impl.Shape.AsSpan(0, b.Impl.Shape.Length - 2));
            var both = cat([input.detach().expand([.. lead, n, n]), b.detach().expand([.. lead, n, b.Impl.Shape[^1]])], -1);
            var y = MatrixStack.Each(both, 1, m =>
            {
                var factors = m.SubMatrix(0, n, 0, n).LU();
                return factors.Determinant == 0 ? throw new ExternalException("torch.linalg.solve: The solver failed because the input matrix is singular.") : [factors.Solve(m.SubMatrix(0, n, n, m.ColumnCount - n))];
            })[0];
            if (Op.Records(input, other))
            {
                y = new Op("LinalgSolveExBackward0", input, y)
                    .Input(input, static (g, kept) => -solve(kept[0].mT, g).matmul(kept[1].mT)).Input(b, static (g, kept) => solve(kept[0].mT, g)).Result(y);
            }
            return vector ? y.squeeze(-1) : y;
        }

        /// <summary>The determinant.</summary>
        public static Tensor det(Tensor input)
        {
            Matrix(input, "det", square: true);
            var y = MatrixStack.Each(input, 1, m => [CreateMatrix.Dense(1, 1, m.Determinant())])[0].squeeze(-1).squeeze(-1);
            return Op.Records(input)
                ? new Op("LinalgDetBackward0", input, y).Input(input, static (g, kept) => (g * kept[1]).unsqueeze(-1).unsqueeze(-1) * inv(kept[0]).mT).Result(y)
                : y;
        }

        /// <summary>The sign of the determinant and the logarithm of its absolute value: 0 and −∞ for a singular matrix.</summary>
        public static (Tensor, Tensor) slogdet(Tensor input)
        {
            Matrix(input, "slogdet", square: true);
            var parts = MatrixStack.Each(input, 2, m =>
            {
                // From the factors' diagonal, so that large determinants do not overflow.
                var (sign, log) = (Math.Sign(m.LU().P.ToInversions().Where((to, i) => to != i).Count() % 2 == 0 ? 1 : -1), 0.0);
                foreach (var u in m.LU().U.Diagonal())
                {
                    sign *= Math.Sign(u);
                    log += Math.Log(Math.Abs(u));
                }
                return [CreateMatrix.Dense(1, 1, (double)sign), CreateMatrix.Dense(1, 1, log)];
            });
            var (s, y) = (parts[0].squeeze(-1).squeeze(-1), parts[1].squeeze(-1).squeeze(-1));
            if (Op.Records(input)) y = new Op("LinalgSlogdetBackward0", input).Input(input, static (g, kept) => g.unsqueeze(-1).unsqueeze(-1) * inv(kept[0]).mT).Result(y);
            return (s, y);
        }

        /// <summary>The lower triangular L with L Lᵀ = A, for a symmetric positive definite A.</summary>
        public static Tensor cholesky(Tensor input)
        {
            Matrix(input, "cholesky", square: true);
            var y = MatrixStack.Each(input, 1, m => [Factor(m)])[0];
            if (!Op.Records(input)) return y;
            return new Op("LinalgCholeskyExBackward0", y).Input(input, static (g, kept) =>
            {
                // L⁻ᵀ Φ(Lᵀ g) L⁻¹ made symmetric; Φ keeps the lower triangle and half of the diagonal (Murray 2016, eq. 9).
                var l = kept[0];
                var inner = l.mT.matmul(g);
                inner = inner.tril() - (inner.tril() - inner.tril(-1)) * 0.5;
                var inverse = inv(l);
                var s = inverse.mT.matmul(inner).matmul(inverse);
                return (s + s.mT) * 0.5;
            }).Result(y);

            static Matrix<double> Factor(Matrix<double> m)
            {
                // Only the lower triangle is looked at, as in PyTorch.
                var l = m.LowerTriangle();
                for (var j = 0; j < l.RowCount; j++)
                {
                    for (var i = j; i < l.RowCount; i++)
                        for (var k = 0; k < j; k++) l[i, j] -= l[i, k] * l[j, k];
                    if (!(l[j, j] > 0)) throw new ExternalException($"linalg.cholesky: The factorization could not be completed because the input is not positive-definite (the leading minor of order {j + 1} is not positive-definite).");
                    var root = Math.Sqrt(l[j, j]);
                    for (var i = j; i < l.RowCount; i++) l[i, j] /= root;
                }
                return l;
            }
        }

        /// <summary>The x that makes ‖A x − B‖ smallest, with the residuals, the ranks and the singular values.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other)
        {
            Matrix(input, "lstsq");
            if (other.Impl.Shape.Length < 2 || input.Impl.Shape[^2] != other.Impl.Shape[^2])
            {
                if (other.Impl.Shape.Length != input.Impl.Shape.Length - 1 || input.Impl.Shape[^2] != other.Impl.Shape[^1])
                    throw new ExternalException("torch.linalg.lstsq: input.size(-2) should match other.size(-2)");
            }
            var vector = other.Impl.Shape.Length == input.Impl.Shape.Length - 1;
            var b = vector ? other.unsqueeze(-1) : other;
            var x = pinv(input).matmul(b);
            var tall = input.Impl.Shape[^2] > input.Impl.Shape[^1];
            var residuals = tall ? (input.matmul(x) - b).square().sum(-2) : empty(0, dtype: input.dtype);
            return (vector ? x.squeeze(-1) : x, residuals, matrix_rank(input), svdvals(input.detach()));
        }

        /// <summary>The pseudo-inverse; singular values up to max(atol, rtol · the largest) count as 0.</summary>
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false)
        {
            Matrix(input, "pinv");
            var (u, s, vh) = svd(input, false);
            var kept = s > Cutoff(input, s, atol, rtol);
            var inverse = where(kept, where(kept, s, ones([], s.dtype)).reciprocal(), zeros([], s.dtype));
            return (vh.mT * inverse.unsqueeze(-2)).matmul(u.mT);
        }

        /// <summary>The number of singular values above max(atol, rtol · the largest).</summary>
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false)
        {
            Matrix(input, "matrix_rank");
            var s = svdvals(input.detach());
            return (s > Cutoff(input, s, atol, rtol)).sum(-1);
        }

        private static Tensor Cutoff(Tensor input, Tensor s, double? atol, double? rtol)
        {
            var epsilon = input.Impl.Dtype == ScalarType.Float64 ? 2.220446049250313E-16 : 1.1920928955078125E-07;
            var relative = rtol ?? (atol is > 0 ? 0 : epsilon * Math.Max(input.Impl.Shape[^1], input.Impl.Shape[^2]));
            return (s.detach().amax([-1], true) * relative).clamp_min(atol ?? 0);
        }

        /// <summary>The product of several matrices.</summary>
        /// <exception cref="ArgumentException">The list is empty.</exception>
        public static Tensor multi_dot(IList<Tensor> tensors) =>
            tensors.Count == 0 ? throw new ArgumentException(nameof(tensors)) : tensors.Count == 1 ? tensors[0].alias() : tensors.Aggregate((a, b) => a.matmul(b));

        /// <summary>A square matrix to an integer power; a negative one is a power of the inverse.</summary>
        public static Tensor matrix_power(Tensor input, int n)
        {
            Matrix(input, "matrix_power", square: true);
            if (n < 0) return matrix_power(inv(input), -n);
            if (n == 0) return eye(input.Impl.Shape[^1], dtype: input.Impl.Dtype).expand(input.Impl.Shape).clone();
            var half = n == 1 ? input : matrix_power(input, n / 2);
            return n == 1 ? input.alias() : n % 2 == 0 ? half.matmul(half) : half.matmul(half).matmul(input);
        }
    }

    /// <inheritdoc cref="linalg.det"/>
    public static Tensor det(Tensor input) => linalg.det(input);
    /// <inheritdoc cref="linalg.inv"/>
    public static Tensor inverse(Tensor input) => linalg.inv(input);

    public partial class Tensor
    {
        /// <inheritdoc cref="linalg.det"/>
        public Tensor det() => linalg.det(this);
        /// <inheritdoc cref="linalg.inv"/>
        public Tensor inverse() => linalg.inv(this);
    }
}
