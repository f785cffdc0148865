using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

/// <summary>Convolutions of random geometry, compared with a plain loop over all pixels, weights and outputs in double.</summary>
[Collection(nameof(Work))]
public class ConvolutionTests
{
    /// <summary>A random convolution that has at least one output in each direction.</summary>
    private sealed class Case
    {
        public readonly long[] Stride, Padding, Dilation, Kernel, Size, Output;
        public readonly long Images, Groups, Channels, Filters;

        public Case(int seed)
        {
            var random = new Random(seed);
            long Draw(int most) => random.Next(1, most + 1);
            long[] Two(Func<long> draw) => [draw(), draw()];
            Images = Draw(seed % 7 == 0 ? 20 : 4);
            Groups = Draw(3);
            (Channels, Filters) = (Groups * Draw(5), Groups * Draw(6));
            (Stride, Padding, Dilation, Kernel) = (Two(() => Draw(3)), Two(() => Draw(4) - 1), Two(() => Draw(3)), Two(() => Draw(5)));
            Size = [0, 0];
            Output = [0, 0];
            for (var i = 0; i < 2; i++)
            {
                var reach = (Dilation[i] * (Kernel[i] - 1)) + 1;
                Size[i] = Math.Max(1, reach - (2 * Padding[i])) + Draw(seed % 3 == 0 ? 40 : 9) - 1;
                Output[i] = ((Size[i] + (2 * Padding[i]) - reach) / Stride[i]) + 1;
            }
        }

        public long[] ImageShape => [Images, Channels, .. Size];

        public long[] WeightShape => [Filters, Channels / Groups, .. Kernel];

        public long[] MapShape => [Images, Filters, .. Output];

        /// <summary>The output padding that gives the transposed convolution the size of the images.</summary>
        public long[] OutputPadding => [.. Enumerable.Range(0, 2).Select(i => Size[i] - (((Output[i] - 1) * Stride[i]) - (2 * Padding[i]) + (Dilation[i] * (Kernel[i] - 1)) + 1))];

        /// <summary>All (pixel, weight, output) that belong together, as flat indices.</summary>
        public IEnumerable<(int Pixel, int Weight, int Output)> Terms()
        {
            for (var n = 0; n < Images; n++)
                for (var f = 0; f < Filters; f++)
                    for (var oy = 0; oy < Output[0]; oy++)
                        for (var ox = 0; ox < Output[1]; ox++)
                            for (var c = 0; c < Channels / Groups; c++)
                                for (var ky = 0; ky < Kernel[0]; ky++)
                                    for (var kx = 0; kx < Kernel[1]; kx++)
                                    {
                                        var (y, x) = ((oy * Stride[0]) + (ky * Dilation[0]) - Padding[0], (ox * Stride[1]) + (kx * Dilation[1]) - Padding[1]);
                                        if (y < 0 || y >= Size[0] || x < 0 || x >= Size[1]) continue;
                                        var channel = (f / (Filters / Groups) * (Channels / Groups)) + c;
                                        yield return (
                                            (int)((((((n * Channels) + channel) * Size[0]) + y) * Size[1]) + x),
                                            (int)((((((f * (Channels / Groups)) + c) * Kernel[0]) + ky) * Kernel[1]) + kx),
                                            (int)((((((n * Filters) + f) * Output[0]) + oy) * Output[1]) + ox));
                                    }
        }

        public Tensor Convolve(Tensor x, Tensor w, Tensor? b = null) => functional.conv2d(x, w, b, Stride, Padding, Dilation, Groups);

        public Tensor Back(Tensor y, Tensor w, Tensor? b = null) => functional.conv_transpose2d(y, w, b, Stride, Padding, OutputPadding, Dilation, Groups);
    }

    /// <summary>Whole numbers small enough that every sum is exact.</summary>
    private static Tensor Whole(long[] shape, ScalarType type) => randint(-4, 5, shape).to(type);

