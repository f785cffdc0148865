using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
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
            var op = new Op("LinalgSvdBackward0", u, s, vh);
            op.InputOfMany(input, g => SvdGradient(op[0], op[1], op[2], g[0], g[1], g[2])).Results(u, s, vh);
            return (u, s, vh);
        }

        /// <summary>The gradient of a thin decomposition (Townsend 2016, "Differentiating the singular value decomposition").</summary>
        private static Tensor SvdGradient(Tensor u, Tensor s, Tensor vh, Tensor? gu, Tensor? gs, Tensor? gvh)
        {
            var v = vh.mT;
            var inner = gs is null ? zeros_like(u.mT.matmul(u)) : eye(s.shape[^1], dtype: s.dtype) * gs.unsqueeze(-2);
            var squares = s.square();
            var gaps = squares.unsqueeze(-2) - squares.unsqueeze(-1);
            // The inner choice keeps an infinity out of the second derivative.
            var f = where(gaps == 0, zeros([], s.dtype), where(gaps == 0, ones([], s.dtype), gaps).reciprocal());
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
        public static Tensor svdvals(Tensor input) => svd(input, false).S;

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
            var op = new Op("LinalgEighBackward0", l, q);
            op.InputOfMany(input, g =>
            {
                var (lambda, v) = (op[0], op[1]);
                var inner = g[0] is { } gl ? eye(lambda.shape[^1], dtype: lambda.dtype) * gl.unsqueeze(-2) : zeros_like(v);
                if (g[1] is { } gv)
                {
                    var gaps = lambda.unsqueeze(-2) - lambda.unsqueeze(-1);
                    inner += where(gaps == 0, zeros([], lambda.dtype), v.mT.matmul(gv) / where(gaps == 0, ones([], lambda.dtype), gaps));
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
            var op = new Op("LinalgQrBackward0", q, r);
            op.InputOfMany(input, g =>
            {
                // (gQ + Q copyltu(M)) R⁻ᵀ with M = R gRᵀ − gQᵀ Q (Seeger et al. 2017, eq. 7).
                var (qv, rv) = (op[0], op[1]);
                var m = zeros_like(rv);
                if (g[1] is { } gr) m += rv.matmul(gr.mT);
                if (g[0] is { } gq) m -= gq.mT.matmul(qv);
                var symmetric = qv.matmul(m.tril() + m.tril(-1).mT);
                return (g[0] is { } a ? a + symmetric : symmetric).matmul(inv(rv).mT);
            }).Results(q, r);
            return (q, r);
        }
    }
}
