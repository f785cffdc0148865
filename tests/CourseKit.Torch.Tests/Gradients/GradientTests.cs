using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>Every differentiable operation against central differences, on random shapes, strides and broadcast patterns.</summary>
public sealed class GradientTests
{
    private const int Runs = 12;

    private static void ForRandom(Action<Cases> check) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => check(new Cases(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    private static readonly Dictionary<string, (Func<Tensor, Tensor> F, double From, double To)> Unary = new()
    {
        ["exp"] = (x => x.exp(), -2, 2),
        ["expm1"] = (x => x.expm1(), -2, 2),
        ["log"] = (x => x.log(), 0.3, 3),
        ["log1p"] = (x => x.log1p(), -0.5, 3),
        ["log2"] = (x => x.log2(), 0.3, 3),
        ["log10"] = (x => x.log10(), 0.3, 3),
        ["sqrt"] = (x => x.sqrt(), 0.3, 3),
        ["rsqrt"] = (x => x.rsqrt(), 0.5, 3),
        ["square"] = (x => x.square(), -2, 2),
        ["reciprocal"] = (x => x.reciprocal(), 0.5, 3),
        ["abs"] = (x => x.abs(), -2, 2.1),
        ["neg"] = (x => -x, -2, 2),
        ["sign"] = (x => x.sign(), -2, 2.1),
        ["floor"] = (x => x.floor() + x, 0.1, 0.9),
        ["ceil"] = (x => x.ceil() + x, 0.1, 0.9),
        ["round"] = (x => x.round() + x, 0.1, 0.4),
        ["trunc"] = (x => x.trunc() + x, 0.1, 0.9),
        ["sin"] = (x => x.sin(), -3, 3),
        ["cos"] = (x => x.cos(), -3, 3),
        ["tan"] = (x => x.tan(), -1, 1),
        ["asin"] = (x => x.asin(), -0.9, 0.9),
        ["acos"] = (x => x.acos(), -0.9, 0.9),
        ["atan"] = (x => x.atan(), -2, 2),
        ["sinh"] = (x => x.sinh(), -2, 2),
        ["cosh"] = (x => x.cosh(), -2, 2),
        ["tanh"] = (x => x.tanh(), -2, 2),
        ["sigmoid"] = (x => x.sigmoid(), -3, 3),
        ["erf"] = (x => x.erf(), -2, 2),
        ["relu"] = (x => x.relu(), -2, 2.1),
        ["leaky_relu"] = (x => x.leaky_relu(0.1), -2, 2.1),
        ["elu"] = (x => x.elu(0.7), -2, 2.1),
        ["gelu"] = (x => x.gelu(), -2, 2),
        ["silu"] = (x => x.silu(), -2, 2),
        ["softplus"] = (x => x.softplus(2, 20), -2, 2),
        ["pow 3"] = (x => x.pow(3), -2, 2),
        ["pow 2.5"] = (x => x.pow(2.5), 0.3, 2),
        ["pow -1"] = (x => x.pow(-1), 0.5, 2),
        ["scalar arithmetic"] = (x => (((2.5 - x) * 3) + 1) / 2 - (1.5 / x), 0.5, 2),
        ["remainder"] = (x => x.remainder(5) + x.fmod(7), 0.1, 2),
        ["clamp"] = (x => x.clamp(-0.501, 0.7003), -2, 2),
        ["masked_fill"] = (x => x.masked_fill(x > 0.5003, 3), -2, 2),
        ["nan_to_num"] = (x => x.nan_to_num(), -2, 2),
        ["where"] = (x => where(x > 0.0003, x * x, x.exp()), -2, 2),
        ["clone to float"] = (x => x.clone().to(float64) * 1, -2, 2),
    };

    public static TheoryData<string> UnaryNames => [.. Unary.Keys];

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Unary_function(string name) => ForRandom(c =>
    {
        var (f, from, to) = Unary[name];
        var layout = c.Layout();
        GradientCheck.Holds(x => f(layout(x[0])), c.Values(c.Shape(c.Int(0, 3)), from, to));
    });

    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> F, double From, double To)> Binary = new()
    {
        ["add"] = ((a, b) => a + b, -2, 2),
        ["add alpha"] = ((a, b) => a.add(b, 0.3), -2, 2),
        ["sub"] = ((a, b) => a - b, -2, 2),
        ["mul"] = ((a, b) => a * b, -2, 2),
        ["div"] = ((a, b) => a / b, 0.5, 2),
        ["pow"] = ((a, b) => a.pow(b), 0.5, 2),
        ["atan2"] = ((a, b) => a.atan2(b), 0.3, 2),
        ["hypot"] = ((a, b) => a.hypot(b), 0.3, 2),
        ["remainder"] = ((a, b) => a.remainder(b + 3), 0.3, 2),
        ["maximum"] = ((a, b) => maximum(a, b * 1.37), 0.3, 2),
        ["minimum"] = ((a, b) => minimum(a, b * 1.37), 0.3, 2),
        ["lerp"] = ((a, b) => a.lerp(b, a * b), -2, 2),
        ["where"] = ((a, b) => where(a.detach() > 0.0001, a, b), -2, 2),
        ["addcmul"] = ((a, b) => a.addcmul(a, b, 0.3), -2, 2),
        ["addcdiv"] = ((a, b) => a.addcdiv(a, b, 0.3), 0.5, 2),
        ["same operand"] = ((a, b) => (a * a) + (b / b.exp()) + (a - a), -2, 2),
    };

    public static TheoryData<string> BinaryNames => [.. Binary.Keys];

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Binary_function_with_broadcasting(string name) => ForRandom(c =>
    {
        var (f, from, to) = Binary[name];
        var (first, second) = (c.Layout(), c.Layout());
        var shape = c.Shape(c.Int(0, 3));
        var (a, b) = (c.Values(shape, from, to), c.Values(c.Broadcastable(shape), from, to));
        if (c.Int(0, 1) == 0) (a, b) = (b, a);
        GradientCheck.Holds(x => f(first(x[0]), second(x[1])), a, b);
    });

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
        ["quantile"] = (x, d) => x.quantile(tensor(new[] { 0.2, 0.77 }), d == 2 ? 0 : d),
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
        ["stack"] = (x, d) => stack([x, x * x], d),
        ["split"] = (x, d) => x.split(1, d)[0] * 2,
        ["chunk"] = (x, d) => x.chunk(2, d)[^1] * 2,
        ["unbind"] = (x, d) => x.unbind(d)[^1],
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

    public static TheoryData<string> AlongNames => [.. AlongDimension.Keys];

    [Theory]
    [MemberData(nameof(AlongNames))]
    public void Function_along_a_dimension(string name) => ForRandom(c =>
    {
        var layout = c.Layout();
        var d = c.Int(0, 2);
        GradientCheck.Holds(x => AlongDimension[name](layout(x[0]), d), c.Values(c.Shape(3), 0.3, 2));
    });

    [Fact]
    public void Products_of_rows_with_zeros()
    {
        var x = tensor(new[,] { { 0, 1.5, -2, 0.5 }, { 0, 3, 0, 1 }, { 1, 2, 3, 4 }, { 2, 0.3, 4, 0 } });
        GradientCheck.Holds(v => v[0].prod(1L), x);
        GradientCheck.Holds(v => v[0].cumprod(1), x);
        GradientCheck.Holds(v => v[0].prod(0L, true), x);
        GradientCheck.Holds(v => v[0].prod(), x.narrow(0, 0, 1));
    }

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

    public static TheoryData<string> ProductNames => [.. Products.Keys];

    [Theory]
    [MemberData(nameof(ProductNames))]
    public void Product(string name) => ForRandom(c =>
    {
        var (n, k, m) = (c.Int(1, 4), c.Int(1, 4), c.Int(1, 4));
        var (first, second) = (c.Layout(), c.Layout());
        GradientCheck.Holds(x => Products[name](first(x[0]), second(x[1])), c.Values([n, k]), c.Values([k, m], 2.5, 4));
    });

    /// <summary>Functions of well-conditioned square matrices, or of tall ones.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Decompositions = new()
    {
        ["inv"] = a => linalg.inv(Regular(a)),
        ["det"] = a => linalg.det(Regular(a)),
        ["slogdet"] = a => linalg.slogdet(Regular(a)).Item2,
        ["solve"] = a => linalg.solve(Regular(a), a.exp()),
        ["solve vector"] = a => linalg.solve(Regular(a), a.select(-1, 0)),
        ["solve right"] = a => linalg.solve(Regular(a), a.exp(), left: false),
        ["cholesky"] = a => linalg.cholesky(a.matmul(a.mT) + eye(a.shape[^1], dtype: float64)),
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

    private static Tensor Regular(Tensor a) => a * 0.3 + (eye(a.shape[^1], dtype: float64) * arange(3, 3 + a.shape[^1], dtype: float64));

    private static Tensor Symmetric(Tensor a) => Regular(a + a.mT);

    public static TheoryData<string> DecompositionNames => [.. Decompositions.Keys];

    [Theory]
    [MemberData(nameof(DecompositionNames))]
    public void Decomposition(string name) => ForRandom(c =>
    {
        var n = c.Int(2, 4);
        var layout = c.Layout();
        long[] shape = c.Int(0, 1) == 0 || name == "norms" ? [n, n] : [2, n, n];
        GradientCheck.Holds(x => Decompositions[name](layout(x[0])), c.Values(shape, -1, 1));
    });

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Writes = new()
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

    public static TheoryData<string> WriteNames => [.. Writes.Keys];

    [Theory]
    [MemberData(nameof(WriteNames))]
    public void Write_in_place(string name) => ForRandom(c =>
    {
        var (first, second) = (c.Layout(), c.Layout());
        GradientCheck.Holds(x => Writes[name](first(x[0]), second(x[1])), c.Values([2, 3], 0.3, 1.5), c.Values([2, 3], 0.35, 1.55));
    });

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Twice = new()
    {
        ["polynomial"] = x => x[0].pow(3) * x[1],
        ["quotient"] = x => x[0] / x[1],
        ["exp and log"] = x => x[0].exp() * x[1].log(),
        ["tanh of a product"] = x => x[0].mm(x[1].t()).tanh(),
        ["softmax"] = x => x[0].softmax(1) * x[1],
        ["log_softmax"] = x => x[0].log_softmax(0) * x[1],
        ["logsumexp"] = x => x[0].logsumexp(1) * x[1].sum(1),
        ["index"] = x => x[0][tensor(new long[] { 1, 0, 1 })] * x[1][0],
        ["views"] = x => x[0].t().select(0, 1) * x[1].narrow(1, 1, 1).squeeze(1).exp(),
        ["norm"] = x => (x[0] - x[1]).norm(1),
        ["cdist"] = x => cdist(x[0], x[1] + 3),
        ["std"] = x => x[0].std(1L) * x[1].var(0L).sum(),
        ["cumprod"] = x => (x[0] * x[1]).cumprod(1),
        ["prod"] = x => (x[0] * x[1]).prod(1L),
        ["inv"] = x => linalg.inv(x[0].mm(x[1].t()) + eye(2, dtype: float64) * 5),
        ["cat"] = x => cat([x[0], x[1]], 1).square(),
        ["unfold"] = x => x[0].unfold(1, 2, 1).square() * x[1].sum(),
    };

    public static TheoryData<string> TwiceNames => [.. Twice.Keys];

    [Theory]
    [MemberData(nameof(TwiceNames))]
    public void Second_derivative(string name) => ForRandom(c => GradientCheck.HoldsTwice(Twice[name], c.Values([2, 3], 0.3, 1.5), c.Values([2, 3], 0.35, 1.55)));
}
