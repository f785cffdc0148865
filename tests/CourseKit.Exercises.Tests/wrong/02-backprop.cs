// Mistakes that students of lesson 02 make. Each must be rejected with a message that holds the text after "Expect:".

// Exercise bp.numerical-gradient
// Wrong: divides by h, but the points are 2h apart
// Expect: Twice too steep
double[] NumericalGradient(Func<double[], double> f, double[] x) => x.Select((_, j) =>
{
    double h = 1e-5 * Math.Max(1, Math.Abs(x[j]));
    var right = (double[])x.Clone();
    var left = (double[])x.Clone();
    right[j] += h;
    left[j] -= h;
    return (f(right) - f(left)) / h;
}).ToArray();

// Exercise bp.numerical-gradient
// Wrong: forgets to divide
// Expect: has to be divided
double[] NumericalGradient(Func<double[], double> f, double[] x) => x.Select((_, j) =>
{
    var right = (double[])x.Clone();
    right[j] += 1e-5;
    return f(right) - f(x);
}).ToArray();

// Exercise bp.numerical-gradient
// Wrong: forward difference
// Expect: to one side
double[] NumericalGradient(Func<double[], double> f, double[] x) => x.Select((_, j) =>
{
    double h = 1e-8 * Math.Max(1, Math.Abs(x[j]));
    var right = (double[])x.Clone();
    right[j] += h;
    return (f(right) - f(x)) / h;
}).ToArray();

// Exercise bp.numerical-gradient
// Wrong: the smaller the better
// Expect: too small
double[] NumericalGradient(Func<double[], double> f, double[] x) => x.Select((_, j) =>
{
    double h = 1e-11 * Math.Max(1, Math.Abs(x[j]));
    var right = (double[])x.Clone();
    var left = (double[])x.Clone();
    right[j] += h;
    left[j] -= h;
    return (f(right) - f(left)) / (right[j] - left[j]);
}).ToArray();

// Exercise bp.numerical-gradient
// Wrong: a generous step
// Expect: too large
double[] NumericalGradient(Func<double[], double> f, double[] x) => x.Select((_, j) =>
{
    double h = 1e-3 * Math.Max(1, Math.Abs(x[j]));
    var right = (double[])x.Clone();
    var left = (double[])x.Clone();
    right[j] += h;
    left[j] -= h;
    return (f(right) - f(left)) / (right[j] - left[j]);
}).ToArray();

// Exercise bp.numerical-gradient
// Wrong: the same step everywhere
// Expect: near 1,000,000
double[] NumericalGradient(Func<double[], double> f, double[] x) => x.Select((_, j) =>
{
    var right = (double[])x.Clone();
    var left = (double[])x.Clone();
    right[j] += 1e-5;
    left[j] -= 1e-5;
    return (f(right) - f(left)) / 2e-5;
}).ToArray();

// Exercise bp.numerical-gradient
// Wrong: a step that is a share of x
// Expect: step 0
double[] NumericalGradient(Func<double[], double> f, double[] x) => x.Select((_, j) =>
{
    double h = 1e-5 * Math.Abs(x[j]);
    var right = (double[])x.Clone();
    var left = (double[])x.Clone();
    right[j] += h;
    left[j] -= h;
    return (f(right) - f(left)) / (right[j] - left[j]);
}).ToArray();

// Exercise bp.numerical-gradient
// Wrong: moves all variables at once
// Expect: along the diagonal
double[] NumericalGradient(Func<double[], double> f, double[] x) => x.Select((_, j) =>
    (f(x.Select(one => one + 1e-5).ToArray()) - f(x.Select(one => one - 1e-5).ToArray())) / 2e-5).ToArray();

// Exercise bp.numerical-gradient
// Wrong: does not put a variable back before it moves the next one
// Expect: put each back
double[] NumericalGradient(Func<double[], double> f, double[] x)
{
    var at = (double[])x.Clone();
    return x.Select((_, j) =>
    {
        double h = 1e-5 * Math.Max(1, Math.Abs(x[j]));
        at[j] = x[j] + h;
        double up = f(at);
        at[j] = x[j] - h;
        return (up - f(at)) / (2 * h);
    }).ToArray();
}

