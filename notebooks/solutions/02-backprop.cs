// Solutions to lesson 02, backpropagation. Each section replaces the exercise cell with the same first line; each says why, and
// shows another way where there is one.

// Exercise bp.numerical-gradient
// Why this step: truncation grows with h² and rounding with 1/h, and they balance near the cube root of 1e-16; far from zero the places
// that a double can hold lie further apart, so the step grows with |x|. Why max: at 0 the step must not be 0.
// Why the difference of the places: x + h is itself rounded, and the rounded place is the one where f was evaluated.
// Another way: a complex step, Im f(x + ih) / h, has no difference and so no rounding, but needs an f that takes complex numbers.
double[] NumericalGradient(Func<double[], double> f, double[] x)
{
    var at = (double[])x.Clone();
    var gradient = new double[x.Length];
    for (int j = 0; j < x.Length; j++)
    {
        double h = 1e-5 * Math.Max(1, Math.Abs(x[j])), right = x[j] + h, left = x[j] - h;
        at[j] = right;
        double up = f(at);
        at[j] = left;
        double down = f(at);
        at[j] = x[j];
        gradient[j] = (up - down) / (right - left);
    }
    return gradient;
}

// Exercise bp.local-gradients
// Why the result appears in so many of them: exp, sqrt, tanh and sigmoid satisfy differential equations in which x does not occur,
// so an engine that has just computed the value gets the slope for next to nothing.
double[] LocalGradients(string operation, double[] inputs)
{
    double a = inputs[0], b = inputs.Length > 1 ? inputs[1] : 0;
    double sigmoid = 1 / (1 + Math.Exp(-a));
    return operation switch
    {
        "add" => new[] { 1.0, 1.0 },
        "multiply" => new[] { b, a },
        "divide" => new[] { 1 / b, -a / (b * b) },
        "max" => a > b ? new[] { 1.0, 0.0 } : new[] { 0.0, 1.0 },
        "exp" => new[] { Math.Exp(a) },
        "log" => new[] { 1 / a },
        "sqrt" => new[] { 0.5 / Math.Sqrt(a) },
        "tanh" => new[] { 1 - Math.Tanh(a) * Math.Tanh(a) },
        "sigmoid" => new[] { sigmoid * (1 - sigmoid) },
        "softplus" => new[] { sigmoid },
        _ => throw new ArgumentException($"There is no operation {operation}."),
    };
}

// Exercise bp.backward
// Why an order first: a number may hand on only when all of its own gradient has arrived, and that is when everything made from it has
// been served. A visit that lists a number after its inputs gives such an order, read from the end. Each number is visited once and each
// link used once, so the price is the size of the tape, however many ways run through it.
// Another way: count for each number how often it is used on the way to the result, and serve those whose count has gone down to 0.
double[] Backward(int[][] inputs, double[][] slopes, int result)
{
    var order = new List<int>();
    var seen = new HashSet<int>();
    void Visit(int i)
    {
        if (!seen.Add(i)) return;
        foreach (int input in inputs[i]) Visit(input);
        order.Add(i);
    }

    Visit(result);
    var gradient = new double[inputs.Length];
    gradient[result] = 1;
    foreach (int i in Enumerable.Reverse(order))
        for (int j = 0; j < inputs[i].Length; j++)
            gradient[inputs[i][j]] += slopes[i][j] * gradient[i];
    return gradient;
}

// Exercise bp.dense-backward
// Why 1 - Y²: the slope of tanh at A, written with what came out, so A need not be kept. Why no mean: whether the loss is a sum or a mean
// over the examples is known to the loss alone, and has arrived in dY. Why 0L: sum(0) would take the 0 for a type and add up everything.
// Another way: einsum("ik,ij->kj", dA, X) and so on, which spells formula (2) out letter by letter.
(Tensor dW, Tensor db, Tensor dX) DenseBackward(Tensor X, Tensor W, Tensor Y, Tensor dY)
{
    var dA = dY * (1 - Y.square());
    return (dA.t().matmul(X), dA.sum(0L), dA.matmul(W));
}

// Exercise bp.adam-step
// Why the correction: m is a weighted mean whose weights add up to 1 - β₁ᵏ only, because the means started at 0; dividing by that sum
// makes it a true mean. Why return m and v uncorrected: the next step's recursion starts from them.
(Tensor w, Tensor m, Tensor v) AdamStep(Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
{
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g.square();
    var mean = m / (1 - Math.Pow(0.9, k));
    var size = (v / (1 - Math.Pow(0.999, k))).sqrt();
    return (w - rate * mean / (size + 1e-8), m, v);
}

// Exercise bp.detector
// Why the first weights are divided by a root: a sum of n random terms is √n times as large as one, and the tanh should start where it is
// steep. Why copy_: the new values go where the old ones were, so nothing piles up over the steps.
// Another way: two hidden layers; then DenseBackward is called twice, and the first call's dX is the second one's dY.
Func<Tensor, double[]> MakeDetector(Tensor windows, int past)
{
    (Tensor X, Tensor T) Examples(Tensor some) =>
        (some.unfold(1, past, 1)[.., ..^1].reshape(-1, past), some[.., past..].reshape(-1, 1));

    Tensor W1 = randn(16, past) / Math.Sqrt(past), b1 = zeros(16), W2 = randn(1, 16) / 4, b2 = zeros(1);
    var weights = new[] { W1, b1, W2, b2 };
    var m = weights.Select(w => zeros_like(w)).ToArray();
    var v = weights.Select(w => zeros_like(w)).ToArray();
    var (allX, allT) = Examples(windows);
    int k = 0;
    for (int epoch = 0; epoch < 5; epoch++)
        foreach (var batch in randperm(allX.shape[0]).split(256))
        {
            using var scope = NewDisposeScope();
            Tensor X = allX.index_select(0, batch), T = allT.index_select(0, batch);
            var H = (X.matmul(W1.t()) + b1).tanh();
            var Y = H.matmul(W2.t()) + b2;

            var dY = 2 * (Y - T) / X.shape[0];   // of the mean of (Y - T)²; the output layer bends nothing, so it is dA as well
            var (dW1, db1, _) = DenseBackward(X, W1, H, dY.matmul(W2));
            var gradients = new[] { dW1, db1, dY.t().matmul(H), dY.sum(0L) };

            k++;
            for (int i = 0; i < weights.Length; i++)
            {
                var (w, newM, newV) = AdamStep(weights[i], gradients[i], m[i], v[i], k, 0.005);
                weights[i].copy_(w);
                m[i].copy_(newM);
                v[i].copy_(newV);
            }
        }

    return some =>
    {
        using var scope = NewDisposeScope();
        var (X, T) = Examples(some);
        var Y = (X.matmul(W1.t()) + b1).tanh().matmul(W2.t()) + b2;
        return (Y - T).square().reshape(some.shape[0], -1).mean(new long[] { 1 }).to_type(ScalarType.Float64).data<double>().ToArray();
    };
}
