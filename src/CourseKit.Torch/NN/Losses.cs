namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.MSELoss"/>
            public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);
            /// <inheritdoc cref="Modules.L1Loss"/>
            public static L1Loss L1Loss(Reduction reduction = Reduction.Mean) => new(reduction);
            /// <inheritdoc cref="Modules.SmoothL1Loss"/>
            public static SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1) => new(reduction, beta);
            /// <inheritdoc cref="Modules.HuberLoss"/>
            public static HuberLoss HuberLoss(double delta = 1, Reduction reduction = Reduction.Mean) => new(delta, reduction);
            /// <inheritdoc cref="Modules.BCELoss"/>
            public static BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);
            /// <inheritdoc cref="Modules.BCEWithLogitsLoss"/>
            public static BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) => new(weight, reduction, pos_weights);
            /// <inheritdoc cref="Modules.CrossEntropyLoss"/>
            public static CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) => new(weight, ignore_index, reduction);
            /// <inheritdoc cref="Modules.NLLLoss"/>
            public static NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);
            /// <inheritdoc cref="Modules.KLDivLoss"/>
            public static KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) => new(log_target, reduction);
            /// <inheritdoc cref="Modules.PoissonNLLLoss"/>
            public static PoissonNLLLoss PoissonNLLLoss(bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) => new(log_input, full, eps, reduction);
            /// <inheritdoc cref="Modules.HingeEmbeddingLoss"/>
            public static HingeEmbeddingLoss HingeEmbeddingLoss(double margin = 1, Reduction reduction = Reduction.Mean) => new(margin, reduction);
            /// <inheritdoc cref="Modules.SoftMarginLoss"/>
            public static SoftMarginLoss SoftMarginLoss(Reduction reduction = Reduction.Mean) => new(reduction);
            /// <inheritdoc cref="Modules.GaussianNLLLoss"/>
            public static GaussianNLLLoss GaussianNLLLoss(bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) => new(full, eps, reduction);
            /// <inheritdoc cref="Modules.CosineEmbeddingLoss"/>
            public static CosineEmbeddingLoss CosineEmbeddingLoss(double margin = 0, Reduction reduction = Reduction.Mean) => new(margin, reduction);
            /// <inheritdoc cref="Modules.MarginRankingLoss"/>
            public static MarginRankingLoss MarginRankingLoss(double margin = 0, Reduction reduction = Reduction.Mean) => new(margin, reduction);
            /// <inheritdoc cref="Modules.TripletMarginLoss"/>
            public static TripletMarginLoss TripletMarginLoss(double margin = 1, long p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean) => new(margin, p, eps, swap, reduction);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>(x − t)², reduced.</summary>
    public sealed class MSELoss(Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(MSELoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.mse_loss(input, target, reduction);
    }

    /// <summary>|x − t|, reduced.</summary>
    public sealed class L1Loss(Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(L1Loss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.l1_loss(input, target, reduction);
    }

    /// <summary>½(x − t)²/β near the target, |x − t| − ½β from β on, reduced.</summary>
    public sealed class SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1) : Module<Tensor, Tensor, Tensor>(nameof(SmoothL1Loss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.smooth_l1_loss(input, target, reduction, beta);
    }

    /// <summary>½(x − t)² near the target, δ(|x − t| − ½δ) from δ on, reduced.</summary>
    public sealed class HuberLoss(double delta = 1, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(HuberLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.huber_loss(input, target, delta, reduction);
    }

    /// <summary>Binary cross-entropy of probabilities, reduced.</summary>
    public sealed class BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(BCELoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy(input, target, weight, reduction);
    }

    /// <summary>Binary cross-entropy of logits, reduced.</summary>
    public sealed class BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) : Module<Tensor, Tensor, Tensor>(nameof(BCEWithLogitsLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
    }

    /// <summary>Cross-entropy of logits [n, c, …] and classes [n, …] or probabilities [n, c, …], reduced.</summary>
    public sealed class CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(CrossEntropyLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction);
    }

    /// <summary>Negative log-likelihood of log-probabilities [n, c, …] and classes [n, …], reduced.</summary>
    public sealed class NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(NLLLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.nll_loss(input, target, weight, reduction);
    }

    /// <summary>Kullback–Leibler divergence of targets, by default given as logarithms, from log-probabilities, reduced.</summary>
    public sealed class KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(KLDivLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.kl_div(input, target, log_target, reduction);
    }

    /// <summary>Negative log-likelihood of Poisson counts, reduced.</summary>
    public sealed class PoissonNLLLoss(bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(PoissonNLLLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.poisson_nll_loss(input, target, log_input, full, eps, reduction);
    }

    /// <summary>x for elements marked 1, max(0, margin − x) for those marked −1, reduced.</summary>
    public sealed class HingeEmbeddingLoss(double margin = 1, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(HingeEmbeddingLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.hinge_embedding_loss(input, target, margin, reduction);
    }

    /// <summary>log(1 + exp(−t·x)), reduced.</summary>
    public sealed class SoftMarginLoss(Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(SoftMarginLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) => functional.soft_margin_loss(input, target, reduction);
    }

    /// <summary>Negative log-likelihood of normal values, summed over each row and then reduced; the variance gets no gradient.</summary>
    public sealed class GaussianNLLLoss(bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor, Tensor>(nameof(GaussianNLLLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target, Tensor variance) => functional.gaussian_nll_loss(input, target, variance, full, eps, reduction);
    }

    /// <summary>1 − cos for pairs marked 1, max(0, cos − margin) for pairs marked −1, reduced.</summary>
    public sealed class CosineEmbeddingLoss(double margin = 0, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor, Tensor>(nameof(CosineEmbeddingLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2, Tensor target) => functional.cosine_embedding_loss(input1, input2, target, margin, reduction);
    }

    /// <summary>max(0, −t·(x − y) + margin), reduced.</summary>
    public sealed class MarginRankingLoss(double margin = 0, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor, Tensor>(nameof(MarginRankingLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2, Tensor target) => functional.margin_ranking_loss(input1, input2, target, margin, reduction);
    }

    /// <summary>max(0, d(a, p) − d(a, n) + margin), reduced. Schroff et al. (2015).</summary>
    public sealed class TripletMarginLoss(double margin = 1, long p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor, Tensor>(nameof(TripletMarginLoss))
    {
        /// <inheritdoc/>
        public override Tensor forward(Tensor anchor, Tensor positive, Tensor negative) => functional.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction);
    }
}