// Exercise bp.numerical-gradient
// Wrong: moves the caller's own numbers
// Expect: changed its argument x
double[] NumericalGradient(Func<double[], double> f, double[] x)
{
    var gradient = new double[x.Length];
    for (int j = 0; j < x.Length; j++)
    {
        double h = 1e-5 * Math.Max(1, Math.Abs(x[j]));
        x[j] += h;
        double up = f(x);
        x[j] -= 2 * h;
        gradient[j] = (up - f(x)) / (2 * h);
    }
    return gradient;
}

// Exercise bp.local-gradients
// Wrong: each factor gets its own value
// Expect: Crosswise
double[] LocalGradients(string operation, double[] inputs) => operation switch
{
    "add" => new[] { 1.0, 1.0 },
    "multiply" => new[] { inputs[0], inputs[1] },
    _ => new[] { 0.0 },
};

// Exercise bp.local-gradients
// Wrong: the denominator with the wrong sign
// Expect: larger denominator
double[] LocalGradients(string operation, double[] inputs)
{
    double a = inputs[0], b = inputs.Length > 1 ? inputs[1] : 0;
    return operation switch
    {
        "add" => new[] { 1.0, 1.0 },
        "multiply" => new[] { b, a },
        _ => new[] { 1 / b, a / (b * b) },
    };
}

// Exercise bp.local-gradients
// Wrong: the numerator forgotten
// Expect: that of 1/b
double[] LocalGradients(string operation, double[] inputs)
{
    double a = inputs[0], b = inputs.Length > 1 ? inputs[1] : 0;
    return operation switch
    {
        "add" => new[] { 1.0, 1.0 },
        "multiply" => new[] { b, a },
        _ => new[] { 1 / b, -1 / (b * b) },
    };
}

// Exercise bp.local-gradients
// Wrong: the maximum is shared
// Expect: do not share
double[] LocalGradients(string operation, double[] inputs)
{
    double a = inputs[0], b = inputs.Length > 1 ? inputs[1] : 0;
    return operation switch
    {
        "add" => new[] { 1.0, 1.0 },
        "multiply" => new[] { b, a },
        "divide" => new[] { 1 / b, -a / (b * b) },
        "max" => new[] { 0.5, 0.5 },
        "exp" => new[] { Math.Exp(a) },
        "log" => new[] { 1 / a },
        "sqrt" => new[] { 0.5 / Math.Sqrt(a) },
        _ => new[] { 1 - Math.Tanh(a) * Math.Tanh(a) },
    };
}

// Exercise bp.local-gradients
// Wrong: the slope of tanh from the input in place of the result
// Expect: the result tanh a, not the input a
double[] LocalGradients(string operation, double[] inputs)
{
    double a = inputs[0], b = inputs.Length > 1 ? inputs[1] : 0;
    return operation switch
    {
        "add" => new[] { 1.0, 1.0 },
        "multiply" => new[] { b, a },
        "divide" => new[] { 1 / b, -a / (b * b) },
        "max" => a > b ? new[] { 1.0, 0.0 } : new[] { 0.0, 1.0 },
        "exp" => new[] { Math.Exp(a) },
        "log" => new[] { 1 / a },
        "sqrt" => new[] { 0.5 / Math.Sqrt(a) },
        _ => new[] { 1 - a * a },
    };
}

// Exercise bp.local-gradients
// Wrong: √a = a^(1/2), with the half forgotten
// Expect: A factor is missing
double[] LocalGradients(string operation, double[] inputs)
{
    double a = inputs[0], b = inputs.Length > 1 ? inputs[1] : 0;
    return operation switch
    {
        "add" => new[] { 1.0, 1.0 },
        "multiply" => new[] { b, a },
        "divide" => new[] { 1 / b, -a / (b * b) },
        "max" => a > b ? new[] { 1.0, 0.0 } : new[] { 0.0, 1.0 },
        "exp" => new[] { Math.Exp(a) },
        "log" => new[] { 1 / a },
        _ => new[] { 1 / Math.Sqrt(a) },
    };
}

// Exercise bp.local-gradients
// Wrong: the values in place of the slopes
// Expect: This is the value of "add"
double[] LocalGradients(string operation, double[] inputs) => inputs.Select(_ => inputs.Sum()).ToArray();