    private static double[] Values(Tensor t) => t.to(float64).data<double>().ToArray();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void All_three_products_are_those_of_a_plain_loop(int seed)
    {
        manual_seed(seed);
        var g = new Case(seed);
        var type = seed % 2 == 0 ? float32 : float64;
        Tensor x = Whole(g.ImageShape, type), w = Whole(g.WeightShape, type), y = Whole(g.MapShape, type);
        Tensor filterBias = Whole([g.Filters], type), channelBias = Whole([g.Channels], type);
        double[] xs = Values(x), ws = Values(w), ys = Values(y), fb = Values(filterBias), cb = Values(channelBias);
        double[] maps = new double[ys.Length], images = new double[xs.Length], weights = new double[ws.Length];
        for (var i = 0; i < maps.Length; i++) maps[i] = fb[i / (g.Output[0] * g.Output[1]) % g.Filters];
        for (var i = 0; i < images.Length; i++) images[i] = cb[i / (g.Size[0] * g.Size[1]) % g.Channels];
        foreach (var (pixel, weight, output) in g.Terms())
        {
            maps[output] += xs[pixel] * ws[weight];
            images[pixel] += ys[output] * ws[weight];
            weights[weight] += xs[pixel] * ys[output];
        }
        x.requires_grad = w.requires_grad = filterBias.requires_grad = true;
        var result = g.Convolve(x, w, filterBias);
        Assert.Equal(g.MapShape, result.shape);
        Assert.Equal(maps, Values(result.detach()));
        result.backward([y]);
        Assert.Equal(weights, Values(w.grad!));
        Assert.Equal(Values(y.sum(0, 2, 3)), Values(filterBias.grad!));
        if (g.OutputPadding.Zip(g.Stride, (p, s) => p < s).All(fits => fits))
        {
            Assert.Equal(images, Values(g.Back(y, w.detach(), channelBias)));
            Assert.Equal(Values(x.grad!), Values(g.Back(y, w.detach())));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_transposed_convolution_is_the_adjoint(int seed)
    {
        manual_seed(seed);
        var g = new Case(seed + 1000);
        Tensor x = randn(g.ImageShape, float64), w = randn(g.WeightShape, float64), y = randn(g.MapShape, float64);
        var there = (g.Convolve(x, w) * y).sum().item<double>();
        var back = (x * g.Back(y, w)).sum().item<double>();
        Assert.Equal(there, back, 1e-10 * (1 + Math.Abs(there)) * x.numel());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gradients_are_difference_quotients_also_the_second(int seed)
    {
        manual_seed(seed);
        var g = new Case(seed + 2000);
        Tensor x = randn(g.ImageShape, float64, requires_grad: true), w = randn(g.WeightShape, float64, requires_grad: true);
        // The gradient's square depends on x and w by way of first derivatives, so its gradient needs the second ones.
        Tensor Loss()
        {
            var y = seed < 2 ? g.Convolve(x, w) : g.Back(randn(g.MapShape, float64, generator: new Generator(5)) + g.Convolve(x, w), w);
            var first = autograd.grad([y.square().sum()], [x, w], create_graph: true);
            return first[0].sin().sum() + first[1].cos().sum();
        }
        var gradients = autograd.grad([Loss()], [x, w]);
        foreach (var (t, gradient) in new[] { (x, gradients[0]), (w, gradients[1]) })
        {
            var direction = randn(t.shape, float64);
            const double h = 1e-6;
            double Shifted(double by)
            {
                using (no_grad()) t.add_(direction * by);
                var loss = Loss().item<double>();
                using (no_grad()) t.sub_(direction * by);
                return loss;
            }
            var wanted = (Shifted(h) - Shifted(-h)) / (2 * h);
            var got = (gradient * direction).sum().item<double>();
            Assert.Equal(wanted, got, 1e-3 * (1 + Math.Abs(wanted)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Results_do_not_depend_on_the_number_of_threads(int seed)
    {
        manual_seed(seed);
        Tensor x = randn(70, 3, 13, 11), w = randn(6, 3, 3, 3), y = randn(70, 6, 7, 6);
        Tensor[] Run(int threads)
        {
            var before = Work.Threads;
            Work.Threads = threads;
            try
            {
                Tensor xi = x.clone().requires_grad_(), wi = w.clone().requires_grad_();
                var result = functional.conv2d(xi, wi, null, [2, 2], [1, 1]);
                result.backward([y]);
                return [result.detach(), xi.grad!, wi.grad!];
            }
            finally
            {
                Work.Threads = before;
            }
        }
        foreach (var (one, two) in Run(1).Zip(Run(2))) Assert.Equal(one.data<float>().ToArray(), two.data<float>().ToArray());
    }

    [Fact]
    public void Strided_inputs_give_what_their_copies_give()
    {
        manual_seed(3);
        Tensor x = randn(9, 4, 5, 3).permute(1, 3, 0, 2).slice(2, 1, 8, 2), w = randn(2, 3, 2, 6).transpose(0, 3).slice(0, 0, 6, 2);
        Assert.False(x.is_contiguous() || w.is_contiguous());
        var wanted = functional.conv2d(x.contiguous(), w.contiguous());
        Assert.Equal(Values(wanted), Values(functional.conv2d(x, w)));
    }

    [Fact]
    public void A_stride_beyond_the_image_costs_no_memory()
    {
        manual_seed(4);
        Tensor x = randn(2, 3, 5, 6), w = randn(4, 3, 3, 2);
        var wanted = functional.conv2d(x.slice(2, 0, 3, 1).slice(3, 0, 2, 1), w);
        var y = functional.conv2d(x, w, strides: [1 << 30, 1 << 20]);
        Assert.Equal([2, 4, 1, 1], y.shape);
        Assert.True(y.allclose(wanted, 1e-5, 1e-6));
    }

    [Fact]
    public void Mistakes_are_named()
    {
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => functional.conv2d(zeros(1, 2, 5, 5), zeros(4, 3, 3, 3)));
        Assert.Contains("expected input[1, 2, 5, 5] to have 3 channels, but got 2 channels instead", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => functional.conv2d(zeros(1, 3, 2, 5), zeros(4, 3, 3, 3)));
        Assert.Contains("(2 x 5). Kernel size: (3 x 3). Kernel size can't be greater than actual input size", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3).forward(zeros(1, 2, 5, 5)));
        Assert.Throws<ArgumentException>(() => ConvTranspose2d(3, 4, 3, padding_mode: PaddingModes.Reflect));
    }
}
