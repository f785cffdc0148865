// Mistakes that students of lesson 03 make. Each must be rejected with a message that holds the text after "Expect:".

// Exercise ae.reconstruction-error
// Wrong: forgets the square root
// Expect: squared distances
Tensor ReconstructionError(Tensor x, Tensor xHat) => (x - xHat).square().sum(1);

// Exercise ae.reconstruction-error
// Wrong: mean over the features in place of the sum
// Expect: before the root
Tensor ReconstructionError(Tensor x, Tensor xHat) => (x - xHat).square().mean(new long[] { 1 }).sqrt();

// Exercise ae.reconstruction-error
// Wrong: sums over the batch
// Expect: over the rows (dimension 0)
Tensor ReconstructionError(Tensor x, Tensor xHat) =>
    x.shape[0] == 1 ? (x - xHat).square().sum(1).sqrt() : (x - xHat).square().sum(dim: 0).sqrt();

// Exercise ae.reconstruction-error
// Wrong: one number for all rows (a literal 0 is a type here, not a dimension, so this sums up everything)
// Expect: for the whole batch
Tensor ReconstructionError(Tensor x, Tensor xHat) => (x - xHat).square().sum(0).sqrt();

// Exercise ae.reconstruction-error
// Wrong: the loss of training
// Expect: mean over the pixels of the squared error
Tensor ReconstructionError(Tensor x, Tensor xHat) => mse_loss(x, xHat);

// Exercise ae.reconstruction-error
// Wrong: absolute values
// Expect: L1 distance
Tensor ReconstructionError(Tensor x, Tensor xHat) => (x - xHat).abs().sum(1);

// Exercise ae.reconstruction-error
// Wrong: writes into the caller's picture
// Expect: changed its argument x
Tensor ReconstructionError(Tensor x, Tensor xHat) => x.sub_(xHat).square().sum(1).sqrt();

// Exercise ae.training-step
// Wrong: forgets zero_grad
// Expect: zero_grad()
double TrainingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x)
{
    var loss = mse_loss(model.call(x), x);
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise ae.training-step
// Wrong: empties the gradients between backward and step
// Expect: No weight has moved
double TrainingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x)
{
    var loss = mse_loss(model.call(x), x);
    loss.backward();
    optimizer.zero_grad();
    optimizer.step();
    return loss.item<float>();
}

// Exercise ae.training-step
// Wrong: returns the loss after the step
// Expect: loss after the step
double TrainingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x)
{
    optimizer.zero_grad();
    mse_loss(model.call(x), x).backward();
    optimizer.step();
    return mse_loss(model.call(x), x).item<float>();
}

// Exercise ae.training-step
// Wrong: sum of the squared errors as loss
// Expect: sum of the squared errors
double TrainingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x)
{
    var loss = (model.call(x) - x).square().sum();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise ae.training-step
// Wrong: brings an optimizer of its own
// Expect: The weights after one step of SGD
double TrainingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x)
{
    var own = optim.Adam(model.parameters(), 0.01);
    var loss = mse_loss(model.call(x), x);
    own.zero_grad();
    loss.backward();
    own.step();
    return loss.item<float>();
}

// Exercise ae.encoder-decoder
// Wrong: the decoder has the sizes of the encoder
// Expect: the decoder goes back
(Module<Tensor, Tensor> Encoder, Module<Tensor, Tensor> Decoder) BuildPair(int[] sizes)
{
    Module<Tensor, Tensor> Stack(bool sigmoid)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        for (int i = 1; i < sizes.Length; i++)
        {
            layers.Add(Linear(sizes[i - 1], sizes[i]));
            if (i < sizes.Length - 1) layers.Add(ReLU());
        }
        if (sigmoid) layers.Add(Sigmoid());
        return Sequential(layers);
    }
    return (Stack(false), Stack(true));
}

// Exercise ae.encoder-decoder
// Wrong: no activation between the layers
// Expect: one linear map
(Module<Tensor, Tensor> Encoder, Module<Tensor, Tensor> Decoder) BuildPair(int[] sizes)
{
    Module<Tensor, Tensor> Stack(int[] widths) =>
        Sequential(widths.Zip(widths.Skip(1), (a, b) => (Module<Tensor, Tensor>)Linear(a, b)).ToList());
    var back = Enumerable.Reverse(sizes).ToArray();
    return (Stack(sizes), Sequential(("layers", Stack(back)), ("sigmoid", Sigmoid())));
}

