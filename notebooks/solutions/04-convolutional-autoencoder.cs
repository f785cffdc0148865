// Solutions to lesson 04, the convolutional autoencoder. Each section replaces the exercise cell with the same first line; each says
// why, and shows another way where there is one.

// Exercise cae.shapes
// Why one helper for both directions: height and width follow the same rule and know nothing of each other.
// Another way: build the layers with zero weights, send an image of zeros through, and read the shapes; that is how the check does it.
(int Channels, int Height, int Width)[] Shapes(
    (int Channels, int Height, int Width) image,
    (string Kind, int Channels, int Kernel, int Stride, int Padding, int OutputPadding)[] layers)
{
    var shapes = new List<(int Channels, int Height, int Width)>();
    var now = image;
    foreach (var (kind, channels, k, s, p, op) in layers)
    {
        int Along(int i) => kind switch
        {
            "transposed" => (i - 1) * s - 2 * p + k + op,
            "upsample" => i * s,
            _ => (i + 2 * p - k) / s + 1,   // whole numbers: rounded down
        };
        now = (kind is "conv" or "transposed" ? channels : now.Channels, Along(now.Height), Along(now.Width));
        shapes.Add(now);
    }
    return shapes.ToArray();
}

// Exercise cae.mirror
// Why output_padding: a convolution with stride s maps up to s neighbouring sides to one and the same; which of them it was has to be
// said again on the way back. Why insert at the front: the last layer of the encoder is the first of the decoder.
// Another way: walk down once to note the sides, then up in a second loop that appends.
Module<Tensor, Tensor> MirrorDecoder(int side, (int In, int Out, int Kernel, int Stride, int Padding)[] encoder)
{
    var layers = new List<Module<Tensor, Tensor>>();
    foreach (var (channelsIn, channelsOut, k, s, p) in encoder)
    {
        int smaller = (side + 2 * p - k) / s + 1;
        int missing = side - ((smaller - 1) * s - 2 * p + k);
        layers.Insert(0, layers.Count == 0 ? Sigmoid() : ReLU());
        layers.Insert(0, ConvTranspose2d(channelsOut, channelsIn, k, stride: s, padding: p, output_padding: missing));
        side = smaller;
    }
    return Sequential(layers);
}

// Exercise cae.resize-convolution
// Why it cannot make a checkerboard: after the enlargement every output pixel sees a full window of k × k pixels, all of them real; which
// weights fall on equal pixels changes from place to place, but their sum does not.
// Why repeat the border: zeros around the image would be a dark frame that the next layer takes for an edge.
// Another way: Sequential(Upsample(scale_factor: ...), Conv2d(..., padding: p, padding_mode: PaddingModes.Replicate)), for layers that learn.
Tensor ResizeConvolution(Tensor x, Tensor weight, Tensor bias, int factor)
{
    var large = interpolate(
        x, scale_factor: new double[] { factor, factor }, mode: InterpolationMode.Nearest);
    long p = (weight.shape[2] - 1) / 2;
    return conv2d(pad(large, new[] { p, p, p, p }, mode: PaddingModes.Replicate), weight, bias);
}

// Exercise cae.denoising-step
// Why the clean image as target: the noise is new in each step, so it cannot be learned by heart; the only way to a small loss is to know
// what clean images look like. Compared with the dirty image, the best answer would be to hand everything through.
// Another way: keep the dirty image in a variable of its own, to show it; and corrupt under no_grad() if the corruption is costly.
double DenoisingStep(
    Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Func<Tensor, Tensor> corrupt)
{
    using var scope = NewDisposeScope();
    var loss = mse_loss(model.call(corrupt(x)), x);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise cae.anomaly-map
// Why the mean over a window: noise in one pixel says nothing, a defect covers several neighbours. Why not count what lies outside: zeros
// there would make every border look calm. Why all pixels in one list: one threshold must serve all images.
// Another way: a convolution with a Gaussian kernel in place of the box, divided by the same convolution of an image of ones.
(Tensor Map, double Auroc) AnomalyMap(Module<Tensor, Tensor> model, Tensor x, Tensor masks, int window)
{
    using var _ = no_grad();
    var error = (x - model.call(x)).square();
    var map = avg_pool2d(
        error, window, stride: 1, padding: window / 2, count_include_pad: false).squeeze(1);
    double[] Pixels(Tensor t) => t.to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray();
    return (map, Evaluation.Auroc(Pixels(masks).Select(v => v > 0).ToArray(), Pixels(map)));
}

// Exercise cae.localiser
// Why noise on the input: this code is wide enough to hand most pixels through; with noise, copying no longer pays. Why 5 × 5: see the
// lesson's table. Why kernels of 4 with stride 2: the stride divides the kernel, so there is no checkerboard in the map.
// Another way: no noise, but a code of two channels.
Func<Tensor, Tensor> MakeLocaliser(Tensor normal)
{
    var net = Sequential(
        Conv2d(1, 8, 4, stride: 2, padding: 1), ReLU(), Conv2d(8, 8, 4, stride: 2, padding: 1),
        ConvTranspose2d(8, 8, 4, stride: 2, padding: 1), ReLU(),
        ConvTranspose2d(8, 1, 4, stride: 2, padding: 1), Sigmoid());
    using var optimizer = optim.Adam(net.parameters(), 4e-3);
    for (int epoch = 0; epoch < 10; epoch++)
    {
        using var scope = NewDisposeScope();
        foreach (var rows in randperm(normal.shape[0]).split(32))
            DenoisingStep(net, optimizer, normal.index_select(0, rows), x => x + 0.1 * randn_like(x));
    }

    return x =>
    {
        using var _ = no_grad();
        var error = (x - net.call(x)).square();
        return avg_pool2d(error, 5, stride: 1, padding: 2, count_include_pad: false).squeeze(1);
    };
}

// Exercise cae.regularity
// Why relative to the clip's own frames: a film in a bright room has larger errors everywhere; what matters is which frame stands out.
// Why the case of no error: 0/0 is not a number, and one such frame would spoil every mean.
// Another way: e.Append(1e-12).Max() in the denominator, which needs no case of its own.
double[] Regularity(Tensor frames, Tensor copies)
{
    using var scope = NewDisposeScope();
    double[] e = (frames - copies).detach().square().sum(1, 2).sqrt()
        .to_type(ScalarType.Float64).data<double>().ToArray();
    double least = e.Min(), most = e.Max();
    return e.Select(error => most == 0 ? 1 : 1 - (error - least) / most).ToArray();
}
