using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private (Tensor Variance, Tensor Mean) Moments(ReadOnlySpan<long> dim, bool unbiased, bool keepdim, ScalarType? type)
        {
            var x = type is { } t ? to_type(t) : this;
            if (!x.Impl.Dtype.IsFloatingPoint()) throw new ExternalException("std and var only support floating point and complex dtypes");
            var dims = Reduce.Dims(x, dim);
            long n = 1;
            foreach (var d in dims) n *= x.Impl.Shape[d];
            var mean = x.Mean(dim, true, null);
            var freedom = (double)Math.Max(0, unbiased ? n - 1 : n);
            var variance = (x.detach() - mean.detach()).square().Sum(dim, keepdim, null) / freedom;
            if (Op.Records(x))
            {
                // The mean moves with x, too, but its share in the gradient adds up to 0.
                var kept = dim.ToArray();
                variance = new Op("VarBackward0", x).Input(x, (g, saved) =>
                {
                    var v = saved[0];
                    return Spread(g, v.Impl.Shape, dims, keepdim) * (v - v.Mean(kept, true, null)) * (2 / freedom);
                }).Result(variance);
            }
            return (variance, keepdim ? mean : mean.reshape(variance.Impl.Shape));
        }

        private (Tensor, Tensor) StdMean(ReadOnlySpan<long> dim, bool unbiased, bool keepdim, ScalarType? type)
        {
            var (v, m) = Moments(dim, unbiased, keepdim, type);
            return (Root(v), m);
        }

        /// <summary>√x with gradient 0 at 0: a constant has no direction in which its deviation grows.</summary>
        private static Tensor Root(Tensor variance)
        {
            var y = variance.detach().sqrt();
            return Op.Records(variance)
                ? new Op("StdBackward0", y).Input(variance, static (g, kept) => torch.where(kept[0] == 0, zeros([], g.dtype), g / (kept[0] * 2))).Result(y)
                : y;
        }

        /// <summary>The variance of all elements, divided by n − 1 unless <paramref name="unbiased"/> is false.</summary>
        public Tensor var(bool unbiased = true) => Moments([], unbiased, false, null).Variance;
        /// <summary>The variance over dimensions.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments(dimensions, unbiased, keepdim, type).Variance;
        /// <inheritdoc cref="var(long[], bool, bool, ScalarType?)"/>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim], unbiased, keepdim, type);
        /// <inheritdoc cref="var(long[], bool, bool, ScalarType?)"/>
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim.Item1, dim.Item2], unbiased, keepdim, type);
        /// <inheritdoc cref="var(long[], bool, bool, ScalarType?)"/>
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        /// <summary>The standard deviation of all elements, from n − 1 unless <paramref name="unbiased"/> is false.</summary>
        public Tensor std(bool unbiased = true) => StdMean([], unbiased, false, null).Item1;
        /// <summary>The standard deviation over dimensions.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => StdMean(dimensions, unbiased, keepdim, type).Item1;
        /// <inheritdoc cref="std(long[], bool, bool, ScalarType?)"/>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim], unbiased, keepdim, type);
        /// <inheritdoc cref="std(long[], bool, bool, ScalarType?)"/>
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim.Item1, dim.Item2], unbiased, keepdim, type);
        /// <inheritdoc cref="std(long[], bool, bool, ScalarType?)"/>
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        /// <summary>Variance and mean of all elements.</summary>
        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true) => Moments([], unbiased, false, null);
        /// <summary>Variance and mean over dimensions.</summary>
        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Moments(dimensions, unbiased, keepdim, type);
        /// <inheritdoc cref="var_mean(long[], bool, bool, ScalarType?)"/>
        public (Tensor @var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean([dim], unbiased, keepdim, type);
        /// <inheritdoc cref="var_mean(long[], bool, bool, ScalarType?)"/>
        public (Tensor @var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean([dim.Item1, dim.Item2], unbiased, keepdim, type);
        /// <inheritdoc cref="var_mean(long[], bool, bool, ScalarType?)"/>
        public (Tensor @var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        /// <summary>Standard deviation and mean of all elements.</summary>
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => StdMean([], unbiased, false, null);
        /// <summary>Standard deviation and mean over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => StdMean(dimensions, unbiased, keepdim, type);
        /// <inheritdoc cref="std_mean(long[], bool, bool, ScalarType?)"/>
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean([dim], unbiased, keepdim, type);
        /// <inheritdoc cref="std_mean(long[], bool, bool, ScalarType?)"/>
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean([dim.Item1, dim.Item2], unbiased, keepdim, type);
        /// <inheritdoc cref="std_mean(long[], bool, bool, ScalarType?)"/>
        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);
    }
}