// Exercise bp.local-gradients
// Wrong: one slope for the whole operation
// Expect: one for each input
double[] LocalGradients(string operation, double[] inputs) => new[] { 1.0 };

// Exercise bp.backward
// Wrong: the last to arrive replaces what was there
// Expect: only the first was counted
double[] Backward(int[][] inputs, double[][] slopes, int result)
{
    var gradient = new double[inputs.Length];
    gradient[result] = 1;
    for (int i = result; i >= 0; i--)
        for (int j = inputs[i].Length - 1; j >= 0; j--) gradient[inputs[i][j]] = slopes[i][j] * gradient[i];
    return gradient;
}

// Exercise bp.backward
// Wrong: visits each number once, at the first arrival
// Expect: only one of them was counted
double[] Backward(int[][] inputs, double[][] slopes, int result)
{
    var gradient = new double[inputs.Length];
    gradient[result] = 1;
    var waiting = new Queue<int>(new[] { result });
    var seen = new HashSet<int> { result };
    while (waiting.TryDequeue(out int i))
        foreach (int j in Enumerable.Range(0, inputs[i].Length).GroupBy(j => inputs[i][j]).Select(group => group.First()))
            if (seen.Add(inputs[i][j]))
            {
                gradient[inputs[i][j]] = Enumerable.Range(0, inputs[i].Length)
                    .Where(k => inputs[i][k] == inputs[i][j]).Sum(k => slopes[i][k]) * gradient[i];
                waiting.Enqueue(inputs[i][j]);
            }
    return gradient;
}

// Exercise bp.backward
// Wrong: takes the tape as it lies
// Expect: Find an order first
double[] Backward(int[][] inputs, double[][] slopes, int result)
{
    var gradient = new double[inputs.Length];
    gradient[result] = 1;
    for (int i = inputs.Length - 1; i >= 0; i--)
        for (int j = 0; j < inputs[i].Length; j++) gradient[inputs[i][j]] += slopes[i][j] * gradient[i];
    return gradient;
}

// Exercise bp.backward
// Wrong: always starts at the last number
// Expect: number 1 is the result
double[] Backward(int[][] inputs, double[][] slopes, int result)
{
    var gradient = new double[inputs.Length];
    for (int i = inputs.Length - 1; i >= 0; i--)
    {
        if (i > 0 && inputs[i].Length > 0 && gradient[i] == 0) gradient[i] = 1;
        for (int j = 0; j < inputs[i].Length; j++) gradient[inputs[i][j]] += slopes[i][j] * gradient[i];
    }
    return gradient;
}

// Exercise bp.backward
// Wrong: forgets the slope of the result in itself
// Expect: in itself is 1
double[] Backward(int[][] inputs, double[][] slopes, int result)
{
    var gradient = new double[inputs.Length];
    void Walk(int i, double arrived)
    {
        for (int j = 0; j < inputs[i].Length; j++)
        {
            gradient[inputs[i][j]] += slopes[i][j] * arrived;
            Walk(inputs[i][j], slopes[i][j] * arrived);
        }
    }
    Walk(result, 1);
    return gradient;
}

// Exercise bp.backward
// Wrong: walks every single way, which is right, and never ends
// Expect: took longer than
double[] Backward(int[][] inputs, double[][] slopes, int result)
{
    var gradient = new double[inputs.Length];
    void Walk(int i, double arrived)
    {
        gradient[i] += arrived;
        for (int j = 0; j < inputs[i].Length; j++) Walk(inputs[i][j], slopes[i][j] * arrived);
    }
    Walk(result, 1);
    return gradient;
}

// Exercise bp.backward
// Wrong: how the others change with number 0
// Expect: how the others change with number 0
double[] Backward(int[][] inputs, double[][] slopes, int result)
{
    var tangent = new double[inputs.Length];
    tangent[0] = 1;
    for (int i = 1; i < inputs.Length; i++)
        for (int j = 0; j < inputs[i].Length; j++) tangent[i] += slopes[i][j] * tangent[inputs[i][j]];
    return tangent;
}

// Exercise bp.dense-backward
// Wrong: forgets the activation
// Expect: slope of tanh is missing
(Tensor dW, Tensor db, Tensor dX) DenseBackward(Tensor X, Tensor W, Tensor Y, Tensor dY) =>
    (dY.t().matmul(X), dY.sum(0L), dY.matmul(W));