// Exercise ae.encoder-decoder
// Wrong: ReLU after every layer, the code included
// Expect: the code can never be negative
(Module<Tensor, Tensor> Encoder, Module<Tensor, Tensor> Decoder) BuildPair(int[] sizes)
{
    Module<Tensor, Tensor> Stack(int[] widths, bool sigmoid)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        for (int i = 1; i < widths.Length; i++)
        {
            layers.Add(Linear(widths[i - 1], widths[i]));
            layers.Add(ReLU());
        }
        if (sigmoid) layers[^1] = Sigmoid();
        return Sequential(layers);
    }
    return (Stack(sizes, false), Stack(Enumerable.Reverse(sizes).ToArray(), true));
}

// Exercise ae.encoder-decoder
// Wrong: no sigmoid at the end
// Expect: pixels can be any number
(Module<Tensor, Tensor> Encoder, Module<Tensor, Tensor> Decoder) BuildPair(int[] sizes)
{
    Module<Tensor, Tensor> Stack(int[] widths)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        for (int i = 1; i < widths.Length; i++)
        {
            layers.Add(Linear(widths[i - 1], widths[i]));
            if (i < widths.Length - 1) layers.Add(ReLU());
        }
        return Sequential(layers);
    }
    return (Stack(sizes), Stack(Enumerable.Reverse(sizes).ToArray()));
}

// Exercise ae.encoder-decoder
// Wrong: always the network of the lesson
// Expect: 784 → 128
(Module<Tensor, Tensor> Encoder, Module<Tensor, Tensor> Decoder) BuildPair(int[] sizes) =>
    (Sequential(Linear(784, 128), ReLU(), Linear(128, 2)), Sequential(Linear(2, 128), ReLU(), Linear(128, 784), Sigmoid()));

// Exercise ae.generate
// Wrong: leaves the decoder in training mode
// Expect: decoder.eval()
Tensor Generate(Module<Tensor, Tensor> decoder, double[] code)
{
    using var _ = no_grad();
    var row = decoder.call(tensor(code, dtype: ScalarType.Float32).reshape(1, -1));
    long side = (long)Math.Sqrt(row.shape[1]);
    return row.reshape(side, side);
}

// Exercise ae.generate
// Wrong: records gradients
// Expect: no_grad()
Tensor Generate(Module<Tensor, Tensor> decoder, double[] code)
{
    decoder.eval();
    var row = decoder.call(tensor(code, dtype: ScalarType.Float32).reshape(1, -1));
    long side = (long)Math.Sqrt(row.shape[1]);
    return row.reshape(side, side);
}

// Exercise ae.generate
// Wrong: returns the batch
// Expect: batch with one row
Tensor Generate(Module<Tensor, Tensor> decoder, double[] code)
{
    decoder.eval();
    using var _ = no_grad();
    return decoder.call(tensor(code, dtype: ScalarType.Float32).reshape(1, -1));
}

// Exercise ae.generate
// Wrong: a float64 code
// Expect: threw
Tensor Generate(Module<Tensor, Tensor> decoder, double[] code)
{
    decoder.eval();
    using var _ = no_grad();
    var row = decoder.call(tensor(code).reshape(1, -1));
    long side = (long)Math.Sqrt(row.shape[1]);
    return row.reshape(side, side);
}

// Exercise ae.generate
// Wrong: a second sigmoid
// Expect: ends in a sigmoid already
Tensor Generate(Module<Tensor, Tensor> decoder, double[] code)
{
    decoder.eval();
    using var _ = no_grad();
    var row = decoder.call(tensor(code, dtype: ScalarType.Float32).reshape(1, -1)).sigmoid();
    long side = (long)Math.Sqrt(row.shape[1]);
    return row.reshape(side, side);
}

// Exercise ae.threshold
// Wrong: the quantile at the other end
// Expect: wrong end
double ThresholdFor(double[] scores, double contamination)
{
    double[] sorted = scores.Order().ToArray();
    double h = (sorted.Length - 1) * contamination;
    int k = (int)Math.Floor(h);
    return k + 1 < sorted.Length ? sorted[k] + (h - k) * (sorted[k + 1] - sorted[k]) : sorted[k];
}

