// Mistakes that students of lesson 05 make. Each must be rejected with a message that holds the text after "Expect:".

// Exercise sae.soft-threshold
// Wrong: keeps large numbers as they are
// Expect: hard threshold
Tensor SoftThreshold(Tensor a, double lambda) => where(a.abs() > lambda, a, zeros_like(a));

// Exercise sae.soft-threshold
// Wrong: forgets the negative side
// Expect: Negative numbers all become 0
Tensor SoftThreshold(Tensor a, double lambda) => (a - lambda).relu();

// Exercise sae.soft-threshold
// Wrong: loses the sign
// Expect: signs are lost
Tensor SoftThreshold(Tensor a, double lambda) => (a.abs() - lambda).relu();

// Exercise sae.soft-threshold
// Wrong: lets small numbers go past 0
// Expect: on the other side
Tensor SoftThreshold(Tensor a, double lambda) => a.sign() * (a.abs() - lambda);

// Exercise sae.soft-threshold
// Wrong: the penalty of weight decay
// Expect: made smaller by the same factor
Tensor SoftThreshold(Tensor a, double lambda) => a / (1 + lambda);

// Exercise sae.soft-threshold
// Wrong: returns what is taken away
// Expect: takes away
Tensor SoftThreshold(Tensor a, double lambda) => a.clamp(-lambda, lambda);

