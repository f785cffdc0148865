// Wrong answers to lesson 04, each with a piece of the message that the student must get.

// Exercise cae.shapes
// Wrong: rounds up
// Expect: round down
(int Channels, int Height, int Width)[] Shapes((int Channels, int Height, int Width) image, (string Kind, int Channels, int Kernel, int Stride, int Padding, int OutputPadding)[] layers)
{
    var now = image;
    return layers.Select(one =>
    {
        var (kind, channels, k, s, p, op) = one;
        int Along(int i) => kind == "transposed" ? (i - 1) * s - 2 * p + k + op : kind == "upsample" ? i * s : (i + 2 * p - k + s - 1) / s + 1;
        return now = (kind is "conv" or "transposed" ? channels : now.Channels, Along(now.Height), Along(now.Width));
    }).ToArray();
}

// Exercise cae.shapes
// Wrong: forgets the output padding
// Expect: output padding of the transposed convolution is missing
(int Channels, int Height, int Width)[] Shapes((int Channels, int Height, int Width) image, (string Kind, int Channels, int Kernel, int Stride, int Padding, int OutputPadding)[] layers)
{
    var now = image;
    return layers.Select(one =>
    {
        var (kind, channels, k, s, p, op) = one;
        int Along(int i) => kind == "transposed" ? (i - 1) * s - 2 * p + k : kind == "upsample" ? i * s : (i + 2 * p - k) / s + 1;
        return now = (kind is "conv" or "transposed" ? channels : now.Channels, Along(now.Height), Along(now.Width));
    }).ToArray();
}

// Exercise cae.shapes
// Wrong: pooling takes its channels from the tuple
// Expect: keeps the number of channels
(int Channels, int Height, int Width)[] Shapes((int Channels, int Height, int Width) image, (string Kind, int Channels, int Kernel, int Stride, int Padding, int OutputPadding)[] layers)
{
    var now = image;
    return layers.Select(one =>
    {
        var (kind, channels, k, s, p, op) = one;
        int Along(int i) => kind == "transposed" ? (i - 1) * s - 2 * p + k + op : kind == "upsample" ? i * s : (i + 2 * p - k) / s + 1;
        return now = (channels, Along(now.Height), Along(now.Width));
    }).ToArray();
}

// Exercise cae.shapes
// Wrong: counts the padding once
// Expect: The padding is counted once
(int Channels, int Height, int Width)[] Shapes((int Channels, int Height, int Width) image, (string Kind, int Channels, int Kernel, int Stride, int Padding, int OutputPadding)[] layers)
{
    var now = image;
    return layers.Select(one =>
    {
        var (kind, channels, k, s, p, op) = one;
        int Along(int i) => kind == "transposed" ? (i - 1) * s - 2 * p + k + op : kind == "upsample" ? i * s : (i + p - k) / s + 1;
        return now = (kind is "conv" or "transposed" ? channels : now.Channels, Along(now.Height), Along(now.Width));
    }).ToArray();
}

// Exercise cae.shapes
// Wrong: the shape of the image comes first
// Expect: return the one after each layer
(int Channels, int Height, int Width)[] Shapes((int Channels, int Height, int Width) image, (string Kind, int Channels, int Kernel, int Stride, int Padding, int OutputPadding)[] layers)
{
    var all = new List<(int, int, int)> { image };
    foreach (var (kind, channels, k, s, p, op) in layers)
    {
        var (c, h, w) = all[^1];
        int Along(int i) => kind == "transposed" ? (i - 1) * s - 2 * p + k + op : kind == "upsample" ? i * s : (i + 2 * p - k) / s + 1;
        all.Add((kind is "conv" or "transposed" ? channels : c, Along(h), Along(w)));
    }
    return all.ToArray();
}

// Exercise cae.mirror
// Wrong: no output padding
// Expect: some lines are missing
Module<Tensor, Tensor> MirrorDecoder(int side, (int In, int Out, int Kernel, int Stride, int Padding)[] encoder)
{
    var layers = new List<Module<Tensor, Tensor>>();
    foreach (var (a, b, k, s, p) in encoder)
    {
        layers.Insert(0, layers.Count == 0 ? Sigmoid() : ReLU());
        layers.Insert(0, ConvTranspose2d(b, a, k, stride: s, padding: p));
    }
    return Sequential(layers);
}

// Exercise cae.mirror
// Wrong: an output padding of 1 wherever there is a stride
// Expect: there are too many lines
Module<Tensor, Tensor> MirrorDecoder(int side, (int In, int Out, int Kernel, int Stride, int Padding)[] encoder)
{
    var layers = new List<Module<Tensor, Tensor>>();
    foreach (var (a, b, k, s, p) in encoder)
    {
        layers.Insert(0, layers.Count == 0 ? Sigmoid() : ReLU());
        layers.Insert(0, ConvTranspose2d(b, a, k, stride: s, padding: p, output_padding: s > 1 ? 1 : 0));
    }
    return Sequential(layers);
}

