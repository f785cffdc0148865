using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

/// <summary>Pooling, padding, resizing and normalisation of images: values by plain loops, gradients by difference quotients.</summary>
[Collection(nameof(Work))]
public class ImageLayerTests
{
    private static double[] Values(Tensor t) => t.detach().to(float64).data<double>().ToArray();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pooling_is_what_a_plain_loop_finds(int seed)
    {
        var random = new Random(seed);
        manual_seed(seed);
        int Draw(int most) => random.Next(1, most + 1);
        int[] kernel = [Draw(4), Draw(4)], stride = [Draw(3), Draw(3)], size = [Draw(9) + 3, Draw(9) + 3];
        int[] padding = [random.Next(kernel[0] / 2 + 1), random.Next(kernel[1] / 2 + 1)];
        var ceil = seed % 2 == 0;
        Tensor x = randn(2, 3, size[0], size[1]);
        long[] Long(int[] v) => [.. v.Select(i => (long)i)];
        var (max, places) = functional.max_pool2d_with_indices(x, Long(kernel), Long(stride), Long(padding), null, ceil);
        var mean = functional.avg_pool2d(x, Long(kernel), Long(stride), Long(padding), ceil, count_include_pad: false);
        double[] xs = Values(x), wantedMax = Values(max), wantedMean = Values(mean);
        var at = places.data<long>().ToArray();
        var (rows, columns) = ((int)max.shape[2], (int)max.shape[3]);
        for (var d = 0; d < 2; d++)
        {
            // Every window but the last step's begins in the image or its padding, and one more would not end in it.
            var count = d == 0 ? rows : columns;
            Assert.InRange((count - 1) * stride[d], 0, size[d] + padding[d] - 1);
            Assert.Equal(ceil && (count - 1) * stride[d] + kernel[d] > size[d] + (2 * padding[d]), (count - 1) * stride[d] + kernel[d] > size[d] + (2 * padding[d]));
        }
        for (var o = 0; o < wantedMax.Length; o++)
        {
            var (plane, i, j) = (o / (rows * columns), o / columns % rows, o % columns);
            var window = new List<(double Value, int Place)>();
            for (var y = (i * stride[0]) - padding[0]; y < (i * stride[0]) - padding[0] + kernel[0]; y++)
                for (var c = (j * stride[1]) - padding[1]; c < (j * stride[1]) - padding[1] + kernel[1]; c++)
                    if (y >= 0 && y < size[0] && c >= 0 && c < size[1]) window.Add((xs[(plane * size[0] * size[1]) + (y * size[1]) + c], (y * size[1]) + c));
            Assert.Equal(window.Max(), (wantedMax[o], (int)at[o]));
            Assert.Equal(window.Average(w => w.Value), wantedMean[o], 1e-5);
        }
    }

