using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Bounds;

/// <summary>
/// The work of the fast kernels, in sizes that leave incomplete tiles, vectors and blocks in every direction, in guarded memory. Values
/// are compared with those in ordinary memory; that they are right is for the tests of the kernels.
/// </summary>
public sealed class KernelGeometryTests
{
    private static void Guarded(string name, int runs, Func<Cases, Tensor[]> work) => Proof.ForAll(name, runs, recipe =>
    {
        double[][] Run()
        {
            using var scope = NewDisposeScope();
            manual_seed(recipe.Seed);
            return [.. work(new Cases(recipe.Seed)).Select(t => t.detach().to(float64).data<double>().ToArray())];
        }

        var want = Run();
        GuardedMemory.Run(() =>
        {
            var got = Run();
            for (var i = 0; i < want.Length; i++) GuardedMemory.Same(want[i], got[i]);
        });
    });

    /// <summary>Random sizes: mostly small, now and then large, and often around multiples of what a vector or tile holds.</summary>
    private sealed class Cases(int seed)
    {
        private readonly Random random = new(seed);

        internal long Int(int from, int to) => random.Next(from, to + 1);

        internal long Size() => Int(0, 3) switch
        {
            0 => Int(1, 7),
            1 => Math.Max(1, (8 * Int(0, 8)) + Int(-1, 1)),
            2 => Math.Max(1, (6 * Int(0, 12)) + Int(-1, 1)),
            _ => Int(1, 150),
        };

        internal ScalarType Type() => Int(0, 1) == 0 ? float32 : float64;

        /// <summary>Normal numbers, laid out in order, transposed, with a gap between rows, or with every second column.</summary>
        internal Tensor Matrix(long rows, long columns, ScalarType type) => Int(0, 3) switch
        {
            0 => randn([rows, columns], type),
            1 => randn([columns, rows], type).t(),
            2 => randn([rows, columns + 3], type).narrow(1, 1, columns),
            _ => randn([rows, 2 * columns], type).slice(1, 0, 2 * columns, 2),
        };
    }

    private static Tensor[] WithGradients(Func<Tensor[], Tensor> f, params Tensor[] inputs)
    {
        var leaves = inputs.Select(x => x.detach().requires_grad_()).ToArray();
        var y = f(leaves);
        return [y, .. autograd.grad([(y * randn(y.shape, y.dtype)).sum()], leaves)];
    }

    [Fact]
    public void Matrix_products() => Guarded(nameof(Matrix_products), 60, c =>
    {
        var (n, k, m, type) = (c.Size(), c.Size(), c.Size(), c.Type());
        return WithGradients(t => t[0].matmul(t[1]), c.Matrix(n, k, type), c.Matrix(k, m, type));
    });

    [Fact]
    public void Stacks_of_products_and_vectors() => Guarded(nameof(Stacks_of_products_and_vectors), 30, c =>
    {
        var (n, k, m, type) = (c.Size(), c.Size(), c.Int(1, 20), c.Type());
        var (a, b) = (c.Matrix(n, k, type), c.Matrix(k, m, type));
        return
        [
            .. WithGradients(t => t[0].matmul(t[1]), stack([a, a, a]), b), .. WithGradients(t => t[0].bmm(t[1]), stack([a, a]), stack([b, b])),
            .. WithGradients(t => t[0].mv(t[1]), a, b.select(1, 0)), .. WithGradients(t => t[0].matmul(t[1]), b.select(1, 0), b),
            einsum("ij,jk->ki", a, b), a.select(0, 0).dot(b.select(1, 0)), outer(a.select(0, 0), b.select(1, 0)), cdist(a, b.t()),
        ];
    });

    [Fact]
    public void Linear_layers() => Guarded(nameof(Linear_layers), 30, c =>
    {
        var (n, k, m, type) = (c.Size(), c.Size(), c.Size(), c.Type());
        return WithGradients(t => functional.linear(t[0], t[1], t[2]).relu(), c.Matrix(n, k, type), c.Matrix(m, k, type), randn([m], type));
    });

    [Fact]
    public void Convolutions() => Guarded(nameof(Convolutions), 50, c =>
    {
        long[] Two(int from, int to) => [c.Int(from, to), c.Int(from, to)];
        var (groups, type) = (c.Int(1, 3), c.Type());
        var (channels, filters) = (groups * c.Int(1, 9), groups * c.Int(1, 9));
        long[] kernel = Two(1, 5), stride = Two(1, 3), padding = Two(0, 3), dilation = Two(1, 3), size = Two(1, 30);
        for (var d = 0; d < 2; d++) size[d] += Math.Max(0, (dilation[d] * (kernel[d] - 1)) - (2 * padding[d]));
        var w = randn([filters, channels / groups, .. kernel], type);
        var maps = WithGradients(
            t => functional.conv2d(t[0], t[1], t[2], stride, padding, dilation, groups),
            c.Int(0, 1) == 0 ? randn([c.Int(1, 5), channels, .. size], type) : randn([c.Int(1, 5), .. size, channels], type).permute(0, 3, 1, 2), w, randn([filters], type));
        if (maps[0].shape[2..].Zip(kernel, (o, k) => o * k).Any(n => n == 0)) return maps;
        long[] more = [c.Int(0, (int)Math.Max(stride[0], dilation[0]) - 1), c.Int(0, (int)Math.Max(stride[1], dilation[1]) - 1)];
        return [.. maps, .. WithGradients(t => functional.conv_transpose2d(t[0], t[1], t[2], stride, padding, more, dilation, groups), maps[0], w, randn([channels], type))];
    });

