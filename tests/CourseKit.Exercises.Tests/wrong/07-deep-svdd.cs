// Wrong answers to lesson 07, Deep SVDD, each a mistake that a student would make. "Expect" is a piece of the message it must get.

// Exercise svdd.score
// Wrong: one number for the whole batch
// Expect: one number for the whole batch
Tensor SquaredDistances(Tensor z, Tensor c) => (z - c).square().sum();

// Exercise svdd.score
// Wrong: takes the root
// Expect: the score is its square
Tensor SquaredDistances(Tensor z, Tensor c) => (z - c).square().sum(1).sqrt();

// Exercise svdd.score
// Wrong: the mean over the units
// Expect: the squared distance is the sum
Tensor SquaredDistances(Tensor z, Tensor c) => (z - c).square().mean(new long[] { 1 });

// Exercise svdd.score
// Wrong: forgets the centre
// Expect: take c off first
Tensor SquaredDistances(Tensor z, Tensor c) => z.square().sum(1);

// Exercise svdd.score
// Wrong: adds up down the rows
// Expect: sum ran down the rows
Tensor SquaredDistances(Tensor z, Tensor c) => (z - c).square().sum(0L);

// Exercise svdd.soft-boundary
// Wrong: rows inside are paid for being inside
// Expect: pay a negative price
Tensor SoftBoundaryLoss(Tensor z, Tensor c, double R, double nu) =>
    R * R + ((z - c).square().sum(1) - R * R).mean() / nu;

// Exercise svdd.soft-boundary
// Wrong: multiplies by ν
// Expect: it is divided by it
Tensor SoftBoundaryLoss(Tensor z, Tensor c, double R, double nu) =>
    R * R + ((z - c).square().sum(1) - R * R).clamp_min(0).mean() * nu;

// Exercise svdd.soft-boundary
// Wrong: the sum over the rows
// Expect: divides by their number as well
Tensor SoftBoundaryLoss(Tensor z, Tensor c, double R, double nu) =>
    R * R + ((z - c).square().sum(1) - R * R).clamp_min(0).sum() / nu;

// Exercise svdd.soft-boundary
// Wrong: the sphere costs nothing
// Expect: is missing: a huge sphere would cost nothing
Tensor SoftBoundaryLoss(Tensor z, Tensor c, double R, double nu) =>
    ((z - c).square().sum(1) - R * R).clamp_min(0).mean() / nu;

// Exercise svdd.soft-boundary
// Wrong: R in place of R²
// Expect: R stands where R² should
Tensor SoftBoundaryLoss(Tensor z, Tensor c, double R, double nu) =>
    R + ((z - c).square().sum(1) - R).clamp_min(0).mean() / nu;

// Exercise svdd.soft-boundary
// Wrong: one loss for each row
// Expect: take the mean over the rows
Tensor SoftBoundaryLoss(Tensor z, Tensor c, double R, double nu) =>
    R * R + ((z - c).square().sum(1) - R * R).clamp_min(0) / nu;

// Exercise svdd.radius
// Wrong: returns the square
// Expect: the radius is a distance
double SolveRadius(Tensor squaredDistances, double nu) =>
    squaredDistances.quantile(tensor((float)(1 - nu))).item<float>();

// Exercise svdd.radius
// Wrong: the quantile at the other end
// Expect: wrong end
double SolveRadius(Tensor squaredDistances, double nu) =>
    squaredDistances.sqrt().quantile(tensor((float)nu)).item<float>();

// Exercise svdd.radius
// Wrong: the root of the quantile
// Expect: The root comes too late
double SolveRadius(Tensor squaredDistances, double nu) =>
    Math.Sqrt(squaredDistances.quantile(tensor((float)(1 - nu))).item<float>());

// Exercise svdd.radius
// Wrong: the sphere around all rows
// Expect: no row at all would be left outside
double SolveRadius(Tensor squaredDistances, double nu) => Math.Sqrt(squaredDistances.max().item<float>());

// Exercise svdd.radius
// Wrong: does not sort
// Expect: order they came in
double SolveRadius(Tensor squaredDistances, double nu)
{
    double[] d = squaredDistances.sqrt().to_type(ScalarType.Float64).data<double>().ToArray();
    return d[(int)((d.Length - 1) * (1 - nu))];
}

// Exercise svdd.centre
// Wrong: the plain mean
// Expect: Coordinates near zero stay there
Tensor InitialCentre(Module<Tensor, Tensor> phi, Tensor x, double eps)
{
    phi.eval();
    using var _ = no_grad();
    return phi.call(x).mean(new long[] { 0 });
}