    public static TheoryData<string> Operations => [.. Differentiable.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Differentiable = new()
    {
        ["max_pool2d"] = x => functional.max_pool2d(x, 3, 2, 1),
        ["max_unpool2d"] = x =>
        {
            var (y, at) = functional.max_pool2d_with_indices(x, [2, 2]);
            return functional.max_unpool2d(y, at, [2, 2], output_size: x.shape).square();
        },
        ["avg_pool2d"] = x => functional.avg_pool2d(x, 3, 2, 1),
        ["adaptive_avg_pool2d"] = x => functional.adaptive_avg_pool2d(x, (3, 4)),
        ["adaptive_max_pool2d"] = x => functional.adaptive_max_pool2d(x, [3, 2]),
        ["bilinear"] = x => functional.interpolate(x, size: [9, 4], mode: InterpolationMode.Bilinear, align_corners: false),
        ["nearest"] = x => functional.interpolate(x, scale_factor: [1.7, 2]),
        ["reflect"] = x => functional.pad(x, (1, 2, 3, 0), PaddingModes.Reflect),
        ["replicate"] = x => functional.pad(x, (1, 2, 3, 0), PaddingModes.Replicate),
        ["circular"] = x => functional.pad(x, (1, 2, 3, 0), PaddingModes.Circular),
        ["constant"] = x => functional.pad(x, (1, -2, 3, -1), PaddingModes.Constant, 2.5),
        ["batch_norm"] = x => functional.batch_norm(x, null, null, x[0, .., 0, 0], x[1, .., 1, 1], training: true),
        ["batch_norm, short lines"] = x => functional.batch_norm(x[.., .., 0, 1..3], null, null, x[0, .., 0, 0], null, training: true),
        ["batch_norm, evaluation"] = x => functional.batch_norm(x, zeros(3, float64) + 0.5, ones(3, float64) * 2, x[0, .., 0, 0], x[1, .., 1, 1]),
        ["layer_norm"] = x => functional.layer_norm(x, [6, 7], x[0, 0], x[1, 1]),
        ["group_norm"] = x => functional.group_norm(x[.., ..2], 2, x[0, ..2, 0, 0]),
        ["pixel_shuffle"] = x => functional.pixel_unshuffle(functional.pixel_shuffle(x[.., .., ..4, ..4].reshape(3, 4, 4, 2), 2).sin(), 2),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void First_and_second_gradients_are_difference_quotients(string name)
    {
        manual_seed(7);
        var f = Differentiable[name];
        var x = randn([2, 3, 6, 7], float64, requires_grad: true);
        var weights = rand(f(x).shape, float64);
        Check(() => (f(x).sin() * weights).sum());
        Check(() => autograd.grad([(f(x).sin() * weights).sum()], [x], create_graph: true)[0].sin().sum());

        void Check(Func<Tensor> loss)
        {
            var direction = randn(x.shape, float64);
            const double h = 1e-6;
            double At(double by)
            {
                using (no_grad()) x.add_(direction * by);
                var value = loss().item<double>();
                using (no_grad()) x.sub_(direction * by);
                return value;
            }
            var wanted = (At(h) - At(-h)) / (2 * h);
            Assert.Equal(wanted, (autograd.grad([loss()], [x])[0] * direction).sum().item<double>(), 1e-5 * (1 + Math.Abs(wanted)));
        }
    }

    [Theory]
    [InlineData(4, 3, 5, 6)]
    [InlineData(40, 7, 1, 1)]
    [InlineData(3, 2, 1, 3)]
    public void Batch_norm_in_training_leaves_mean_0_and_variance_1_and_tracks_both(int n, int c, int h, int w)
    {
        manual_seed(1);
        Tensor x = (randn(n, c, h, w) * 3) + 100, mean = full([c], 10f), variance = full([c], 20f);
        var y = functional.batch_norm(x, mean, variance, training: true, momentum: 0.25);
        Assert.All(Values(y.mean([0, 2, 3])), v => Assert.Equal(0, v, 1e-4));
        Assert.All(Values(y.square().mean([0, 2, 3])), v => Assert.Equal(1, v, 1e-3));
        var exact = x.to(float64);
        Assert.Equal(Values((exact.mean([0, 2, 3]) * 0.25) + 7.5), Values(mean), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(Values((exact.var([0, 2, 3]) * 0.25) + 15), Values(variance), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Places_outside_the_output_are_refused()
    {
        var error = Assert.Throws<ExternalException>(() => functional.max_unpool2d(ones(1, 1, 2, 2), full([1, 1, 2, 2], 16L), [2, 2]));
        Assert.Contains("Found an invalid max index: 16", error.Message, StringComparison.Ordinal);
        Assert.Throws<ExternalException>(() => functional.max_unpool2d(ones(1, 1, 2, 2), full([1, 1, 2, 2], -1L), [2, 2]));
        Assert.Throws<ExternalException>(() => functional.max_pool2d(ones(1, 1, 2, 2), 3));
        Assert.Throws<ExternalException>(() => functional.pad(ones(1, 1, 2, 2), (2, 0, 0, 0), PaddingModes.Reflect));
        Assert.Throws<ExternalException>(() => functional.batch_norm(ones(1, 3), null, null, training: true));
    }
}
