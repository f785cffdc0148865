using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The different elements in ascending order (or the different slices along a dimension), where each element went, and how often each
        /// occurs. What is not asked for is an empty tensor.
        /// </summary>
        public (Tensor output, Tensor inverse_indices, Tensor counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var moved = dim is { } d ? detach().movedim([d], [0]) : detach().reshape(-1);
            var rows = moved.Impl.Shape.Length == 0 ? moved.reshape(1, 1) : moved.reshape(moved.Impl.Shape[0], -1);
            var order = new int[rows.Impl.Shape[0]];
            var first = new List<long>();
            var inverse = new long[order.Length];
            var counts = new List<long>();
            Numeric.Run(Impl.Dtype, new GroupRows(rows.AsContiguous(), order, first, inverse, counts));
            var output = moved.Impl.Shape.Length == 0 ? moved.reshape(1) : moved.index_select(0, tensor(first.ToArray()));
            if (dim is { } back) output = output.movedim([0], [back]);
            return (output, return_inverse ? From<long>(inverse, dim is null ? Impl.Shape : [inverse.Length]) : empty(0, dtype: ScalarType.Int64),
                return_counts ? tensor(counts.ToArray()) : empty(0, dtype: ScalarType.Int64));
        }

        private readonly struct GroupRows(Tensor rows, int[] order, List<long> first, long[] inverse, List<long> counts) : INumericKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
            {
                var values = rows.Span<T>().ToArray();
                var width = (int)rows.Impl.Shape[1];
                for (var i = 0; i < order.Length; i++) order[i] = i;
                Array.Sort(order, (i, j) => Compare(i, j) is var c && c != 0 ? c : i - j);
                for (var i = 0; i < order.Length; i++)
                {
                    if (i == 0 || Compare(order[i - 1], order[i]) != 0)
                    {
                        first.Add(order[i]);
                        counts.Add(0);
                    }
                    counts[^1]++;
                    inverse[order[i]] = first.Count - 1;
                }

                int Compare(int i, int j) => values.AsSpan(i * width, width).SequenceCompareTo(values.AsSpan(j * width, width));
            }
        }

        /// <summary>How often each of 0, 1, 2, … occurs in a vector of integers, or the sum of its weights.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0)
        {
            if (Impl.Shape.Length != 1) throw new ExternalException("bincount only supports 1-d non-negative integral inputs.");
            if (!Impl.Dtype.IsInteger()) throw new ExternalException($"\"bincount_cpu\" not implemented for '{Impl.Dtype.TorchName()}'");
            if (minlength < 0) throw new ExternalException("minlength should be >= 0");
            if (weights is not null && weights.Impl.Count != Impl.Count) throw new ExternalException("weights should be 1-d and have the same length as input");
            var indices = Cast(ScalarType.Int64).AsContiguous();
            foreach (var i in indices.Span<long>())
            {
                if (i < 0) throw new ExternalException("bincount only supports 1-d non-negative integral inputs.");
                minlength = Math.Max(minlength, i + 1);
            }
            var type = weights is null ? ScalarType.Int64 : weights.Impl.Dtype == ScalarType.Float32 ? ScalarType.Float32 : ScalarType.Float64;
            var y = zeros([minlength], type);
            return y.scatter_add_(0, indices, weights is null ? ones_like(indices) : weights.detach().to(type));
        }

        /// <summary>How many elements lie in each of equal bins between min and max (between the extremes where both are equal).</summary>
        public Tensor histc(long bins = 100, long min = 0, long max = 0)
        {
            if (bins <= 0) throw new ExternalException($"torch.histogram(): bins must be > 0, but got {bins} for dimension 0");
            var values = Cast(ScalarType.Float64).AsContiguous().Span<double>();
            double low = min, high = max;
            if (min == max && values.Length > 0)
            {
                (low, high) = (values[0], values[0]);
                foreach (var v in values) (low, high) = (Math.Min(low, v), Math.Max(high, v));
            }
            if (low == high) (low, high) = (low - 1, high + 1);
            if (!(low < high)) throw new ExternalException("torch.histc: max must be larger than min");
            if (bins > Array.MaxLength / sizeof(double)) throw new ExternalException("numel: integer multiplication overflow");
            var counts = new double[bins];
            foreach (var v in values)
                if (v >= low && v <= high) counts[Math.Min((long)((v - low) / (high - low) * bins), bins - 1)]++;
            return tensor(counts, dtype: Impl.Dtype);
        }

        /// <summary>The sum of a matrix's diagonal.</summary>
        public Tensor trace() => Impl.Shape.Length == 2 ? diagonal().sum() : throw new ExternalException($"trace: expected a matrix, but got tensor with dim {Impl.Shape.Length}");

        /// <summary>A copy in which NaN and infinities have finite values: by default 0 and the largest and smallest finite numbers.</summary>
        public Tensor nan_to_num(double? nan = null, double? posinf = null, double? neginf = null)
        {
            if (!Impl.Dtype.IsFloatingPoint()) return clone();
            var top = Impl.Dtype == ScalarType.Float32 ? float.MaxValue : Impl.Dtype == ScalarType.Float16 ? (double)Half.MaxValue : double.MaxValue;
            var y = masked_fill(isnan(), nan ?? 0);
            y = y.masked_fill(y == double.PositiveInfinity, posinf ?? top);
            return y.masked_fill(y == double.NegativeInfinity, neginf ?? -top);
        }
    }

    /// <inheritdoc cref="Tensor.unique"/>
    public static (Tensor output, Tensor inverse_indices, Tensor counts) unique(Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);
    /// <inheritdoc cref="Tensor.bincount"/>
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);
    /// <inheritdoc cref="Tensor.histc"/>
    public static Tensor histc(Tensor input, long bins = 100, long min = 0, long max = 0) => input.histc(bins, min, max);
    /// <inheritdoc cref="Tensor.trace"/>
    public static Tensor trace(Tensor input) => input.trace();
    /// <inheritdoc cref="Tensor.nan_to_num"/>
    public static Tensor nan_to_num(Tensor input, double nan = 0, double? posinf = null, double? neginf = null) => input.nan_to_num(nan, posinf, neginf);

    /// <summary>Where values would be inserted into ascending rows to keep them in order: before equal ones, or behind with <paramref name="right"/>.</summary>
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null)
    {
        var (s, v) = (sorted_sequence.Impl.Shape, values.Impl.Shape);
        if (s.Length != 1 && (s.Length != v.Length || !Shape.Same(s.AsSpan(0, s.Length - 1), v.AsSpan(0, v.Length - 1))))
        {
            throw new ExternalException("torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and "
                + $"input value tensor must match, but we got boundaries tensor {Shape.Text(s)} and input value tensor {Shape.Text(v)}");
        }
        var sequence = sorter is null ? sorted_sequence : sorted_sequence.gather(-1, sorter);
        var rows = sequence.Cast(ScalarType.Float64).AsContiguous().Span<double>();
        var wanted = values.Cast(ScalarType.Float64).AsContiguous().Span<double>();
        var places = new long[values.Impl.Count];
        var n = (int)s[^1];
        var perRow = s.Length == 1 || v.Length == 0 ? places.Length : (int)v[^1];
        for (var i = 0; i < places.Length; i++)
        {
            var row = rows.Slice(s.Length == 1 ? 0 : i / perRow * n, n);
            var (low, high) = (0, n);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (right ? row[middle] <= wanted[i] : row[middle] < wanted[i]) low = middle + 1;
                else high = middle;
            }
            places[i] = low;
        }
        var y = Tensor.From<long>(places, v);
        return out_int32 ? y.to(ScalarType.Int32) : y;
    }

    /// <inheritdoc cref="searchsorted(Tensor, Tensor, bool, bool, Tensor?)"/>
    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor? sorter) =>
        searchsorted(sorted_sequence, full([], values, sorted_sequence.Impl.Dtype), out_int32, right, sorter);

    /// <summary>The bucket between ascending boundaries that each value falls into.</summary>
    public static Tensor bucketize(Tensor input, Tensor boundaries, bool outInt32 = false, bool right = false)
    {
        if (boundaries.Impl.Shape.Length != 1) throw new ExternalException($"boundaries tensor must be 1 dimension, but got dim({boundaries.Impl.Shape.Length})");
        return searchsorted(boundaries, input, outInt32, right);
    }

    /// <summary>The covariance matrix of variables in rows, observations in columns, optionally weighted by frequency or importance.</summary>
    public static Tensor cov(Tensor input, long correction = 1, Tensor? fweights = null, Tensor? aweights = null)
    {
        if (input.Impl.Shape.Length > 2) throw new ExternalException($"cov(): expected input to have two or fewer dimensions but got an input with {input.Impl.Shape.Length} dimensions");
        var x = input.Impl.Shape.Length < 2 ? input.reshape(1, -1) : input;
        var w = fweights is null ? null : fweights.to(x.dtype);
        if (aweights is not null) w = w is null ? aweights.to(x.dtype) : w * aweights;
        var total = w?.sum() ?? full([], x.Impl.Shape[1], x.dtype);
        var mean = (w is null ? x : x * w).sum(1, true) / total;
        var factor = aweights is null || correction == 0 ? total - correction : total - ((w! * aweights).sum() / total * correction);
        var d = x - mean;
        var y = (w is null ? d : d * w).mm(d.t()) / factor.clamp_min(0);
        return input.Impl.Shape.Length < 2 ? y.reshape() : y;
    }

    /// <summary>The correlation matrix of variables in rows.</summary>
    public static Tensor corrcoef(Tensor input)
    {
        var c = cov(input);
        if (c.Impl.Shape.Length == 0) return c / c;
        var deviation = c.diagonal().sqrt();
        return (c / deviation.unsqueeze(1) / deviation.unsqueeze(0)).clamp(-1, 1);
    }
}
