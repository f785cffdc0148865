namespace TorchSharp;

/// <summary>
/// The convolution as an operation. Σ pixel · weight · output, over all that a weight connects, is linear in each of three tensors: images,
/// weights and maps. Given two of them its derivative by the third is one of the functions here, so the three are each other's gradients,
/// of any order.
/// </summary>
internal static class ConvolutionOp
{
    /// <summary>Maps from images and weights: the convolution.</summary>
    internal static torch.Tensor Maps(torch.Tensor images, torch.Tensor weights, torch.Tensor? bias, ConvolutionShape s)
    {
        var y = torch.Tensor.Empty(s.MapShape, images.Impl.Dtype);
        Run(images, weights, bias, y, s, Product.Maps);
        if (!Op.Records(images, weights, bias)) return y;
        var op = new Op("ConvolutionBackward0");
        Saved x = op.Save(images), w = op.Save(weights);
        op.Input(images, g => Images(g, w.Value, null, s)).Input(weights, g => Weights(x.Value, g, s));
        return Biased(op, bias).Result(y);
    }

    /// <summary>Images from maps and weights: the transposed convolution.</summary>
    internal static torch.Tensor Images(torch.Tensor maps, torch.Tensor weights, torch.Tensor? bias, ConvolutionShape s)
    {
        var x = torch.Tensor.Empty(s.ImageShape, maps.Impl.Dtype);
        Run(maps, weights, bias, x, s, Product.Images);
        if (!Op.Records(maps, weights, bias)) return x;
        var op = new Op("ConvolutionBackward0");
        Saved y = op.Save(maps), w = op.Save(weights);
        op.Input(maps, g => Maps(g, w.Value, null, s)).Input(weights, g => Weights(g, y.Value, s));
        return Biased(op, bias).Result(x);
    }

    /// <summary>Weights from images and maps.</summary>
    internal static torch.Tensor Weights(torch.Tensor images, torch.Tensor maps, ConvolutionShape s)
    {
        var w = torch.Tensor.Empty(s.WeightShape, images.Impl.Dtype);
        Run(images, maps, null, w, s, Product.Weights);
        if (!Op.Records(images, maps)) return w;
        var op = new Op("ConvolutionBackward0");
        Saved x = op.Save(images), y = op.Save(maps);
        return op.Input(images, g => Images(y.Value, g, null, s)).Input(maps, g => Maps(x.Value, g, null, s)).Result(w);
    }

    private static Op Biased(Op op, torch.Tensor? bias) => bias is null ? op : op.Input(bias, g => GradMode.Enabled ? g.sum(0, 2, 3) : ChannelSums(g));

    private static torch.Tensor ChannelSums(torch.Tensor g)
    {
        var shape = g.Impl.Shape;
        var (channels, size) = ((int)shape[1], (int)(shape[2] * shape[3]));
        var sums = new double[channels];
        var flat = g.AsContiguous();
        if (g.Impl.Dtype == torch.ScalarType.Float32) ChannelNorm.Sums<float>(flat, channels, size, sums);
        else ChannelNorm.Sums<double>(flat, channels, size, sums);
        if (!ReferenceEquals(flat, g)) flat.Dispose();
        return torch.Tensor.From<double>(sums, [channels]).Cast(g.Impl.Dtype);
    }

    private enum Product
    {
        Maps,
        Images,
        Weights,
    }

    private static void Run(torch.Tensor a, torch.Tensor b, torch.Tensor? bias, torch.Tensor result, ConvolutionShape s, Product product)
    {
        if (result.Impl.Dtype == torch.ScalarType.Float64) Run<double>(a, b, bias, result, s, product);
        else Run<float>(a, b, bias, result, s, product);
    }

    private static unsafe void Run<T>(torch.Tensor a, torch.Tensor b, torch.Tensor? bias, torch.Tensor result, ConvolutionShape s, Product product)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var (first, second, added) = (a.AsContiguous(), b.AsContiguous(), bias?.AsContiguous());
        fixed (T* pa = first.Span<T>(), pb = second.Span<T>(), pBias = added is null ? default : added.Span<T>(), pr = result.Span<T>())
        {
            switch (product)
            {
                case Product.Maps: Convolution<T>.Maps(s, pa, pb, pBias, pr); break;
                case Product.Images: Convolution<T>.Images(s, pa, pb, pBias, pr); break;
                default: Convolution<T>.Weights(s, pa, pb, pr); break;
            }
        }
        if (!ReferenceEquals(first, a)) first.Dispose();
        if (!ReferenceEquals(second, b)) second.Dispose();
        if (!ReferenceEquals(added, bias)) added?.Dispose();
    }
}