// Exercise sae.layer-penalty
// Wrong: no penalty at all
// Expect: The penalty is missing
double SparseStep(Module<Tensor, Tensor>[] layers, optim.Optimizer optimizer, Tensor x, double[] omega)
{
    var h = x;
    foreach (var layer in layers) h = layer.call(h);
    var loss = 0.5 * (h - x).square().sum(1).mean();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise sae.layer-penalty
// Wrong: the mean over the units
// Expect: mean over the units
double SparseStep(Module<Tensor, Tensor>[] layers, optim.Optimizer optimizer, Tensor x, double[] omega)
{
    Tensor h = x, penalty = zeros(1);
    for (int i = 0; i < layers.Length; i++)
    {
        h = layers[i].call(h);
        penalty = penalty + omega[i] * h.abs().mean();
    }
    var loss = 0.5 * (h - x).square().sum(1).mean() + penalty;
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise sae.layer-penalty
// Wrong: without absolute values
// Expect: Positive and negative activations cancel
double SparseStep(Module<Tensor, Tensor>[] layers, optim.Optimizer optimizer, Tensor x, double[] omega)
{
    Tensor h = x, penalty = zeros(1);
    for (int i = 0; i < layers.Length; i++)
    {
        h = layers[i].call(h);
        penalty = penalty + omega[i] * h.sum(1).mean();
    }
    var loss = 0.5 * (h - x).square().sum(1).mean() + penalty;
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise sae.layer-penalty
// Wrong: penalises what a layer gets
// Expect: The prices are shifted by one layer
double SparseStep(Module<Tensor, Tensor>[] layers, optim.Optimizer optimizer, Tensor x, double[] omega)
{
    Tensor h = x, penalty = zeros(1);
    for (int i = 0; i < layers.Length; i++)
    {
        h = layers[i].call(h);
        penalty = penalty + omega[(i + 1) % omega.Length] * h.abs().sum(1).mean();
    }
    var loss = 0.5 * (h - x).square().sum(1).mean() + penalty;
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise sae.layer-penalty
// Wrong: the penalty is a plain number, which has no gradient
// Expect: as if nothing had to be paid
double SparseStep(Module<Tensor, Tensor>[] layers, optim.Optimizer optimizer, Tensor x, double[] omega)
{
    var h = x;
    double penalty = 0;
    for (int i = 0; i < layers.Length; i++)
    {
        h = layers[i].call(h);
        penalty += omega[i] * h.abs().sum(1).mean().item<float>();
    }
    var loss = 0.5 * (h - x).square().sum(1).mean();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>() + penalty;
}

// Exercise sae.layer-penalty
// Wrong: forgets zero_grad
// Expect: optimizer.zero_grad() before backward()
double SparseStep(Module<Tensor, Tensor>[] layers, optim.Optimizer optimizer, Tensor x, double[] omega)
{
    Tensor h = x, penalty = zeros(1);
    for (int i = 0; i < layers.Length; i++)
    {
        h = layers[i].call(h);
        penalty = penalty + omega[i] * h.abs().sum(1).mean();
    }
    var loss = 0.5 * (h - x).square().sum(1).mean() + penalty;
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise sae.top-k
// Wrong: the largest in size
// Expect: largest in size
(Tensor Z, Tensor Gradient) TopK(Tensor a, int k, Tensor upstream)
{
    var (values, places) = a.abs().topk(k, 1);
    var mask = zeros_like(a).scatter_(1, places, ones_like(values));
    return (a * mask, upstream * mask);
}

// Exercise sae.top-k
// Wrong: the k numbers without their places
// Expect: Each must stay at its place
(Tensor Z, Tensor Gradient) TopK(Tensor a, int k, Tensor upstream)
{
    var (values, places) = a.topk(k, 1);
    return (values, upstream);
}

// Exercise sae.top-k
// Wrong: a ReLU on top
// Expect: there is no ReLU in it
(Tensor Z, Tensor Gradient) TopK(Tensor a, int k, Tensor upstream)
{
    var (values, places) = a.topk(k, 1);
    var mask = zeros_like(a).scatter_(1, places, ones_like(values));
    return ((a * mask).relu(), upstream * mask);
}

// Exercise sae.top-k
// Wrong: the k largest of the batch
// Expect: of the whole batch
(Tensor Z, Tensor Gradient) TopK(Tensor a, int k, Tensor upstream)
{
    var (values, _) = a.flatten().topk(k, 0);
    var mask = a.ge(values.min()).to_type(a.dtype);
    return (a * mask, upstream * mask);
}

// Exercise sae.top-k
// Wrong: hands the gradient through
// Expect: comes through every unit
(Tensor Z, Tensor Gradient) TopK(Tensor a, int k, Tensor upstream)
{
    var (values, places) = a.topk(k, 1);
    return (zeros_like(a).scatter_(1, places, values), upstream);
}

// Exercise sae.top-k
// Wrong: forgets what comes from above
// Expect: by the chain rule
(Tensor Z, Tensor Gradient) TopK(Tensor a, int k, Tensor upstream)
{
    var (values, places) = a.topk(k, 1);
    var mask = zeros_like(a).scatter_(1, places, ones_like(values));
    return (a * mask, mask);
}

// Exercise sae.annealing
// Wrong: goes on falling
// Expect: ends below k
int AnnealedK(int epoch, int annealing, int s, int k) => annealing == 0 ? k : s - (s - k) * epoch / annealing;

// Exercise sae.annealing
// Wrong: divides first
// Expect: rounded before they are added up
int AnnealedK(int epoch, int annealing, int s, int k) => epoch >= annealing ? k : s - (s - k) / annealing * epoch;

// Exercise sae.annealing
// Wrong: counts epochs from 1
// Expect: one epoch ahead
int AnnealedK(int epoch, int annealing, int s, int k) => epoch + 1 >= annealing ? k : s - (s - k) * (epoch + 1) / annealing;

// Exercise sae.annealing
// Wrong: divides by zero without annealing
// Expect: DivideByZeroException
int AnnealedK(int epoch, int annealing, int s, int k) => Math.Max(k, s - (s - k) * epoch / annealing);

// Exercise sae.annealing
// Wrong: no annealing at all
// Expect: It is k from the start
int AnnealedK(int epoch, int annealing, int s, int k) => k;

// Exercise sae.dead-units
// Wrong: the share of zeros
// Expect: share of zeros among all activations
double DeadRate(Func<Tensor, Tensor> encode, Tensor x, int batchSize)
{
    double zeros = 0, all = 0;
    foreach (var rows in x.split(batchSize))
    {
        var z = encode(rows);
        zeros += z.eq(0).sum().item<long>();
        all += z.numel();
    }
    return zeros / all;
}

// Exercise sae.dead-units
// Wrong: the mean of the rates of the batches
// Expect: mean of the batches' dead rates
double DeadRate(Func<Tensor, Tensor> encode, Tensor x, int batchSize) =>
    x.split(batchSize).Average(rows => encode(rows).ne(0).any(0).logical_not().to_type(ScalarType.Float64).mean().item<double>());

// Exercise sae.dead-units
// Wrong: only positive activations count
// Expect: only negative activations
double DeadRate(Func<Tensor, Tensor> encode, Tensor x, int batchSize)
{
    Tensor alive = null;
    foreach (var rows in x.split(batchSize))
    {
        var spoke = encode(rows).gt(0).any(0);
        alive = alive is null ? spoke : alive.logical_or(spoke);
    }
    return alive.logical_not().to_type(ScalarType.Float64).mean().item<double>();
}

// Exercise sae.dead-units
// Wrong: adds activations up
// Expect: cancel in a sum
double DeadRate(Func<Tensor, Tensor> encode, Tensor x, int batchSize)
{
    Tensor total = null;
    foreach (var rows in x.split(batchSize))
    {
        var sum = encode(rows).sum(0L);
        total = total is null ? sum : total + sum;
    }
    return total.eq(0).to_type(ScalarType.Float64).mean().item<double>();
}

// Exercise sae.dead-units
// Wrong: all rows at once
// Expect: rows at once
double DeadRate(Func<Tensor, Tensor> encode, Tensor x, int batchSize) =>
    encode(x).ne(0).any(0).logical_not().to_type(ScalarType.Float64).mean().item<double>();

// Exercise sae.dead-units
// Wrong: the share of units that live
// Expect: units that live
double DeadRate(Func<Tensor, Tensor> encode, Tensor x, int batchSize)
{
    Tensor alive = null;
    foreach (var rows in x.split(batchSize))
    {
        var spoke = encode(rows).ne(0).any(0);
        alive = alive is null ? spoke : alive.logical_or(spoke);
    }
    return alive.to_type(ScalarType.Float64).mean().item<double>();
}

// Exercise sae.detector
// Wrong: does not train
// Expect: is asked for (the distance to the mean image
(Func<Tensor, Tensor> Encode, Func<Tensor, Tensor> Decode, double Threshold) MakeSparseDetector(
    Tensor normal, int k, double contamination)
{
    long m = normal.shape[1], s = 2 * m;
    Module<Tensor, Tensor> encoder = Linear(m, s), decoder = Linear(s, m);
    Tensor Encode(Tensor x) { using var _ = no_grad(); return TopK(encoder.call(x), k, zeros(x.shape[0], s)).Z; }
    Tensor Decode(Tensor z) { using var _ = no_grad(); return decoder.call(z); }
    var scores = (normal - Decode(Encode(normal))).square().sum(1).sqrt();
    return (Encode, Decode, scores.quantile(tensor((float)(1 - contamination))).item<float>());
}

// Exercise sae.detector
// Wrong: many units, but all of them may be active
// Expect: allows no more than
(Func<Tensor, Tensor> Encode, Func<Tensor, Tensor> Decode, double Threshold) MakeSparseDetector(
    Tensor normal, int k, double contamination)
{
    long m = normal.shape[1], s = 2 * m;
    Module<Tensor, Tensor> encoder = Linear(m, s), decoder = Linear(s, m);
    return (x => encoder.call(x).relu(), z => decoder.call(z), 1);
}

// Exercise sae.detector
// Wrong: k units in all
// Expect: that is a bottleneck
(Func<Tensor, Tensor> Encode, Func<Tensor, Tensor> Decode, double Threshold) MakeSparseDetector(
    Tensor normal, int k, double contamination)
{
    Module<Tensor, Tensor> encoder = Linear(normal.shape[1], k), decoder = Linear(k, normal.shape[1]);
    return (x => encoder.call(x), z => decoder.call(z), 1);
}

// Exercise sae.detector
// Wrong: the threshold at the wrong end
// Expect: of the training rows lie above the threshold
(Func<Tensor, Tensor> Encode, Func<Tensor, Tensor> Decode, double Threshold) MakeSparseDetector(
    Tensor normal, int k, double contamination)
{
    long m = normal.shape[1], s = 2 * m;
    Module<Tensor, Tensor> encoder = Linear(m, s), decoder = Linear(s, m);
    Tensor Encode(Tensor x) { using var _ = no_grad(); return TopK(encoder.call(x), k, zeros(x.shape[0], s)).Z; }
    Tensor Decode(Tensor z) { using var _ = no_grad(); return decoder.call(z); }
    var scores = (normal - Decode(Encode(normal))).square().sum(1).sqrt();
    return (Encode, Decode, scores.quantile(tensor((float)contamination)).item<float>());
}

// Exercise sae.detector
// Wrong: trains on digits of its own
// Expect: Does it train on the rows that are handed in
(Func<Tensor, Tensor> Encode, Func<Tensor, Tensor> Decode, double Threshold) MakeSparseDetector(
    Tensor normal, int k, double contamination)
{
    var own = avg_pool2d(Datasets.Mnist().Train.Where(digit => digit <= 4).X[..2000].reshape(-1, 1, 28, 28), 2).reshape(-1, 196);
    long m = normal.shape[1], s = 2 * m;
    Module<Tensor, Tensor> encoder = Linear(m, s), decoder = Linear(s, m);
    var network = Sequential(("encoder", encoder), ("decoder", decoder));
    Tensor Keep(Tensor a)
    {
        var (values, places) = a.detach().topk(k, 1);
        return a * zeros_like(a).scatter_(1, places, ones_like(values));
    }
    using var optimizer = optim.Adam(network.parameters(), 3e-3);
    for (int epoch = 0; epoch < 10; epoch++)
    {
        foreach (var rows in randperm(2000).split(100))
        {
            using var scope = NewDisposeScope();
            var x = own.index_select(0, rows);
            var loss = (decoder.call(Keep(encoder.call(x))) - x).square().sum(1).mean();
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }
    Tensor Encode(Tensor x) { using var _ = no_grad(); return Keep(encoder.call(x)); }
    Tensor Decode(Tensor z) { using var _ = no_grad(); return decoder.call(z); }
    var scores = (normal - Decode(Encode(normal))).square().sum(1).sqrt();
    return (Encode, Decode, scores.quantile(tensor((float)(1 - contamination))).item<float>());
}
