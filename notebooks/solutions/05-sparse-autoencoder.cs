// Solutions to lesson 05, Sparse and k-sparse autoencoders. Each section replaces the exercise cell with the same first line; each
// says why, and shows another way where there is one.

// Exercise sae.soft-threshold
// Why the size and the sign apart: the rule is the same on both sides of 0, and clamp(min: 0) keeps small numbers from going past it.
// Another way: a - a.clamp(-lambda, lambda), which takes away what lies within ±λ; or (a - λ).relu() - (-a - λ).relu().
Tensor SoftThreshold(Tensor a, double lambda) => a.sign() * (a.abs() - lambda).clamp(min: 0);

// Exercise sae.layer-penalty
// Why a loop over the layers: the penalty needs what each of them gives out, and calling the whole network would hide that.
// Why the mean over the rows and not over the units: then a price means the same for a batch of any size, and a unit costs the same in a
// wide layer as in a narrow one.
// Another way: collect the activations in a list first and add up afterwards with Zip.
double SparseStep(Module<Tensor, Tensor>[] layers, optim.Optimizer optimizer, Tensor x, double[] omega)
{
    using var scope = NewDisposeScope();
    Tensor h = x, penalty = zeros(1);
    for (int i = 0; i < layers.Length; i++)
    {
        h = layers[i].call(h);
        penalty = penalty + omega[i] * h.abs().sum(1).mean();
    }
    var loss = 0.5 * (h - x).square().sum(1).mean() + penalty;
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

// Exercise sae.top-k
// Why one mask serves both ways: where a unit is kept, z = a, so dz/da = 1; where it is not, z = 0 whatever a is, so dz/da = 0. (The
// choice itself does not change when a moves by a tiny bit.) By the chain rule the gradient is upstream times that.
// Another way: sort each row and compare with its k-th number, a.ge(sorted[k - 1]); with equal numbers that may keep more than k.
(Tensor Z, Tensor Gradient) TopK(Tensor a, int k, Tensor upstream)
{
    var (values, places) = a.detach().topk(k, 1);
    var mask = zeros_like(a).scatter_(1, places, ones_like(values));
    return (a * mask, upstream * mask);
}

// Exercise sae.annealing
// Why multiply first: whole numbers divide by rounding down, and what is rounded away in each step would add up to a jump at the end.
// Another way: (int)Math.Ceiling(s - (s - k) * (double)epoch / annealing), with annealing = 0 handled apart.
int AnnealedK(int epoch, int annealing, int s, int k) => epoch >= annealing ? k : s - (s - k) * epoch / annealing;

// Exercise sae.dead-units
// Why "or" over the batches: one sign of life is enough, in whichever batch it comes. Why ne(0) and not gt(0): with the k largest, an
// active unit may be negative.
// Another way: count for each unit in how many rows it speaks; the counts say more (a unit that speaks once in 3,000 rows is nearly dead).
double DeadRate(Func<Tensor, Tensor> encode, Tensor x, int batchSize)
{
    using var scope = NewDisposeScope();
    using var _ = no_grad();
    Tensor alive = null;
    foreach (var rows in x.split(batchSize))
    {
        var spoke = encode(rows).ne(0).any(0);
        alive = alive is null ? spoke : alive.logical_or(spoke);
    }
    return alive.logical_not().to_type(ScalarType.Float64).mean().item<double>();
}

// Exercise sae.detector
// Why the mask comes from a.detach(): which units are kept is a choice and has no gradient; the numbers that are kept have one.
// Why annealing: while all units may speak, all of them learn something, and fewer are dead in the end.
// Another way: the loop around KSparseAutoencoder, which has the decoder use the encoder's weights (tied); half the weights to learn.
Tensor Largest(Tensor a, int k)
{
    var (values, places) = a.detach().topk(k, 1);
    return a * zeros_like(a).scatter_(1, places, ones_like(values));
}

(Func<Tensor, Tensor> Encode, Func<Tensor, Tensor> Decode, double Threshold) MakeSparseDetector(
    Tensor normal, int k, double contamination)
{
    const int Epochs = 20;
    long m = normal.shape[1], s = 2 * m;
    Module<Tensor, Tensor> encoder = Linear(m, s), decoder = Linear(s, m);
    var network = Sequential(("encoder", encoder), ("decoder", decoder));
    using var optimizer = optim.Adam(network.parameters(), 3e-3);
    for (int epoch = 0; epoch < Epochs; epoch++)
    {
        int active = AnnealedK(epoch, Epochs / 2, (int)s, k);
        foreach (var rows in randperm(normal.shape[0]).split(100))
        {
            using var scope = NewDisposeScope();
            var x = normal.index_select(0, rows);
            var loss = 0.5 * (decoder.call(Largest(encoder.call(x), active)) - x).square().sum(1).mean();
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }

    Tensor Encode(Tensor x) { using var _ = no_grad(); return Largest(encoder.call(x), k); }
    Tensor Decode(Tensor z) { using var _ = no_grad(); return decoder.call(z); }
    var scores = (normal - Decode(Encode(normal))).square().sum(1).sqrt();
    double threshold = scores.quantile(tensor((float)(1 - contamination))).item<float>();
    return (Encode, Decode, threshold);
}