// Exercise svdd.centre
// Wrong: the origin
// Expect: A centre of zeros
Tensor InitialCentre(Module<Tensor, Tensor> phi, Tensor x, double eps) => zeros(phi.call(x).shape[1]);

// Exercise svdd.centre
// Wrong: pushes negative coordinates to the other side
// Expect: all become +eps
Tensor InitialCentre(Module<Tensor, Tensor> phi, Tensor x, double eps)
{
    phi.eval();
    using var _ = no_grad();
    var mean = phi.call(x).mean(new long[] { 0 });
    return where(mean.abs() < eps, full_like(mean, eps), mean);
}

// Exercise svdd.centre
// Wrong: holds the coordinates inside of ±eps
// Expect: held within
Tensor InitialCentre(Module<Tensor, Tensor> phi, Tensor x, double eps)
{
    phi.eval();
    using var _ = no_grad();
    return phi.call(x).mean(new long[] { 0 }).clamp(-eps, eps);
}

// Exercise svdd.centre
// Wrong: leaves dropout on
// Expect: call eval() first
Tensor InitialCentre(Module<Tensor, Tensor> phi, Tensor x, double eps)
{
    using var _ = no_grad();
    var mean = phi.call(x).mean(new long[] { 0 });
    return where(mean < 0, mean.clamp_max(-eps), mean.clamp_min(eps));
}

// Exercise svdd.centre
// Wrong: the centre keeps its gradient
// Expect: under no_grad()
Tensor InitialCentre(Module<Tensor, Tensor> phi, Tensor x, double eps)
{
    phi.eval();
    var mean = phi.call(x).mean(new long[] { 0 });
    return where(mean < 0, mean.clamp_max(-eps), mean.clamp_min(eps));
}

// Exercise svdd.collapse
// Wrong: the spread in the units of the code
// Expect: in the units of the code
(string Cause, double Spread) DiagnoseCollapse(Module<Tensor, Tensor> phi, bool centreIsTrained, Tensor x)
{
    using var _ = no_grad();
    var z = phi.call(x);
    double spread = (z - z.mean(new long[] { 0 }, keepdim: true)).square().sum(1).mean().sqrt().item<float>();
    string cause = phi.named_parameters().Any(p => p.name.EndsWith("bias")) ? "bias"
        : phi.named_modules().Any(m => m.module.GetType().Name is "Sigmoid" or "Tanh") ? "bounded activation"
        : centreIsTrained ? "trainable centre" : "none";
    return (cause, spread);
}

// Exercise svdd.collapse
// Wrong: looks only at the last layer for a bias
// Expect: A bias is overlooked
(string Cause, double Spread) DiagnoseCollapse(Module<Tensor, Tensor> phi, bool centreIsTrained, Tensor x)
{
    using var _ = no_grad();
    var z = phi.call(x);
    double around = (z - z.mean(new long[] { 0 }, keepdim: true)).square().sum(1).mean().item<float>();
    string cause = phi.children().LastOrDefault() is Linear { bias: not null } ? "bias"
        : phi.named_modules().Any(m => m.module.GetType().Name is "Sigmoid" or "Tanh") ? "bounded activation"
        : centreIsTrained ? "trainable centre" : "none";
    return (cause, Math.Sqrt(around / z.square().sum(1).mean().item<float>()));
}

// Exercise svdd.collapse
// Wrong: forgets the activations
// Expect: A bounded activation is overlooked
(string Cause, double Spread) DiagnoseCollapse(Module<Tensor, Tensor> phi, bool centreIsTrained, Tensor x)
{
    using var _ = no_grad();
    var z = phi.call(x);
    double around = (z - z.mean(new long[] { 0 }, keepdim: true)).square().sum(1).mean().item<float>();
    string cause = phi.named_parameters().Any(p => p.name.EndsWith("bias")) ? "bias"
        : centreIsTrained ? "trainable centre" : "none";
    return (cause, Math.Sqrt(around / z.square().sum(1).mean().item<float>()));
}

// Exercise svdd.collapse
// Wrong: takes every activation for a bounded one
// Expect: has nothing that could serve as a bias
(string Cause, double Spread) DiagnoseCollapse(Module<Tensor, Tensor> phi, bool centreIsTrained, Tensor x)
{
    using var _ = no_grad();
    var z = phi.call(x);
    double around = (z - z.mean(new long[] { 0 }, keepdim: true)).square().sum(1).mean().item<float>();
    string cause = phi.named_parameters().Any(p => p.name.EndsWith("bias")) ? "bias"
        : phi.named_modules().Any(m => m.module.GetType().Name is "Sigmoid" or "Tanh" or "LeakyReLU" or "ReLU") ? "bounded activation"
        : centreIsTrained ? "trainable centre" : "none";
    return (cause, Math.Sqrt(around / z.square().sum(1).mean().item<float>()));
}