// Exercise bp.dense-backward
// Wrong: forgets the square
// Expect: 1 − y², not 1 − y
(Tensor dW, Tensor db, Tensor dX) DenseBackward(Tensor X, Tensor W, Tensor Y, Tensor dY)
{
    var dA = dY * (1 - Y);
    return (dA.t().matmul(X), dA.sum(0L), dA.matmul(W));
}

// Exercise bp.dense-backward
// Wrong: the mean over the examples
// Expect: whether the loss is a mean
(Tensor dW, Tensor db, Tensor dX) DenseBackward(Tensor X, Tensor W, Tensor Y, Tensor dY)
{
    var dA = dY * (1 - Y.square());
    return (dA.t().matmul(X) / X.shape[0], dA.mean(new long[] { 0 }), dA.matmul(W));
}

// Exercise bp.dense-backward
// Wrong: the gradient of W on its side
// Expect: lies on its side
(Tensor dW, Tensor db, Tensor dX) DenseBackward(Tensor X, Tensor W, Tensor Y, Tensor dY)
{
    var dA = dY * (1 - Y.square());
    return (X.t().matmul(dA), dA.sum(0L), dA.matmul(W));
}

// Exercise bp.dense-backward
// Wrong: a literal 0 is a type to sum()
// Expect: sum(0L)
(Tensor dW, Tensor db, Tensor dX) DenseBackward(Tensor X, Tensor W, Tensor Y, Tensor dY)
{
    var dA = dY * (1 - Y.square());
    return (dA.t().matmul(X), dA.sum(0), dA.matmul(W));
}

// Exercise bp.dense-backward
// Wrong: a tanh of what is the output already
// Expect: without another tanh
(Tensor dW, Tensor db, Tensor dX) DenseBackward(Tensor X, Tensor W, Tensor Y, Tensor dY)
{
    var dA = dY * (1 - Y.tanh().square());
    return (dA.t().matmul(X), dA.sum(0L), dA.matmul(W));
}

// Exercise bp.dense-backward
// Wrong: leaves the biases' gradient per example
// Expect: one for each example
(Tensor dW, Tensor db, Tensor dX) DenseBackward(Tensor X, Tensor W, Tensor Y, Tensor dY)
{
    var dA = dY * (1 - Y.square());
    return (dA.t().matmul(X), dA, dA.matmul(W));
}