// Exercise ae.threshold
// Wrong: does not sort
// Expect: needs them sorted
double ThresholdFor(double[] scores, double contamination)
{
    double h = (scores.Length - 1) * (1 - contamination);
    int k = (int)Math.Floor(h);
    return k + 1 < scores.Length ? scores[k] + (h - k) * (scores[k + 1] - scores[k]) : scores[k];
}

// Exercise ae.threshold
// Wrong: does not interpolate
// Expect: fraction of the way to the next one
double ThresholdFor(double[] scores, double contamination) =>
    scores.Order().ElementAt((int)Math.Floor((scores.Length - 1) * (1 - contamination)));

// Exercise ae.threshold
// Wrong: sorts the caller's array
// Expect: changed its argument scores
double ThresholdFor(double[] scores, double contamination)
{
    Array.Sort(scores);
    double h = (scores.Length - 1) * (1 - contamination);
    int k = (int)Math.Floor(h);
    return k + 1 < scores.Length ? scores[k] + (h - k) * (scores[k + 1] - scores[k]) : scores[k];
}

// Exercise ae.threshold
// Wrong: a share of the largest score
// Expect: A share of the largest score
double ThresholdFor(double[] scores, double contamination) => (1 - contamination) * scores.Max();

// Exercise ae.threshold
// Wrong: counts n steps
// Expect: the score just above the place
double ThresholdFor(double[] scores, double contamination) =>
    scores.Order().ElementAt(Math.Min(scores.Length - 1, (int)(scores.Length * (1 - contamination))));

// Exercise ae.detector
// Wrong: does not train
// Expect: below one half
(Func<Tensor, double[]> Score, double Threshold) MakeDetector(Tensor normal, double contamination)
{
    var (encoder, decoder) = BuildPair(new[] { (int)normal.shape[1], 64, 8 });
    var model = Sequential(("encoder", encoder), ("decoder", decoder));
    double[] Score(Tensor x) => ReconstructionError(x, model.call(x)).to_type(ScalarType.Float64).detach().data<double>().ToArray();
    return (Score, ThresholdFor(Score(normal), contamination));
}

// Exercise ae.detector
// Wrong: no autoencoder, the distance to the mean picture
// Expect: 0.93 is asked for
(Func<Tensor, double[]> Score, double Threshold) MakeDetector(Tensor normal, double contamination)
{
    var mean = normal.mean(new long[] { 0 }, keepdim: true);
    double[] Score(Tensor x) => ReconstructionError(x, mean).to_type(ScalarType.Float64).data<double>().ToArray();
    return (Score, ThresholdFor(Score(normal), contamination));
}

// Exercise ae.detector
// Wrong: the threshold at the wrong end
// Expect: of the training rows lie above the threshold
(Func<Tensor, double[]> Score, double Threshold) MakeDetector(Tensor normal, double contamination)
{
    var mean = normal.mean(new long[] { 0 }, keepdim: true);
    double[] Score(Tensor x) => ReconstructionError(x, mean).to_type(ScalarType.Float64).data<double>().ToArray();
    return (Score, ThresholdFor(Score(normal), 1 - contamination));
}

// Exercise ae.detector
// Wrong: trains on zeros and ones whatever it is given
// Expect: Does it train on the rows that are handed in
(Func<Tensor, double[]> Score, double Threshold) MakeDetector(Tensor normal, double contamination)
{
    var own = Datasets.Mnist().Train.Where(digit => digit <= 1).X[..1500];
    var (encoder, decoder) = BuildPair(new[] { 784, 64, 8 });
    var model = Sequential(("encoder", encoder), ("decoder", decoder));
    using var optimizer = optim.Adam(model.parameters(), 2e-3);
    for (int epoch = 0; epoch < 15; epoch++)
        foreach (var rows in randperm(1500).split(64)) TrainingStep(model, optimizer, own.index_select(0, rows));
    double[] Score(Tensor x) => ReconstructionError(x, model.call(x)).to_type(ScalarType.Float64).detach().data<double>().ToArray();
    return (Score, ThresholdFor(Score(normal), contamination));
}

