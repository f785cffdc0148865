using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

internal static partial class Catalogue
{
    /// <summary>Functions of a tensor of three dimensions and one of its dimensions.</summary>
    private static readonly Dictionary<string, Func<Tensor, int, Tensor>> AlongDimension = new()
    {
        ["sum"] = (x, d) => x.sum(d),
        ["sum keepdim"] = (x, d) => x.sum(d, true),
        ["sum of two"] = (x, d) => x.sum([d, (d + 1) % 3]),
        ["sum of all"] = (x, _) => x.sum(),
        ["mean"] = (x, d) => x.mean([d]),
        ["mean of all"] = (x, _) => x.mean(),
        ["var"] = (x, d) => cat([x, x * x], d).var(d),
        ["var biased"] = (x, d) => x.var(d, false, true),
        ["std"] = (x, d) => cat([x, x * x], d).std(d),
        ["std of all"] = (x, _) => cat([x, x * x], 0).std(),
        ["var_mean"] = (x, d) => { var r = var_mean(cat([x, x * x], d), d); return r.var * r.mean; },
        ["amax"] = (x, d) => x.amax([d]),
        ["amin"] = (x, d) => x.amin([d], true),
        ["max"] = (x, d) => x.max(d).values,
        ["min keepdim"] = (x, d) => x.min(d, true).values,
        ["max of all"] = (x, _) => x.max(),
        ["min of all"] = (x, _) => x.min(),
        ["prod"] = (x, d) => x.prod(d),
        ["prod of all"] = (x, _) => x.prod(),
        ["cumsum"] = (x, d) => x.cumsum(d),
        ["cumprod"] = (x, d) => x.cumprod(d),
        ["logcumsumexp"] = (x, d) => logcumsumexp(x, d),
        ["logsumexp"] = (x, d) => x.logsumexp(d),
        ["logsumexp keepdim"] = (x, d) => x.logsumexp(d, true),
        ["softmax"] = (x, d) => x.softmax(d),
        ["log_softmax"] = (x, d) => x.log_softmax(d),
        ["norm"] = (x, d) => x.norm(d),
        ["norm 1"] = (x, d) => x.norm(d, true, 1),
        ["norm 3"] = (x, d) => x.norm(d, false, 3),
        ["norm inf"] = (x, d) => x.norm(d, false, float.PositiveInfinity),
        ["norm of all"] = (x, _) => x.norm(),
        ["sort"] = (x, d) => x.sort(d).Values,
        ["sort descending"] = (x, d) => x.sort(d, true).Values,
        ["topk"] = (x, d) => x.topk(1, d).values,
        ["kthvalue"] = (x, d) => x.kthvalue(1, d).values,
        ["median"] = (x, _) => x.median(),
        ["quantile"] = (x, d) => x.quantile(tensor(new[] { 0.2, 0.77 }, x.dtype), d == 2 ? 0 : d),
        ["nanquantile"] = (x, d) => x.nanquantile(tensor(new[] { 0.2, 0.77 }, x.dtype), d == 2 ? 0 : d),
        ["mode"] = (x, d) => x.mode(d).values,
        ["diff"] = (x, d) => x.diff(1, d).sum() + x.sum(),
        ["trapz"] = (x, d) => trapz(x, 0.5, d).sum() + x.sum(),
        ["transpose"] = (x, d) => x.transpose(0, d) * 2,
        ["permute"] = (x, d) => x.permute(d, (d + 1) % 3, (d + 2) % 3),
        ["movedim"] = (x, d) => movedim(x, 0, d),
        ["reshape"] = (x, d) => x.transpose(0, d).reshape(-1),
        ["flatten"] = (x, d) => x.flatten(Math.Min(d, 1), 2),
        ["unflatten"] = (x, d) => x.unflatten(d, 1, -1),
        ["unsqueeze squeeze"] = (x, d) => x.unsqueeze(d).squeeze(),
        ["expand"] = (x, _) => x.unsqueeze(1).expand(x.shape[0], 3, x.shape[1], x.shape[2]),
        ["broadcast_to"] = (x, _) => broadcast_to(x, [2, .. x.shape]),
        ["narrow"] = (x, d) => x.narrow(d, x.shape[d] - 1, 1),
        ["select"] = (x, d) => x.select(d, -1),
        ["slice"] = (x, d) => x.slice(d, 0, x.shape[d], 2),
        ["diagonal"] = (x, d) => x.diagonal(0, d, (d + 1) % 3),
        ["unfold"] = (x, d) => cat([x, x * 2], d).unfold(d, 2, 1),
        ["flip"] = (x, d) => x.flip(d),
        ["roll"] = (x, d) => x.roll(1, d) * x,
        ["roll flat"] = (x, _) => x.roll(2),
        ["tril"] = (x, _) => x.tril() + x.triu(1) * 2,
        ["repeat"] = (x, _) => x.repeat(2, 1, 2, 1),
        ["tile"] = (x, _) => x.tile([2, 1]),
        ["repeat_interleave"] = (x, d) => x.repeat_interleave(2, d),
        ["repeat_interleave by tensor"] = (x, d) => x.repeat_interleave(arange(x.shape[d]), d).sum() + x.sum(),
        ["cat"] = (x, d) => cat([x, x.exp(), x], d),
        ["cat with nothing"] = (x, d) => cat([x[0, 0], x[0, 0].narrow(0, 0, 0), x[0, 0]]).sum() + x,
        ["stack"] = (x, d) => stack([x, x * x], d),
        ["split"] = (x, d) => x.split(1, d)[0] * 2,
        ["chunk"] = (x, d) => x.chunk(2, d) is [.., var last] ? last * 2 : x,
        ["unbind"] = (x, d) => x.unbind(d) is [.., var last] ? last : x,
        ["index_select"] = (x, d) => x.index_select(d, tensor(new long[] { 0, 0, x.shape[d] - 1 })),
        ["gather"] = (x, d) => x.gather(d, x.detach().argsort(d)),
        ["take"] = (x, _) => x.take(tensor(new long[] { 0, -1, 0 })),
        ["take_along_dim"] = (x, d) => take_along_dim(x, x.detach().argmax(d, true), d),
        ["masked_select"] = (x, _) => x.masked_select(x.detach() >= x.detach().median()),
        ["index list"] = (x, _) => x[tensor(new long[] { 0, -1, 0 })],
        ["index pairs"] = (x, _) => x[tensor(new long[] { 0, -1 }), tensor(new long[] { -1, 0 })],
        ["index apart"] = (x, _) => x[TensorIndex.Tensor(tensor(new long[] { 0, -1 })), TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { -1, 0 }))],
        ["index behind a slice"] = (x, _) => x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[,] { { 0, -1 }, { 0, 0 } })), TensorIndex.Slice(0, 1)],
        ["index none and number"] = (x, _) => x[TensorIndex.None, -1, TensorIndex.Ellipsis, 0],
        ["scatter"] = (x, d) => (x * 1).scatter(d, x.detach().argsort(d), x.exp()),
        ["scatter_add"] = (x, d) => x.scatter_add(d, x.detach().argsort(d), x * x),
        ["trace"] = (x, _) => x.select(0, 0).trace(),
        ["diag"] = (x, _) => x.select(0, 0).diag(-1).sum() + x.select(1, 0).select(0, 0).diag(1).sum() + x.sum(),
        ["meshgrid"] = (x, _) => meshgrid([x.reshape(-1), x.reshape(-1).narrow(0, 0, 1)])[0],
        ["combinations"] = (x, _) => combinations(x.reshape(-1), 2).prod(1L).sum() + x.sum(),
        ["cov"] = (x, _) => cov(cat([x.flatten(1), x.flatten(1).exp()], 1)),
        ["einsum"] = (x, _) => einsum("abc,abd->bcd", x, x.exp()),
        ["einsum trace"] = (x, _) => einsum("...c,c->...", x, x[0, 0]),
    };

    private static IEnumerable<GradientCase> Dimensions()
    {
        foreach (var (name, f) in AlongDimension)
        {
            yield return new("dimension: " + name, c =>
            {
                var d = c.Int(0, 2);
                return new(x => f(x[0], d), c.Values(c.Shape(3), 0.3, 2));
            });
        }
    }
}
