// Solutions to lesson 07, Deep SVDD. Each section replaces the exercise cell with the same first line; each says why, and shows another
// way where there is one.

// Exercise svdd.score
// Why no root: the square has a gradient everywhere, also in the centre, and ranks the rows in the same order.
// Another way: (z - c).norm(1).square(), where 1 is the dimension; its gradient is not a number for a code that lies in the centre.
Tensor SquaredDistances(Tensor z, Tensor c) => (z - c).square().sum(1);

// Exercise svdd.soft-boundary
// Why clamp_min: it is max{0, ·} for every row at once, and has the gradient 0 for the rows inside. They are left in peace.
// Why mean() / nu: the mean over the rows is the sum divided by n, which leaves 1/ν of 1/(νn).
// Another way: relu(squares - R * R), the same function by its other name.
Tensor SoftBoundaryLoss(Tensor z, Tensor c, double R, double nu)
{
    var squares = (z - c).square().sum(1);
    var outside = (squares - R * R).clamp_min(0);
    return R * R + outside.mean() / nu;
}

// Exercise svdd.radius
// Why the root first: R is a distance, and interpolation does not commute with a root. Between few rows that shows.
// Another way: sort the distances, and go to the place (n − 1)(1 − ν) as in the threshold of lesson 03.
double SolveRadius(Tensor squaredDistances, double nu)
{
    using var scope = NewDisposeScope();
    var distances = squaredDistances.detach().to_type(ScalarType.Float64).sqrt();
    return distances.quantile(tensor(1 - nu, ScalarType.Float64)).item<double>();
}

// Exercise svdd.centre
// Why eval and no_grad: the centre is a place, decided once. Why ±eps: a unit whose target is 0 is served best by weights of 0.
// Another way: mean + (mean.abs() < eps) * (where(mean < 0, -eps, eps) - mean); longer, and no clearer.
Tensor InitialCentre(Module<Tensor, Tensor> phi, Tensor x, double eps)
{
    phi.eval();
    using var _ = no_grad();
    var mean = phi.call(x).mean(new long[] { 0 });
    return where(mean < 0, mean.clamp_max(-eps), mean.clamp_min(eps));
}

// Exercise svdd.collapse
// Why by looking and not by training: a network that could collapse need not have done so yet.
// Another way to find a bias or a sigmoid: ask for the code of a row of zeros. If it is not 0, something in the network adds a constant.
// (A tanh gives 0 there, and is found only by its name, or by rows that grow without bound.)
(string Cause, double Spread) DiagnoseCollapse(Module<Tensor, Tensor> phi, bool centreIsTrained, Tensor x)
{
    using var _ = no_grad();
    var z = phi.call(x);
    double around = (z - z.mean(new long[] { 0 }, keepdim: true)).square().sum(1).mean().item<float>();
    double size = z.square().sum(1).mean().item<float>();
    string cause =
        phi.named_parameters().Any(p => p.name.EndsWith("bias")) ? "bias"
        : phi.named_modules().Any(m => m.module.GetType().Name is "Sigmoid" or "Tanh") ? "bounded activation"
        : centreIsTrained ? "trainable centre"
        : "none";
    // Batch normalisation with affine: true has a parameter named bias, and is found by the same words.
    return (cause, Math.Sqrt(around / size));
}

// Exercise svdd.detector
// Why equal contrast: otherwise the ball measures ink. Why so few epochs: the loss goes on falling, the AUROC with it.
// Why R at the very end: the network has moved until then, and the quantile belongs to the distances as they are now.
// Another way: new DeepSvdd(options), which also pre-trains, or the soft boundary with R solved for after each step.
(Func<Tensor, double[]> Score, double R) MakeSvdd(Tensor normal, double nu)
{
    Tensor EqualContrast(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = x - x.mean(new long[] { 1 }, keepdim: true);
        return (y / y.abs().mean(new long[] { 1 }, keepdim: true)).MoveToOuterDisposeScope();
    }

    var phi = Sequential(
        Linear(normal.shape[1], 128, hasBias: false), BatchNorm1d(128, eps: 1e-4, affine: false), LeakyReLU(0.1),
        Linear(128, 32, hasBias: false));
    var images = EqualContrast(normal);
    var c = InitialCentre(phi, images, 0.1);
    using (var optimizer = optim.Adam(phi.parameters(), 1e-3, weight_decay: 1e-6))
    {
        Trainer.Fit(
            phi, optimizer, images, (z, _) => SquaredDistances(z, c).mean(), new TrainingOptions { Epochs = 8, BatchSize = 100 });
    }

    Tensor Distances(Tensor x)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return SquaredDistances(phi.call(EqualContrast(x)), c).to_type(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    double[] Score(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Distances(x).data<double>().ToArray();
    }

    return (Score, SolveRadius(Distances(normal), nu));
}
