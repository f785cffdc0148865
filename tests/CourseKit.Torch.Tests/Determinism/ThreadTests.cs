using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Determinism;

/// <summary>The same seed gives the same bits, on one thread, two and three.</summary>
[Collection(nameof(Work))]
public sealed class ThreadTests
{
    /// <summary>The results' bits after a run on so many threads from one seed.</summary>
    private static double[][] Run(int threads, Func<IEnumerable<Tensor>> work)
    {
        var before = get_num_threads();
        set_num_threads(threads);
        try
        {
            using var scope = NewDisposeScope();
            manual_seed(3);
            return [.. work().Select(t => t.detach().to(float64).data<double>().ToArray())];
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private static void SameBits(Func<IEnumerable<Tensor>> work)
    {
        var one = Run(1, work);
        Assert.All(one, values => Assert.DoesNotContain(values, double.IsNaN));
        foreach (var threads in new[] { 2, 3, 1 })
        {
            var other = Run(threads, work);
            for (var i = 0; i < one.Length; i++) Assert.True(one[i].AsSpan().SequenceEqual(other[i]), $"result {i} differs on {threads} threads");
        }
    }

    private static IEnumerable<Tensor> WithGradients(Func<Tensor[], Tensor> f, params Tensor[] inputs)
    {
        var leaves = inputs.Select(x => x.requires_grad_()).ToArray();
        var y = f(leaves);
        return [y, .. autograd.grad([(y * y).sum()], leaves)];
    }

    public static TheoryData<ScalarType> Types => [float32, float64];

    [Theory]
    [MemberData(nameof(Types))]
    public void Matrix_products(ScalarType type) => SameBits(() =>
    {
        var random = new Random(5);
        return Enumerable.Range(0, 25).SelectMany(_ =>
        {
            long n = random.Next(1, 300), k = random.Next(1, 300), m = random.Next(1, 300);
            return WithGradients(t => t[0].mm(t[1]), randn([n, k], type), randn([k, m], type));
        }).Concat(WithGradients(t => functional.linear(t[0], t[1], t[2]), randn([512, 300], type), randn([200, 300], type), randn([200], type)))
            .Concat(WithGradients(t => t[0].bmm(t[1]), randn([9, 60, 50], type), randn([9, 50, 40], type))).Append(randn([700, 500], type).mv(randn([500], type))).ToArray();
    });

    [Theory]
    [MemberData(nameof(Types))]
    public void Convolutions(ScalarType type) => SameBits(() =>
    [
        .. WithGradients(t => functional.conv2d(t[0], t[1], t[2], [2, 2], [1, 1]), randn([48, 3, 21, 19], type), randn([8, 3, 3, 3], type), randn([8], type)),
        .. WithGradients(t => functional.conv2d(t[0], t[1], null, null, [2, 2], [2, 1], 2), randn([33, 8, 14, 14], type), randn([6, 4, 5, 5], type)),
        .. WithGradients(t => functional.conv_transpose2d(t[0], t[1], null, [2, 2], [1, 1], [1, 1]), randn([40, 8, 9, 9], type), randn([8, 5, 3, 3], type)),
        .. WithGradients(t => functional.conv1d(t[0], t[1], null, 1, 3), randn([40, 4, 100], type), randn([6, 4, 7], type)),
    ]);

    [Theory]
    [MemberData(nameof(Types))]
    public void Reductions_and_norms(ScalarType type) => SameBits(() =>
    {
        Tensor x = randn([173, 1201], type), images = randn([50, 6, 17, 13], type);
        return
        [
            x.sum(), x.mean(), x.std(), x.norm(), x.sum(0L), x.sum(1L), x.mean([0]), x.var(1L), x.var(0L), x.logsumexp(0), x.softmax(0), x.softmax(1), x.cumsum(0), x.prod(1L), x.amax([0]), x.norm(0), x.norm(1, false, 3), x.t().sum(0L),
            .. WithGradients(t => functional.batch_norm(t[0], null, null, t[1], t[2], true), images, randn([6], type), randn([6], type)),
            .. WithGradients(t => functional.layer_norm(t[0], [1201], t[1]), x, randn([1201], type)), .. WithGradients(t => functional.group_norm(t[0], 3), randn([20, 6, 9, 9], type)),
            .. WithGradients(t => functional.max_pool2d(t[0], 3, 2, 1), randn([50, 6, 17, 13], type)), .. WithGradients(t => functional.avg_pool2d(t[0], 3, 2, 1), randn([50, 6, 17, 13], type)),
            .. WithGradients(t => functional.interpolate(t[0], [30, 31], mode: InterpolationMode.Bilinear, align_corners: false), randn([50, 6, 17, 13], type)),
            .. WithGradients(t => t[0].exp().tanh() + t[0].sigmoid().sin(), randn([400, 333], type)), .. WithGradients(t => functional.cross_entropy(t[0], randint(0, 7, [900])), randn([900, 7], type)),
            .. WithGradients(t => cdist(t[0], t[1]), randn([150, 40], type), randn([170, 40], type)), .. WithGradients(t => t[0][t[0].detach().argsort(0)[0]], randn([300, 20], type)),
        ];
    });

    [Fact]
    public void Random_numbers() => SameBits(() =>
    [
        rand(40_001), randn(40_001), randn([40_001], float64), randint(-9, 9, [5001]), randperm(5001), empty(30_001).bernoulli_(0.3), empty(9001).exponential_(), zeros(101, 99).t().normal_(), rand(50, 40).multinomial(7),
        functional.dropout(ones(999, 31), 0.4), nn.init.kaiming_uniform_(empty(61, 67)), nn.init.xavier_normal_(empty(40, 30)),
    ]);

    public static TheoryData<string> Kinds => [.. Training.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Training_runs(string kind) => SameBits(() =>
    {
        using var training = new Training(kind, 70);
        for (var i = 0; i < 12; i++)
        {
            using var scope = NewDisposeScope();
            training.Step();
        }
        return training.State().Select(t => t.clone()).ToArray();
    });
}
