using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Runs along every row of a dimension; the result has the input's shape.</summary>
        private Tensor Scan<TStep>(int dim) where TStep : struct, IScanStep
        {
            if (Impl.Shape.Length == 0) return reshape(1).Scan<TStep>(0).reshape();
            var rows = Reduce.Rows(this, [dim]);
            var y = Empty(rows.Impl.Shape, Impl.Dtype);
            if (y.Impl.Count > 0) Numeric.Run(Impl.Dtype, new ScanKernel<TStep>(rows, y));
            return dim == Impl.Shape.Length - 1 ? y : y.movedim([-1], [dim]).contiguous();
        }

        private Tensor Reversed(long dim, Func<Tensor, Tensor> scan) => scan(flip(dim)).flip(dim);

        private Tensor SumType(ScalarType? type) => to_type(type ?? (Impl.Dtype.IsFloatingPoint() ? Impl.Dtype : ScalarType.Int64));

        /// <summary>The sums of all elements up to each, along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null)
        {
            var x = SumType(type);
            var d = Shape.Dim(dim, Impl.Shape.Length);
            var y = x.detach().Scan<RunningSum>(d);
            if (!Op.Records(x)) return y;
            return new Op("CumsumBackward0").Input(x, g => g.Impl.Shape.Length == 0 ? g : g.Reversed(d, t => t.cumsum(d))).Result(y);
        }

        /// <summary>The products of all elements up to each, along a dimension.</summary>
        public Tensor cumprod(long dim, ScalarType? dtype = null)
        {
            var x = SumType(dtype);
            var d = Shape.Dim(dim, Impl.Shape.Length);
            var y = x.detach().Scan<RunningProduct>(d);
            if (!Op.Records(x)) return y;
            return new Op("CumprodBackward0", x, y).Input(x, (g, kept) =>
            {
                if (g.Impl.Shape.Length == 0) return g;
                var v = kept[0];
                if (!(bool)(v == 0).any()) return (g * kept[1]).Reversed(d, t => t.cumsum(d)) / v;
                // With a zero the quotient is undefined: the derivative by element k is the product with a 1 in its place.
                var n = v.Impl.Shape[d];
                var parts = new Tensor[n];
                for (long k = 0; k < n; k++)
                {
                    var without = cat([v.narrow(d, 0, k), ones_like(v.narrow(d, k, 1)), v.narrow(d, k + 1, n - k - 1)], d).cumprod(d);
                    parts[k] = (g * without).narrow(d, k, n - k).sum(d, true);
                }
                return cat(parts, d);
            }).Result(y);
        }

        /// <summary>log Σ exp of all elements up to each, along a dimension, safe from overflow.</summary>
        public Tensor logcumsumexp(long dim)
        {
            var d = Shape.Dim(dim, Impl.Shape.Length);
            var y = detach().Scan<RunningLogSum>(d);
            if (!Op.Records(this)) return y;
            return new Op("LogcumsumexpBackward0", this, y).Input(this, (g, kept) =>
            {
                // Scaled by the row's largest result, so that nothing overflows.
                var (x, r) = (kept[0], kept[1]);
                if (x.Impl.Shape.Length == 0) return g;
                var top = r.detach().amax([d], true);
                return (g * (top - r).exp()).Reversed(d, t => t.cumsum(d)) * (x - top).exp();
            }).Result(y);
        }

        /// <summary>The product of all elements; int64 for integers and bool.</summary>
        public Tensor prod(ScalarType? type = null) => SumType(type).reshape(-1).prod(0L, false, type);

        /// <summary>The products along a dimension.</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null)
        {
            var x = SumType(type);
            var d = Shape.Dim(dim, Impl.Shape.Length);
            if (Impl.Shape.Length == 0) return x.alias();
            var y = Reduce.Over<ProductOf>(x, [d], keepdim);
            if (!Op.Records(x)) return y;
            return new Op("ProdBackward1", x).Input(x, (g, kept) =>
            {
                // The derivative is the product of all others: of those before and those behind, which holds for zeros as well.
                var v = kept[0];
                var n = v.Impl.Shape[d];
                if (n == 0) return zeros_like(v);
                var one = ones_like(v.narrow(d, 0, 1));
                var before = cat([one, v.narrow(d, 0, n - 1)], d).cumprod(d);
                var behind = cat([v.narrow(d, 1, n - 1), one], d).Reversed(d, t => t.cumprod(d));
                return (keepdim ? g : g.unsqueeze(d)) * before * behind;
            }).Result(y);
        }

        /// <summary>The differences of neighbours along a dimension, n times over.</summary>
        public Tensor diff(long n = 1, long dim = -1)
        {
            if (Impl.Shape.Length == 0) throw new ExternalException("diff expects input to be at least one-dimensional");
            if (n < 0) throw new ExternalException($"order must be non-negative but got {n}");
            // Beyond the size nothing is left.
            n = Math.Min(n, Impl.Shape[Shape.Dim(dim, Impl.Shape.Length)]);
            var y = this;
            for (; n > 0; n--)
            {
                var size = y.Impl.Shape[Shape.Dim(dim, y.Impl.Shape.Length)];
                y = y.narrow(dim, 1, size - 1) - y.narrow(dim, 0, size - 1);
            }
            return y;
        }
    }

    /// <inheritdoc cref="Tensor.cumsum"/>
    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);
    /// <inheritdoc cref="Tensor.cumprod"/>
    public static Tensor cumprod(Tensor input, long dim, ScalarType? dtype = null) => input.cumprod(dim, dtype);
    /// <inheritdoc cref="Tensor.logcumsumexp"/>
    public static Tensor logcumsumexp(Tensor input, long dim) => input.logcumsumexp(dim);
    /// <inheritdoc cref="Tensor.prod(ScalarType?)"/>
    public static Tensor prod(Tensor input, ScalarType? type = null) => input.prod(type);
    /// <inheritdoc cref="Tensor.prod(long, bool, ScalarType?)"/>
    public static Tensor prod(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.prod(dim, keepdim, type);

    /// <summary>The integral of y over x by the trapezoidal rule, along a dimension.</summary>
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1)
    {
        var widths = x.diff(1, x.Impl.Shape.Length == 1 ? 0 : dim);
        if (x.Impl.Shape.Length == 1)
        {
            var shape = Enumerable.Repeat(1L, y.Impl.Shape.Length).ToArray();
            shape[Shape.Dim(dim, shape.Length)] = widths.Impl.Count;
            widths = widths.reshape(shape);
        }
        return (Sums(y, dim) * widths).sum(dim) / 2;
    }

    /// <summary>The integral of y over equal steps by the trapezoidal rule, along a dimension.</summary>
    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => Sums(y, dim).sum(dim) * (dx / 2);

    private static Tensor Sums(Tensor y, long dim)
    {
        if (y.Impl.Shape.Length == 0) throw new ExternalException("trapezoid: expected at least one dimension");
        var n = y.Impl.Shape[Shape.Dim(dim, y.Impl.Shape.Length)];
        return n == 0 ? y : y.narrow(dim, 1, n - 1) + y.narrow(dim, 0, n - 1);
    }
}

