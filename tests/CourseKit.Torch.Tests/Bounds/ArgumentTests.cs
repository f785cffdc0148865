using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Bounds;

/// <summary>Whatever the arguments: an answer inside the buffers, or an error in PyTorch's manner; never a slip of the machinery behind.</summary>
public sealed class ArgumentTests
{
    private static readonly long[] Huge = [long.MaxValue, long.MinValue, long.MaxValue - 1, 1L << 62, 1L << 40, 1L << 33, 1L << 32, int.MaxValue, int.MinValue, -(1L << 40)];

    /// <summary>Makes calls with arguments from −5 to 5 and, if wanted, now and then a huge one; reports each call that fails once.</summary>
    private static void Calls(string name, int runs, bool huge, Func<Arguments, Func<Tensor>[]> make)
    {
        var failures = new SortedDictionary<int, string>();
        Proof.ForRandom($"{name} {huge}", runs, random => GuardedMemory.Run(() =>
        {
            using var outer = NewDisposeScope();
            var arguments = new Arguments(random, huge);
            var calls = make(arguments);
            for (var k = 0; k < calls.Length; k++)
            {
                var drawn = arguments.Drawn.Count;
                try
                {
                    using var scope = NewDisposeScope();
                    var y = calls[k]();
                    // Larger ones are views without memory of their own.
                    if (y.numel() < 1000) _ = y.npstr();
                }
                catch (Exception e) when (e is ExternalException or ArgumentException and not ArgumentOutOfRangeException)
                {
                }
                catch (Exception e)
                {
                    failures.TryAdd(k, $"call {k} with {string.Join(", ", arguments.Drawn.Skip(drawn))}: {e.GetType().Name} {e.Message} {string.Join(" < ", e.StackTrace!.Split('\n').Take(4).Select(line => line.Trim()))}");
                }
            }
        }));
        Assert.True(failures.Count == 0, string.Join("\n", failures.Values));
    }

    private sealed class Arguments(Random random, bool huge)
    {
        internal List<long> Drawn { get; } = [];

        internal long I()
        {
            Drawn.Add(huge && random.Next(6) == 0 ? Huge[random.Next(Huge.Length)] : random.Next(-5, 6));
            return Drawn[^1];
        }

        internal int Small() => (int)Math.Clamp(I(), int.MinValue, int.MaxValue);

        internal long[] Is(int n) => [.. Enumerable.Range(0, n).Select(_ => I())];

        internal Tensor L(int n) => tensor(Is(n));

        internal Tensor Any(int most, int rank = -1) => rand([.. Enumerable.Range(0, rank < 0 ? random.Next(4) : rank).Select(_ => (long)random.Next(most + 1))]);

        internal bool Coin() => random.Next(2) == 0;
    }

