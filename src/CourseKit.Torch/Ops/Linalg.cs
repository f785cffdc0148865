using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra on matrices, or stacks of them in the last two dimensions. Decompositions run in double precision.</summary>
    public static class linalg
    {
        /// <summary>How much of Q a QR decomposition gives.</summary>
        public enum QRMode
        {
            /// <summary>As many columns as the smaller side.</summary>
            Reduced,
            /// <summary>All of the square Q.</summary>
            Complete,
            /// <summary>R only.</summary>
            R,
        }

        private static void Matrix(Tensor x, string name, bool square = false)
        {
            if (x.Impl.Shape.Length < 2) throw new ExternalException($"linalg.{name}: The input tensor A must have at least 2 dimensions.");
            if (!x.Impl.Dtype.IsFloatingPoint()) throw new ExternalException($"linalg.{name}: Expected a floating point or complex tensor as input. Got {x.Impl.Dtype.TorchName()}");
            if (x.Impl.Count == 0) throw new ExternalException($"linalg.{name}: The input tensor has no elements: {Shape.Text(x.Impl.Shape)}");
            if (square && x.Impl.Shape[^1] != x.Impl.Shape[^2])
                throw new ExternalException($"linalg.{name}: A must be batches of square matrices, but they are {x.Impl.Shape[^2]} by {x.Impl.Shape[^1]} matrices");
        }

        private static Exception Singular(string name) =>
            new ExternalException($"linalg.{name}: The diagonal element is zero, the {(name == "inv" ? "inversion" : "solve")} could not be completed because the input matrix is singular.");

        /// <summary>The inverse.</summary>
        /// <exception cref="ExternalException">Not square, or singular.</exception>
        public static Tensor inv(Tensor input)
        {
            Matrix(input, "inv", square: true);
            var y = MatrixStack.Each(input, 1, m => m.Determinant() == 0 ? throw Singular("inv") : [m.Inverse()])[0];
            if (!Op.Records(input)) return y;
            var op = new Op("LinalgInvExBackward0");
            var result = op.Save(y);
            return op.Input(input, g =>
            {
                var t = result.Value.mT;
                return -t.matmul(g).matmul(t);
            }).Result(y);
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
                return factors.Determinant == 0 ? throw Singular("solve") : [factors.Solve(m.SubMatrix(0, n, n, m.ColumnCount - n))];
            })[0];
            if (Op.Records(input, other))
            {
                var op = new Op("LinalgSolveExBackward0");
                Saved a = op.Save(input), x = op.Save(y);
                y = op.Input(input, g => -solve(a.Value.mT, g).matmul(x.Value.mT)).Input(b, g => solve(a.Value.mT, g)).Result(y);
            }
            return vector ? y.squeeze(-1) : y;
        }

        /// <summary>The determinant.</summary>
        public static Tensor det(Tensor input)
        {
            Matrix(input, "det", square: true);
            var y = MatrixStack.Each(input, 1, m => [CreateMatrix.Dense(1, 1, m.Determinant())])[0].squeeze(-1).squeeze(-1);
            if (!Op.Records(input)) return y;
            var op = new Op("LinalgDetBackward0");
            Saved a = op.Save(input), d = op.Save(y);
            return op.Input(input, g => (g * d.Value).unsqueeze(-1).unsqueeze(-1) * inv(a.Value).mT).Result(y);
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
            if (!Op.Records(input)) return (s, y);
            var op = new Op("LinalgSlogdetBackward0");
            var a = op.Save(input);
            return (s, op.Input(input, g => g.unsqueeze(-1).unsqueeze(-1) * inv(a.Value).mT).Result(y));
        }

        /// <summary>The lower triangular L with L Lᵀ = A, for a symmetric positive definite A.</summary>
        public static Tensor cholesky(Tensor input)
        {
            Matrix(input, "cholesky", square: true);
            var y = MatrixStack.Each(input, 1, m => [Factor(m)])[0];
            if (!Op.Records(input)) return y;
            var op = new Op("LinalgCholeskyExBackward0");
            var saved = op.Save(y);
            return op.Input(input, g =>
            {
                // L⁻ᵀ Φ(Lᵀ g) L⁻¹ made symmetric; Φ keeps the lower triangle and half of the diagonal (Murray 2016, eq. 9).
                var l = saved.Value;
                var inner = l.mT.matmul(g);
                inner = inner.tril() - (inner.tril() - inner.tril(-1)) * 0.5;
                var inverse = inv(l);
                var s = inverse.mT.matmul(inner).matmul(inverse);
                return (s + s.mT) * 0.5;
            }).Result(y);

            static Matrix<double> Factor(Matrix<double> m)
            {
                try
                {
                    // Only the lower triangle is looked at, as in PyTorch.
                    var lower = m.LowerTriangle();
                    return (lower + lower.StrictlyLowerTriangle().Transpose()).Cholesky().Factor;
                }
                catch (ArgumentException)
                {
                    throw new ExternalException("linalg.cholesky: The factorization could not be completed because the input is not positive-definite.");
                }
            }
        }

        /// <summary>A = U diag(S) Vh with S descending; U and Vh are square with <paramref name="fullMatrices"/>.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true)
        {
            Matrix(input, "svd");
            var k = Math.Min(input.Impl.Shape[^1], input.Impl.Shape[^2]);
            var parts = MatrixStack.Each(input, 3, m =>
            {
                var f = m.Svd();
                return [f.U, f.S.ToColumnMatrix(), f.VT];
            });
            var (u, s, vh) = (parts[0], parts[1].squeeze(-1), parts[2]);
            if (!fullMatrices) (u, vh) = (u.narrow(-1, 0, k).contiguous(), vh.narrow(-2, 0, k).contiguous());
            if (!Op.Records(input)) return (u, s, vh);
            if (fullMatrices && input.Impl.Shape[^1] != input.Impl.Shape[^2])
            {
                // Directions beyond the rank are arbitrary, so only S has a derivative.
                return (u, svdvals(input), vh);
            }
            var op = new Op("LinalgSvdBackward0");
            Saved su = op.Save(u), ss = op.Save(s), sv = op.Save(vh);
            op.InputOfMany(input, g => SvdGradient(su.Value, ss.Value, sv.Value, g[0], g[1], g[2])).Results(u, s, vh);
            return (u, s, vh);
        }

        /// <summary>The gradient of a thin decomposition (Townsend 2016, "Differentiating the singular value decomposition").</summary>
        private static Tensor SvdGradient(Tensor u, Tensor s, Tensor vh, Tensor? gu, Tensor? gs, Tensor? gvh)
        {
            var v = vh.mT;
            var inner = gs is null ? zeros_like(u.mT.matmul(u)) : eye(s.shape[^1], dtype: s.dtype) * gs.unsqueeze(-2);
            var squares = s.square();
            var gaps = squares.unsqueeze(-2) - squares.unsqueeze(-1);
            var f = where(gaps == 0, zeros([], s.dtype), gaps.reciprocal());
            var result = zeros_like(u.matmul(vh));
            if (gu is not null)
            {
                var a = u.mT.matmul(gu);
                inner += f * (a - a.mT) * s.unsqueeze(-2);
                if (u.shape[^2] > u.shape[^1]) result += (gu / s.unsqueeze(-2) - u.matmul(u.mT.matmul(gu / s.unsqueeze(-2)))).matmul(vh);
            }
            if (gvh is not null)
            {
                var a = v.mT.matmul(gvh.mT);
                inner += s.unsqueeze(-1) * (f * (a - a.mT));
                if (v.shape[^2] > v.shape[^1])
                {
                    var right = (gvh.mT / s.unsqueeze(-2)).mT;
                    result += u.matmul(right - right.matmul(v).matmul(vh));
                }
            }
            return result + u.matmul(inner).matmul(vh);
        }

        /// <summary>The singular values in descending order.</summary>
        public static Tensor svdvals(Tensor input)
        {
            var (u, s, vh) = svd(input.detach(), false);
            if (!Op.Records(input)) return s;
            var op = new Op("LinalgSvdBackward0");
            Saved su = op.Save(u), sv = op.Save(vh);
            return op.Input(input, g => (su.Value * g.unsqueeze(-2)).matmul(sv.Value)).Result(s);
        }

        /// <summary>Eigenvalues, ascending, and orthonormal eigenvectors (in columns) of a symmetric matrix.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L')
        {
            Matrix(input, "eigh", square: true);
            var parts = MatrixStack.Each(input, 2, m =>
            {
                var half = UPLO is 'L' or 'l' ? m.LowerTriangle() : m.UpperTriangle().Transpose();
                var f = (half + half.StrictlyLowerTriangle().Transpose()).Evd(Symmetricity.Symmetric);
                return [f.EigenValues.Real().ToColumnMatrix(), f.EigenVectors];
            });
            var (l, q) = (parts[0].squeeze(-1), parts[1]);
            if (!Op.Records(input)) return (l, q);
            var op = new Op("LinalgEighBackward0");
            Saved sl = op.Save(l), sq = op.Save(q);
            op.InputOfMany(input, g =>
            {
                var (lambda, v) = (sl.Value, sq.Value);
                var inner = g[0] is { } gl ? eye(lambda.shape[^1], dtype: lambda.dtype) * gl.unsqueeze(-2) : zeros_like(v);
                if (g[1] is { } gv)
                {
                    var gaps = lambda.unsqueeze(-2) - lambda.unsqueeze(-1);
                    inner += where(gaps == 0, zeros([], lambda.dtype), v.mT.matmul(gv) / gaps);
                }
                return v.matmul(inner).matmul(v.mT);
            }).Results(l, q);
            return (l, q);
        }

        /// <summary>The eigenvalues of a symmetric matrix, ascending.</summary>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => eigh(input, UPLO).Item1;

        /// <summary>A = Q R with orthonormal columns in Q and a triangular R.</summary>
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced)
        {
            Matrix(input, "qr");
            var parts = MatrixStack.Each(input, 2, m =>
            {
                var tall = m.RowCount >= m.ColumnCount;
                var f = (tall ? m : m.SubMatrix(0, m.RowCount, 0, m.RowCount)).QR(mode == QRMode.Complete ? QRMethod.Full : QRMethod.Thin);
                return [f.Q, tall ? f.R : f.Q.Transpose() * m];
            });
            var (q, r) = (parts[0], parts[1]);
            if (mode == QRMode.R) q = empty(0, dtype: input.dtype);
            if (!Op.Records(input)) return (q, r);
            if (mode != QRMode.Reduced || input.Impl.Shape[^2] < input.Impl.Shape[^1])
                throw new ExternalException("The QR decomposition is not differentiable when mode='complete' and nrows > ncols, or for wide matrices; use mode='reduced' on a tall matrix");
            var op = new Op("LinalgQrBackward0");
            Saved sq = op.Save(q), sr = op.Save(r);
            op.InputOfMany(input, g =>
            {
                // (gQ + Q copyltu(M)) R⁻ᵀ with M = R gRᵀ − gQᵀ Q (Seeger et al. 2017, eq. 7).
                var (qv, rv) = (sq.Value, sr.Value);
                var m = zeros_like(rv);
                if (g[1] is { } gr) m += rv.matmul(gr.mT);
                if (g[0] is { } gq) m -= gq.mT.matmul(qv);
                var symmetric = qv.matmul(m.tril() + m.tril(-1).mT);
                return (g[0] is { } a ? a + symmetric : symmetric).matmul(inv(rv).mT);
            }).Results(q, r);
            return (q, r);
        }

        /// <summary>The x that makes ‖A x − B‖ smallest, with the residuals, the ranks and the singular values.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other)
        {
            Matrix(input, "lstsq");
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

        /// <summary>A norm of matrices by name: "fro" or "nuc".</summary>
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) => matrix_norm(input, ord, dims, keepdim);

        /// <summary>The product of several matrices.</summary>
        public static Tensor multi_dot(IList<Tensor> tensors) => tensors.Aggregate((a, b) => a.matmul(b));
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

        /// <summary>beta · this + alpha · mat · vec.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => (this * beta) + (mat.mv(vec) * alpha);

        /// <summary>beta · this + alpha · batch1 · batch2, for stacks of matrices.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => (this * beta) + (batch1.bmm(batch2) * alpha);

        /// <summary>this + value · tensor1 · tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => this + (tensor1 * tensor2 * value);

        /// <summary>this + value · tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => this + (tensor1 / tensor2 * value);

        /// <summary>√(this² + other²), safe from overflow; the gradient at the origin is 0.</summary>
        public Tensor hypot(Tensor other)
        {
            var y = Elementwise.Binary<Each<Hypotenuse>>(Real(), other.Real());
            if (!Op.Records(this, other)) return y;
            var op = new Op("HypotBackward0");
            Saved a = op.Save(this), b = op.Save(other), r = op.Save(y);
            return op.Input(this, g => Share(g, a)).Input(other, g => Share(g, b)).Result(y);

            Tensor Share(Tensor g, Saved side) => g * torch.where(r.Value == 0, zeros([], g.dtype), side.Value / r.Value);
        }
    }

    /// <inheritdoc cref="Tensor.addmv"/>
    public static Tensor addmv(Tensor input, Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => input.addmv(mat, vec, beta, alpha);
    /// <inheritdoc cref="Tensor.baddbmm"/>
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => input.baddbmm(batch1, batch2, beta, alpha);
    /// <inheritdoc cref="Tensor.addcmul"/>
    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul(tensor1, tensor2, value);
    /// <inheritdoc cref="Tensor.addcdiv"/>
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv(tensor1, tensor2, value);
    /// <inheritdoc cref="Tensor.hypot"/>
    public static Tensor hypot(Tensor input, Tensor other) => input.hypot(other);
}

internal struct Hypotenuse : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, System.Numerics.INumber<T> => T.CreateTruncating(double.Hypot(double.CreateTruncating(a), double.CreateTruncating(b)));
}
