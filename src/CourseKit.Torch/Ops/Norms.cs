using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>(Σ |x|^p)^(1/p) over dimensions; the gradient at 0 is 0.</summary>
        internal Tensor VectorNorm(double p, ReadOnlySpan<long> dim, bool keepdim)
        {
            if (!Impl.Dtype.IsFloatingPoint())
                throw new ExternalException($"linalg.vector_norm: Expected a floating point or complex tensor as input. Got {Impl.Dtype.TorchName()}");
            if (double.IsPositiveInfinity(p)) return abs().amax(dim.ToArray(), keepdim);
            if (double.IsNegativeInfinity(p)) return abs().amin(dim.ToArray(), keepdim);
            if (p == 0) return (this != 0).to(Impl.Dtype).sum(dim, keepdim);
            if (p == 1) return abs().sum(dim, keepdim);
            var x = detach();
            var y = (p == 2 ? x.square() : x.abs().pow(p)).sum(dim, keepdim);
            y = p == 2 ? y.sqrt() : y.pow(1 / p);
            if (!Op.Records(this)) return y;
            var dims = Reduce.Dims(this, dim);
            return new Op("LinalgVectorNormBackward0", this, y).Input(this, (g, kept) =>
            {
                var v = kept[0];
                var n = Spread(kept[1], v.Impl.Shape, dims, keepdim);
                var direction = p == 2 ? v / n : v.sign() * (v.abs() / n).pow(p - 1);
                return torch.where(n == 0, zeros([], v.dtype), direction) * Spread(g, v.Impl.Shape, dims, keepdim);
            }).Result(y);
        }

        /// <summary>(Σ |x|^p)^(1/p) over all elements.</summary>
        public Tensor norm(float p = 2) => Floating("norm").VectorNorm(p, [], false);

        /// <summary>(Σ |x|^p)^(1/p) over a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2) => Floating("norm").VectorNorm(p, [dim], keepdim);

        /// <summary>(Σ |this − other|^p)^(1/p) over all elements.</summary>
        public Tensor dist(Tensor other, float p = 2) => (this - other).norm(p);

        private Tensor Floating(string name) => Impl.Dtype.IsFloatingPoint() ? this
            : throw new ExternalException($"{name}(): input dtype should be either floating point or complex. Got {Impl.Dtype.TorchName()} instead.");
    }

    /// <inheritdoc cref="Tensor.norm(float)"/>
    public static Tensor norm(Tensor input) => input.norm();
    /// <inheritdoc cref="Tensor.norm(float)"/>
    public static Tensor norm(Tensor input, float p = 2) => input.norm(p);
    /// <inheritdoc cref="Tensor.norm(int, bool, float)"/>
    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2) => input.norm(dimension, keepdim, p);

    /// <inheritdoc cref="Tensor.dist"/>
    public static Tensor dist(Tensor input, Tensor other, float p = 2) => input.dist(other, p);

    /// <summary>How distances between many points are computed; this engine chooses by itself.</summary>
    public enum compute_mode
    {
        /// <summary>Through a matrix product where that is faster.</summary>
        use_mm_for_euclid_dist_if_necessary,
        /// <summary>Through a matrix product.</summary>
        use_mm_for_euclid_dist,
        /// <summary>Directly.</summary>
        donot_use_mm_for_euclid_dist,
    }

    /// <summary>The distances ‖x1ᵢ − x2ⱼ‖_p between the rows of two (stacks of) matrices: [.., n, d], [.., m, d] → [.., n, m].</summary>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary)
    {
        var (a, b) = (x1.Impl.Shape, x2.Impl.Shape);
        if (a.Length < 2 || b.Length < 2) throw new ExternalException($"cdist only supports at least 2D tensors, X{(a.Length < 2 ? 1 : 2)} got: {(a.Length < 2 ? a : b).Length}D");
        if (a[^1] != b[^1]) throw new ExternalException($"X1 and X2 must have the same number of columns. X1: {a[^1]} X2: {b[^1]}");
        if (p < 0) throw new ExternalException("cdist only supports non-negative p values");
        // PyTorch's rule: the product is used from 25 rows on, where the loss of digits by cancellation is accepted.
        var product = p == 2 && compute_mode != compute_mode.donot_use_mm_for_euclid_dist
            && (compute_mode == compute_mode.use_mm_for_euclid_dist || a[^2] > 25 || b[^2] > 25);
        if (!product) return (x1.unsqueeze(-2) - x2.unsqueeze(-3)).VectorNorm(p, [-1], false);
        var (u, v) = (x1.detach(), x2.detach());
        var y = (u.square().sum(-1, true) + v.square().sum(-1).unsqueeze(-2) - (u.matmul(v.mT) * 2)).clamp_min(0).sqrt();
        if (!Op.Records(x1, x2)) return y;
        return new Op("EuclideanDistBackward0", x1, x2, y)
            .Input(x1, static (g, kept) => Pull(kept[0], kept[1], Weights(g, kept[2])))
            .Input(x2, static (g, kept) => Pull(kept[1], kept[0], Weights(g, kept[2]).mT)).Result(y);

        // The gradient by a point is Σ w (point − other), w = g / distance, and 0 where points coincide.
        static Tensor Weights(Tensor g, Tensor distance) => where(distance == 0, zeros([], g.dtype), g / distance);
        static Tensor Pull(Tensor points, Tensor others, Tensor w) => (points * w.sum(-1, true)) - w.matmul(others);
    }
}
