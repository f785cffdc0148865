using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Gradients;

internal static partial class Catalogue
{
    /// <summary>Losses of predictions x and targets y of one shape [n, m], with a reduction; both in (0, 1).</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor, Reduction, Tensor>> OfPairs = new()
    {
        ["mse_loss"] = functional.mse_loss,
        ["mse_loss, broadcast"] = (x, y, r) => functional.mse_loss(x.unsqueeze(0), stack([y, y + 1]), r),
        ["l1_loss"] = (x, y, r) => functional.l1_loss(x, y * 1.173, r),
        ["smooth_l1_loss"] = (x, y, r) => functional.smooth_l1_loss(x, y * 1.173, r, 0.2003),
        ["huber_loss"] = (x, y, r) => functional.huber_loss(x, y * 1.173, 0.2003, r),
        ["binary_cross_entropy"] = (x, y, r) => functional.binary_cross_entropy(x, y, null, r),
        ["binary_cross_entropy, weighted"] = (x, y, r) => functional.binary_cross_entropy(x, y, Weights(y), r),
        ["with logits"] = (x, y, r) => functional.binary_cross_entropy_with_logits((x * 4) - 2.003, y, null, r),
        ["with logits, weighted"] = (x, y, r) => functional.binary_cross_entropy_with_logits((x * 4) - 2.003, y, Weights(y), r, Weights(y[0])),
        ["kl_div"] = (x, y, r) => functional.kl_div(x.log(), y.log(), true, r),
        ["kl_div, probabilities"] = (x, y, r) => functional.kl_div(x.log(), y, false, r),
        ["poisson_nll_loss"] = (x, y, r) => functional.poisson_nll_loss(x, y, reduction: r),
        ["poisson_nll_loss, full"] = (x, y, r) => functional.poisson_nll_loss(x, y * 5.003, false, true, reduction: r),
        ["gaussian_nll_loss"] = (x, y, r) => functional.gaussian_nll_loss(x, y, Weights(y), true, reduction: r),
        ["soft_margin_loss"] = (x, y, r) => functional.soft_margin_loss(x, (y - 0.5).sign().detach() + (y * 0), r),
        ["margin_ranking_loss"] = (x, y, r) => functional.margin_ranking_loss(x, y * 1.173, (x - 0.5).sign().detach(), 0.2, r),
        ["hinge_embedding_loss"] = (x, y, r) => functional.hinge_embedding_loss(x * y, (y - 0.5).sign().detach(), 0.3003, r),
        ["cosine_embedding_loss"] = (x, y, r) => functional.cosine_embedding_loss(x, y + 0.3, arange(x.shape[0], float64).remainder(2) * 2 - 1, 0.1, r),
        ["triplet_margin_loss"] = (x, y, r) => functional.triplet_margin_loss(x, y, x * y, reduction: r),
        ["triplet_margin_loss, swap"] = (x, y, r) => functional.triplet_margin_loss(x, y + 2, x * y, swap: true, reduction: r),
        ["pairwise_distance"] = (x, y, _) => functional.pairwise_distance(x, y) + functional.pairwise_distance(x, y * 1.173, 1) + functional.pairwise_distance(x, y * 1.173, 3),
        ["cosine_similarity"] = (x, y, _) => functional.cosine_similarity(x, y) + functional.cosine_similarity(x, y + 1, 0).sum(),
    };

    /// <summary>Losses of scores x [n, classes] and classes [n].</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor, Reduction, Tensor>> OfClasses = new()
    {
        ["nll_loss"] = (x, at, r) => functional.nll_loss(x, at, null, r),
        ["nll_loss, weighted"] = (x, at, r) => functional.nll_loss(x, at, arange(1, x.shape[1] + 1).to(x.dtype), r),
        ["cross_entropy"] = (x, at, r) => functional.cross_entropy(x, at, null, -100, r),
        ["cross_entropy, weighted and smooth"] = (x, at, r) => functional.cross_entropy(x, at, arange(1, x.shape[1] + 1).to(x.dtype), 0, r, 0.1) + x.sum(),
        ["cross_entropy of probabilities"] = (x, _, r) => functional.cross_entropy(x, Weights(x).softmax(1), null, -100, r, 0.1),
        ["cross_entropy of pixels"] = (x, at, r) => functional.cross_entropy(stack([x, x * 2], 2), stack([at, at], 1), null, -100, r),
        ["multi-index"] = (x, at, _) => x[arange(x.shape[0]), at],
    };

    private static Tensor Weights(Tensor like) => arange(1, like.numel() + 1).to(like.dtype).sqrt().view(like.shape);

    private static IEnumerable<GradientCase> Losses()
    {
        static Reduction Any(Cases c) => (Reduction)c.Int(0, 2);
        foreach (var (name, f) in OfPairs)
        {
            yield return new("loss: " + name, c =>
            {
                var (shape, reduction) = (c.Shape(2), Any(c));
                return new(x => f(x[0], x[1], reduction), c.Values(shape, 0.1, 0.9), c.Values(shape, 0.11, 0.87));
            });
        }
        foreach (var (name, f) in OfClasses)
        {
            yield return new("loss: " + name, c =>
            {
                var (shape, reduction) = (c.Shape(2), Any(c));
                if (shape[1] > 0) shape[1] += 1;
                var classes = tensor(Enumerable.Range(0, (int)shape[0]).Select(_ => (long)c.Int(shape[1] > 1 ? 1 : 0, (int)Math.Max(shape[1] - 1, 1))).ToArray());
                return new(x => f(x[0], classes, reduction), c.Values(shape));
            });
        }
    }
}
