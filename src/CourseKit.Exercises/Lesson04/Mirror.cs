using static System.FormattableString;
using static TorchSharp.torch;
using Function = System.Func<double, double>;
using Layer = (int In, int Out, int Kernel, int Stride, int Padding);
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace CourseKit.Exercises.Lesson04;

/// <summary>The decoder of transposed convolutions that mirrors an encoder.</summary>
internal static class Mirror
{
    // Even and odd sides, strides that leave a remainder, and one layer alone; every number occurs once so that no mix-up hides.
    private static readonly (int Side, Layer[] Encoder)[] Cases =
    [
        (6, [(1, 3, 2, 2, 0)]),
        (8, [(1, 3, 3, 2, 1), (3, 5, 4, 2, 1)]),
        (11, [(2, 3, 3, 2, 1), (3, 4, 3, 3, 0)]),
        (12, [(1, 4, 3, 2, 1), (4, 3, 3, 2, 1), (3, 2, 3, 1, 0)]),
    ];

    private static readonly Function Relu = a => Math.Max(0, a), Sigmoid = a => 1 / (1 + Math.Exp(-a)), Same = a => a;

    public static Exercise Exercise { get; } = new()
    {
        Id = "cae.mirror",
        Notebook = Lesson04.Notebook,
        Title = "The decoder that mirrors an encoder",
        Points = 6,
        Difficulty = Difficulty.Medium,
        Minutes = 20,
        Hints =
        [
            "Walk down the encoder and write the sides on paper: what side has each layer made, and which does its mirror image "
                + "have to give back?",
            "The transposed convolution alone makes (o − 1) s − 2p + k of o lines. What is missing to the side before the layer is its "
                + "output_padding. Collect the layers while walking down, inserting each at the front of the list.",
            "for each layer: int o = (side + 2 * p - k) / s + 1; int extra = side - ((o - 1) * s - 2 * p + k); insert at 0 first Sigmoid() "
                + "(for the first layer) or ReLU(), then ConvTranspose2d(Out, In, k, stride: s, padding: p, output_padding: extra); side = "
                + "o.",
        ],
        EntryPoint = "MirrorDecoder",
        Signature = typeof(Func<int, Layer[], Network>),
        Check = check =>
        {
            check.Part(1, "the layers go back", () => ForEachCase(check, HasWeights));
            check.Part(2, "the image has its side again", () => ForEachCase(check, (side, layers, decoder) =>
                GivesBackSide(check, side, layers, decoder)));
            check.Part(3, "ReLU between the layers, a sigmoid at the end", () => ForEachCase(check, (side, layers, decoder) =>
                Computes(check, side, layers, decoder)));
        },
    };

    private static void ForEachCase(Grading check, Action<int, Layer[], Network> look)
    {
        foreach (var (side, layers) in Cases)
        {
            using var scope = NewDisposeScope();
            look(side, layers, check.Call<Network>(side, layers));
        }
    }

    private static void HasWeights(int side, Layer[] layers, Network decoder)
    {
        var got = string.Join(", ", decoder.parameters().Where(one => one.dim() == 4).Select(one => Text(one.shape)));
        string Weights(IEnumerable<Layer> all) => string.Join(", ", all.Select(one => Text([one.Out, one.In, one.Kernel, one.Kernel])));
        Expect.True(
            layers.Length == 1 || got != Weights(layers),
            "The layers come in the order of the encoder; the decoder begins where the encoder ended.");
        Expect.True(
            decoder.parameters().Count() != 0, "The decoder has no weights. Put the transposed convolutions into a Sequential.");
        Expect.True(
            got == Weights(layers.Reverse()),
            Invariant($"For {layers.Length} layers the weights of the decoder have the shapes {got}, expected {Weights(layers.Reverse())} ")
                + "(a transposed convolution keeps them as [in, out, k, k]).");
        Expect.True(
            decoder.parameters().Count() == 2 * layers.Length, "Each transposed convolution should have a bias, and nothing else weights.");
    }