// Exercise svdd.collapse
// Wrong: names the centre first
// Expect: the first in the order of the exercise is asked for
(string Cause, double Spread) DiagnoseCollapse(Module<Tensor, Tensor> phi, bool centreIsTrained, Tensor x)
{
    using var _ = no_grad();
    var z = phi.call(x);
    double around = (z - z.mean(new long[] { 0 }, keepdim: true)).square().sum(1).mean().item<float>();
    string cause = phi.named_modules().Any(m => m.module.GetType().Name is "Sigmoid" or "Tanh") ? "bounded activation"
        : phi.named_parameters().Any(p => p.name.EndsWith("bias")) ? "bias"
        : centreIsTrained ? "trainable centre" : "none";
    return (cause, Math.Sqrt(around / z.square().sum(1).mean().item<float>()));
}

// Exercise svdd.detector
// Wrong: does not train
// Expect: is the network trained
(Func<Tensor, double[]> Score, double R) MakeSvdd(Tensor normal, double nu)
{
    var phi = Sequential(Linear(784, 64, hasBias: false), LeakyReLU(0.1), Linear(64, 32, hasBias: false));
    var c = InitialCentre(phi, normal, 0.1);
    double[] Score(Tensor x) => SquaredDistances(phi.call(x), c).detach().to_type(ScalarType.Float64).data<double>().ToArray();
    return (Score, SolveRadius(SquaredDistances(phi.call(normal), c).detach(), nu));
}

// Exercise svdd.detector
// Wrong: the origin of the pixels as the centre, the score upside down
// Expect: The score is upside down
(Func<Tensor, double[]> Score, double R) MakeSvdd(Tensor normal, double nu)
{
    var mean = normal.mean(new long[] { 0 });
    double[] Score(Tensor x) =>
        (1 / (1 + SquaredDistances(x, mean))).to_type(ScalarType.Float64).data<double>().ToArray();
    return (Score, SolveRadius(1 / (1 + SquaredDistances(normal, mean)), nu));
}

// Exercise svdd.detector
// Wrong: one code for all, by a bias
// Expect: collapsed to a point
(Func<Tensor, double[]> Score, double R) MakeSvdd(Tensor normal, double nu)
{
    var phi = Linear(784, 32);
    using (no_grad()) phi.weight.zero_();
    double[] Score(Tensor x) =>
        SquaredDistances(phi.call(x), zeros(32)).detach().to_type(ScalarType.Float64).data<double>().ToArray();
    return (Score, SolveRadius(SquaredDistances(phi.call(normal), zeros(32)).detach(), nu));
}

// Exercise svdd.detector
// Wrong: the radius at the wrong end
// Expect: of the training rows lie outside the sphere, with ν = 0.1: that is the quantile
(Func<Tensor, double[]> Score, double R) MakeSvdd(Tensor normal, double nu)
{
    var mean = normal.mean(new long[] { 0 });
    double[] Score(Tensor x) => SquaredDistances(x, mean).to_type(ScalarType.Float64).data<double>().ToArray();
    return (Score, SolveRadius(SquaredDistances(normal, mean), 1 - nu));
}

// Exercise svdd.detector
// Wrong: returns R squared
// Expect: and not its square
(Func<Tensor, double[]> Score, double R) MakeSvdd(Tensor normal, double nu)
{
    var mean = normal.mean(new long[] { 0 });
    double[] Score(Tensor x) => SquaredDistances(x, mean).to_type(ScalarType.Float64).data<double>().ToArray();
    double R = SolveRadius(SquaredDistances(normal, mean), nu);
    return (Score, R * R);
}

// Exercise svdd.detector
// Wrong: trains on sixes whatever it is given
// Expect: Does it train on the rows that are handed in
(Func<Tensor, double[]> Score, double R) MakeSvdd(Tensor normal, double nu)
{
    var own = Datasets.Mnist().Train.Where(digit => digit == 6).X[..1500];
    var detector = new DeepSvdd(new DeepSvddOptions { HiddenSizes = new[] { 64 }, PretrainingEpochs = 0, Epochs = 5 });
    detector.Fit(own);
    return (detector.Score, SolveRadius(tensor(detector.Score(normal)), nu));
}
