namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.CosineSimilarity"/>
            public static CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1e-8) => new(dim, eps);
            /// <inheritdoc cref="Modules.PairwiseDistance"/>
            public static PairwiseDistance PairwiseDistance(double p = 2, double eps = 1e-6, bool keepdim = false) => new(p, eps, keepdim);

            public static partial class functional
            {
                /// <summary>x / max(‖x‖ₚ, ε), the norm over a dimension.</summary>
                public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12) => input / input.VectorNorm(p, [dim], true).clamp_min(eps);

                /// <summary>x·y / (|x|·|y|) over a dimension, neither norm counted as less than ε.</summary>
                public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                    (x1 * x2).sum(dim) / (x1.VectorNorm(2, [dim], false).clamp_min(eps) * x2.VectorNorm(2, [dim], false).clamp_min(eps));

                /// <summary>‖x − y + ε‖ₚ over the last dimension.</summary>
                public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1e-6, bool keepdim = false) =>
                    (input1 - input2 + eps).VectorNorm(p, [-1], keepdim);

                /// <summary>1 − cos for pairs marked 1, max(0, cos − margin) for pairs marked −1, reduced.</summary>
                public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
                {
                    const double eps = 1e-12;
                    var cos = (input1 * input2).sum(-1) / ((input1.square().sum(-1) + eps) * (input2.square().sum(-1) + eps)).sqrt();
                    return Reduced(Marked(target, 1 - cos, (cos - margin).clamp_min(0)), reduction);
                }

                /// <summary>x for elements marked 1, max(0, margin − x) for those marked −1, reduced.</summary>
                public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                    Reduced(Marked(target, input, (margin - input).clamp_min(0)), reduction);

                private static Tensor Marked(Tensor target, Tensor alike, Tensor different)
                {
                    var zero = zeros([], alike.dtype);
                    return where(target == 1, alike, zero) + where(target == -1, different, zero);
                }

                /// <summary>max(0, −t·(x − y) + margin), reduced.</summary>
                public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                    Reduced((-(target * (input1 - input2)) + margin).clamp_min(0), reduction);

                /// <summary>
                /// max(0, d(a, p) − d(a, n) + margin), reduced; with <paramref name="swap"/> the negative's distance is the lesser of those from
                /// anchor and positive. Schroff et al. (2015).
                /// </summary>
                public static Tensor triplet_margin_loss(
                    Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean)
                {
                    var far = pairwise_distance(anchor, negative, p, eps);
                    if (swap) far = far.minimum(pairwise_distance(positive, negative, p, eps));
                    return Reduced((pairwise_distance(anchor, positive, p, eps) - far + margin).clamp_min(0), reduction);
                }

                /// <summary>log(1 + exp(−t·x)), reduced.</summary>
                public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Reduced((-(target * input)).exp().log1p(), reduction);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>x·y / (|x|·|y|) over a dimension.</summary>
    public sealed class CosineSimilarity : Module<Tensor, Tensor, Tensor>
    {
        internal CosineSimilarity(long dim, double eps) : base(nameof(CosineSimilarity)) => (this.dim, this.eps) = (dim, eps);
        /// <summary>The dimension of the vectors.</summary>
        public long dim { get; set; }
        /// <summary>The least norm.</summary>
        public double eps { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2) => functional.cosine_similarity(input1, input2, dim, eps);
    }

    /// <summary>‖x − y + ε‖ₚ over the last dimension.</summary>
    public sealed class PairwiseDistance : Module<Tensor, Tensor, Tensor>
    {
        private readonly double p;

        internal PairwiseDistance(double p, double eps, bool keepdim) : base(nameof(PairwiseDistance)) => (this.p, this.eps, this.keepdim) = (p, eps, keepdim);
        /// <summary>What is added to each difference.</summary>
        public double eps { get; set; }
        /// <summary>Whether the last dimension stays, with size 1.</summary>
        public bool keepdim { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2) => functional.pairwise_distance(input1, input2, p, eps, keepdim);
    }
}
