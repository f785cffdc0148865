using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

/// <summary>Layers and starting values that the golden cases do not reach, by hand arithmetic and identities; and what they say to mistakes.</summary>
public sealed class LayerTests
{
    private static double[] Values(Tensor t) => t.detach().to(float64).data<double>().ToArray();

    private static void Close(Tensor want, Tensor got, double tolerance = 1e-6)
    {
        Assert.Equal(want.shape, got.shape);
        Assert.True(got.to(float64).allclose(want.to(float64), 0, tolerance), $"wanted {want.npstr()}, got {got.npstr()}");
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 4)]
    public void Orthogonal_rows_or_columns(long rows, long columns)
    {
        var w = init.orthogonal_(zeros(rows, columns / 1, 1), gain: 3).view(rows, columns).to(float64) / 3;
        Close(eye(Math.Min(rows, columns), dtype: float64), rows < columns ? w.mm(w.t()) : w.t().mm(w));
    }

    [Fact]
    public void Truncated_normal_values_are_quantiles()
    {
        // Golden case rng.quirk.trunc_normal: mean and deviation are exchanged and √2 is missing there, so erfinv(u) = (value − 1) / 0.5.
        manual_seed(1192);
        var got = Values(init.trunc_normal_(zeros(3), 0.5, 1, -1, 1.5));
        double[] exchanged = [1.1687477, 0.7707298, 1.039118];
        Assert.Equal([.. exchanged.Select(v => ((v - 1) / 0.5 * Math.Sqrt(2)) + 0.5)], got, (a, b) => Math.Abs(a - b) < 1e-5);
        var many = init.trunc_normal_(zeros(20000), 3, 2, 1, 5);
        Assert.InRange(many.min().ToSingle(), 1, 1.01);
        Assert.InRange(many.max().ToSingle(), 4.99, 5);
        // A normal distribution cut at ±σ has the variance σ²(1 − 2φ(1) / (2Φ(1) − 1)) = 0.2911σ².
        Assert.Equal(0.2911 * 4, many.var().ToDouble(), 0.02);
    }

    [Fact]
    public void Sparse_columns_have_as_many_zeros()
    {
        var w = init.sparse_(ones(10, 7), 0.25, 0.5);
        Assert.All(Values((w == 0).sum(0L)), n => Assert.Equal(3, n));
        Assert.Throws<ArgumentException>(() => init.sparse_(zeros(3), 0.1));
    }

    [Fact]
    public void Dirac_weights_pass_channels_on()
    {
        var x = randn(2, 3, 5, 5);
        Close(x, functional.conv2d(x, init.dirac_(zeros(3, 3, 3, 3)), padding: [1]));
        Close(cat([x, zeros(2, 1, 5, 5)], 1), functional.conv2d(x, init.dirac_(ones(4, 3, 1, 5)), padding: [0, 2]));
        Assert.Throws<ArgumentException>(() => init.dirac_(zeros(3, 3)));
        Assert.Throws<ArgumentException>(() => init.eye_(zeros(3)));
        Assert.Throws<ArgumentException>(() => init.kaiming_uniform_(zeros(3)));
    }

    [Fact]
    public void Gains()
    {
        Assert.Equal(5.0 / 3, init.calculate_gain(init.NonlinearityType.Tanh));
        Assert.Equal(Math.Sqrt(2), init.calculate_gain(init.NonlinearityType.ReLU));
        Assert.Equal(Math.Sqrt(2 / 1.04), init.calculate_gain(init.NonlinearityType.LeakyReLU, 0.2), 1e-12);
        Assert.Equal(1, init.calculate_gain(init.NonlinearityType.Conv2D));
    }

    [Fact]
    public void Activation_modules_are_their_functions()
    {
        var x = randn(50) * 3;
        Close(functional.gelu(x, Modules.GELU.Approximate.tanh), GELU(Modules.GELU.Approximate.tanh).call(x), 0);
        Close(functional.gelu(x), GELU().call(x), 0);
        Close(functional.gelu(x), functional.gelu(x, Modules.GELU.Approximate.tanh), 2e-3);
        Close(where(x > 0, x, x * 0.3), RReLU(0.2, 0.4).call(x));
        Close(where(x > 0, x, x * 0.25), PReLU(1).call(x));
        Close(x.clamp(-1, 2), Hardtanh(-1, 2).call(x), 0);
        Close(-(1 + (-x).exp()).log(), LogSigmoid().call(x), 1e-5);
        var y = x.clone();
        Assert.Same(y, SELU(inplace: true).call(y));
        Close(functional.selu(x), y, 0);
    }

    [Fact]
    public void Dropouts()
    {
        manual_seed(2);
        var x = ones(200, 50, 3);
        var y = Dropout(0.25).call(x);
        Assert.Equal([0, 4f / 3], Values(y).Distinct().Order().Select(v => (float)v));
        Assert.Equal(1, y.mean().ToSingle(), 0.03);
        Close(y.amax([2]), y.amin([2]), 2);
        var channels = Dropout2d(0.25).call(x.unsqueeze(3));
        Close(channels.amax([2, 3]), channels.amin([2, 3]), 0);
        var normal = randn(100000);
        var a = AlphaDropout(0.3).call(normal);
        Assert.Equal(0, a.mean().ToSingle(), 0.03);
        Assert.Equal(1, a.std().ToSingle(), 0.03);
        var saturated = -1.7580993 * 0.7 / Math.Sqrt(((1.7580993 * 1.7580993 * 0.3) + 1) * 0.7);
        Assert.Equal(0.3, ((a - saturated).abs() < 1e-5).to(float32).mean().ToSingle(), 0.02);
        Close(normal, functional.alpha_dropout(normal, 0.3), 0);
        foreach (var f in new Func<double, Tensor>[] { p => functional.dropout(x, p), p => functional.alpha_dropout(x, p, true), p => functional.dropout1d(x, p) })
        {
            Assert.Equal(0, f(1).abs().sum().ToSingle());
            Assert.Throws<ArgumentException>(() => f(1.5));
        }
        Assert.Throws<ExternalException>(() => functional.dropout2d(ones(3)));
    }

    [Fact]
    public void Unfolded_blocks_times_weights_are_a_convolution()
    {
        manual_seed(4);
        Tensor x = randn(2, 3, 7, 6), w = randn(5, 3, 3, 2);
        var columns = functional.unfold(x, (3, 2), (2, 1), (2, 1), (1, 3));
        var y = functional.conv2d(x, w, null, [1, 3], [2, 1], [2, 1]);
        Close(y, w.view(5, -1).matmul(columns).view(y.shape), 1e-5);
        // fold is the adjoint: ⟨unfold x, c⟩ = ⟨x, fold c⟩.
        var c = randn(columns.shape);
        Assert.Equal((columns * c).sum().ToDouble(), (x * functional.fold(c, (7, 6), (3, 2), (2, 1), (2, 1), (1, 3))).sum().ToDouble(), 1e-3);
        Close(functional.unfold(x, 2)[0], functional.unfold(x[0], 2), 0);
        Close(functional.fold(functional.unfold(x, 2), (7, 6), (2, 2))[1], functional.fold(functional.unfold(x[1], 2), (7, 6), (2, 2)), 0);
    }

    [Fact]
    public void Cubic_interpolation()
    {
        // With the corners aligned, 3 points become 5: the new ones lie halfway, with weights −3/32, 19/32, 19/32, −3/32.
        var x = tensor(new[] { 0f, 1, 5 }).view(1, 1, 1, 3);
        var y = functional.interpolate(x, [1, 5], mode: InterpolationMode.Bicubic, align_corners: true);
        Close(tensor(new[] { 0, ((19 * 1) - (3 * 5) - 0) / 32f, 1, ((19 * 6) - (3 * 5) - 0) / 32f, 5 }).view(1, 1, 1, 5), y);
        Close(ones(1, 1, 9, 4), Upsample([9, 4], mode: UpsampleMode.Bicubic, align_corners: false).call(ones(1, 1, 3, 5)));
        Assert.Throws<ArgumentException>(() => functional.interpolate(zeros(1, 1, 3), [5], mode: InterpolationMode.Bicubic));
        // Half the size without aliases: triangles of width ±2 round 1 and 3, that is weights ¾, ¾, ¼ (by 7/4) of the pixels at ½, 1½, 2½.
        x = tensor(new[] { 0f, 7, 14, 35 }).view(1, 1, 1, 4);
        y = functional.interpolate(x, [1, 2], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
        Close(tensor(new[] { ((3 * 0) + (3 * 7) + 14) / 7f, (7 + (3 * 14) + (3 * 35)) / 7f }).view(1, 1, 1, 2), y);
        Close(ones(1, 1, 2, 3), functional.interpolate(ones(1, 1, 9, 8), [2, 3], mode: InterpolationMode.Bicubic, antialias: true));
        Assert.Throws<ArgumentException>(() => functional.interpolate(x, [1, 2], antialias: true));
    }

    [Fact]
    public void Instance_norm_is_batch_norm_of_each_row()
    {
        manual_seed(5);
        var x = (randn(3, 4, 5) * 2) + 7;
        var norm = InstanceNorm1d(4, affine: true, track_running_stats: true);
        norm.weight!.detach().mul_(tensor(new[] { 1f, 2, 3, 4 }));
        var y = norm.call(x);
        for (var row = 0; row < 3; row++) Close(functional.batch_norm(x[row..(row + 1)], null, null, norm.weight, norm.bias, training: true), y[row..(row + 1)], 1e-5);
        Close((x.mean([0, 2]) * 0.1).to(float32), norm.running_mean!, 1e-5);
        Close((x.var(2).mean([0]) * 0.1) + 0.9, norm.running_var!, 1e-5);
        norm.eval();
        Close((x - norm.running_mean!.view(4, 1)) / (norm.running_var!.view(4, 1) + 1e-5).sqrt() * norm.weight.view(4, 1), norm.call(x), 1e-5);
        Assert.Throws<ArgumentException>(() => norm.call(x.unsqueeze(3)));
        Assert.Throws<ArgumentException>(() => InstanceNorm2d(4).call(x));
        Assert.Throws<ExternalException>(() => functional.instance_norm(ones(2, 3, 1)));
        Assert.Throws<ExternalException>(() => functional.instance_norm(x, use_input_stats: false));
    }

    [Fact]
    public void Embeddings()
    {
        var e = Embedding(4, 2, padding_idx: -1, scale_grad_by_freq: true);
        Assert.Equal(0, e.weight[3].abs().sum().ToSingle());
        var at = tensor(new long[,] { { 0, 1, 0 }, { 3, 0, 3 } });
        e.call(at).sum().backward();
        Close(tensor(new float[,] { { 1, 1 }, { 1, 1 }, { 0, 0 }, { 0, 0 } }), e.weight.grad!);

        var bounded = Embedding(3, 2, max_norm: 1);
        using (no_grad()) bounded.weight.copy_(tensor(new[,] { { 3f, 4 }, { 0.3f, 0.4f }, { 6, 8 } }));
        Close(tensor(new[,] { { 0.6f, 0.8f }, { 0.3f, 0.4f } }), bounded.call(tensor(new long[] { 0, 1 })));
        Close(tensor(new[,] { { 0.6f, 0.8f }, { 0.3f, 0.4f }, { 6, 8 } }), bounded.weight);
        Assert.Throws<ArgumentException>(() => Embedding(3, 2, padding_idx: 3));
        Assert.Throws<ExternalException>(() => bounded.call(tensor(new long[] { 3 })));
    }

    [Fact]
    public void Distances_and_directions()
    {
        Tensor a = tensor(new[,] { { 3f, 4 }, { 0, 0 } }), b = tensor(new[,] { { 4f, 3 }, { 1, 0 } });
        Close(tensor(new[] { 0.96f, 0 }), CosineSimilarity().call(a, b));
        Close(tensor(new[,] { { 0.6f, 0.8f }, { 0, 0 } }), functional.normalize(a));
        Close(tensor(new[,] { { 3 / 7f, 4 / 7f }, { 0, 0 } }), functional.normalize(a, 1));
        Close(tensor(new[] { 2f, 1 }), PairwiseDistance(1).call(a, b), 1e-5);
        Close(tensor(new[,] { { 1f }, { 1 } }), PairwiseDistance(double.PositiveInfinity, keepdim: true).call(a, b), 1e-5);
    }

    [Fact]
    public void Losses_by_hand()
    {
        Tensor x = tensor(new[,] { { 1f, 2 }, { 0, -1 } }), t = tensor(new[,] { { 0f, 2 }, { 2, -1 } }), v = tensor(new[,] { { 1f, 4 }, { 0.25f, 1 } });
        // ½(log v + (x − t)²/v) by row: ½(0 + 1 + log 4 + 0), ½(−log 4 + 16 + 0 + 0)
        var rows = tensor(new[] { 0.5f + (0.5f * MathF.Log(4)), 8 - (0.5f * MathF.Log(4)) });
        Close(rows, functional.gaussian_nll_loss(x, t, v, reduction: Reduction.None), 1e-5);
        Close(rows.mean() + MathF.Log(2 * MathF.PI), GaussianNLLLoss(full: true).call(x, t, v), 1e-5);
        Assert.Throws<ArgumentException>(() => functional.gaussian_nll_loss(x, t, -v));
        Assert.Throws<ArgumentException>(() => functional.gaussian_nll_loss(x, t[0], v));
        Assert.Throws<ArgumentException>(() => functional.gaussian_nll_loss(x, t, ones(2, 3)));
        Close(tensor(((Math.E - 0) + (Math.Exp(2) - 4) + (1 - 0) + (Math.Exp(-1) - 1)) / 4), PoissonNLLLoss().call(x, t));
        Close(tensor((1 - 1) + 0 + 2 + 0f), MarginRankingLoss(reduction: Reduction.Sum).call(t, x, ones(2, 2)) + MarginRankingLoss(reduction: Reduction.Sum).call(x, t, ones(2, 2)) - 1);
        Close(tensor(new[] { 1f, 2 + MathF.Sqrt(0) }), TripletMarginLoss(2, eps: 0, reduction: Reduction.None).call(zeros(2, 1), tensor(new[,] { { 1f }, { 3 } }), tensor(new[,] { { 2f }, { 3 } })));
        Close(tensor(new[] { 1 - 0.96f, 0.96f - 0.5f }), CosineEmbeddingLoss(0.5, Reduction.None).call(tensor(new[,] { { 3f, 4 }, { 3, 4 } }), tensor(new[,] { { 4f, 3 }, { 4, 3 } }), tensor(new[] { 1L, -1 })));
        // Classes 1 and 0 of equal logits, the second without weight: −log ½.
        Close(tensor(MathF.Log(2)), CrossEntropyLoss(tensor(new[] { 0f, 3 })).call(zeros(2, 2), tensor(new[] { 1L, 0 })));
        Assert.Equal("Target 2 is out of bounds.", Assert.Throws<ExternalException>(() => functional.cross_entropy(x, tensor(new[] { 2L, 0 }))).Message);
    }

    public static TheoryData<string, Func<object>> Mistakes => new()
    {
        { "bilinear(): input1 size does not match weight size: got 3 but expected 2", () => functional.bilinear(zeros(4, 3), zeros(4, 2), zeros(1, 2, 2)) },
        { "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=3 and kernel_size=(2, 2).", () => functional.fold(zeros(1, 3, 9), 4, 2) },
        { "Given output_size=(4, 4), kernel_size=(2, 2), dilation=(1, 1), padding=(0, 0), stride=(1, 1), expected size of input's dimension 2 to match the calculated number of sliding blocks 3 * 3 = 9, but got input.size(2)=8.", () => functional.fold(zeros(1, 4, 8), 4, 2) },
        { "Given input with spatial size (2, 5), kernel_size=(3, 3), dilation=(1, 1), padding=(0, 0), stride=(1, 1), calculated shape of the array of sliding blocks as (0, 3), but its components must be at least one.", () => functional.unfold(zeros(1, 1, 2, 5), 3) },
        { "Calculated padded input size per channel: (2). Kernel size: (3). Kernel size can't be greater than actual input size", () => functional.conv1d(zeros(1, 1, 2), zeros(1, 1, 3)) },
        { "Given transposed=1, weight of size [2, 1, 3], expected input[1, 3, 4] to have 2 channels, but got 3 channels instead", () => functional.conv_transpose1d(zeros(1, 3, 4), zeros(2, 1, 3)) },
        { "negative padding is not supported", () => functional.conv2d(zeros(1, 1, 4, 4), zeros(1, 1, 3, 3), padding: [-1, 0]) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Message(string expected, Func<object> mistake) => Assert.Equal(expected, Assert.Throws<ExternalException>(mistake).Message);

    [Fact]
    public void Convolutions_in_all_their_forms()
    {
        manual_seed(6);
        var x = randn(2, 3, 9, 8);
        foreach (var mode in new[] { PaddingModes.Reflect, PaddingModes.Replicate, PaddingModes.Circular })
        {
            var layer = Conv2d(3, 4, 3, stride: 2, padding: 1, padding_mode: mode);
            Close(functional.conv2d(functional.pad(x, (1, 1, 1, 1), mode), layer.weight, layer.bias, [2]), layer.call(x), 1e-5);
            var same = Conv2d(3, 4, (4, 3), Padding.Same, padding_mode: mode, bias: false);
            Close(functional.conv2d(functional.pad(x, (1, 1, 1, 2), mode), same.weight), same.call(x), 1e-5);
            Assert.Equal([2L, 5, 8], Conv1d(9, 5, 3, padding: 1, padding_mode: mode).call(x[.., 0]).shape);
        }
        Assert.Equal([2L, 4, 9, 8], Conv2d(3, 4, 5, Padding.Same, dilation: 2).call(x).shape);
        Assert.Equal([2L, 4, 5, 7], Conv2d(3, 4, (5, 2), Padding.Valid).call(x).shape);
        Assert.Equal([4L, 5, 7], Conv2d(3, 4, (5, 2), Padding.Valid).call(x[0]).shape);
        Assert.Equal([2L, 6, 8], Conv1d(9, 6, 3, Padding.Same, groups: 3).call(x[.., 0]).shape);
        Close(functional.conv2d(x[.., .., ..1], ones(1, 3, 1, 3)).squeeze(2), functional.conv1d(x[.., .., 0], ones(1, 3, 3)));
        var back = ConvTranspose2d(3, 2, (3, 2), (2, 1), (1, 0), (1, 0));
        Assert.Equal([2L, 2, 18, 9], back.call(x).shape);
        Assert.Equal([2L, 2, 17, 9], back.forward(x, [17, 9]).shape);
        Close(back.call(x)[.., .., ..17], back.forward(x, [2, 2, 17, 9]), 1e-5);
        Assert.Throws<ArgumentException>(() => back.forward(x, [19, 9]));
        Assert.Equal([2L, 4, 19], ConvTranspose1d(9, 4, 3, 2, 0, 1, 2).call(x[.., 0])[.., .., ..19].shape);
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3, Padding.Same, stride: 2));
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3, groups: 2));
    }
}