    [Theory]
    [InlineData(false, 100)]
    [InlineData(true, 100)]
    public void Tensor_functions(bool huge, int runs) => Calls(nameof(Tensor_functions), runs, huge, a =>
    {
        var x = a.Any(3);
        long I() => a.I();
        Tensor L(int n) => a.L(n);
        return
        [
            () => x.narrow(I(), I(), I()), () => x.slice(I(), I(), I(), I()), () => x.select(I(), I()), () => x.transpose(I(), I()),
            () => x.diagonal(I(), I(), I()), () => x.unfold(I(), I(), I()), () => x.expand(I(), I(), I()), () => x.view(I(), I()), () => x.reshape(I(), I(), I()),
            () => x.index_select(I(), L(3)), () => x.gather(I(), L(2)), () => x.scatter(I(), L(2), rand(2)), () => x.take(L(3)), () => x[L(2), L(2)],
            () => x[I()], () => x[I(), I()], () => x[TensorIndex.Slice(I(), I(), I()), I()], () => x[TensorIndex.Ellipsis, I()],
            () => x.roll(I(), I()), () => x.flip(I(), I()), () => x.tril(I()), () => x.diag(I()), () => x.repeat(I(), I(), I()), () => x.split(I(), I()).Append(x).First(),
            () => x.chunk(I(), I()).Append(x).First(), () => x.unbind(a.Small()).Append(x).First(), () => x.sum(I()), () => x.max(I()).values, () => x.sort(I()).Values, () => x.topk(a.Small(), a.Small()).values,
            () => x.kthvalue(I(), I()).values, () => x.cumsum(I()), () => x.softmax(I()), () => x.log_softmax(I()), () => x.norm(a.Small()), () => x.logsumexp(I()),
            () => x.matmul(rand(3, 2)), () => rand(2).matmul(x), () => cat([x, rand(2, 3)], I()), () => stack([x, x], I()), () => x + rand(2, 3), () => x.movedim([I()], [I()]),
            () => x.unsqueeze(I()), () => x.squeeze(I()), () => x.flatten(I(), I()), () => x.unflatten(I(), I(), I()), () => x.repeat_interleave(I(), I()),
            () => x.masked_select(rand(2, 3) > 0.5), () => x.index_add_(I(), L(2), rand(2, 3), 1), () => x.index_fill_(I(), L(2), 1), () => x.index_put_(rand(2), [L(2)]),
            () => x.mode(I()).values, () => x.quantile(tensor(0.5f), I()), () => x.prod((long)I()), () => x.cumprod(I()), () => x.var(I()), () => x.amax([I()]),
            () => cdist(x, rand(2, 3)), () => einsum("ij,jk->ik", x, rand(2, 3)), () => linalg.inv(x), () => linalg.svdvals(x), () => x.trace(), () => x.histc(I(), I(), I()),
            () => zeros(0).view(I(), I()), () => zeros(0).reshape(I(), -1, I()), () => x.tile([I(), I()]), () => x.roll(L(2).data<long>().ToArray(), [I(), I()]),
            () => x.index_fill_(I(), L(1), 2), () => x.scatter_add(I(), L(2), rand(2)), () => x.scatter_(I(), L(1).reshape(1, 1), rand(1, 1)), () => take_along_dim(x, L(2), I()), () => x.diff(I(), I()),
            () => x.split([I(), I()], I()).Append(x).First(), () => x.logsumexp(I()), () => logcumsumexp(x, I()), () => x.min(I()).indexes, () => x.argsort(I()), () => x.sum([I(), I()]),
            () => x.mean([I()], true), () => x.std(I()), () => x.argmax(I()), () => x.all(I()), () => x.count_nonzero([I()]), () => x.bincount(null, I()), () => L(2).bincount(null, Math.Min(I(), 100)),
            () => x.multinomial(I(), a.Coin()), () => x.fill_(1).expand(I(), I()).add_(1), () => x.index_put_(rand(2), [L(2), L(2)], true), () => x[TensorIndex.Tensor(L(2)), TensorIndex.Slice(I(), I(), I())] = tensor(1f),
            () => x[TensorIndex.Slice(I(), I(), I())] = rand(2), () => x.bmm(a.Any(3, 3)), () => a.Any(3).matmul(a.Any(3)), () => a.Any(3) + a.Any(3), () => einsum("ij,kj->ik", a.Any(3), a.Any(3)), () => combinations(x, a.Small()),
            () => tril_indices(I(), I(), I()), () => trapz(x, 1, I()), () => meshgrid([x, L(2).to(float32)])[0],
        ];
    });

    [Theory]
    [InlineData(false, 50)]
    [InlineData(true, 100)]
    public void Creation(bool huge, int runs) => Calls(nameof(Creation), runs, huge, a =>
    {
        long I() => a.I();
        // A size that is merely large would be granted, and take long.
        long S() => I() is var n && n is > 5 and <= 1L << 31 ? 5 : n;
        return
        [
            () => zeros(S(), S()), () => empty(S(), S(), S()), () => ones(S()), () => full([S(), S()], 3f), () => rand(S(), S()), () => randn(S()), () => randint(I(), I(), [S()]), () => randperm(S()), () => eye(S(), S()),
            () => arange(S()), () => arange(0, S(), S()), () => arange(S(), S(), S()), () => linspace(0, 1, S()), () => logspace(0, 1, S()), () => zeros(3).new_zeros([S(), S()]),
            () => tensor(new float[6], [S(), S()]), () => from_array(new float[2, 3]).view(I(), I()),
        ];
    });

