using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

internal static partial class Catalogue
{
    /// <summary>Functions of matrices [n, k] and [k, m], and of stacks of them.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Products = new()
    {
        ["mm"] = (a, b) => a.mm(b),
        ["matmul of transposes"] = (a, b) => b.t().matmul(a.t()),
        ["matmul vector"] = (a, b) => a.matmul(b.select(1, 0)),
        ["vector matmul"] = (a, b) => a.select(0, 0).matmul(b),
        ["dot"] = (a, b) => a.select(0, 0).dot(b.select(1, 0)),
        ["outer"] = (a, b) => outer(a.select(0, 0), b.reshape(-1)),
        ["bmm"] = (a, b) => stack([a, a * 2]).bmm(stack([b, b.exp()])),
        ["matmul stack"] = (a, b) => stack([a, a * 2]).matmul(b),
        ["matmul broadcast"] = (a, b) => a.matmul(stack([b, b * b, b]).unsqueeze(1)),
        ["addmm"] = (a, b) => (a.sum(1, true) + b.sum(0, true)).addmm(a, b, 0.5f, 2f),
        ["addmv"] = (a, b) => a.sum(1).addmv(a, b.select(1, 0), 0.5f, 2f),
        ["baddbmm"] = (a, b) => a.sum().baddbmm(stack([a, a]), stack([b, b]), 0.5f, 2f),
        ["einsum"] = (a, b) => einsum("ij,jk->ki", a, b),
        ["einsum three"] = (a, b) => einsum("ij,jk,i->j", a, b, a.select(1, 0)),
        ["cdist"] = (a, b) => cdist(a, b.t()),
        ["cdist through a product"] = (a, b) => cdist(a, b.t(), 2, compute_mode.use_mm_for_euclid_dist),
        ["cdist 1"] = (a, b) => cdist(a, b.t(), 1),
        ["cdist 3"] = (a, b) => cdist(a, b.t(), 3),
    };

    /// <summary>Functions of well-conditioned square matrices, or of tall ones.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Decompositions = new()
    {
        ["inv"] = a => linalg.inv(Regular(a)),
        ["det"] = a => linalg.det(Regular(a)),
        ["slogdet"] = a => linalg.slogdet(Regular(a)).Item2,
        ["solve"] = a => linalg.solve(Regular(a), a.exp()),
        ["solve vector"] = a => linalg.solve(Regular(a), a.select(-1, 0)),
        ["solve right"] = a => linalg.solve(Regular(a), a.exp(), left: false),
        ["cholesky"] = a => linalg.cholesky(a.matmul(a.mT) + eye(a.shape[^1], dtype: a.dtype)),
        ["svdvals"] = a => linalg.svdvals(Regular(a)),
        ["svd square"] = a => { var r = linalg.svd(Regular(a), false); return (r.U.square() * r.S.unsqueeze(-2)).matmul(r.Vh.square()); },
        ["svd tall"] = a => { var r = linalg.svd(cat([Regular(a), a], -2), false); return r.U.matmul(r.Vh); },
        ["svd wide"] = a => { var r = linalg.svd(cat([Regular(a), a], -1), false); return r.U.matmul(r.Vh); },
        ["eigvalsh"] = a => linalg.eigvalsh(Symmetric(a)),
        ["eigh"] = a => { var (l, q) = linalg.eigh(Symmetric(a)); return q.square().matmul(l.exp().unsqueeze(-1)); },
        ["qr"] = a => { var (q, r) = linalg.qr(Regular(a)); return cat([q, r], -1); },
        ["qr tall"] = a => { var (q, r) = linalg.qr(cat([Regular(a), a], -2)); return cat([q, r], -2); },
        ["pinv"] = a => linalg.pinv(cat([Regular(a), a], -2)),
        ["lstsq"] = a => linalg.lstsq(cat([Regular(a), a], -2), cat([a, a.exp()], -2)).Solution,
        ["norms"] = a => linalg.norm(a) + linalg.norm(Regular(a), 2.0) + linalg.matrix_norm(a, 1.0) + linalg.matrix_norm(Regular(a), "nuc"),
    };

    private static Tensor Regular(Tensor a) => (a * 0.3) + (eye(a.shape[^1], dtype: a.dtype) * arange(3, 3 + a.shape[^1], dtype: a.dtype));

    private static Tensor Symmetric(Tensor a) => Regular(a + a.mT);

    private static IEnumerable<GradientCase> Matrices()
    {
        foreach (var (name, f) in Products)
        {
            yield return new("product: " + name, c =>
            {
                long n = c.Size(), k = c.Size(), m = c.Size();
                return new(x => f(x[0], x[1]), c.Values([n, k]), c.Values([k, m], 2.5, 4));
            });
        }
        foreach (var (name, f) in Decompositions)
        {
            yield return new("matrix: " + name, c =>
            {
                long n = c.Int(2, 4);
                return new(x => f(x[0]), c.Values(c.Coin() || name == "norms" ? [n, n] : [2, n, n], -1, 1));
            });
        }
    }
}
