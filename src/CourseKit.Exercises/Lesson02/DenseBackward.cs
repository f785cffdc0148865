using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson02;

/// <summary>The backward pass of Y = tanh(XWᵀ + b).</summary>
internal static class DenseBackward
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "bp.dense-backward",
        Notebook = Lesson02.Notebook,
        Title = "The backward pass of a dense layer",
        Points = 6,
        Difficulty = Difficulty.Medium,
        Minutes = 15,
        Hints =
        [
            "Which of the shapes [n, in], [out, in] and [n, out] can be multiplied to give [out, in], and which to give [n, in]?",
            "First the gradient in A: dY times 1 − Y², entry by entry. From it dW = (its transpose) · X, dX = it · W, and db is its "
                + "sum over the examples, dimension 0.",
            "var dA = dY * (1 - Y.square()); return (dA.t().matmul(X), dA.sum(0L), dA.matmul(W)); "
                + "mind the L: a plain 0 is a type to sum().",
        ],
        EntryPoint = "DenseBackward",
        Signature = typeof(Func<Tensor, Tensor, Tensor, Tensor, (Tensor, Tensor, Tensor)>),
        Check = check =>
        {
            check.Part(1, "the shapes", () => Shapes(check));
            check.Part(2, "the gradient in the weights", () => Compare(check, layer => (layer.Got.DW, layer.OfWeights, layer.Weights)));
            check.Part(1, "the gradient in the biases", () => Compare(check, layer => (layer.Got.Db, layer.OfBiases, layer.Biases)));
            check.Part(2, "the gradient in the input", () => Compare(check, layer => (layer.Got.DX, layer.OfInput, layer.Input)));
        },
    };

    private static void Shapes(Grading check)
    {
        var layer = new Layer(check, 4, 3, 2);
        Expect.Shape(layer.Got.DW, [2, 3], "The gradient in W, for 4 examples of 3 inputs and 2 neurons,",
            ([3, 2], "The gradient in W lies on its side: it has the shape of W, [out, in]."));
        Expect.Shape(layer.Got.Db, [2], "The gradient in b",
            ([4, 2], "The gradient in b is still one for each example: add up over the examples."),
            ([4], "You added up over the neurons; b has one entry for each neuron, so add up over the examples (dimension 0)."),
            ([], "The gradient in b has become one number: sum(0) takes the 0 for a type. Write sum(0L)."),
            ([1, 2], "The gradient in b has the shape of b, [out]: leave keepdim out."));
        Expect.Shape(layer.Got.DX, [4, 3], "The gradient in X");
    }

    private static void Compare(Grading check, Func<Layer, (Tensor Got, Func<double[], Tensor> Formula, double[] Place)> choose)
    {
        foreach (var (n, inputs, outputs) in new[] { (1, 2, 2), (5, 4, 3) })
        {
            var layer = new Layer(check, n, inputs, outputs);
            var (got, formula, place) = choose(layer);
            var expected = tensor(layer.Differences(place), formula(layer.Slopes).shape);
            Tensor With(Func<double, double> slope) => formula([.. layer.Outputs.Select(slope)]);
            Expect.Close(
                got, expected, 1e-4,
                Invariant($"The gradient for {n} example{(n == 1 ? "" : "s")} of {inputs} inputs and {outputs} neurons"),
                (With(_ => 1), "The slope of tanh is missing: multiply dY by 1 − Y², entry by entry, first."),
                (With(y => 1 - y), "The slope of tanh at the output y is 1 − y², not 1 − y."),
                (With(y => y * (1 - y)), "y (1 − y) is the slope of the sigmoid; this layer has a tanh, 1 − y²."),
                (With(y => 1 - Math.Tanh(y) * Math.Tanh(y)), "Y is the output already: the slope is 1 − Y², without another tanh."),
                (With(y => y), "You multiply by Y; the slope of tanh is 1 − Y²."),
                (expected / n, "Divided by the number of examples: whether the loss is a mean is in dY already. Add up."),
                (-expected, "The sign is wrong: nothing is subtracted here; the step downhill comes later."));
        }
    }

    /// <summary>A layer with random numbers, what the answer makes of it, and the truth by differences, in double precision.</summary>
    private sealed class Layer
    {
        private readonly int n, inputs, outputs;
        private readonly double[] handed;

        public Layer(Grading check, int n, int inputs, int outputs)
        {
            (this.n, this.inputs, this.outputs) = (n, inputs, outputs);
            Tensor x = check.Uniform(-1, 1, n, inputs), w = check.Uniform(-1, 1, outputs, inputs), dy = check.Uniform(-2, 2, n, outputs);
            (Input, Weights, Biases, handed) = (x.Values(), w.Values(), check.Numbers(outputs), dy.Values());
            Outputs = Forward();
            var y = tensor(Outputs, [n, outputs], dtype: float32);
            Got = check.Call<(Tensor, Tensor, Tensor)>(x, w, y, dy);
            Expect.True(Got is { DW: not null, Db: not null, DX: not null }, "One of the three gradients is null.");
        }

        public (Tensor DW, Tensor Db, Tensor DX) Got { get; }

        public double[] Input { get; }

        public double[] Weights { get; }

        public double[] Biases { get; }

        public double[] Outputs { get; }

        public double[] Slopes => [.. Outputs.Select(y => 1 - y * y)];

        // The change of Σ dY · Y with each number of an array, by central differences.
        public double[] Differences(double[] place)
        {
            const double h = 1e-5;
            double At(int i, double value)
            {
                place[i] = value;
                return Forward().Zip(handed, (y, dy) => y * dy).Sum();
            }
            return [.. Enumerable.Range(0, place.Length).Select(i =>
            {
                var value = place[i];
                var slope = (At(i, value + h) - At(i, value - h)) / (2 * h);
                place[i] = value;
                return slope;
            })];
        }

        // What the formulas give if the activation had these slopes: for the mistakes.
        public Tensor OfWeights(double[] slopes) => OfA(slopes).t().mm(tensor(Input, [n, inputs]));

        public Tensor OfBiases(double[] slopes) => OfA(slopes).sum(0L);

        public Tensor OfInput(double[] slopes) => OfA(slopes).mm(tensor(Weights, [outputs, inputs]));

        private Tensor OfA(double[] slopes) => tensor(handed.Zip(slopes, (dy, slope) => dy * slope).ToArray(), [n, outputs]);

        private double[] Forward() =>
        [
            .. from i in Enumerable.Range(0, n)
               from k in Enumerable.Range(0, outputs)
               select Math.Tanh(Biases[k] + Enumerable.Range(0, inputs).Sum(j => Input[i * inputs + j] * Weights[k * inputs + j])),
        ];
    }
}