// Exercise cae.mirror
// Wrong: the layers in the order of the encoder
// Expect: the decoder begins where the encoder ended
Module<Tensor, Tensor> MirrorDecoder(int side, (int In, int Out, int Kernel, int Stride, int Padding)[] encoder)
{
    var layers = new List<Module<Tensor, Tensor>>();
    foreach (var (a, b, k, s, p) in encoder)
    {
        int o = (side + 2 * p - k) / s + 1;
        layers.Add(ConvTranspose2d(b, a, k, stride: s, padding: p, output_padding: side - ((o - 1) * s - 2 * p + k)));
        layers.Add(layers.Count == 2 * encoder.Length - 1 ? Sigmoid() : ReLU());
        side = o;
    }
    return Sequential(layers);
}

// Exercise cae.mirror
// Wrong: no activation at the end
// Expect: pixels can be any number
Module<Tensor, Tensor> MirrorDecoder(int side, (int In, int Out, int Kernel, int Stride, int Padding)[] encoder)
{
    var layers = new List<Module<Tensor, Tensor>>();
    foreach (var (a, b, k, s, p) in encoder)
    {
        int o = (side + 2 * p - k) / s + 1;
        if (layers.Count > 0) layers.Insert(0, ReLU());
        layers.Insert(0, ConvTranspose2d(b, a, k, stride: s, padding: p, output_padding: side - ((o - 1) * s - 2 * p + k)));
        side = o;
    }
    return Sequential(layers);
}

// Exercise cae.mirror
// Wrong: a ReLU before the sigmoid
// Expect: no pixel can be darker than
Module<Tensor, Tensor> MirrorDecoder(int side, (int In, int Out, int Kernel, int Stride, int Padding)[] encoder)
{
    var layers = new List<Module<Tensor, Tensor>> { Sigmoid() };
    foreach (var (a, b, k, s, p) in encoder)
    {
        int o = (side + 2 * p - k) / s + 1;
        layers.Insert(0, ReLU());
        layers.Insert(0, ConvTranspose2d(b, a, k, stride: s, padding: p, output_padding: side - ((o - 1) * s - 2 * p + k)));
        side = o;
    }
    return Sequential(layers);
}

// Exercise cae.resize-convolution
// Wrong: the padding of the convolution, which is zeros
// Expect: the border turns dark
Tensor ResizeConvolution(Tensor x, Tensor weight, Tensor bias, int factor)
{
    var large = interpolate(x, scale_factor: new double[] { factor, factor }, mode: InterpolationMode.Nearest);
    long p = (weight.shape[2] - 1) / 2;
    return conv2d(large, weight, bias, padding: new[] { p, p });
}

// Exercise cae.resize-convolution
// Wrong: no padding
// Expect: The kernel has eaten the border
Tensor ResizeConvolution(Tensor x, Tensor weight, Tensor bias, int factor) =>
    conv2d(interpolate(x, scale_factor: new double[] { factor, factor }, mode: InterpolationMode.Nearest), weight, bias);

// Exercise cae.resize-convolution
// Wrong: zeros between the pixels
// Expect: Between the pixels lie zeros
Tensor ResizeConvolution(Tensor x, Tensor weight, Tensor bias, int factor)
{
    var large = zeros(x.shape[0], x.shape[1], x.shape[2] * factor, x.shape[3] * factor);
    large[.., .., TensorIndex.Slice(0, null, factor), TensorIndex.Slice(0, null, factor)] = x;
    long p = (weight.shape[2] - 1) / 2;
    return conv2d(large, weight, bias, padding: new[] { p, p });
}

// Exercise cae.resize-convolution
// Wrong: forgets the bias
// Expect: The bias is missing
Tensor ResizeConvolution(Tensor x, Tensor weight, Tensor bias, int factor)
{
    var large = interpolate(x, scale_factor: new double[] { factor, factor }, mode: InterpolationMode.Nearest);
    long p = (weight.shape[2] - 1) / 2;
    return conv2d(pad(large, new[] { p, p, p, p }, mode: PaddingModes.Replicate), weight);
}

// Exercise cae.resize-convolution
// Wrong: bilinear enlargement
// Expect: The pixels of a
Tensor ResizeConvolution(Tensor x, Tensor weight, Tensor bias, int factor)
{
    var large = interpolate(x, scale_factor: new double[] { factor, factor }, mode: InterpolationMode.Bilinear, align_corners: false);
    long p = (weight.shape[2] - 1) / 2;
    return conv2d(pad(large, new[] { p, p, p, p }, mode: PaddingModes.Replicate), weight, bias);
}

