// Solutions to lesson 03, the autoencoder. Each section replaces the exercise cell with the same first line; each says why, and
// shows another way where there is one.

// Exercise ae.reconstruction-error
// Why: an anomaly score must say something about each row, so the sum runs over the features (dimension 1) and never over the rows.
// Another way: (x - xHat).norm(1), where 1 is the dimension; the norm is the Euclidean one unless told otherwise.
Tensor ReconstructionError(Tensor x, Tensor xHat) => (x - xHat).square().sum(1).sqrt();

// Exercise ae.training-step
// Why in this order: backward() adds to .grad, so the old gradients must be gone before it; step() reads .grad, so it comes after.
// The scope frees the tape and all tensors in between; the loss leaves it as a plain number.
// Another way: zero_grad() right after step(), which leaves everything clean for the next call, but trusts whoever came before.
double TrainingStep(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x)
{
    using var scope = NewDisposeScope();
    var loss = mse_loss(model.call(x), x);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise ae.encoder-decoder
// Why one helper for both: encoder and decoder differ only in the direction of the sizes and in what comes after the last layer.
// Another way: collect the sizes in pairs, sizes.Zip(sizes.Skip(1)), and SelectMany a Linear and a ReLU out of each.
Module<Tensor, Tensor> Stack(int[] sizes, bool sigmoid)
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

(Module<Tensor, Tensor> Encoder, Module<Tensor, Tensor> Decoder) BuildPair(int[] sizes) =>
    (Stack(sizes, sigmoid: false), Stack(Enumerable.Reverse(sizes).ToArray(), sigmoid: true));

// Exercise ae.generate
// Why eval: dropout and batch normalisation do something else in training. Why no_grad: otherwise the picture drags the whole tape along.
// Why float32: a C# double[] becomes a float64 tensor, and weights are float32; the two cannot be multiplied.
// Another way: leave the mode as it was found, with var before = decoder.training; ... decoder.train(before);
Tensor Generate(Module<Tensor, Tensor> decoder, double[] code)
{
    decoder.eval();
    using var _ = no_grad();
    var z = tensor(code, dtype: ScalarType.Float32).reshape(1, -1);
    var row = decoder.call(z);
    long side = (long)Math.Round(Math.Sqrt(row.shape[1]));
    return row.reshape(side, side);
}

// Exercise ae.threshold
// Why a copy: sorting the caller's array would tear scores and rows apart. Why n - 1: between n scores lie n - 1 gaps.
// Another way: tensor(scores).quantile(tensor(1 - contamination)).item<double>(), which uses the same definition.
double ThresholdFor(double[] scores, double contamination)
{
    double[] sorted = scores.Order().ToArray();
    double h = (sorted.Length - 1) * (1 - contamination);
    int k = (int)Math.Floor(h);
    return k + 1 < sorted.Length ? sorted[k] + (h - k) * (sorted[k + 1] - sorted[k]) : sorted[k];
}

// Exercise ae.detector
// Why a function is returned: what was learned lives in the network, and the function keeps hold of it (a closure).
// Why 8 units and 15 epochs: see the tables of the lesson; fewer of either cost AUROC, more of them mostly cost time.
// Another way: one Sequential for the whole network and Trainer.Fit in place of the loops; or new Autoencoder(options), which does it all.
(Func<Tensor, double[]> Score, double Threshold) MakeDetector(Tensor normal, double contamination)
{
    var (encoder, decoder) = BuildPair(new[] { (int)normal.shape[1], 64, 8 });
    var model = Sequential(("encoder", encoder), ("decoder", decoder));
    using var optimizer = optim.Adam(model.parameters(), 2e-3);
    for (int epoch = 0; epoch < 15; epoch++)
    {
        using var scope = NewDisposeScope();
        foreach (var rows in randperm(normal.shape[0]).split(64)) TrainingStep(model, optimizer, normal.index_select(0, rows));
    }

    double[] Score(Tensor x)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return ReconstructionError(x, model.call(x)).to_type(ScalarType.Float64).data<double>().ToArray();
    }

    return (Score, ThresholdFor(Score(normal), contamination));
}

// Exercise ae.code-search
// Why the sum of the errors: its gradient with respect to row i of z is that of error i alone, so all rows walk at once without
// disturbing each other. Why where(): each row decides for itself which start served it best.
// Another way: one long batch of k * n rows, every row beside every start, and argmin over the k at the end; faster, but k times the
// memory.
Tensor SearchFromStarts(Module<Tensor, Tensor> decoder, Tensor x, Tensor starts, int steps, double learningRate)
{
    Tensor best = null, bestError = null;
    for (long k = 0; k < starts.shape[0]; k++)
    {
        var z = new Parameter(starts[k].detach().expand(x.shape[0], -1).clone());
        using var optimizer = optim.Adam(new[] { z }, learningRate);
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var loss = (decoder.call(z) - x).square().sum();
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }

        using var _ = no_grad();
        var error = (decoder.call(z) - x).square().sum(1);
        var better = best is null ? error.lt(double.PositiveInfinity) : error.lt(bestError);
        best = best is null ? z.detach() : where(better.unsqueeze(1), z.detach(), best);
        bestError = bestError is null ? error : where(better, error, bestError);
    }
    return best;
}
