using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Normalisation by mean and variance as one operation.</summary>
internal static class NormOp
{
    /// <summary>Lines shorter than this are gathered by channel first.</summary>
    private const int ShortLine = 8;

    /// <summary>
    /// (x − mean) / √(variance + eps) · weight + bias, with mean and variance over all but the channels of x [n, c, s]; the variance is
    /// divided by the number. Mean and variance of the batch come along.
    /// </summary>
    internal static torch.Tensor Normalize(torch.Tensor x, torch.Tensor? weight, torch.Tensor? bias, double eps, out double[] mean, out double[] variance)
    {
        if (x.Impl.Dtype is not (torch.ScalarType.Float32 or torch.ScalarType.Float64)) throw new ExternalException($"\"batch_norm\" not implemented for '{x.Impl.Dtype.TorchName()}'");
        var (n, c, s) = (x.Impl.Shape[0], x.Impl.Shape[1], x.Impl.Shape[2]);
        return s < ShortLine && n > 1
            ? Normalized(x.permute(1, 0, 2).reshape(1, c, n * s).contiguous(), weight, bias, eps, out mean, out variance).view(c, n, s).permute(1, 0, 2).contiguous()
            : Normalized(x.contiguous(), weight, bias, eps, out mean, out variance);
    }

    private static torch.Tensor Normalized(torch.Tensor x, torch.Tensor? weight, torch.Tensor? bias, double eps, out double[] mean, out double[] variance)
    {
        var (channels, size) = (Shape.Int(x.Impl.Shape[1]), Shape.Int(x.Impl.Shape[2]));
        var isSingle = x.Impl.Dtype == torch.ScalarType.Float32;
        double[] m = new double[channels], v = new double[channels];
        if (isSingle) ChannelNorm.Moments<float>(x, channels, size, m, v);
        else ChannelNorm.Moments<double>(x, channels, size, m, v);
        (mean, variance) = (m, v);
        double[] inverse = [.. v.Select(value => 1 / Math.Sqrt(value + eps))];
        var factors = Values(weight, channels, 1);
        double[] scale = [.. inverse.Zip(factors, (a, b) => a * b)], shift = Values(bias, channels, 0);
        var y = torch.Tensor.Empty(x.Impl.Shape, x.Impl.Dtype);
        if (isSingle) ChannelNorm.Scale<float>(x, y, channels, size, m, scale, shift);
        else ChannelNorm.Scale<double>(x, y, channels, size, m, scale, shift);
        if (!Op.Records(x, weight, bias)) return y;

        var op = new Op("NativeBatchNormBackward0");
        var saved = op.Save(x);
        var savedWeight = weight is null ? null : op.Save(weight);
        (torch.Tensor? Gradient, int Version) last = default;
        double[] sums = [], products = [];
        op.Input(x, g => GradMode.Enabled ? Composed(saved.Value, savedWeight?.Value, g, eps, 0) : Gradient(g));
        if (weight is not null) op.Input(weight, g => GradMode.Enabled ? Composed(saved.Value, savedWeight!.Value, g, eps, 1) : PerChannel(g, (sum, product, c) => product * inverse[c]));
        if (bias is not null) op.Input(bias, g => GradMode.Enabled ? g.sum(0, 2) : PerChannel(g, (sum, product, c) => sum));
        return op.Result(y);

        // All three gradients are made of the same two sums.
        void Sum(torch.Tensor g)
        {
            if (ReferenceEquals(last.Gradient, g) && last.Version == g.Impl.Storage.Version) return;
            (last, sums, products) = ((g, g.Impl.Storage.Version), new double[channels], new double[channels]);
            var (input, flat) = (saved.Value, g.AsContiguous());
            if (isSingle) ChannelNorm.GradientSums<float>(input, flat, channels, size, m, sums, products);
            else ChannelNorm.GradientSums<double>(input, flat, channels, size, m, sums, products);
        }

        torch.Tensor PerChannel(torch.Tensor g, Func<double, double, int, double> value)
        {
            Sum(g);
            using var exact = torch.Tensor.From<double>([.. Enumerable.Range(0, channels).Select(c => value(sums[c], products[c], c))], [channels]);
            return isSingle ? exact.Cast(torch.ScalarType.Float32) : exact.ContiguousCopy();
        }

        torch.Tensor Gradient(torch.Tensor g)
        {
            Sum(g);
            var (input, flat) = (saved.Value, g.AsContiguous());
            var count = (double)input.Impl.Count / channels;
            double[] a = new double[channels], d = new double[channels];
            for (var c = 0; c < channels; c++)
                (a[c], d[c]) = (-scale[c] * inverse[c] * inverse[c] * products[c] / count, -scale[c] * sums[c] / count);
            var result = torch.Tensor.Empty(input.Impl.Shape, input.Impl.Dtype);
            if (isSingle) ChannelNorm.Gradient<float>(input, flat, result, channels, size, m, a, scale, d);
            else ChannelNorm.Gradient<double>(input, flat, result, channels, size, m, a, scale, d);
            return result;
        }
    }

    /// <summary>The gradient by x (0) or the weight (1), made of operations that have gradients themselves.</summary>
    private static torch.Tensor Composed(torch.Tensor x, torch.Tensor? weight, torch.Tensor g, double eps, int input)
    {
        long[] all = [0, 2];
        var deviation = x - x.mean(all, keepdim: true);
        var inverse = (deviation.square().mean(all, keepdim: true) + eps).rsqrt();
        var normal = deviation * inverse;
        if (input == 1) return (g * normal).sum(0, 2);
        var scaled = weight is null ? g : g * weight.view(1, -1, 1);
        return inverse * (scaled - scaled.mean(all, keepdim: true) - (normal * (scaled * normal).mean(all, keepdim: true)));
    }

    private static double[] Values(torch.Tensor? t, int channels, double otherwise)
    {
        var result = new double[channels];
        Array.Fill(result, otherwise);
        if (t is null) return result;
        using var scope = torch.NewDisposeScope();
        t.Cast(torch.ScalarType.Float64).AsContiguous().Span<double>().CopyTo(result);
        return result;
    }
}