    [Fact]
    public void Convolutions_of_lines() => Guarded(nameof(Convolutions_of_lines), 30, c =>
    {
        var (groups, type) = (c.Int(1, 3), c.Type());
        var (channels, filters, kernel, stride, padding, dilation) = (groups * c.Int(1, 9), groups * c.Int(1, 9), c.Int(1, 7), c.Int(1, 3), c.Int(0, 3), c.Int(1, 3));
        var size = c.Int(1, 70) + Math.Max(0, (dilation * (kernel - 1)) - (2 * padding));
        var w = randn([filters, channels / groups, kernel], type);
        var maps = WithGradients(t => functional.conv1d(t[0], t[1], null, stride, padding, dilation, groups), randn([c.Int(1, 5), channels, size], type), w);
        return [.. maps, .. WithGradients(t => functional.conv_transpose1d(t[0], t[1], null, stride, padding, 0, dilation, groups), maps[0], w)];
    });

    [Fact]
    public void Pools_and_resizing() => Guarded(nameof(Pools_and_resizing), 40, c =>
    {
        long[] Two(int from, int to) => [c.Int(from, to), c.Int(from, to)];
        var type = c.Type();
        long[] kernel = Two(1, 5), stride = Two(1, 4), padding = [c.Int(0, (int)kernel[0] / 2), c.Int(0, (int)kernel[1] / 2)], dilation = Two(1, 3);
        var ceil = c.Int(0, 1) == 0;
        long[] size = [(dilation[0] * (kernel[0] - 1)) + c.Int(1, 20), (dilation[1] * (kernel[1] - 1)) + c.Int(1, 20)];
        var x = randn([c.Int(1, 3), c.Int(1, 4), .. size], type);
        var places = functional.max_pool2d_with_indices(x, kernel, kernel, null, null, ceil);
        return
        [
            .. WithGradients(t => functional.max_pool2d(t[0], kernel, stride, padding, dilation, ceil), x),
            .. WithGradients(t => functional.avg_pool2d(t[0], kernel, stride, padding, ceil, c.Int(0, 1) == 0), x),
            .. WithGradients(t => functional.max_unpool2d(t[0], places.indices, kernel, kernel, null, size), places.output),
            .. WithGradients(t => functional.adaptive_avg_pool2d(t[0], Two(1, 30)), x), .. WithGradients(t => functional.adaptive_max_pool2d(t[0], Two(1, 30)), x),
            .. WithGradients(t => functional.interpolate(t[0], size: Two(1, 40), mode: InterpolationMode.Bilinear, align_corners: ceil), x),
            .. WithGradients(t => functional.interpolate(t[0], size: Two(1, 40)), x), .. WithGradients(t => functional.pad(t[0], (c.Int(-1, 3), c.Int(0, 3), 1, c.Int(-1, 3)), PaddingModes.Constant, 2), x),
            .. WithGradients(t => functional.pad(t[0], (c.Int(0, (int)size[1] - 1), 0, 0, c.Int(0, (int)size[0] - 1)), PaddingModes.Reflect), x),
        ];
    });

    [Fact]
    public void Element_wise_work_and_reductions() => Guarded(nameof(Element_wise_work_and_reductions), 40, c =>
    {
        var type = c.Type();
        var x = c.Matrix(c.Size(), c.Size(), type);
        return
        [
            .. WithGradients(t => (t[0] * t[1]) + t[2], x, c.Matrix(1, x.shape[1], type), c.Matrix(x.shape[0], 1, type)),
            .. WithGradients(t => t[0].exp().sum(0L) + t[0].tanh().mean([0]) + t[0].sigmoid().amax([0]) + t[0].relu().norm(0), x),
            .. WithGradients(t => t[0].softmax(1) + t[0].log_softmax(0) + t[0].cumsum(1), x), .. WithGradients(t => t[0].var(1, false) + t[0].logsumexp(1), x),
            x.sort(0).Values, x.sort(1, true).Indices, x.topk((int)((x.shape[1] + 1) / 2), 1).values, x.argmax(0), x.sum(), x.max(), x.median(), x.erf(), x.sin(), x.rsqrt().nan_to_num(),
            cat([x, x.flip(1)], 1), stack([x, x], 1), x.t().contiguous(), x.to(int64), x > 0, x[x > 0], x.roll(3, 1), x.tril(), x.gather(1, x.argsort(1)), x.repeat(2, 3),
            functional.batch_norm(cat([x, x + 1]).unsqueeze(-1), null, null, training: true), functional.layer_norm(x, [x.shape[1]]),
        ];
    });

    [Fact]
    public void Random_fills() => Guarded(nameof(Random_fills), 30, c =>
    {
        var (n, type) = (c.Size() + (c.Size() * c.Int(0, 20)), c.Type());
        var strided = zeros([3, n], type).t();
        return
        [
            rand([n], type), randn([n], type), randint(-5, 9, [n]), randperm(n), empty([n], type).bernoulli_(0.3), empty([n], type).exponential_(), strided.normal_(), strided.uniform_(0, 1),
            rand([n, 3], type).multinomial(2), functional.dropout(strided, 0.3),
        ];
    });
}
