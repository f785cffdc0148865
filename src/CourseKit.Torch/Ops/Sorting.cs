using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The values at the indices that a choice makes along a dimension; gradients go to the chosen elements.</summary>
        private (Tensor Values, Tensor Indices) Chosen<TChoice>(long dim, int count, bool keepdim, TChoice choice, string name) where TChoice : struct, IRowIndices
        {
            var d = Shape.Dim(dim, Impl.Shape.Length);
            if (Impl.Shape.Length > 0 && Impl.Shape[d] == 0 && count > 0) throw new ExternalException($"{name}(): Expected reduction dim {d} to have non-zero size.");
            var indices = RowIndices.Along(this, d, count, choice);
            var values = gather(d, indices);
            return keepdim || Impl.Shape.Length == 0 ? (values, indices) : (values.squeeze(d), indices.squeeze(d));
        }

        /// <summary>The largest elements along a dimension and where they first occur.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Chosen(dim, 1, keepdim, new ExtremeOf(true), "max");

        /// <summary>The smallest elements along a dimension and where they first occur.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Chosen(dim, 1, keepdim, new ExtremeOf(false), "min");

        private Tensor ArgExtreme(bool largest, string name)
        {
            if (Impl.Count == 0) throw NoElements(name);
            return RowIndices.Along(detach().reshape(-1), 0, 1, new ExtremeOf(largest)).reshape();
        }

        /// <summary>The flat index of the first largest element.</summary>
        public Tensor argmax() => ArgExtreme(true, "argmax");
        /// <summary>The flat index of the first smallest element.</summary>
        public Tensor argmin() => ArgExtreme(false, "argmin");
        /// <summary>The indices of the first largest elements along a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => detach().Chosen(dim, 1, keepdim, new ExtremeOf(true), "argmax").Indices;
        /// <summary>The indices of the first smallest elements along a dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => detach().Chosen(dim, 1, keepdim, new ExtremeOf(false), "argmin").Indices;

        private int SizeOf(long dim) => Impl.Shape.Length == 0 ? 1 : (int)Impl.Shape[Shape.Dim(dim, Impl.Shape.Length)];

        /// <summary>The elements in order along a dimension, and their old indices; always stable, NaN last.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Chosen(dim, SizeOf(dim), true, new SortedOf(descending), "sort");

        /// <summary>The indices that sort a dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => detach().sort(dim, descending).Indices;

        /// <summary>The k largest (or smallest) elements along a dimension, in order, and their indices.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            if (k < 0 || k > SizeOf(dim)) throw new ExternalException("selected index k out of range");
            return Chosen(dim, k, true, new SortedOf(largest), "topk");
        }

        /// <summary>The k-th smallest element along a dimension (k counts from 1), and its index.</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false)
        {
            var d = dim ?? -1;
            if (k < 1 || k > SizeOf(d)) throw new ExternalException($"kthvalue(): selected number k out of range for dimension {Shape.Dim(d, Impl.Shape.Length)}");
            return Chosen(d, 1, keepdim, new SortedOf(false, (int)k - 1), "kthvalue");
        }

        /// <summary>The median of all elements: the lower one of two.</summary>
        public Tensor median() => Impl.Count == 0 ? full([], double.NaN, Impl.Dtype) : reshape(-1).Chosen(0, 1, false, default(MedianOf), "median").Values;

        /// <summary>The most frequent elements along a dimension, and where they last occur.</summary>
        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) => Chosen(dim, 1, keepdim, default(MostFrequentOf), "mode");

        /// <summary>
        /// The values below which a share q of the elements lies, interpolated between neighbours; over all elements for dim −1, as TorchSharp has it.
        /// With a vector of shares, the first dimension of the result counts them. A row with a NaN gives NaN.
        /// </summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Quantile(q, dim, keepdim, false);

        /// <summary>As <see cref="quantile"/>, but NaN is left out.</summary>
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => Quantile(q, dim, keepdim, true);

        private Tensor Quantile(Tensor q, long dim, bool keepdim, bool skipsNaN)
        {
            if (!Impl.Dtype.IsFloatingPoint()) throw new ExternalException("quantile() input tensor must be either float or double dtype");
            if (q.Impl.Dtype != Impl.Dtype) throw new ExternalException("quantile() q tensor must be same dtype as the input tensor");
            if (q.Impl.Shape.Length > 1) throw new ExternalException("quantile() q must be a scalar or 1D tensor");
            if (Impl.Count == 0) throw new ExternalException("quantile() input tensor must be non-empty");
            var whole = dim == -1 || Impl.Shape.Length == 0;
            var d = whole ? 0 : Shape.Dim(dim, Impl.Shape.Length);
            // NaN is sorted last: the numbers come first, and the last element tells whether there is a NaN.
            var sorted = (whole ? reshape(-1) : this).sort(d).Values.movedim([d], [-1]);
            var last = sorted.detach().narrow(-1, sorted.Impl.Shape[^1] - 1, 1);
            var count = skipsNaN ? sorted.detach().isnan().logical_not().sum(-1L, true).to(Impl.Dtype) : full_like(last, sorted.Impl.Shape[^1]);
            var shares = q.Cast(ScalarType.Float64).AsContiguous().Span<double>().ToArray();
            if (Array.Exists(shares, s => s is < 0 or > 1)) throw new ExternalException("quantile() q values must be in the range [0, 1]");
            var results = shares.Select(share =>
            {
                var place = (count - 1).clamp_min(0) * share;
                var low = place.floor();
                var (a, b) = (sorted.gather(-1, low.@long()), sorted.gather(-1, place.ceil().@long()));
                var y = torch.where(place == low, a, a + ((b - a) * (place - low)));
                if (!skipsNaN) y = torch.where(last.isnan(), last, y);
                return !keepdim ? y.squeeze(-1) : whole ? y.reshape([.. Enumerable.Repeat(1L, Impl.Shape.Length)]) : y.movedim([-1], [d]);
            }).ToArray();
            return q.Impl.Shape.Length == 0 ? results[0] : stack(results);
        }

        /// <summary>The sum of the elements that are numbers.</summary>
        public Tensor nansum() => masked_fill(isnan(), 0).sum();

        /// <summary>The mean of the elements that are numbers, of all or along a dimension.</summary>
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null)
        {
            var x = dtype is { } t ? to_type(t) : this;
            long[] dims = dim is { } d ? [d] : [];
            return x.masked_fill(x.isnan(), 0).sum(dims, keepdim) / x.detach().isnan().logical_not().sum(dims, keepdim);
        }

        /// <summary>The median of the elements that are numbers: the lower one of two.</summary>
        public Tensor nanmedian()
        {
            var numbers = masked_select(isnan().logical_not());
            return numbers.Impl.Count == 0 && Impl.Count > 0 ? reshape(-1)[0] : numbers.median();
        }
    }

    /// <inheritdoc cref="Tensor.max(long, bool)"/>
    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);
    /// <inheritdoc cref="Tensor.min(long, bool)"/>
    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);
    /// <inheritdoc cref="Tensor.argmax()"/>
    public static Tensor argmax(Tensor input) => input.argmax();
    /// <inheritdoc cref="Tensor.argmax(long, bool)"/>
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);
    /// <inheritdoc cref="Tensor.argmin()"/>
    public static Tensor argmin(Tensor input) => input.argmin();
    /// <inheritdoc cref="Tensor.argmin(long, bool)"/>
    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);
    /// <inheritdoc cref="Tensor.argsort"/>
    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);
    /// <inheritdoc cref="Tensor.sort"/>
    public static (Tensor values, Tensor indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) => input.sort(dim, descending, stable);
    /// <inheritdoc cref="Tensor.topk"/>
    public static (Tensor values, Tensor indices) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) => tensor.topk(k, dim, largest, sorted);
    /// <inheritdoc cref="Tensor.kthvalue"/>
    public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) => input.kthvalue(k, dim, keepdim);
    /// <inheritdoc cref="Tensor.median"/>
    public static Tensor median(Tensor input) => input.median();
    /// <inheritdoc cref="Tensor.mode"/>
    public static (Tensor values, Tensor indices) mode(Tensor input, long dim = -1, bool keepdim = false) => input.mode(dim, keepdim);
    /// <inheritdoc cref="Tensor.quantile"/>
    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.quantile(q, dim, keepdim);
    /// <inheritdoc cref="Tensor.nanquantile"/>
    public static Tensor nanquantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.nanquantile(q, dim, keepdim);
    /// <inheritdoc cref="Tensor.nansum"/>
    public static Tensor nansum(Tensor input) => input.nansum();
    /// <inheritdoc cref="Tensor.nanmean"/>
    public static Tensor nanmean(Tensor input, int? dim = null, bool keepdim = false, ScalarType? dtype = null) => input.nanmean(dim, keepdim, dtype);
    /// <inheritdoc cref="Tensor.nanmedian"/>
    public static Tensor nanmedian(Tensor input) => input.nanmedian();
    /// <summary>The smallest and the largest elements, of all or along a dimension.</summary>
    public static (Tensor min, Tensor max) aminmax(Tensor input, long? dim = null, bool keepdim = false) =>
        dim is { } d ? (input.amin([d], keepdim), input.amax([d], keepdim)) : (input.amin([], keepdim), input.amax([], keepdim));
}
