using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Bounds;

/// <summary>Views with foreign memory around them: nothing may be read from there or written to it.</summary>
public sealed class ViewTests
{
    private static void ForRandom(Action<Random> check, int runs = 40, [CallerMemberName] string name = "") => Proof.ForRandom(name, runs, random => GuardedMemory.Run(() =>
    {
        using var scope = NewDisposeScope();
        check(random);
    }));

    /// <summary>A 4×5 view with random offsets, steps and order of dimensions, in a storage that is NaN elsewhere.</summary>
    private static (Tensor Storage, Tensor View) Guarded(Random random)
    {
        var storage = full([20, 24], float.NaN);
        var (rows, columns) = (random.Next(1, 4), random.Next(1, 4));
        var turned = random.Next(2) == 0;
        var (height, width) = turned ? (5, 4) : (4, 5);
        var view = storage.slice(0, random.Next(3), 20, rows).slice(1, random.Next(3), 24, columns).narrow(0, 1, height).narrow(1, 1, width);
        if (turned) view = view.t();
        view.copy_(rand(4, 5) + 0.5);
        return (storage, view);
    }

    public static TheoryData<string> ReadNames => [.. Reads.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Reads = new()
    {
        ["unary"] = x => x.exp(),
        ["binary"] = x => (x + x) * x / x,
        ["broadcast"] = x => x + x[0] + x.sum(1, true),
        ["relation"] = x => (x > x.mean()).to(float32),
        ["where"] = x => where(x > 1, x, x * 2),
        ["sum"] = x => cat([x.sum(0L), x.sum(1), x.sum().reshape(1)]),
        ["mean, var"] = x => cat([x.mean([0]), x.var(1), x.std(0)]),
        ["extremes"] = x => cat([x.amax([0]), x.min(1).values, x.max().reshape(1)]),
        ["sort"] = x => x.sort(0).Values + x.argsort(1),
        ["topk, median"] = x => x.topk(3, 0).values + x.median(),
        ["cumulative"] = x => x.cumsum(0) + x.cumprod(1) + logcumsumexp(x, 0),
        ["softmax"] = x => x.softmax(0) + x.log_softmax(1),
        ["norm"] = x => cat([x.norm(0), x.norm(1, false, 3), x.norm().reshape(1)]),
        ["matmul"] = x => x.t().mm(x).mm(x.t()),
        ["mv, bmm"] = x => x.mv(x[0]).sum() + x.unsqueeze(0).bmm(x.t().unsqueeze(0)),
        ["einsum"] = x => einsum("ij,kj->ik", x, x),
        ["cdist"] = x => cdist(x, x.flip(0)),
        ["reshape"] = x => x.reshape(2, 10) * 1,
        ["cat, stack"] = x => stack([cat([x, x], 1), cat([x, x], 1)], 1),
        ["repeat"] = x => x.repeat(2, 3).roll(1, 0),
        ["flip, tril"] = x => x.flip(0, 1).tril() + x.triu(),
        ["indexing"] = x => x[tensor(new long[] { 3, 0, -1 })].index_select(1, tensor(new long[] { 4, 4 })),
        ["gather"] = x => x.gather(0, x.argsort(0)) + x.take(tensor(new long[] { 19, 0 })).sum(),
        ["masks"] = x => x[x > 0].reshape(4, 5) + x.masked_fill(x > 1, 0),
        ["scatter"] = x => x.scatter(1, x.argsort(1), x).scatter_add(0, x.argsort(0), x),
        ["unfold"] = x => x.unfold(1, 3, 1).unfold(0, 2, 2) * 1,
        ["diagonal"] = x => x.diagonal(1) * x.diag(),
        ["quantile, unique"] = x => x.quantile(tensor(0.3f), 0).sum() + x.unique().output,
        ["conversion"] = x => x.to(float64).to(float32) + x.to(int64),
        ["clone"] = x => x.clone().contiguous() + x.data<float>()[7] + x.data<float>().ToArray().Sum(),
        ["svd"] = x => linalg.svdvals(x) + x.t().mm(x).trace(),
        ["print"] = x => tensor(x.npstr().Length - x.npstr().Replace("NaN", "", StringComparison.Ordinal).Length),
    };

    [Theory]
    [MemberData(nameof(ReadNames))]
    public void Reading_stays_inside(string name) => ForRandom(random =>
    {
        var (storage, view) = Guarded(random);
        var before = storage.data<float>().ToArray();
        var got = Reads[name](view);
        var want = Reads[name](view.clone());
        Assert.False((bool)got.isnan().any(), "NaN came in from outside the view");
        Assert.True(got.allclose(want, 1e-5, 1e-6), "other numbers than of a contiguous copy");
        Assert.Equal(before, storage.data<float>().ToArray());
    }, 15);

    public static TheoryData<string> WriteNames => [.. Writes.Keys];

    private static readonly Dictionary<string, Action<Tensor>> Writes = new()
    {
        ["fill_"] = x => x.fill_(3),
        ["zero_"] = x => x[1].zero_(),
        ["add_"] = x => x.add_(x.clone()).mul_(2).sub_(1).div_(2),
        ["from itself"] = x => x.copy_(x.flip(1)),
        ["unary"] = x => x.exp_().log_().clamp_(0, 1),
        ["copy_"] = x => x.copy_(arange(5)),
        ["random"] = x => x.uniform_(0, 1).bernoulli_(0.5),
        ["assign"] = x => { x[0] = 1f; x[.., 2] = tensor(4f); x[TensorIndex.Slice(1, null, 2), 1..3] = 7f; },
        ["assign mask"] = x => x[x > 1] = tensor(0.5f),
        ["assign list"] = x => x[tensor(new long[] { 3, 0 })] = ones(5),
        ["index_put_"] = x => x.index_put_(ones(3), [tensor(new long[] { 3, 0, 3 }), tensor(new long[] { 4, 4, 4 })], true),
        ["index_add_"] = x => x.index_add_(0, tensor(new long[] { 3, 3 }), ones(2, 5), 2),
        ["index_fill_"] = x => x.index_fill_(1, tensor(new long[] { 4, 0 }), 2),
        ["scatter_"] = x => x.scatter_(1, tensor(new long[,] { { 4 }, { 0 } }), ones(2, 1)),
        ["masked_fill_"] = x => x.masked_fill_(x > 1, 9),
        ["accessor"] = x => { var a = x.data<float>(); a[3, 4] = 8; a[0] = 2; a.CopyFrom([1, 2, 3], 0, 17); },
    };

    [Theory]
    [MemberData(nameof(WriteNames))]
    public void Writing_stays_inside(string name) => ForRandom(random =>
    {
        var (storage, view) = Guarded(random);
        var outside = storage.isnan();
        var (count, state) = (outside.sum().ToInt64(), get_rng_state());
        var copy = view.clone();
        Writes[name](view);
        Assert.Equal(count, storage.isnan().sum().ToInt64());
        Assert.True((bool)(storage.isnan() == outside).all(), "something outside the view was written");
        set_rng_state(state);
        Writes[name](copy);
        Assert.Equal(copy.data<float>().ToArray(), view.data<float>().ToArray());
    }, 15);

    /// <summary>Whatever the arguments: an answer, or an error in PyTorch's manner; never a slip of the machinery behind.</summary>
    [Fact]
    public void Any_geometry_gives_an_answer_or_a_proper_error() => ForRandom(random =>
    {
        var x = rand([.. Enumerable.Range(0, random.Next(4)).Select(_ => (long)random.Next(4))]);
        int I() => random.Next(-5, 6);
        Tensor L(int n) => tensor(Enumerable.Range(0, n).Select(_ => (long)I()).ToArray());
        Func<Tensor>[] calls =
        [
            () => x.narrow(I(), I(), I()), () => x.slice(I(), I(), I(), I()), () => x.select(I(), I()), () => x.transpose(I(), I()),
            () => x.diagonal(I(), I(), I()), () => x.unfold(I(), I(), I()), () => x.expand(I(), I(), I()), () => x.view(I(), I()), () => x.reshape(I(), I(), I()),
            () => x.index_select(I(), L(3)), () => x.gather(I(), L(2)), () => x.scatter(I(), L(2), rand(2)), () => x.take(L(3)), () => x[L(2), L(2)],
            () => x[I()], () => x[I(), I()], () => x[TensorIndex.Slice(I(), I(), random.Next(4)), I()], () => x[TensorIndex.Ellipsis, I()],
            () => x.roll(I(), I()), () => x.flip(I(), I()), () => x.tril(I()), () => x.diag(I()), () => x.repeat(I(), I(), I()), () => x.split(I(), I()).Append(x).First(),
            () => x.chunk(I(), I()).Append(x).First(), () => x.unbind(I()).Append(x).First(), () => x.sum(I()), () => x.max(I()).values, () => x.sort(I()).Values, () => x.topk(I(), I()).values,
            () => x.kthvalue(I(), I()).values, () => x.cumsum(I()), () => x.softmax(I()), () => x.log_softmax(I()), () => x.norm(I()), () => x.logsumexp(I()),
            () => x.matmul(rand(3, 2)), () => rand(2).matmul(x), () => cat([x, rand(2, 3)], I()), () => stack([x, x], I()), () => x + rand(2, 3), () => x.movedim([I()], [I()]),
            () => x.unsqueeze(I()), () => x.squeeze(I()), () => x.flatten(I(), I()), () => x.unflatten(I(), I(), I()), () => x.repeat_interleave(I(), I()),
            () => x.masked_select(rand(2, 3) > 0.5), () => x.index_add_(I(), L(2), rand(2, 3), 1), () => x.index_fill_(I(), L(2), 1), () => x.index_put_(rand(2), [L(2)]),
            () => x.mode(I()).values, () => x.quantile(tensor(0.5f), I()), () => x.prod((long)I()), () => x.cumprod(I()), () => x.var(I()), () => x.amax([I()]),
            () => cdist(x, rand(2, 3)), () => einsum("ij,jk->ik", x, rand(2, 3)), () => linalg.inv(x), () => linalg.svdvals(x), () => x.trace(), () => x.histc(I(), I(), I()),
        ];
        for (var k = 0; k < calls.Length; k++)
        {
            try
            {
                using var scope = NewDisposeScope();
                _ = calls[k]().npstr();
            }
            catch (Exception e) when (e is ExternalException or ArgumentException and not ArgumentOutOfRangeException)
            {
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"call {k} on a tensor of shape [{string.Join(", ", x.shape)}]: {e}", e);
            }
        }
    }, 150);
}