    [Theory]
    [InlineData(false, 100)]
    [InlineData(true, 100)]
    public void Layers(bool huge, int runs) => Calls(nameof(Layers), runs, huge, a =>
    {
        long I() => a.I();
        long[] Two() => a.Is(2);
        Tensor x = a.Any(6, 4), lines = a.Any(6, 3), rows = a.Any(6, 2);
        var places = a.L(3);
        return
        [
            () => functional.conv2d(x, a.Any(3, 4), a.Coin() ? null : a.Any(3, 1), Two(), Two(), Two(), I()), () => functional.conv2d(ones(1, 2, 5, 5), ones(2, 1, 2, 2), null, Two(), Two(), Two(), 2),
            () => functional.conv1d(lines, a.Any(3, 3), null, I(), I(), I(), I()), () => functional.conv1d(ones(1, 1, 5), ones(1, 1, 2), null, I(), I(), I()),
            () => functional.conv_transpose2d(x, a.Any(3, 4), null, Two(), Two(), Two(), Two(), I()), () => functional.conv_transpose2d(ones(1, 2, 3, 3), ones(2, 1, 2, 2), null, Two(), Two(), Two(), Two(), 2),
            () => functional.conv_transpose1d(ones(1, 1, 3), ones(1, 1, 2), null, I(), I(), I(), I()), () => functional.conv2d_padding(ones(1, 2, 5, 5), ones(2, 2, 2, 2), null, Two(), Padding.Same, Two()),
            () => functional.max_pool2d(x, Two(), Two(), Two(), Two(), a.Coin()), () => functional.max_pool1d(lines, I(), I(), I(), I(), a.Coin()), () => functional.avg_pool2d(x, Two(), Two(), Two(), a.Coin(), a.Coin(), I()),
            () => functional.avg_pool1d(lines, I(), I(), I(), a.Coin()), () => functional.adaptive_avg_pool2d(x, Two()), () => functional.adaptive_avg_pool1d(lines, I()), () => functional.adaptive_max_pool2d(x, Two()),
            () => functional.max_unpool2d(rand(1, 1, 1, 3), places.view(1, 1, 1, 3), Two(), Two(), Two()), () => functional.max_unpool2d(rand(1, 1, 1, 3), places.view(1, 1, 1, 3), [2, 2], null, null, [1, 1, .. Two()]),
            () => functional.max_unpool1d(rand(1, 1, 3), places.view(1, 1, 3), I(), I(), I()), () => functional.interpolate(x, Two()), () => functional.interpolate(x, Two(), mode: InterpolationMode.Bilinear), () => functional.interpolate(x, null, [I(), I()]),
            () => functional.interpolate(lines, [I()], mode: InterpolationMode.Linear), () => functional.interpolate(x, Two(), mode: InterpolationMode.Area), () => functional.pad(x, a.Is(4)), () => functional.pad(x, a.Is(4), PaddingModes.Reflect),
            () => functional.pad(x, a.Is(4), PaddingModes.Replicate), () => functional.pad(x, a.Is(4), PaddingModes.Circular), () => functional.pad(rows, a.Is(2)), () => functional.pixel_shuffle(x, I()), () => functional.pixel_unshuffle(x, I()),
            () => functional.batch_norm(x, null, null, a.Any(3, 1), null, a.Coin()), () => functional.layer_norm(x, [I()]), () => functional.layer_norm(x, [x.shape[3]], a.Any(6, 1)), () => functional.group_norm(x, I()), () => functional.linear(a.Any(3), a.Any(3), a.Any(3)),
            () => functional.nll_loss(rows, a.L((int)rows.shape[0])), () => functional.cross_entropy(rows, a.L((int)rows.shape[0]), ignore_index: -1), () => functional.one_hot(a.L(2), Math.Min(I(), 50)), () => functional.prelu(x, a.Any(6, 1)),
            () => Embedding(3, 2).forward(places), () => Unflatten(I(), Two()).forward(rows), () => Flatten(I(), I()).forward(x), () => functional.dropout2d(x, 0.5), () => functional.softmax(x, I()),
        ];
    });
}
