using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>For log-probabilities: −x at the target class, weighted, reduced (the mean is weighted, too). [n, c, …] with classes [n, …].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                var (losses, weights) = AtClasses(input, target, weight, -100);
                return Averaged(losses, weights, reduction);
            }

            /// <summary>
            /// Cross-entropy of softmax(x) [n, c, …]: targets are classes [n, …], of which <paramref name="ignore_index"/> does not count, or
            /// probabilities [n, c, …]. Smoothing mixes the targets with the uniform distribution.
            /// </summary>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0)
            {
                var dim = input.Impl.Shape.Length == 1 ? 0 : 1;
                var n = input.Impl.Shape[dim];
                var logp = input.log_softmax(dim);
                var weighted = weight is null ? logp : logp * weight.view([n, .. Enumerable.Repeat(1L, input.Impl.Shape.Length - dim - 1)]);
                if (target.dtype.IsFloatingPoint())
                {
                    var soft = label_smoothing > 0 ? (target * (1 - label_smoothing)) + (label_smoothing / n) : target;
                    var sums = -(weighted * soft).sum(dim);
                    return reduction == Reduction.Mean ? sums.sum() / sums.numel() : Reduced(sums, reduction);
                }
                var (losses, weights) = AtClasses(logp, target, weight, ignore_index);
                if (label_smoothing > 0)
                {
                    var uniform = where(target != ignore_index, -weighted.sum(dim), zeros([], logp.dtype));
                    losses = (losses * (1 - label_smoothing)) + (uniform * (label_smoothing / n));
                }
                return Averaged(losses, weights, reduction);
            }

            /// <summary>−x · weight at the target classes, and the weights there; both 0 where the target is to be ignored.</summary>
            private static (Tensor Losses, Tensor Weights) AtClasses(Tensor logp, Tensor target, Tensor? weight, long ignore)
            {
                if (target.dtype != ScalarType.Int64) throw new ExternalException($"expected scalar type Long but found {target.dtype.TorchName()}");
                var dim = logp.Impl.Shape.Length == 1 ? 0 : 1;
                var kept = target != ignore;
                var classes = target.masked_fill(~kept, 0);
                foreach (var c in classes.AsContiguous().Span<long>())
                    if (c < 0 || c >= logp.Impl.Shape[dim]) throw new ExternalException($"Target {c} is out of bounds.");
                var weights = kept.to(logp.dtype);
                if (weight is not null) weights = weights * weight.index_select(0, classes.reshape(-1)).reshape(classes.shape);
                // where, not a product alone: 0 · −∞ would be NaN.
                return (where(weights != 0, -(logp.gather(dim, classes.unsqueeze(dim)).squeeze(dim) * weights), zeros([], logp.dtype)), weights);
            }

            private static Tensor Averaged(Tensor losses, Tensor weights, Reduction reduction) => reduction == Reduction.Mean ? losses.sum() / weights.sum() : Reduced(losses, reduction);

            /// <summary>1 where the index points, else 0: [...] → [..., classes] as int64.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64) throw new ExternalException("one_hot is only applicable to index tensor.");
                long most = -1;
                foreach (var c in x.AsContiguous().Span<long>())
                    most = c >= 0 ? Math.Max(most, c) : throw new ExternalException("Class values must be non-negative.");
                if (num_classes >= 0 && most >= num_classes) throw new ExternalException("Class values must be smaller than num_classes.");
                return (x.unsqueeze(-1) == arange(num_classes < 0 ? most + 1 : num_classes)).to(ScalarType.Int64);
            }
        }
    }
}