/// <summary>One step of a running total, in double precision or in int64.</summary>
internal interface IScanStep
{
    static abstract T Start<T>() where T : IBinaryNumber<T>;

    static abstract double Next(double total, double x);

    static abstract long Next(long total, long x);
}

internal struct RunningSum : IScanStep
{
    public static T Start<T>() where T : IBinaryNumber<T> => T.Zero;
    public static double Next(double total, double x) => total + x;
    public static long Next(long total, long x) => unchecked(total + x);
}

internal struct RunningProduct : IScanStep
{
    public static T Start<T>() where T : IBinaryNumber<T> => T.One;
    public static double Next(double total, double x) => total * x;
    public static long Next(long total, long x) => unchecked(total * x);
}

internal struct RunningLogSum : IScanStep
{
    public static T Start<T>() where T : IBinaryNumber<T> => T.CreateTruncating(double.NegativeInfinity);
    public static long Next(long total, long x) => throw new NotSupportedException("log-sums are of real numbers");

    public static double Next(double total, double x)
    {
        var top = Math.Max(total, x);
        return double.IsInfinity(top) ? top : top + Math.Log(Math.Exp(total - top) + Math.Exp(x - top));
    }
}

/// <summary>Running totals along contiguous rows.</summary>
internal readonly struct ScanKernel<TStep>(torch.Tensor rows, torch.Tensor y) : INumericKernel where TStep : struct, IScanStep
{
    public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var x = rows.Span<T>();
        var r = y.Span<T>();
        var n = (int)rows.Impl.Shape[^1];
        for (var start = 0; start < x.Length; start += n)
        {
            var (real, integer) = (TStep.Start<double>(), typeof(TStep) == typeof(RunningLogSum) ? 0 : TStep.Start<long>());
            for (var i = start; i < start + n; i++)
            {
                if (rows.Impl.Dtype.IsFloatingPoint()) r[i] = T.CreateTruncating(real = TStep.Next(real, double.CreateTruncating(x[i])));
                else r[i] = T.CreateTruncating(integer = TStep.Next(integer, long.CreateTruncating(x[i])));
            }
        }
    }
}
