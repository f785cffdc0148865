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
            if (!Op.Records(x)) return y;
            var shape = x.Impl.Shape;
            return new Op("SumBackward1").Input(x, g => Spread(g, shape, dims, keepdim)).Result(y);
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

        private (Tensor Variance, Tensor Mean) Moments(ReadOnlySpan<long> dim, bool unbiased, bool keepdim, ScalarType? type)
        {
            var x = type is { } t ? to_type(t) : this;
            var dims = Reduce.Dims(x, dim);
            long n = 1;
            foreach (var d in dims) n *= x.Impl.Shape[d];
            var mean = x.Mean(dim, true, null);
            var freedom = (double)Math.Max(0, unbiased ? n - 1 : n);
            var deviations = x.detach() - mean.detach();
            var variance = deviations.square().Sum(dim, keepdim, null) / freedom;
            if (Op.Records(x))
            {
                // The mean moves with x, too, but its share in the gradient adds up to 0.
                var op = new Op("VarBackward0");
                var s = op.Save(x);
                var kept = dim.ToArray();
                op.Input(x, g =>
                {
                    var v = s.Value;
                    return Spread(g, v.shape, dims, keepdim) * (v - v.Mean(kept, true, null)) * (2 / freedom);
                }).Result(variance);
            }
            return (variance, keepdim ? mean : mean.reshape(variance.shape));
        }

        /// <summary>The variance of all elements, divided by n − 1 unless <paramref name="unbiased"/> is false.</summary>
        public Tensor var(bool unbiased = true) => Moments([], unbiased, false, null).Variance;
        /// <summary>The variance over dimensions.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments(dimensions, unbiased, keepdim, type).Variance;
        /// <summary>The variance over one dimension.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments([dim], unbiased, keepdim, type).Variance;
        /// <summary>The variance over two dimensions.</summary>
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments([dim.Item1, dim.Item2], unbiased, keepdim, type).Variance;
        /// <summary>The variance over three dimensions.</summary>
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type).Variance;

        /// <summary>√x with gradient 0 at 0: a constant has no direction in which its deviation grows.</summary>
        private static Tensor Root(Tensor variance)
        {
            var y = variance.detach().sqrt();
            if (!Op.Records(variance)) return y;
            var op = new Op("StdBackward0");
            var result = op.Save(y);
            return op.Input(variance, g => torch.where(result.Value == 0, zeros([], g.dtype), g / (result.Value * 2))).Result(y);
        }

        private Tensor Deviation(ReadOnlySpan<long> dim, bool unbiased, bool keepdim, ScalarType? type)
        {
            return Root(Moments(dim, unbiased, keepdim, type).Variance);
        }

        /// <summary>The standard deviation of all elements, from n − 1 unless <paramref name="unbiased"/> is false.</summary>
        public Tensor std(bool unbiased = true) => Deviation([], unbiased, false, null);
        /// <summary>The standard deviation over dimensions.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Deviation(dimensions, unbiased, keepdim, type);
        /// <summary>The standard deviation over one dimension.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Deviation([dim], unbiased, keepdim, type);
        /// <summary>The standard deviation over two dimensions.</summary>
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Deviation([dim.Item1, dim.Item2], unbiased, keepdim, type);
        /// <summary>The standard deviation over three dimensions.</summary>
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Deviation([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        /// <summary>Variance and mean of all elements.</summary>
        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true) => Moments([], unbiased, false, null);
        /// <summary>Variance and mean over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments(dimensions, unbiased, keepdim, type);
        /// <summary>Variance and mean over one dimension.</summary>
        public (Tensor @var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments([dim], unbiased, keepdim, type);

        private (Tensor, Tensor) StdMean(ReadOnlySpan<long> dim, bool unbiased, bool keepdim, ScalarType? type)
        {
            var (v, m) = Moments(dim, unbiased, keepdim, type);
            return (Root(v), m);
        }

        /// <summary>Standard deviation and mean of all elements.</summary>
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => StdMean([], unbiased, false, null);
        /// <summary>Standard deviation and mean over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => StdMean(dimensions, unbiased, keepdim, type);
        /// <summary>Standard deviation and mean over one dimension.</summary>
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => StdMean([dim], unbiased, keepdim, type);

        /// <summary>Variance and mean over two dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments([dim.Item1, dim.Item2], unbiased, keepdim, type);
        /// <summary>Variance and mean over three dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);
        /// <summary>Standard deviation and mean over two dimensions.</summary>
        public (Tensor @std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => StdMean([dim.Item1, dim.Item2], unbiased, keepdim, type);
        /// <summary>Standard deviation and mean over three dimensions.</summary>
        public (Tensor @std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => StdMean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        private Tensor Extremum<TOp>(ReadOnlySpan<long> dim, bool keepdim, string name) where TOp : struct, IReduction
        {
            var x = Impl.Dtype == ScalarType.Bool ? to_type(ScalarType.Byte) : this;
            var dims = Reduce.Dims(x, dim);
            foreach (var d in dims)
            {
                if (x.Impl.Shape[d] == 0)
                    throw new ExternalException($"{name}(): Expected reduction dim {d} to have non-zero size.");
            }
            var y = Reduce.Over<TOp>(x, dims, keepdim);
            if (Impl.Dtype == ScalarType.Bool) return y.@bool();
            if (!Op.Records(x)) return y;
            var op = new Op(name switch { "amax" => "AmaxBackward0", "amin" => "AminBackward0", "max" => "MaxBackward1", _ => "MinBackward1" });
            Saved a = op.Save(x), b = op.Save(y);
            return op.Input(x, g =>
            {
                // Equal extremes share the gradient.
                var v = a.Value;
                var hit = (v == Spread(b.Value, v.shape, dims, keepdim)).to(g.dtype);
                return hit / hit.Sum([.. dims.Select(d => (long)d)], true, null) * Spread(g, v.shape, dims, keepdim);
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
            if (Op.Records(this))
            {
                var op = new Op("LogsumexpBackward0");
                Saved input = op.Save(this), result = op.Save(y);
                y = op.Input(this, g => g * (input.Value - result.Value).exp()).Result(y);
            }
            return keepdim || Impl.Shape.Length == 0 ? y : y.squeeze(dim);
        }

        /// <summary>exp(x) / Σ exp(x) over a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null)
        {
            var x = (dtype is { } t ? to_type(t) : this).Real();
            var d = Shape.Dim(dim, x.Impl.Shape.Length);
            var v = x.detach();
            var e = Elementwise.Unary<Exp>(v - (v.Impl.Shape.Length == 0 ? v : v.amax([d], true)));
            var y = e / (e.Impl.Shape.Length == 0 ? e : e.sum(d, true));
            if (!Op.Records(x)) return y;
            var op = new Op("SoftmaxBackward0");
            var s = op.Save(y);
            return op.Input(x, g =>
            {
                var p = s.Value;
                var weighted = g * p;
                return weighted - (p * weighted.sum(d, true));
            }).Result(y);
        }

        /// <summary>log softmax(x) over a dimension, safe from underflow.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null)
        {
            var x = (dtype is { } t ? to_type(t) : this).Real();
            var d = Shape.Dim(dim, x.Impl.Shape.Length);
            var v = x.detach();
            var shifted = v - v.amax([d], true);
            var y = shifted - Elementwise.Unary<Exp>(shifted).sum(d, true).log();
            if (!Op.Records(x)) return y;
            var op = new Op("LogSoftmaxBackward0");
            var s = op.Save(y);
            return op.Input(x, g => g - (s.Value.exp() * g.sum(d, true))).Result(y);
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

    /// <inheritdoc cref="Tensor.sum(ScalarType?)"/>
    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);
    /// <inheritdoc cref="Tensor.sum(long[], bool, ScalarType?)"/>
    public static Tensor sum(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);
    /// <inheritdoc cref="Tensor.sum(long, bool, ScalarType?)"/>
    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);
    /// <inheritdoc cref="Tensor.mean()"/>
    public static Tensor mean(Tensor input) => input.mean();
    /// <inheritdoc cref="Tensor.mean(long[], bool, ScalarType?)"/>
    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) => input.mean(dimensions, keepdim, type);
    /// <inheritdoc cref="Tensor.var(bool)"/>
    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);
    /// <inheritdoc cref="Tensor.var(long[], bool, bool, ScalarType?)"/>
    public static Tensor var(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.var(long, bool, bool, ScalarType?)"/>
    public static Tensor var(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.std(bool)"/>
    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);
    /// <inheritdoc cref="Tensor.std(long[], bool, bool, ScalarType?)"/>
    public static Tensor std(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.std(long, bool, bool, ScalarType?)"/>
    public static Tensor std(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.var_mean(bool)"/>
    public static (Tensor @var, Tensor mean) var_mean(Tensor input, bool unbiased = true) => input.var_mean(unbiased);
    /// <inheritdoc cref="Tensor.var_mean(long[], bool, bool, ScalarType?)"/>
    public static (Tensor @var, Tensor mean) var_mean(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var_mean(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.std_mean(bool)"/>
    public static (Tensor std, Tensor mean) std_mean(Tensor input, bool unbiased = true) => input.std_mean(unbiased);
    /// <inheritdoc cref="Tensor.std_mean(long[], bool, bool, ScalarType?)"/>
    public static (Tensor std, Tensor mean) std_mean(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std_mean(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.var(ValueTuple{long, long}, bool, bool, ScalarType?)"/>
    public static Tensor var(Tensor input, (long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.var(ValueTuple{long, long, long}, bool, bool, ScalarType?)"/>
    public static Tensor var(Tensor input, (long, long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.std(ValueTuple{long, long}, bool, bool, ScalarType?)"/>
    public static Tensor std(Tensor input, (long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.std(ValueTuple{long, long, long}, bool, bool, ScalarType?)"/>
    public static Tensor std(Tensor input, (long, long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.var_mean(long, bool, bool, ScalarType?)"/>
    public static (Tensor @var, Tensor mean) var_mean(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var_mean(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.var_mean(ValueTuple{long, long}, bool, bool, ScalarType?)"/>
    public static (Tensor @var, Tensor mean) var_mean(Tensor input, (long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var_mean(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.var_mean(ValueTuple{long, long, long}, bool, bool, ScalarType?)"/>
    public static (Tensor @var, Tensor mean) var_mean(Tensor input, (long, long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var_mean(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.std_mean(long, bool, bool, ScalarType?)"/>
    public static (Tensor @std, Tensor mean) std_mean(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std_mean(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.std_mean(ValueTuple{long, long}, bool, bool, ScalarType?)"/>
    public static (Tensor @std, Tensor mean) std_mean(Tensor input, (long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std_mean(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.std_mean(ValueTuple{long, long, long}, bool, bool, ScalarType?)"/>
    public static (Tensor @std, Tensor mean) std_mean(Tensor input, (long, long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std_mean(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.amax(long[], bool, Tensor?)"/>
    public static Tensor amax(Tensor input, long[] dims, bool keepdim = false, Tensor? @out = null) => input.amax(dims, keepdim);
    /// <inheritdoc cref="Tensor.amin(long[], bool, Tensor?)"/>
    public static Tensor amin(Tensor input, long[] dims, bool keepdim = false, Tensor? @out = null) => input.amin(dims, keepdim);
    /// <inheritdoc cref="Tensor.max()"/>
    public static Tensor max(Tensor input) => input.max();
    /// <inheritdoc cref="Tensor.max(Tensor)"/>
    public static Tensor max(Tensor input, Tensor other) => input.max(other);
    /// <inheritdoc cref="Tensor.min()"/>
    public static Tensor min(Tensor input) => input.min();
    /// <inheritdoc cref="Tensor.min(Tensor)"/>
    public static Tensor min(Tensor input, Tensor other) => input.min(other);
    /// <inheritdoc cref="Tensor.logsumexp(long, bool)"/>
    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);
    /// <inheritdoc cref="Tensor.softmax(long, ScalarType?)"/>
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
    /// <inheritdoc cref="Tensor.all()"/>
    public static Tensor all(Tensor input) => input.all();
    /// <inheritdoc cref="Tensor.all(long, bool)"/>
    public static Tensor all(Tensor input, long dim, bool keepdim = false) => input.all(dim, keepdim);
    /// <inheritdoc cref="Tensor.any()"/>
    public static Tensor any(Tensor input) => input.any();
    /// <inheritdoc cref="Tensor.any(long, bool)"/>
    public static Tensor any(Tensor input, long dim, bool keepdim = false) => input.any(dim, keepdim);
    /// <inheritdoc cref="Tensor.count_nonzero(long[])"/>
    public static Tensor count_nonzero(Tensor input, long[]? dims = null) => input.count_nonzero(dims);
}