// Exercise cae.denoising-step
// Wrong: an ordinary training step
// Expect: Nothing was corrupted
double DenoisingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Func<Tensor, Tensor> corrupt)
{
    var loss = mse_loss(model.call(x), x);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise cae.denoising-step
// Wrong: the dirty image is the target, too
// Expect: compared with the dirty image
double DenoisingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Func<Tensor, Tensor> corrupt)
{
    var dirty = corrupt(x);
    var loss = mse_loss(model.call(dirty), dirty);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise cae.denoising-step
// Wrong: learns to make dirty images
// Expect: Clean and dirty are mixed up
double DenoisingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Func<Tensor, Tensor> corrupt)
{
    var loss = mse_loss(model.call(x), corrupt(x));
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise cae.denoising-step
// Wrong: gradients pile up
// Expect: optimizer.zero_grad() before backward()
double DenoisingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Func<Tensor, Tensor> corrupt)
{
    var loss = mse_loss(model.call(corrupt(x)), x);
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise cae.denoising-step
// Wrong: corrupts again for the number to return
// Expect: loss after the step
double DenoisingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Func<Tensor, Tensor> corrupt)
{
    var loss = mse_loss(model.call(corrupt(x)), x);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return mse_loss(model.call(corrupt(x)), x).item<float>();
}

// Exercise cae.anomaly-map
// Wrong: zeros from outside the image are averaged in
// Expect: count only pixels that exist
(Tensor Map, double Auroc) AnomalyMap(Module<Tensor, Tensor> model, Tensor x, Tensor masks, int window)
{
    using var _ = no_grad();
    var map = avg_pool2d((x - model.call(x)).square(), window, stride: 1, padding: window / 2).squeeze(1);
    double[] Pixels(Tensor t) => t.to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray();
    return (map, Evaluation.Auroc(Pixels(masks).Select(v => v > 0).ToArray(), Pixels(map)));
}

// Exercise cae.anomaly-map
// Wrong: no window at all
// Expect: This is the error of each pixel alone
(Tensor Map, double Auroc) AnomalyMap(Module<Tensor, Tensor> model, Tensor x, Tensor masks, int window)
{
    using var _ = no_grad();
    var map = (x - model.call(x)).square().squeeze(1);
    double[] Pixels(Tensor t) => t.to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray();
    return (map, Evaluation.Auroc(Pixels(masks).Select(v => v > 0).ToArray(), Pixels(map)));
}

// Exercise cae.anomaly-map
// Wrong: averages before it squares
// Expect: First square each error
(Tensor Map, double Auroc) AnomalyMap(Module<Tensor, Tensor> model, Tensor x, Tensor masks, int window)
{
    using var _ = no_grad();
    var map = avg_pool2d(x - model.call(x), window, stride: 1, padding: window / 2, count_include_pad: false).square().squeeze(1);
    double[] Pixels(Tensor t) => t.to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray();
    return (map, Evaluation.Auroc(Pixels(masks).Select(v => v > 0).ToArray(), Pixels(map)));
}

// Exercise cae.anomaly-map
// Wrong: the AUROC of whole images
// Expect: This is the AUROC of whole images
(Tensor Map, double Auroc) AnomalyMap(Module<Tensor, Tensor> model, Tensor x, Tensor masks, int window)
{
    using var _ = no_grad();
    var map = avg_pool2d((x - model.call(x)).square(), window, stride: 1, padding: window / 2, count_include_pad: false).squeeze(1);
    double[] Largest(Tensor t) => t.amax(new long[] { 1, 2 }).to_type(ScalarType.Float64).data<double>().ToArray();
    bool[] defect = Largest(masks).Select(v => v > 0).ToArray();
    return (map, defect.Distinct().Count() == 2 ? Evaluation.Auroc(defect, Largest(map)) : 0.5);
}

// Exercise cae.anomaly-map
// Wrong: keeps the tape
// Expect: compute it in no_grad()
(Tensor Map, double Auroc) AnomalyMap(Module<Tensor, Tensor> model, Tensor x, Tensor masks, int window)
{
    var map = avg_pool2d((x - model.call(x)).square(), window, stride: 1, padding: window / 2, count_include_pad: false).squeeze(1);
    double[] Pixels(Tensor t) => t.detach().to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray();
    return (map, Evaluation.Auroc(Pixels(masks).Select(v => v > 0).ToArray(), Pixels(map)));
}

// Exercise cae.localiser
// Wrong: no network, each pixel's distance from the mean grey
// Expect: Train longer, keep the code narrow
Func<Tensor, Tensor> MakeLocaliser(Tensor normal) => x => (x - x.mean(new long[] { 2, 3 }, keepdim: true)).square().squeeze(1);