// Exercise bp.adam-step
// Wrong: no correction of the means
// Expect: Without the correction
(Tensor w, Tensor m, Tensor v) AdamStep(Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
{
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g.square();
    return (w - rate * m / (v.sqrt() + 1e-8), m, v);
}

// Exercise bp.adam-step
// Wrong: returns the corrected means
// Expect: This is m after the correction
(Tensor w, Tensor m, Tensor v) AdamStep(Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
{
    m = (0.9 * m + 0.1 * g) / (1 - Math.Pow(0.9, k));
    v = (0.999 * v + 0.001 * g.square()) / (1 - Math.Pow(0.999, k));
    return (w - rate * m / (v.sqrt() + 1e-8), m, v);
}

// Exercise bp.adam-step
// Wrong: forgets the square
// Expect: the square is missing
(Tensor w, Tensor m, Tensor v) AdamStep(Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
{
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g;
    return (w - rate * m / (1 - Math.Pow(0.9, k)) / ((v / (1 - Math.Pow(0.999, k))).sqrt() + 1e-8), m, v);
}

// Exercise bp.adam-step
// Wrong: forgets the root
// Expect: The root around v is missing
(Tensor w, Tensor m, Tensor v) AdamStep(Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
{
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g.square();
    return (w - rate * m / (1 - Math.Pow(0.9, k)) / (v / (1 - Math.Pow(0.999, k)) + 1e-8), m, v);
}

// Exercise bp.adam-step
// Wrong: uphill
// Expect: Uphill
(Tensor w, Tensor m, Tensor v) AdamStep(Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
{
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g.square();
    return (w + rate * m / (1 - Math.Pow(0.9, k)) / ((v / (1 - Math.Pow(0.999, k))).sqrt() + 1e-8), m, v);
}

// Exercise bp.adam-step
// Wrong: ε under the root
// Expect: beside the root, not under it
(Tensor w, Tensor m, Tensor v) AdamStep(Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
{
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g.square();
    return (w - rate * m / (1 - Math.Pow(0.9, k)) / (v / (1 - Math.Pow(0.999, k)) + 1e-8).sqrt(), m, v);
}

// Exercise bp.adam-step
// Wrong: corrects every step as if it were the first
// Expect: always that of the first step
(Tensor w, Tensor m, Tensor v) AdamStep(Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
{
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g.square();
    return (w - rate * m / 0.1 / ((v / 0.001).sqrt() + 1e-8), m, v);
}

// Exercise bp.adam-step
// Wrong: momentum's sum in place of a mean
// Expect: momentum's sum
(Tensor w, Tensor m, Tensor v) AdamStep(Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
{
    m = 0.9 * m + g;
    v = 0.999 * v + 0.001 * g.square();
    return (w - rate * m / (v.sqrt() + 1e-8), m, v);
}

// Exercise bp.detector
// Wrong: how loud a window is
// Expect: loudness alone
Func<Tensor, double[]> MakeDetector(Tensor windows, int past) =>
    some => some.square().mean(new long[] { 1 }).to_type(ScalarType.Float64).data<double>().ToArray();

// Exercise bp.detector
// Wrong: nothing is trained, the last sample is the prediction
// Expect: played backwards
Func<Tensor, double[]> MakeDetector(Tensor windows, int past) =>
    some => some.diff(1, 1).square().mean(new long[] { 1 }).to_type(ScalarType.Float64).data<double>().ToArray();

// Exercise bp.detector
// Wrong: higher means more normal
// Expect: upside down
Func<Tensor, double[]> MakeDetector(Tensor windows, int past) =>
    some => (-some.diff(1, 1).square().mean(new long[] { 1 })).to_type(ScalarType.Float64).data<double>().ToArray();

// Exercise bp.detector
// Wrong: one score for all windows
// Expect: one for each window
Func<Tensor, double[]> MakeDetector(Tensor windows, int past) =>
    some => new[] { some.diff(1, 1).square().mean().to_type(ScalarType.Float64).item<double>() };

// Exercise bp.detector
// Wrong: a network that is never trained
// Expect: Does the loss fall
Func<Tensor, double[]> MakeDetector(Tensor windows, int past)
{
    var net = Sequential(Linear(past, 16), Tanh(), Linear(16, 1));
    return some =>
    {
        var (X, T) = (some.unfold(1, past, 1)[.., ..^1].reshape(-1, past), some[.., past..].reshape(-1, 1));
        return (net.call(X) - T).square().reshape(some.shape[0], -1)
            .mean(new long[] { 1 }).to_type(ScalarType.Float64).data<double>().ToArray();
    };
}

// Exercise bp.detector
// Wrong: lets libtorch compute the gradients
// Expect: switched off here
Func<Tensor, double[]> MakeDetector(Tensor windows, int past)
{
    var net = Sequential(Linear(past, 16), Tanh(), Linear(16, 1));
    using var optimizer = optim.Adam(net.parameters(), 0.005);
    var (X, T) = (windows.unfold(1, past, 1)[.., ..^1].reshape(-1, past), windows[.., past..].reshape(-1, 1));
    for (int step = 0; step < 200; step++)
    {
        optimizer.zero_grad();
        mse_loss(net.call(X), T).backward();
        optimizer.step();
    }
    return some => new double[some.shape[0]];
}

// Exercise bp.detector
// Wrong: best linear prediction, without a hidden layer
// Expect: A straight prediction cannot do it
Func<Tensor, double[]> MakeDetector(Tensor windows, int past)
{
    var (X, T) = (windows.unfold(1, past, 1)[.., ..^1].reshape(-1, past), windows[.., past..].reshape(-1, 1));
    var w = linalg.lstsq(X, T).Solution;
    return some =>
    {
        var (x, t) = (some.unfold(1, past, 1)[.., ..^1].reshape(-1, past), some[.., past..].reshape(-1, 1));
        return (x.matmul(w) - t).square().reshape(some.shape[0], -1)
            .mean(new long[] { 1 }).to_type(ScalarType.Float64).data<double>().ToArray();
    };
}