    private static void GivesBackSide(Grading check, int side, Layer[] layers, Network decoder)
    {
        var sides = Sides(side, layers);
        var shape = Run(check, decoder, zeros(2, layers[^1].Out, sides[^1], sides[^1])).shape;
        var what = Invariant($"The decoder for images of side {side} and {layers.Length} layer(s) gives {Text(shape)}, expected ")
            + Text([2, layers[0].In, side, side]);
        Expect.True(
            shape.Length == 4 && shape[2] == shape[3] && shape[2] >= side,
            what + ": some lines are missing. A convolution with a stride leaves a remainder; output_padding gives it back.");
        Expect.True(shape[2] == side, what + ": there are too many lines. output_padding depends on the side; it is not always 1.");
        Expect.Shape(zeros(shape), [2, layers[0].In, side, side], "The images");
    }

    private static void Computes(Grading check, int side, Layer[] layers, Network decoder)
    {
        var sides = Sides(side, layers);
        var z = check.Uniform(-3, 3, 2, layers[^1].Out, sides[^1], sides[^1]);
        var weights = decoder.parameters().Select(one => one.detach()).ToArray();
        Expect.True(weights.Length == 2 * layers.Length, "The decoder has not the layers asked for: see the first part.");
        var got = Run(check, decoder, z).Values();
        double[] Oracle(Function between, Function last) => Decode(z, weights, layers, sides, between, last);
        var right = Oracle(Relu, Sigmoid);
        Expect.True(
            got.Length == right.Length, "The images have not the side that they should have: see the second part.");
        Expect.Close(
            got, right, 1e-4, Invariant($"The images of side {side} from {layers.Length} layer(s)"),
            (Oracle(Relu, Same), "Nothing comes after the last layer: pixels can be any number. A sigmoid keeps them in (0, 1)."),
            (Oracle(Same, Sigmoid), "There is no activation between the layers: up to the sigmoid it is one linear map."),
            (Oracle(Relu, a => Sigmoid(Relu(a))), "A ReLU comes before the sigmoid: then no pixel can be darker than σ(0) = 0.5."),
            (Oracle(Relu, Relu), "The decoder ends in a ReLU, which lets pixels grow beyond 1; a sigmoid keeps them in (0, 1)."),
            (Oracle(Sigmoid, Sigmoid), "A sigmoid stands after every layer; between them the exercise asks for ReLU."));
    }

    private static double[] Decode(Tensor z, Tensor[] weights, Layer[] layers, int[] sides, Function between, Function last)
    {
        var images = ConvolutionOracle.Arrays(z);
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            var place = layers.Length - 1 - i;
            var (weight, bias) = (ConvolutionOracle.Arrays(weights[2 * place]), weights[2 * place + 1].Values());
            var activation = i == 0 ? last : between;
            images = [.. images.Select(image => bias.Select((b, channel) =>
            {
                var map = ConvolutionOracle.Transposed(image, weight, channel, b, layers[i].Stride, layers[i].Padding, sides[i]);
                foreach (var (row, column) in ConvolutionOracle.Places(map)) map[row, column] = activation(map[row, column]);
                return map;
            }).ToArray())];
        }
        return ConvolutionOracle.Flat(images.SelectMany(image => image));
    }

    private static Tensor Run(Grading check, Network decoder, Tensor z) => check.Run("decoder.call(z)", () => decoder.call(z)).detach();

    // The side before the first layer and after each: as many places as a kernel finds, counted.
    private static int[] Sides(int side, Layer[] layers)
    {
        var sides = new List<int> { side };
        foreach (var (_, _, kernel, stride, padding) in layers)
            sides.Add(Enumerable.Range(0, 2 * side).Count(step => step * stride + kernel <= sides[^1] + 2 * padding));
        return [.. sides];
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
