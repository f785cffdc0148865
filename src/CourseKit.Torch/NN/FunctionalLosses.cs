using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What a loss does with the losses of the elements.</summary>
        public enum Reduction
        {
            /// <summary>Returns them.</summary>
            None = 0,
            /// <summary>Averages them.</summary>
            Mean = 1,
            /// <summary>Adds them.</summary>
            Sum = 2,
        }

        public static partial class functional
        {
            private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
            {
                Reduction.Mean => losses.mean(),
                Reduction.Sum => losses.sum(),
                _ => losses,
            };

            /// <summary>(x − t)², reduced.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
            {
                if (reduction == Reduction.None || !Shape.Same(input.Impl.Shape, target.Impl.Shape) || input.dtype != target.dtype)
                    return Reduced((input - target).square(), reduction);
                // One pass forward and one backward: this is the loss that autoencoders spend their time on.
                using var squares = Elementwise.Binary<Vectorised<SquaredDifference>>(input, target);
                var y = squares.sum();
                var factor = reduction == Reduction.Mean ? 1.0 / input.Impl.Count : 1;
                if (reduction == Reduction.Mean) y.mul_(factor);
                if (!Op.Records(input, target)) return y;
                var op = new Op("MseLossBackward0");
                Saved x = op.Save(input), t = op.Save(target);
                return op.Input(input, g => (x.Value - t.Value) * (g * (2 * factor))).Input(target, g => (t.Value - x.Value) * (g * (2 * factor))).Result(y);
            }

            /// <summary>|x − t|, reduced.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Reduced((input - target).abs(), reduction);

            /// <summary>½(x − t)²/β near the target, |x − t| − ½β beyond β of it, reduced.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1)
            {
                if (beta < 0) throw new ExternalException("smooth_l1_loss does not support negative values for beta.");
                if (beta == 0) return l1_loss(input, target, reduction);
                var d = (input - target).abs();
                return Reduced(where(d < beta, d * d * (0.5 / beta), d - (0.5 * beta)), reduction);
            }

            /// <summary>½(x − t)² near the target, δ(|x − t| − ½δ) beyond δ of it, reduced.</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean)
            {
                if (delta <= 0) throw new ExternalException("huber_loss does not support non-positive values for delta.");
                var d = (input - target).abs();
                return Reduced(where(d < delta, d * d * 0.5, (d - (0.5 * delta)) * delta), reduction);
            }

            /// <summary>−t·log x − (1 − t)·log(1 − x) for probabilities x, reduced; logarithms are cut at −100.</summary>
            /// <exception cref="ExternalException">A probability outside [0, 1], or other shapes.</exception>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                if (!Shape.Same(input.Impl.Shape, target.Impl.Shape))
                {
                    throw new ExternalException($"Using a target size ({Shape.Text(target.Impl.Shape)}) that is different to the input size ({Shape.Text(input.Impl.Shape)}) "
                        + "is deprecated. Please ensure they have the same size.");
                }
                using (no_grad())
                {
                    if (input.numel() > 0 && ((double)input.min() < 0 || (double)input.max() > 1))
                        throw new ExternalException("all elements of input should be between 0 and 1");
                }
                var (p, q) = (input.detach(), target.detach());
                var losses = -((q * p.log().clamp_min(-100)) + ((1 - q) * (1 - p).log().clamp_min(-100)));
                if (Op.Records(input, target))
                {
                    var op = new Op("BinaryCrossEntropyBackward0");
                    Saved x = op.Save(input), t = op.Save(target);
                    op.Input(input, g =>
                    {
                        var v = x.Value;
                        return g * (v - t.Value) / ((1 - v) * v).clamp_min(1e-12);
                    }).Input(target, g =>
                    {
                        var v = x.Value;
                        return g * ((1 - v).log().clamp_min(-100) - v.log().clamp_min(-100));
                    }).Result(losses);
                }
                return Reduced(weight is null ? losses : losses * weight, reduction);
            }

            /// <summary>Binary cross-entropy of σ(x), reduced, without leaving the logarithmic scale.</summary>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
            {
                if (!Shape.Same(input.Impl.Shape, target.Impl.Shape))
                    throw new ExternalException($"Target size ({Shape.Text(target.Impl.Shape)}) must be the same as input size ({Shape.Text(input.Impl.Shape)})");
                var p = target.detach();
                var v = input.detach();
                // (1 − t)·x + w·log(1 + e⁻ˣ), w = 1 + (pos − 1)·t
                var w = pos_weights is null ? null : ((pos_weights - 1) * p) + 1;
                var soft = (-v.abs()).exp().log1p() + (-v).clamp_min(0);
                var losses = ((1 - p) * v) + (w is null ? soft : w * soft);
                if (Op.Records(input, target))
                {
                    var op = new Op("BinaryCrossEntropyWithLogitsBackward0");
                    Saved x = op.Save(input), t = op.Save(target);
                    op.Input(input, g =>
                    {
                        var (u, s) = (t.Value, x.Value.sigmoid());
                        return pos_weights is null ? g * (s - u) : g * ((1 - u) - ((((pos_weights - 1) * u) + 1) * (1 - s)));
                    }).Input(target, g => pos_weights is null ? -(g * x.Value) : g * (((pos_weights - 1) * softplus(-x.Value, threshold: double.PositiveInfinity)) - x.Value)).Result(losses);
                }
                return Reduced(weight is null ? losses : losses * weight, reduction);
            }

            /// <summary>The pointwise divergence t·(log t − x) of targets from log-probabilities x, reduced. Note TorchSharp's default: targets are logarithms, too.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Reduced(log_target ? target.exp() * (target - input) : where(target > 0, target * (target.clamp_min(1e-45).log() - input), zeros_like(target)), reduction);

            /// <summary>For negative log-likelihoods: −x at the target class, weighted, reduced. [n, c, …] with classes [n, …].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                NegativeLogLikelihood(input, target, weight, -100, reduction);

            private static Tensor NegativeLogLikelihood(Tensor logp, Tensor target, Tensor? weight, long ignore, Reduction reduction)
            {
                if (target.dtype != ScalarType.Int64) throw new ExternalException($"expected scalar type Long but found {target.dtype.TorchName()}");
                var classDim = logp.Impl.Shape.Length == 1 ? 0 : 1;
                var classes = logp.Impl.Shape[classDim];
                var kept = target != ignore;
                var safe = target.masked_fill(~kept, 0);
                using (no_grad())
                {
                    if (safe.numel() > 0 && ((long)safe.min() < 0 || (long)safe.max() >= classes))
                        throw new ExternalException($"Target {((long)safe.min() < 0 ? (long)safe.min() : (long)safe.max())} is out of bounds.");
                }
                var onehot = (safe.unsqueeze(classDim) == arange(classes).view([classes, .. Enumerable.Repeat(1L, logp.Impl.Shape.Length - classDim - 1)])).to(logp.dtype);
                onehot = onehot * kept.unsqueeze(classDim).to(logp.dtype);
                if (weight is not null) onehot = onehot * weight.view([classes, .. Enumerable.Repeat(1L, logp.Impl.Shape.Length - classDim - 1)]);
                // where, not a product: 0 · −∞ would be NaN.
                var losses = -where(onehot != 0, logp * onehot, zeros([], logp.dtype)).sum(classDim);
                return reduction switch
                {
                    Reduction.Mean => losses.sum() / onehot.sum(),
                    Reduction.Sum => losses.sum(),
                    _ => losses,
                };
            }

            /// <summary>Cross-entropy of softmax(x): targets are classes [n, …] or probabilities [n, c, …].</summary>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0)
            {
                var dim = input.Impl.Shape.Length == 1 ? 0 : 1;
                var logp = input.log_softmax(dim);
                var n = input.Impl.Shape[dim];
                var spread = weight?.view([n, .. Enumerable.Repeat(1L, input.Impl.Shape.Length - dim - 1)]);
                if (target.dtype.IsFloatingPoint())
                {
                    var soft = label_smoothing > 0 ? (target * (1 - label_smoothing)) + (label_smoothing / n) : target;
                    var losses = -(spread is null ? logp * soft : logp * soft * spread).sum(dim);
                    return reduction switch
                    {
                        Reduction.Mean => losses.sum() / (input.Impl.Count / n),
                        Reduction.Sum => losses.sum(),
                        _ => losses,
                    };
                }
                var hard = NegativeLogLikelihood(logp, target, weight, ignore_index, reduction);
                if (label_smoothing == 0) return hard;
                var kept = (target != ignore_index).to(input.dtype);
                var uniform = -(spread is null ? logp : logp * spread).sum(dim) * kept;
                var total = weight is null ? kept.sum() : (onehotWeight(weight, target, ignore_index) * kept).sum();
                var reduced = reduction switch
                {
                    Reduction.Mean => uniform.sum() / total,
                    Reduction.Sum => uniform.sum(),
                    _ => uniform,
                };
                return (hard * (1 - label_smoothing)) + (reduced * (label_smoothing / n));

                static Tensor onehotWeight(Tensor w, Tensor t, long ignore) =>
                    ((t.masked_fill(t == ignore, 0).unsqueeze(-1) == arange(w.numel())).to(w.dtype) * w).sum(-1);
            }

            /// <summary>1 where the index points, else 0: [...] → [..., classes] as int64.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64) throw new ExternalException("one_hot is only applicable to index tensor.");
                if (x.numel() > 0 && (long)x.min() < 0) throw new ExternalException("Class values must be non-negative.");
                var n = num_classes < 0 ? (x.numel() == 0 ? 0 : (long)x.max() + 1) : num_classes;
                if (x.numel() > 0 && (long)x.max() >= n) throw new ExternalException("Class values must be smaller than num_classes.");
                return (x.unsqueeze(-1) == arange(n)).to(ScalarType.Int64);
            }

            /// <summary>x·y / (|x|·|y|) over a dimension.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8)
            {
                var product = (x1 * x2).sum(dim);
                var norms = (x1.square().sum(dim) * x2.square().sum(dim)).clamp_min(eps * eps).sqrt();
                return product / norms;
            }

            /// <summary>|x − y + ε|ₚ over the last dimension.</summary>
            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1e-6, bool keepdim = false)
            {
                var d = (input1 - input2 + eps).abs();
                return double.IsPositiveInfinity(p) ? d.amax([-1], keepdim)
                    : p == 2 ? d.square().sum(-1, keepdim).sqrt() : p == 1 ? d.sum(-1, keepdim) : d.pow(p).sum(-1, keepdim).pow(1 / p);
            }

            /// <summary>1 − cos for pairs marked 1, max(0, cos − margin) for pairs marked −1, reduced.</summary>
            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
            {
                const double eps = 1e-12;
                var cos = (input1 * input2).sum(-1) / ((input1.square().sum(-1) + eps) * (input2.square().sum(-1) + eps)).sqrt();
                var zero = zeros([], cos.dtype);
                return Reduced(where(target == 1, 1 - cos, zero) + where(target == -1, (cos - margin).clamp_min(0), zero), reduction);
            }

            /// <summary>max(0, −t·(x − y) + margin), reduced.</summary>
            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                Reduced((-(target * (input1 - input2)) + margin).clamp_min(0), reduction);

            /// <summary>x for elements marked 1, max(0, margin − x) for those marked −1, reduced.</summary>
            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
            {
                var zero = zeros([], input.dtype);
                return Reduced(where(target == 1, input, zero) + where(target == -1, (margin - input).clamp_min(0), zero), reduction);
            }

            /// <summary>max(0, d(a, p) − d(a, n) + margin), reduced.</summary>
            public static Tensor triplet_margin_loss(
                Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean)
            {
                var far = pairwise_distance(anchor, negative, p, eps);
                if (swap) far = far.minimum(pairwise_distance(positive, negative, p, eps));
                return Reduced((pairwise_distance(anchor, positive, p, eps) - far + margin).clamp_min(0), reduction);
            }

            /// <summary>log(1 + exp(−t·x)), reduced.</summary>
            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Reduced((-(target * input)).exp().log1p(), reduction);

            /// <summary>The negative log-likelihood of Poisson counts, reduced.</summary>
            public static Tensor poisson_nll_loss(
                Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean)
            {
                var loss = log_input ? input.exp() - (target * input) : input - (target * (input + eps).log());
                if (full)
                {
                    var stirling = (target * target.log()) - target + ((target * (2 * Math.PI)).log() * 0.5);
                    loss = loss + where(target > 1, stirling, zeros_like(target));
                }
                return Reduced(loss, reduction);
            }
        }
    }
}
