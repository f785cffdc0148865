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
                return new Op("MseLossBackward0", input, target)
                    .Input(input, (g, kept) => (kept[0] - kept[1]) * (g * (2 * factor)))
                    .Input(target, (g, kept) => (kept[1] - kept[0]) * (g * (2 * factor))).Result(y);
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
                    new Op("BinaryCrossEntropyBackward0", input, target)
                        .Input(input, (g, kept) => g * (kept[0] - kept[1]) / ((1 - kept[0]) * kept[0]).clamp_min(1e-12))
                        .Input(target, (g, kept) => g * ((1 - kept[0]).log().clamp_min(-100) - kept[0].log().clamp_min(-100))).Result(losses);
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
                    new Op("BinaryCrossEntropyWithLogitsBackward0", input, target).Input(input, (g, kept) =>
                    {
                        var (u, s) = (kept[1], kept[0].sigmoid());
                        return pos_weights is null ? g * (s - u) : g * ((1 - u) - ((((pos_weights - 1) * u) + 1) * (1 - s)));
                    }).Input(target, (g, kept) => pos_weights is null
                        ? -(g * kept[0])
                        : g * (((pos_weights - 1) * softplus(-kept[0], threshold: double.PositiveInfinity)) - kept[0])).Result(losses);
                }
                return Reduced(weight is null ? losses : losses * weight, reduction);
            }

            /// <summary>The pointwise divergence t·(log t − x) of targets from log-probabilities x, reduced. Note TorchSharp's default: targets are logarithms, too.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Reduced(log_target ? target.exp() * (target - input) : where(target > 0, target * (target.clamp_min(1e-45).log() - input), zeros_like(target)), reduction);

            /// <summary>The negative log-likelihood of Poisson counts, reduced; with <paramref name="full"/> also Stirling's approximation of log t!.</summary>
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

            /// <summary>
            /// The negative log-likelihood of normal values, ½(log v + (x − t)²/v), with <paramref name="full"/> also ½·log 2π each; reduced. As in
            /// TorchSharp, and unlike PyTorch, the terms of a row [n, …] are summed first, and no gradient reaches the variance.
            /// </summary>
            /// <exception cref="ArgumentException">Shapes that do not fit; a negative variance.</exception>
            public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                if (!Shape.Same(input.Impl.Shape, target.Impl.Shape)) throw new ArgumentException("input and target must have the same shape", nameof(target));
                var rows = input.Impl.Shape[0];
                Tensor x = input.reshape(rows, -1), t = target.reshape(rows, -1), v = variance.detach().reshape(rows, -1);
                if (v.Impl.Shape[1] != 1 && v.Impl.Shape[1] != x.Impl.Shape[1]) throw new ArgumentException("variance has the wrong shape", nameof(variance));
                if ((bool)(v < 0).any()) throw new ArgumentException("variance has negative entry/entries", nameof(variance));
                v = v.clamp_min(eps);
                var losses = (v.log() + ((x - t).square() / v)).sum(1) * 0.5;
                return Reduced(full ? losses + (x.Impl.Shape[1] * 0.5 * Math.Log(2 * Math.PI)) : losses, reduction);
            }
        }
    }
}
