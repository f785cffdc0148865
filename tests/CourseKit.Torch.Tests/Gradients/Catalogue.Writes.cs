using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

internal static partial class Catalogue
{
    /// <summary>Writes in place, to whole tensors and through views, on functions of two matrices of size 2×3.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> WritesInPlace = new()
    {
        ["chain"] = (x, y) => (x * 1).add_(y).mul_(x).sub_(y * 2).div_(y + 5).exp_(),
        ["through a row"] = (x, y) => { var w = x.clone(); w[0].mul_(y[0]); return w * x; },
        ["through a transpose"] = (x, y) => { var w = x * 1; w.t().add_(y.t()); w.view(-1).narrow(0, 1, 2).square_(); return w; },
        ["view of a view"] = (x, y) => { var w = x * 2; var v = w[.., 1..]; v[0].copy_(y[0, 1..]); v.mul_(2); return w.exp(); },
        ["base, then view"] = (x, y) => { var w = x * 2; var v = w[1]; w.mul_(y); v.add_(1); return (w * w).sum() + v.exp().sum(); },
        ["write, then read older view"] = (x, y) => { var w = x * 2; var v = w.narrow(1, 0, 2); w[0].copy_(y[0]); return v * v; },
        ["assign"] = (x, y) => { var w = x * 2; w[0] = y[1]; w[1, 0] = y[0, 0] * 3; w[TensorIndex.Ellipsis, 1] = x[TensorIndex.Ellipsis, 0]; return w; },
        ["assign mask"] = (x, y) => { var w = x * 2; w[x.detach() > 0.9003] = y[0, 0]; return w * w; },
        ["assign list"] = (x, y) => { var w = x * 2; w[tensor(new long[] { 1 })] = y[0]; return w * w; },
        ["index_put_ accumulate"] = (x, y) => (x * 1).index_put_(y[tensor(new long[] { 0, 1, 0 })], [tensor(new long[] { 1, 1, 0 })], true).square(),
        ["index_add_"] = (x, y) => (x * 1).index_add_(1, tensor(new long[] { 2, 2, 0 }), y, 0.5).square(),
        ["index_fill_"] = (x, y) => (x * y).index_fill_(1, tensor(new long[] { 2, 0 }), 4).square(),
        ["scatter_"] = (x, y) => (x * 1).scatter_(1, y.detach().argsort(1), y).square(),
        ["scatter_add_"] = (x, y) => (x * 1).scatter_add_(1, zeros_like(y).to(int64), y).square(),
        ["masked_fill_"] = (x, y) => (x * y).masked_fill_(y.detach() > 0.9003, 2).square(),
        ["into a constant"] = (x, y) => { var w = zeros_like(x); w[0] = x[0] * y[0]; w.add_(x); return w.square(); },
        ["constant times variable"] = (x, y) => ones_like(x).mul_(x).mul_(y),
        ["lerp_ and addc"] = (x, y) => (x * 1).lerp_(y, x).addcmul_(x, y, 0.5).addcdiv_(y, y + 3, 0.5),
        ["relu_"] = (x, y) => (x - y).relu_() * x,
        ["pow_"] = (x, y) => (x * 1).pow_(y).clamp_(0.2, 3),
        ["fill_ a row"] = (x, y) => { var w = x * y; w[0].fill_(2); return w * x; },
    };

    private static IEnumerable<GradientCase> Writes()
    {
        foreach (var (name, f) in WritesInPlace)
            yield return new("write: " + name, c => new(x => f(x[0], x[1]), c.Values([2, 3], 0.3, 1.5), c.Values([2, 3], 0.35, 1.55)));
    }
}
