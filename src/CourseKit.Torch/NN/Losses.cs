namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>(x − t)², reduced.</summary>
            public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);
            /// <summary>|x − t|, reduced.</summary>
            public static L1Loss L1Loss(Reduction reduction = Reduction.Mean) => new(reduction);
            /// <summary>Quadratic near the target, linear beyond β.</summary>
            public static SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1) => new(reduction, beta);
            /// <summary>Quadratic near the target, linear beyond δ.</summary>
            public static HuberLoss HuberLoss(double delta = 1, Reduction reduction = Reduction.Mean) => new(delta, reduction);
            /// <summary>Binary cross-entropy of probabilities.</summary>
            public static BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);
            /// <summary>Binary cross-entropy of logits.</summary>
            public static BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) => new(weight, reduction, pos_weights);
            /// <summary>Cross-entropy of logits and classes.</summary>
            public static CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) => new(weight, ignore_index, reduction);
            /// <summary>Negative log-likelihood of log-probabilities and classes.</summary>
            public static NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);
            /// <summary>Kullback–Leibler divergence.</summary>
            public static KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) => new(log_target, reduction);
            /// <summary>x, or max(0, margin − x).</summary>
            public static HingeEmbeddingLoss HingeEmbeddingLoss(double margin = 1, Reduction reduction = Reduction.Mean) => new(margin, reduction);
            /// <summary>log(1 + exp(−t·x)).</summary>
            public static SoftMarginLoss SoftMarginLoss(Reduction reduction = Reduction.Mean) => new(reduction);
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
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.mse_loss(input, target, reduction);
    }

    /// <summary>|x − t|, reduced.</summary>
    public sealed class L1Loss(Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(L1Loss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.l1_loss(input, target, reduction);
    }

    /// <summary>Quadratic near the target, linear beyond β.</summary>
    public sealed class SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1) : Module<Tensor, Tensor, Tensor>(nameof(SmoothL1Loss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.smooth_l1_loss(input, target, reduction, beta);
    }

    /// <summary>Quadratic near the target, linear beyond δ.</summary>
    public sealed class HuberLoss(double delta = 1, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(HuberLoss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.huber_loss(input, target, delta, reduction);
    }

    /// <summary>Binary cross-entropy of probabilities.</summary>
    public sealed class BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(BCELoss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy(input, target, weight, reduction);
    }

    /// <summary>Binary cross-entropy of logits.</summary>
    public sealed class BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) : Module<Tensor, Tensor, Tensor>(nameof(BCEWithLogitsLoss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
    }

    /// <summary>Cross-entropy of logits and classes.</summary>
    public sealed class CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(CrossEntropyLoss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction);
    }

    /// <summary>Negative log-likelihood of log-probabilities and classes.</summary>
    public sealed class NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(NLLLoss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.nll_loss(input, target, weight, reduction);
    }

    /// <summary>Kullback–Leibler divergence.</summary>
    public sealed class KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(KLDivLoss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.kl_div(input, target, log_target, reduction);
    }

    /// <summary>x, or max(0, margin − x).</summary>
    public sealed class HingeEmbeddingLoss(double margin = 1, Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(HingeEmbeddingLoss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.hinge_embedding_loss(input, target, margin, reduction);
    }

    /// <summary>log(1 + exp(−t·x)).</summary>
    public sealed class SoftMarginLoss(Reduction reduction = Reduction.Mean) : Module<Tensor, Tensor, Tensor>(nameof(SoftMarginLoss))
    {
        /// <summary>The loss of predictions against targets.</summary>
        public override Tensor forward(Tensor input, Tensor target) => functional.soft_margin_loss(input, target, reduction);
    }
}
