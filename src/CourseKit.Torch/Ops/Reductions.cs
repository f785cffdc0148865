using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The gradient of a reduction, spread over the shape it came from.</summary>
        private static Tensor Spread(Tensor g, long[] shape, int[] dims, bool keepdim)
        {
            if (!keepdim)
                foreach (var d in dims) g = g.unsqueeze(d);
            return g.expand(shape);
        }

        private Tensor Sum(ReadOnlySpan<long> dim, bool keepdim, ScalarType? type)
        {
            var x = to_type(type ?? (Impl.Dtype.IsFloatingPoint() ? Impl.Dtype : ScalarType.Int64));
            var dims = Reduce.Dims(x, dim);
            var y = Reduce.Over<SumOf>(x, dims, keepdim);
            return Op.Records(x) ? new Op("SumBackward1").Input(x, (g, op) => Spread(g, op.InputShape, dims, keepdim)).Result(y) : y;
        }

        /// <summary>The sum of all elements; int64 for integers and bool.</summary>
        public Tensor sum(ScalarType? type = null) => Sum([], false, type);

        /// <summary>The sum over dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Sum(dim, keepdim, type);

        /// <summary>The sum over dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Sum(dim, keepdim, type);

        /// <summary>The sum over one dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Sum([dim], keepdim, type);

        /// <summary>The sum over two dimensions.</summary>
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => Sum([dim0, dim1], keepdim, type);

        /// <summary>The sum over three dimensions.</summary>
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => Sum([dim0, dim1, dim2], keepdim, type);

        private Tensor Mean(ReadOnlySpan<long> dim, bool keepdim, ScalarType? type)
        {
            var x = type is { } t ? to_type(t) : this;
            if (!x.Impl.Dtype.IsFloatingPoint())
                throw new ExternalException($"mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: {x.Impl.Dtype.TorchName()}");
            var dims = Reduce.Dims(x, dim);
            long n = 1;
            foreach (var d in dims) n *= x.Impl.Shape[d];
            return x.Sum(dim, keepdim, null) / (double)n;
        }

        /// <summary>The mean of all elements.</summary>
        public Tensor mean() => Mean([], false, null);

        /// <summary>The mean over dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Mean(dimensions, keepdim, type);

        /// <summary>The mean over dimensions.</summary>
        public Tensor mean(ReadOnlySpan<long> dimensions, bool keepdim = false, ScalarType? type = null) => Mean(dimensions, keepdim, type);

        private static ExternalException NoElements(string name) =>
            new($"{name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.");

        private Tensor Extremum<TOp>(ReadOnlySpan<long> dim, bool keepdim, string name) where TOp : struct, IReduction
        {
            var x = Impl.Dtype == ScalarType.Bool ? to_type(ScalarType.Byte) : this;
            if (dim.IsEmpty && Impl.Count == 0) throw NoElements(name);
            var dims = Reduce.Dims(x, dim);
            foreach (var d in dims)
            {
                if (x.Impl.Shape[d] == 0)
                    throw new ExternalException($"{name}(): Expected reduction dim {d} to have non-zero size.");
            }
            var y = Reduce.Over<TOp>(x, dims, keepdim);
            if (Impl.Dtype == ScalarType.Bool) return y.@bool();
            if (!Op.Records(x)) return y;
            return new Op(name switch { "amax" => "AmaxBackward0", "amin" => "AminBackward0", "max" => "MaxBackward1", _ => "MinBackward1" }, x, y).Input(x, (g, kept) =>
            {
                // Equal extremes share the gradient.
                var v = kept[0];
                var hit = (v == Spread(kept[1], v.Impl.Shape, dims, keepdim)).to(g.dtype);
                return hit / hit.Sum([.. dims.Select(d => (long)d)], true, null) * Spread(g, v.Impl.Shape, dims, keepdim);
            }).Result(y);
        }

        /// <summary>The largest elements over dimensions; equal ones share the gradient.</summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => Extremum<MaximumOf>(dims, keepdim, "amax");
        /// <summary>The largest elements over dimensions.</summary>
        public Tensor amax(params long[] dims) => amax(dims, false);
        /// <summary>The smallest elements over dimensions; equal ones share the gradient.</summary>
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => Extremum<MinimumOf>(dims, keepdim, "amin");
        /// <summary>The smallest elements over dimensions.</summary>
        public Tensor amin(params long[] dims) => amin(dims, false);
        /// <summary>The largest element.</summary>
        public Tensor max() => Extremum<MaximumOf>([], false, "max");
        /// <summary>The smallest element.</summary>
        public Tensor min() => Extremum<MinimumOf>([], false, "min");
        /// <summary>The larger of two, element-wise.</summary>
        public Tensor max(Tensor other) => maximum(other);
        /// <summary>The smaller of two, element-wise.</summary>
        public Tensor min(Tensor other) => minimum(other);

        /// <summary>log Σ exp(x) over a dimension, safe from overflow.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false)
        {
            var x = Real().detach();
            var top = x.Impl.Shape.Length == 0 ? x : x.amax([dim], true);
            top = torch.where(top.isfinite(), top, zeros_like(top));
            var shifted = (x - top).exp();
            var y = (shifted.Impl.Shape.Length == 0 ? shifted : shifted.sum(dim, true)).log() + top;
            if (Op.Records(this)) y = new Op("LogsumexpBackward0", this, y).Input(this, static (g, kept) => g * (kept[0] - kept[1]).exp()).Result(y);
            return keepdim || Impl.Shape.Length == 0 ? y : y.squeeze(dim);
        }

        private (Tensor X, int Dim) ForSoftmax(long dim, ScalarType? dtype)
        {
            var x = dtype is { } t ? to_type(t) : this;
            var d = Shape.Dim(dim, x.Impl.Shape.Length);
            if (x.Impl.Dtype.IsFloatingPoint()) return (x, d);
            throw new ExternalException($"\"softmax_{(d >= x.Impl.Shape.Length - 1 ? "lastdim_" : "")}kernel_impl\" not implemented for '{x.Impl.Dtype.TorchName()}'");
        }

        /// <summary>exp(x) / Σ exp(x) over a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null)
        {
            var (x, d) = ForSoftmax(dim, dtype);
            var v = x.detach();
            var e = Elementwise.Unary<Exp>(v - (v.Impl.Shape.Length == 0 ? v : v.amax([d], true)));
            var y = e / (e.Impl.Shape.Length == 0 ? e : e.sum(d, true));
            if (!Op.Records(x)) return y;
            return new Op("SoftmaxBackward0", y).Input(x, (g, kept) =>
            {
                var p = kept[0];
                var weighted = g * p;
                return weighted - (p * weighted.sum(d, true));
            }).Result(y);
        }

        /// <summary>log softmax(x) over a dimension, safe from underflow.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null)
        {
            var (x, d) = ForSoftmax(dim, dtype);
            var v = x.detach();
            var shifted = v - v.amax([d], true);
            var y = shifted - Elementwise.Unary<Exp>(shifted).sum(d, true).log();
            return Op.Records(x) ? new Op("LogSoftmaxBackward0", y).Input(x, (g, kept) => g - (kept[0].exp() * g.sum(d, true))).Result(y) : y;
        }

        /// <summary>True when every element is.</summary>
        public Tensor all() => eq(0).sum() == 0;
        /// <summary>True along a dimension where every element is.</summary>
        public Tensor all(long dim, bool keepdim = false) => eq(0).sum(dim, keepdim) == 0;
        /// <summary>True when some element is.</summary>
        public Tensor any() => ne(0).sum() != 0;
        /// <summary>True along a dimension where some element is.</summary>
        public Tensor any(long dim, bool keepdim = false) => ne(0).sum(dim, keepdim) != 0;
        /// <summary>The number of elements that are not zero.</summary>
        public Tensor count_nonzero(long[]? dims = null) => ne(0).Sum(dims ?? [], false, null);
    }
}
