using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Gradients;

internal static partial class Catalogue
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> F, double From, double To)> Activations = new()
    {
        ["relu6"] = (x => functional.relu6(x * 4), -2.1, 2),
        ["rrelu"] = (x => functional.rrelu(x, 0.1, 0.4), -2, 2.1),
        ["gelu by tanh"] = (x => functional.gelu(x, Modules.GELU.Approximate.tanh), -2, 2),
        ["normalize"] = (x => functional.normalize(x.reshape(1, -1)) + functional.normalize(x.reshape(1, -1), 3, 0), 0.2, 2),
        ["celu"] = (x => functional.celu(x, 0.7), -2, 2.1),
        ["selu"] = (x => functional.selu(x), -2, 2.1),
        ["mish"] = (x => functional.mish(x), -2, 2),
        ["softsign"] = (x => functional.softsign(x), -2, 2.1),
        ["hardtanh"] = (x => functional.hardtanh(x, -1.003, 0.907), -2, 2),
        ["hardsigmoid"] = (x => functional.hardsigmoid(x * 3), -2.1, 2),
        ["hardswish"] = (x => functional.hardswish(x * 3), -2.1, 2),
        ["threshold"] = (x => functional.threshold(x, 0.1003, 0.5), -2, 2),
        ["tanhshrink"] = (x => functional.tanhshrink(x), -2, 2),
        ["logsigmoid"] = (x => functional.logsigmoid(x), -2, 2.1),
        ["softmin"] = (x => functional.softmin(x.unsqueeze(0), -1), -2, 2),
        ["dropout"] = (x => { manual_seed(5); return functional.dropout(x, 0.4) + x; }, -2, 2),
        ["dropout2d"] = (x => { manual_seed(5); return functional.dropout2d(x.reshape(1, -1, 1, 1), 0.4).sum() + x; }, -2, 2),
        ["alpha_dropout"] = (x => { manual_seed(5); return functional.alpha_dropout(x, 0.4, training: true) + x; }, -2, 2),
        ["in place"] = (x => functional.leaky_relu(x * 1, 0.1, inplace: true) * functional.elu(x * 1, 0.5, inplace: true), -2, 2.1),
    };

    /// <summary>Functions of images [2, 4, 4..6, 5..7] and of a vector of 4 numbers for the channels.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor, Cases, Tensor>> OfImages = new()
    {
        ["max_pool2d"] = (x, _, c) => functional.max_pool2d(x, [c.Int(1, 3), 2], [c.Int(1, 2), c.Int(1, 3)], [0, 1], [1, c.Int(1, 2)], c.Coin()),
        ["max_pool1d"] = (x, _, c) => functional.max_pool1d(x[0], 3, c.Int(1, 3), 1, c.Int(1, 2), c.Coin()),
        ["max_unpool2d"] = (x, _, _) =>
        {
            var (y, at) = functional.max_pool2d_with_indices(x, [2, 2]);
            return functional.max_unpool2d(y, at, [2, 2], output_size: x.shape);
        },
        ["max_unpool1d"] = (x, _, _) =>
        {
            var (y, at) = functional.max_pool1d_with_indices(x[0], 2);
            return functional.max_unpool1d(y, at, 2, output_size: x[0].shape);
        },
        ["adaptive_max_pool2d"] = (x, _, c) => functional.adaptive_max_pool2d(x, [c.Int(1, 7), c.Int(1, 7)]),
        ["avg_pool2d"] = (x, _, c) => functional.avg_pool2d(x, [c.Int(1, 3), 2], [c.Int(1, 2), c.Int(1, 3)], [0, 1], c.Coin(), c.Coin(), c.Coin() ? null : 3),
        ["avg_pool1d"] = (x, _, c) => functional.avg_pool1d(x[0], 3, c.Int(1, 3), 1, c.Coin(), c.Coin()),
        ["adaptive_avg_pool2d"] = (x, _, c) => functional.adaptive_avg_pool2d(x, (c.Int(1, 7), c.Int(1, 7))),
        ["adaptive_avg_pool1d"] = (x, _, c) => functional.adaptive_avg_pool1d(x[0], c.Int(1, 7)),
        ["interpolate nearest"] = (x, _, c) => functional.interpolate(x, scale_factor: [0.6 + c.Int(0, 2), 2]),
        ["interpolate linear"] = (x, _, c) => functional.interpolate(x[0], size: [c.Int(1, 9)], mode: InterpolationMode.Linear, align_corners: c.Coin()),
        ["interpolate bilinear"] = (x, _, c) => functional.interpolate(x, size: [c.Int(1, 9), c.Int(1, 9)], mode: InterpolationMode.Bilinear, align_corners: c.Coin()),
        ["interpolate area"] = (x, _, c) => functional.interpolate(x, size: [c.Int(1, 9), c.Int(1, 9)], mode: InterpolationMode.Area),
        ["interpolate bicubic"] = (x, _, c) => functional.interpolate(x, size: [c.Int(1, 9), c.Int(1, 9)], mode: InterpolationMode.Bicubic, align_corners: c.Coin()),
        ["interpolate without aliases"] = (x, _, c) => functional.interpolate(x, [c.Int(1, 3), c.Int(1, 9)], null, c.Coin() ? InterpolationMode.Bilinear : InterpolationMode.Bicubic, antialias: true),
        ["pad reflect"] = (x, _, c) => functional.pad(x, (c.Int(0, 3), c.Int(0, 3), c.Int(0, 3), 0), PaddingModes.Reflect),
        ["pad replicate"] = (x, _, c) => functional.pad(x, (c.Int(0, 6), 1, 0, c.Int(0, 6)), PaddingModes.Replicate),
        ["pad circular"] = (x, _, c) => functional.pad(x, (c.Int(0, 3), c.Int(0, 3), c.Int(0, 3), 1), PaddingModes.Circular),
        ["pad constant"] = (x, _, c) => functional.pad(x, (c.Int(-2, 2), c.Int(-2, 2), c.Int(0, 2), -1), PaddingModes.Constant, 2.5),
        ["pixel_shuffle"] = (x, _, _) => functional.pixel_shuffle(x, 2),
        ["pixel_unshuffle"] = (x, _, _) => functional.pixel_unshuffle(x[.., .., ..4, ..4], 2),
        ["batch_norm"] = (x, w, _) => functional.batch_norm(x, null, null, w, w.exp(), training: true),
        ["batch_norm of short lines"] = (x, w, _) => functional.batch_norm(x[.., .., 0, 1..3], null, null, w, null, training: true),
        ["batch_norm without weights"] = (x, w, _) => functional.batch_norm(x * w.view(-1, 1, 1), null, null, training: true),
        ["batch_norm in evaluation"] = (x, w, _) => functional.batch_norm(x, zeros(4, x.dtype) + 0.5, ones(4, x.dtype) * 2, w, w.exp()),
        ["layer_norm"] = (x, w, _) => functional.layer_norm(x.transpose(1, 3), [4], w, w.exp()),
        ["layer_norm of planes"] = (x, w, _) => functional.layer_norm(x, [.. x.shape[2..]], Weights(x[0, 0]) + w.sum()),
        ["group_norm"] = (x, w, _) => functional.group_norm(x, 2, w, w.exp()),
        ["prelu"] = (x, w, _) => functional.prelu(x - 0.0003, w) + functional.prelu(x - 0.0003, w[0].reshape(1)),
        ["linear"] = (x, w, c) => functional.linear(x.transpose(1, 3), stack([w, w * 2, w.exp()]), c.Coin() ? null : w[..3]),
        ["linear of rows"] = (x, w, c) => functional.linear(x[0, .., .., 0].t(), stack([w, w * 2, w.exp()]), c.Coin() ? null : w[..3]),
        // Each number once, and no padding among them: otherwise the layer's gradient is another on purpose, see LayerTests.
        ["embedding"] = (x, w, c) => Modules.Embedding.Rows(x[0, 0, .., ..4] * w, tensor(new long[] { 2, 0, 3, 1 }), c.Coin() ? 7 : null, true),
        ["embedding, repeated"] = (x, w, _) => Modules.Embedding.Rows(x[0, 0, .., ..4] * w, tensor(new long[] { 2, 0, 2, 1 }), null, false),
        ["bilinear"] = (x, w, c) => functional.bilinear(x.transpose(1, 3), x.transpose(1, 3).sin(), stack([w * w.view(-1, 1), (w + 1) * w.view(-1, 1)]), c.Coin() ? null : w[..2]),
        ["instance_norm"] = (x, w, _) => functional.instance_norm(x, null, null, w, w.exp()),
        ["instance_norm in evaluation"] = (x, w, _) => functional.instance_norm(x, zeros(4, x.dtype) + 0.5, ones(4, x.dtype) * 2, w, w.exp(), use_input_stats: false),
        ["unfold"] = (x, _, c) => functional.unfold(x, (c.Int(1, 3), 2), (1, c.Int(1, 2)), (c.Int(0, 1), 1), (c.Int(1, 2), 1)),
        ["fold"] = (x, _, _) => functional.fold(functional.unfold(x, 2, 1, 1, 2), (x.shape[2], x.shape[3]), (2, 2), null, (1, 1), (2, 2)),
        ["conv, same padding"] = (x, w, c) => functional.conv2d_padding(x, (x[0, .., ..3, ..2] * w.view(-1, 1, 1)).unsqueeze(0), null, null, Padding.Same, [1, c.Int(1, 2)]),
    };

    private static IEnumerable<GradientCase> Layers()
    {
        foreach (var (name, (f, from, to)) in Activations)
            yield return new("layer: " + name, c => new(x => f(x[0]), c.Values(c.Shape(c.Int(1, 3)), from, to)));
        foreach (var (name, f) in OfImages)
        {
            yield return new("image: " + name, c =>
            {
                // Geometry comes from choices of its own, which are the same each time the function is evaluated.
                var geometry = new Recipe(c.Int(0, 1000), 4, true);
                long h = c.Int(4, 6), w = c.Int(5, 7);
                return new(x => f(x[0], x[1], new Cases(geometry)) + (x[1].sum() * 0.3), c.Values([2, 4, h, w]), c.Values([4], 0.3, 1));
            })
            { SingleTolerance = 2e-4 };
        }
        foreach (var dimensions in new[] { 1, 2 })
        {
            foreach (var transposed in new[] { false, true })
                yield return new($"convolution: conv{(transposed ? "_transpose" : "")}{dimensions}d", c => Convolution(c, dimensions, transposed)) { SingleTolerance = 2e-4 };
        }
    }

    private static Instance Convolution(Cases c, int dimensions, bool transposed)
    {
        long[] Each(Func<long> draw) => [.. Enumerable.Range(0, dimensions).Select(_ => draw())];
        long images = c.Int(1, 2), groups = c.Int(1, 2), channels = groups * c.Int(1, 2), filters = groups * c.Int(1, 2);
        long[] kernel = Each(() => c.Int(1, 3)), stride = Each(() => c.Int(1, 2)), padding = Each(() => c.Int(0, 2)), dilation = Each(() => c.Int(1, 2));
        // One output at least, and some pixels more.
        var size = Each(() => c.Int(0, 2));
        var more = Each(() => 0);
        for (var d = 0; d < dimensions; d++)
        {
            var reach = (dilation[d] * (kernel[d] - 1)) + 1;
            size[d] += transposed ? 1 + Math.Max(0, ((2 * padding[d]) - reach + stride[d]) / stride[d]) : Math.Max(1, reach - (2 * padding[d]));
            more[d] = c.Int(0, (int)Math.Max(stride[d], dilation[d]) - 1);
        }
        long[] shape = [channels, .. size];
        var x = c.Values(c.Coin() ? shape : [images, .. shape]);
        var w = c.Values(transposed ? [channels, filters / groups, .. kernel] : [filters, channels / groups, .. kernel]);
        Tensor[] inputs = c.Coin() ? [x, w] : [x, w, c.Values([filters])];
        return new(
            t => (dimensions, transposed) switch
            {
                (1, false) => functional.conv1d(t[0], t[1], t.ElementAtOrDefault(2), stride[0], padding[0], dilation[0], groups),
                (1, true) => functional.conv_transpose1d(t[0], t[1], t.ElementAtOrDefault(2), stride[0], padding[0], more[0], dilation[0], groups),
                (_, false) => functional.conv2d(t[0], t[1], t.ElementAtOrDefault(2), stride, padding, dilation, groups),
                _ => functional.conv_transpose2d(t[0], t[1], t.ElementAtOrDefault(2), stride, padding, more, dilation, groups),
            },
            inputs);
    }
}