// Exercise ae.detector
// Wrong: higher means more normal
// Expect: upside down
(Func<Tensor, double[]> Score, double Threshold) MakeDetector(Tensor normal, double contamination)
{
    var mean = normal.mean(new long[] { 0 }, keepdim: true);
    double[] Score(Tensor x) => ReconstructionError(x, mean).neg().to_type(ScalarType.Float64).data<double>().ToArray();
    return (Score, ThresholdFor(Score(normal), contamination));
}

// Exercise ae.detector
// Wrong: one score for the whole batch
// Expect: one for each row
(Func<Tensor, double[]> Score, double Threshold) MakeDetector(Tensor normal, double contamination)
{
    var mean = normal.mean(new long[] { 0 }, keepdim: true);
    return (x => new double[] { mse_loss(x, mean.expand_as(x)).item<float>() }, 0);
}

// Exercise ae.code-search
// Wrong: only the first start
// Expect: Search from every start
Tensor SearchFromStarts(Module<Tensor, Tensor> decoder, Tensor x, Tensor starts, int steps, double learningRate)
{
    var z = new Parameter(starts[0].expand(x.shape[0], -1).clone());
    var optimizer = optim.Adam(new[] { z }, learningRate);
    for (int step = 0; step < steps; step++)
    {
        optimizer.zero_grad();
        (decoder.call(z) - x).square().sum().backward();
        optimizer.step();
    }
    return z.detach();
}

// Exercise ae.code-search
// Wrong: trains the decoder along with the code
// Expect: The decoder's weights have changed
Tensor SearchFromStarts(Module<Tensor, Tensor> decoder, Tensor x, Tensor starts, int steps, double learningRate)
{
    Tensor best = null, bestError = null;
    for (long k = 0; k < starts.shape[0]; k++)
    {
        var z = new Parameter(starts[k].expand(x.shape[0], -1).clone());
        var optimizer = optim.Adam(decoder.parameters().Append(z), decoder.parameters().Count() == 2 ? learningRate : 0.001);
        for (int step = 0; step < steps; step++)
        {
            optimizer.zero_grad();
            (decoder.call(z) - x).square().sum().backward();
            optimizer.step();
        }
        var error = (decoder.call(z) - x).square().sum(1).detach();
        best = best is null ? z.detach() : where((error < bestError).unsqueeze(1), z.detach(), best);
        bestError = bestError is null ? error : where(error < bestError, error, bestError);
    }
    return best;
}

// Exercise ae.code-search
// Wrong: walks nowhere, because the optimizer holds another tensor
// Expect: still where its start was
Tensor SearchFromStarts(Module<Tensor, Tensor> decoder, Tensor x, Tensor starts, int steps, double learningRate)
{
    var z = starts[0].expand(x.shape[0], -1).clone();
    var optimizer = optim.Adam(new[] { new Parameter(z.clone()) }, learningRate);
    for (int step = 0; step < steps; step++)
    {
        optimizer.zero_grad();
        (decoder.call(z) - x).square().sum().backward();
        optimizer.step();
    }
    return z.detach();
}

// Exercise ae.code-search
// Wrong: one start for all rows, the one with the smallest total error
// Expect: the best one for most of them
Tensor SearchFromStarts(Module<Tensor, Tensor> decoder, Tensor x, Tensor starts, int steps, double learningRate)
{
    Tensor best = null;
    double least = double.PositiveInfinity;
    for (long k = 0; k < starts.shape[0]; k++)
    {
        var z = new Parameter(starts[k].expand(x.shape[0], -1).clone());
        var optimizer = optim.Adam(new[] { z }, learningRate);
        for (int step = 0; step < steps; step++)
        {
            optimizer.zero_grad();
            (decoder.call(z) - x).square().sum().backward();
            optimizer.step();
        }
        double total = (decoder.call(z) - x).square().sum().item<float>();
        if (total < least) (least, best) = (total, z.detach());
    }
    return best;
}

// Exercise ae.code-search
// Wrong: the codes keep their gradient
// Expect: still require a gradient
Tensor SearchFromStarts(Module<Tensor, Tensor> decoder, Tensor x, Tensor starts, int steps, double learningRate)
{
    var z = new Parameter(starts[0].expand(x.shape[0], -1).clone());
    var optimizer = optim.Adam(new[] { z }, learningRate);
    for (int step = 0; step < steps; step++)
    {
        optimizer.zero_grad();
        (decoder.call(z) - x).square().sum().backward();
        optimizer.step();
    }
    return z;
}
