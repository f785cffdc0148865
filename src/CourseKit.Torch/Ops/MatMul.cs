using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The product of two matrices of any strides: [n, k] · [k, m] → [n, m].</summary>
        /// <exception cref="ExternalException">Not two matrices of one element type whose inner sizes agree.</exception>
        public Tensor mm(Tensor target)
        {
            if (Impl.Shape.Length != 2) throw new ExternalException("self must be a matrix");
            if (target.Impl.Shape.Length != 2) throw new ExternalException("mat2 must be a matrix");
            CheckProduct(target);
            var y = Product(this, target);
            return Op.Records(this, target)
                ? new Op("MmBackward0", this, target).Input(this, static (g, kept) => g.mm(kept[1].t())).Input(target, static (g, kept) => kept[0].t().mm(g)).Result(y)
                : y;
        }

        private void CheckProduct(Tensor target)
        {
            var (a, b) = (Impl, target.Impl);
            if (a.Shape[^1] != b.Shape[^2])
                throw new ExternalException($"mat1 and mat2 shapes cannot be multiplied ({a.Shape[^2]}x{a.Shape[^1]} and {b.Shape[^2]}x{b.Shape[^1]})");
            if (a.Dtype != b.Dtype)
                throw new ExternalException($"expected m1 and m2 to have the same dtype, but got: {a.Dtype.NativeName()} != {b.Dtype.NativeName()}");
        }

        /// <summary>The unrecorded product of two matrices.</summary>
        internal static Tensor Product(Tensor a, Tensor b)
        {
            var y = Empty([a.Impl.Shape[0], b.Impl.Shape[1]], a.Impl.Dtype);
            MultiplyInto(a, b, y, 0);
            return y;
        }

        /// <summary>y = beta · y + a · b on contiguous <paramref name="y"/>.</summary>
        internal static void MultiplyInto(Tensor a, Tensor b, Tensor y, double beta)
        {
            switch (a.Impl.Dtype)
            {
                case ScalarType.Float32: MultiplyInto<float>(a, b, y, (float)beta); break;
                case ScalarType.Float64: MultiplyInto<double>(a, b, y, beta); break;
                case var integer when integer.IsInteger(): Numeric.Run(integer, new IntegerProduct(a.AsContiguous(), b.AsContiguous(), y)); break;
                default: throw new ExternalException($"\"addmm_impl_cpu_\" not implemented for '{a.Impl.Dtype.TorchName()}'");
            }
        }

        private static unsafe void MultiplyInto<F>(Tensor a, Tensor b, Tensor y, F beta) where F : unmanaged, System.Numerics.IFloatingPointIeee754<F>
        {
            var (ai, bi, yi) = (a.Impl, b.Impl, y.Impl);
            var (m, n, k) = ((int)ai.Shape[0], (int)bi.Shape[1], (int)ai.Shape[1]);
            if (m == 0 || n == 0) return;
            fixed (F* pa = a.Memory<F>(), pb = b.Memory<F>(), py = y.Memory<F>())
                Gemm.Multiply(m, n, k, F.One, pa + ai.Offset, (nint)ai.Strides[0], (nint)ai.Strides[1], pb + bi.Offset, (nint)bi.Strides[0], (nint)bi.Strides[1], beta, py + yi.Offset, (nint)yi.Strides[0]);
        }

        /// <summary>The product of contiguous matrices of integers: exact but plain.</summary>
        private readonly struct IntegerProduct(Tensor a, Tensor b, Tensor y) : INumericKernel
        {
            public void Run<T>() where T : unmanaged, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T>
            {
                var x = a.Span<T>();
                var z = b.Span<T>();
                var r = y.Span<T>();
                var (k, n) = ((int)a.Impl.Shape[1], (int)b.Impl.Shape[1]);
                r.Clear();
                for (var i = 0; i < x.Length; i++)
                    for (var c = 0; c < n; c++) r[(i / k * n) + c] += x[i] * z[(i % k * n) + c];
            }
        }

        /// <summary>The products of two stacks of matrices: [b, n, k] · [b, k, m] → [b, n, m].</summary>
        public Tensor bmm(Tensor batch2)
        {
            if (Impl.Shape.Length != 3) throw new ExternalException("batch1 must be a 3D tensor");
            if (batch2.Impl.Shape.Length != 3) throw new ExternalException("batch2 must be a 3D tensor");
            var (a, b) = (Impl.Shape, batch2.Impl.Shape);
            if (a[0] != b[0] || a[2] != b[1])
            {
                throw new ExternalException($"Expected size for first two dimensions of batch2 tensor to be: [{a[0]}, {a[2]}] but got: [{b[0]}, {b[1]}].");
            }
            var y = Empty([a[0], a[1], b[2]], Impl.Dtype);
            for (long i = 0; i < a[0]; i++)
            {
                using var left = Alias([a[1], a[2]], [Impl.Strides[1], Impl.Strides[2]], Impl.Offset + (i * Impl.Strides[0]));
                using var right = batch2.Alias([b[1], b[2]], [batch2.Impl.Strides[1], batch2.Impl.Strides[2]], batch2.Impl.Offset + (i * batch2.Impl.Strides[0]));
                using var target = y.Alias([a[1], b[2]], [b[2], 1], i * a[1] * b[2]);
                MultiplyInto(left, right, target, 0);
            }
            return Op.Records(this, batch2)
                ? new Op("BmmBackward0", this, batch2).Input(this, static (g, kept) => g.bmm(kept[1].mT)).Input(batch2, static (g, kept) => kept[0].mT.bmm(g)).Result(y)
                : y;
        }

        /// <summary>The product of a matrix and a vector: [n, k] · [k] → [n].</summary>
        public Tensor mv(Tensor target)
        {
            if (Impl.Shape.Length != 2 || target.Impl.Shape.Length != 1)
                throw new ExternalException($"vector + matrix @ vector expected, got 1, {Impl.Shape.Length}, {target.Impl.Shape.Length}");
            if (Impl.Shape[1] != target.Impl.Shape[0])
                throw new ExternalException($"size mismatch, got input ({Impl.Shape[0]}), mat ({Impl.Shape[0]}x{Impl.Shape[1]}), vec ({target.Impl.Count})");
            return mm(target.unsqueeze(1)).squeeze(1);
        }

        /// <summary>The inner product of two vectors.</summary>
        public Tensor dot(Tensor target)
        {
            if (Impl.Shape.Length != 1 || target.Impl.Shape.Length != 1)
                throw new ExternalException($"1D tensors expected, but got {Impl.Shape.Length}D and {target.Impl.Shape.Length}D tensors");
            if (Impl.Count != target.Impl.Count)
                throw new ExternalException($"inconsistent tensor size, expected tensor [{Impl.Count}] and src [{target.Impl.Count}] to have the same number of elements, but got {Impl.Count} and {target.Impl.Count} elements respectively");
            if (Impl.Dtype != target.Impl.Dtype)
                throw new ExternalException($"dot : expected both vectors to have same dtype, but found {Impl.Dtype.TorchName()} and {target.Impl.Dtype.TorchName()}");
            return (this * target).sum();
        }

        /// <summary>The outer product of two vectors: [n], [m] → [n, m].</summary>
        public Tensor outer(Tensor vec2)
        {
            if (Impl.Shape.Length != 1) throw new ExternalException($"outer: Expected 1-D argument self, but got {Impl.Shape.Length}-D");
            if (vec2.Impl.Shape.Length != 1) throw new ExternalException($"outer: Expected 1-D argument vec2, but got {vec2.Impl.Shape.Length}-D");
            return unsqueeze(1) * vec2.unsqueeze(0);
        }

        /// <summary>beta · this + alpha · mat1 · mat2.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1)
        {
            var product = mat1.mm(mat2);
            return (beta == 1 ? this : this * beta).expand(product.Impl.Shape) + (alpha == 1 ? product : product * alpha);
        }

        /// <summary>beta · this + alpha · mat · vec.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => (this * beta) + (mat.mv(vec) * alpha);

        /// <summary>beta · this + alpha · batch1 · batch2, for stacks of matrices.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => (this * beta) + (batch1.bmm(batch2) * alpha);

        /// <summary>The matrix product with PyTorch's rules: vectors are rows or columns, leading dimensions are broadcast.</summary>
        public Tensor matmul(Tensor target)
        {
            var (da, db) = (Impl.Shape.Length, target.Impl.Shape.Length);
            if (da == 0 || db == 0)
                throw new ExternalException($"both arguments to matmul need to be at least 1D, but they are {da}D and {db}D");
            if (da == 1 && db == 1) return dot(target);
            if (da == 2 && db == 1) return mv(target);
            if (da == 1 && db == 2) return unsqueeze(0).mm(target).squeeze(0);
            if (da == 2 && db == 2) return mm(target);
            if (da >= 3 && db <= 2)
            {
                // One large product instead of many small ones.
                var right = db == 1 ? target.unsqueeze(1) : target;
                var y = reshape(-1, Impl.Shape[^1]).mm(right).reshape([.. Impl.Shape[..^1], right.Impl.Shape[1]]);
                return db == 1 ? y.squeeze(-1) : y;
            }
            var a = da == 1 ? unsqueeze(0) : this;
            var b = target;
            var lead = Shape.Broadcast(a.Impl.Shape.AsSpan(0, a.Impl.Shape.Length - 2), b.Impl.Shape.AsSpan(0, db - 2));
            var x = a.expand([.. lead, a.Impl.Shape[^2], a.Impl.Shape[^1]]).reshape(Shape.Count(lead), a.Impl.Shape[^2], a.Impl.Shape[^1]);
            var z = b.expand([.. lead, b.Impl.Shape[^2], b.Impl.Shape[^1]]).reshape(Shape.Count(lead), b.Impl.Shape[^2], b.Impl.Shape[^1]);
            var r = x.bmm(z).reshape([.. lead, a.Impl.Shape[^2], b.Impl.Shape[^1]]);
            return da == 1 ? r.squeeze(-2) : r;
        }
    }

    /// <inheritdoc cref="Tensor.matmul(Tensor)"/>
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);
    /// <inheritdoc cref="Tensor.mm(Tensor)"/>
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);
    /// <inheritdoc cref="Tensor.bmm(Tensor)"/>
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);
    /// <inheritdoc cref="Tensor.mv(Tensor)"/>
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);
    /// <inheritdoc cref="Tensor.dot(Tensor)"/>
    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);
    /// <inheritdoc cref="Tensor.outer(Tensor)"/>
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);
    /// <inheritdoc cref="Tensor.addmm(Tensor, Tensor, float, float)"/>
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm(mat1, mat2, beta, alpha);
    /// <inheritdoc cref="Tensor.addmv"/>
    public static Tensor addmv(Tensor input, Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => input.addmv(mat, vec, beta, alpha);
    /// <inheritdoc cref="Tensor.baddbmm"/>
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => input.baddbmm(batch1, batch2, beta, alpha);
}