// Exercise cae.localiser
// Wrong: does not train
// Expect: does yours train?
Func<Tensor, Tensor> MakeLocaliser(Tensor normal)
{
    var net = Sequential(
        Conv2d(1, 8, 4, stride: 2, padding: 1), ReLU(), Conv2d(8, 8, 4, stride: 2, padding: 1),
        ConvTranspose2d(8, 8, 4, stride: 2, padding: 1), ReLU(), ConvTranspose2d(8, 1, 4, stride: 2, padding: 1), Sigmoid());
    return x =>
    {
        using var _ = no_grad();
        return avg_pool2d((x - net.call(x)).square(), 5, stride: 1, padding: 2, count_include_pad: false).squeeze(1);
    };
}

// Exercise cae.localiser
// Wrong: the map of a normal pixel is high
// Expect: Higher must mean more anomalous
Func<Tensor, Tensor> MakeLocaliser(Tensor normal) => x => -avg_pool2d(
    (x - x.mean(new long[] { 2, 3 }, keepdim: true)).square(), 5, stride: 1, padding: 2, count_include_pad: false).squeeze(1);

// Exercise cae.localiser
// Wrong: noise when scoring
// Expect: leave noise and dropout to training
Func<Tensor, Tensor> MakeLocaliser(Tensor normal) => x => (x + 0.1 * randn_like(x) - 0.5).square().squeeze(1);

// Exercise cae.localiser
// Wrong: one number for each image
// Expect: return one for each pixel
Func<Tensor, Tensor> MakeLocaliser(Tensor normal) => x => (x - 0.5).square().mean(new long[] { 1, 2, 3 });

// Exercise cae.localiser
// Wrong: trains on cloth of its own
// Expect: Does it train on the images that are handed in
Func<Tensor, Tensor> MakeLocaliser(Tensor normal)
{
    var own = Texture.Generate(5, 400, 0).Data.X.reshape(-1, 1, 32, 32);
    var net = Sequential(
        Conv2d(1, 8, 4, stride: 2, padding: 1), ReLU(), Conv2d(8, 8, 4, stride: 2, padding: 1),
        ConvTranspose2d(8, 8, 4, stride: 2, padding: 1), ReLU(), ConvTranspose2d(8, 1, 4, stride: 2, padding: 1), Sigmoid());
    using var optimizer = optim.Adam(net.parameters(), 4e-3);
    for (int epoch = 0; epoch < 10; epoch++)
        foreach (var rows in randperm(400).split(32))
            DenoisingStep(net, optimizer, own.index_select(0, rows), x => x + 0.1 * randn_like(x));
    return x =>
    {
        using var _ = no_grad();
        return avg_pool2d((x - net.call(x)).square(), 5, stride: 1, padding: 2, count_include_pad: false).squeeze(1);
    };
}

// Exercise cae.regularity
// Wrong: how irregular the frames are
// Expect: take it from 1
double[] Regularity(Tensor frames, Tensor copies)
{
    double[] e = (frames - copies).square().sum(1, 2).sqrt().to_type(ScalarType.Float64).data<double>().ToArray();
    return e.Select(error => (error - e.Min()) / e.Max()).ToArray();
}

// Exercise cae.regularity
// Wrong: divides by the span
// Expect: the formula divides by the largest
double[] Regularity(Tensor frames, Tensor copies)
{
    double[] e = (frames - copies).square().sum(1, 2).sqrt().to_type(ScalarType.Float64).data<double>().ToArray();
    return e.Select(error => 1 - (error - e.Min()) / (e.Max() - e.Min())).ToArray();
}

// Exercise cae.regularity
// Wrong: squared errors
// Expect: take the root
double[] Regularity(Tensor frames, Tensor copies)
{
    double[] e = (frames - copies).square().sum(1, 2).to_type(ScalarType.Float64).data<double>().ToArray();
    return e.Select(error => 1 - (error - e.Min()) / e.Max()).ToArray();
}

// Exercise cae.regularity
// Wrong: 0/0 for a perfect copy
// Expect: let every frame have the score 1
double[] Regularity(Tensor frames, Tensor copies)
{
    double[] e = (frames - copies).square().sum(1, 2).sqrt().to_type(ScalarType.Float64).data<double>().ToArray();
    return e.Select(error => 1 - (error - e.Min()) / e.Max()).ToArray();
}

// Exercise cae.regularity
// Wrong: one error for the whole clip
// Expect: expected 3 numbers, got 1 number
double[] Regularity(Tensor frames, Tensor copies)
{
    double e = (frames - copies).square().sum().sqrt().item<float>();
    return new[] { 1 - e };
}
