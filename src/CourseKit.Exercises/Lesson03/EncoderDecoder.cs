using Function = System.Func<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace CourseKit.Exercises.Lesson03;

/// <summary>An encoder with given layer sizes and the decoder that mirrors it.</summary>
internal static class EncoderDecoder
{
    // Widths that differ from each other, so that no mix-up goes unnoticed; and a pair without hidden layer.
    private static readonly int[][] Cases = [[6, 4, 2], [9, 7, 5, 3], [5, 2]];

    private static readonly Function Relu = a => a.relu(), Sigmoid = a => a.sigmoid(), Tanh = a => a.tanh(), Same = a => a;

    public static Exercise Exercise { get; } = new()
    {
        Id = "ae.encoder-decoder",
        Notebook = Lesson03.Notebook,
        Title = "An encoder and its mirror image",
        Points = 5,
        Difficulty = Difficulty.Medium,
        Minutes = 15,
        Hints =
        [
            "With sizes 784, 64, 2: which Linear layers has the encoder, which has the decoder, "
                + "and after which of them would an activation forbid values that you need?",
            "Put the layers into a List<Module<Tensor, Tensor>> in a loop over neighbouring sizes. A ReLU belongs between two Linear "
                + "layers; after the last one comes nothing (encoder) or a Sigmoid (decoder).",
            "One helper Stack(int[] sizes, bool sigmoid) serves both: for i from 1, layers.Add(Linear(sizes[i - 1], sizes[i])) and, "
                + "unless it is the last, layers.Add(ReLU()). The decoder gets Enumerable.Reverse(sizes).ToArray().",
        ],
        EntryPoint = "BuildPair",
        Signature = typeof(Func<int[], (Network Encoder, Network Decoder)>),
        Check = check =>
        {
            check.Part(1, "the layers of the encoder have the sizes asked for", () => ForEachCase(check, (sizes, pair) => HasSizes(
                pair.Encoder, sizes, $"The encoder for the sizes {List(sizes)}", "the encoder goes from the first size to the last")));
            check.Part(1, "the decoder mirrors them", () => ForEachCase(check, (sizes, pair) => HasSizes(
                pair.Decoder, [.. sizes.Reverse()], $"The decoder for the sizes {List(sizes)}",
                "the decoder goes back, from the last size to the first")));
            check.Part(
                1, "ReLU between the layers, and the code is free",
                () => ForEachCase(check, (sizes, pair) => Encodes(check, sizes, pair.Encoder)));
            check.Part(
                2, "the decoder ends in a sigmoid", () => ForEachCase(check, (sizes, pair) => Decodes(check, sizes, pair.Decoder)));
        },
    };

    private static void ForEachCase(Grading check, Action<int[], (Network Encoder, Network Decoder)> look)
    {
        foreach (var sizes in Cases)
        {
            var pair = check.Call<(Network Encoder, Network Decoder)>([sizes.ToArray()]);
            Expect.True(pair.Encoder is not null && pair.Decoder is not null, "BuildPair returned a pair with a null in it; "
                + "it should return the encoder and the decoder.");
            Expect.True(
                !ReferenceEquals(pair.Encoder, pair.Decoder), "The encoder and the decoder are the same network; "
                    + "they need layers of their own.");
            look(sizes, pair!);
        }
    }

    private static void HasSizes(Network network, int[] sizes, string what, string rule)
    {
        var got = DenseOracle.Of(network, what).Sizes;
        (long In, long Out)[] expected = [.. sizes.Zip(sizes.Skip(1), (a, b) => ((long)a, (long)b))];
        if (got.SequenceEqual(expected)) return;
        throw new CheckFailedException($"{what} has the layers {Layers(got)}, expected {Layers(expected)}: {rule}.");
    }

    private static void Encodes(Grading check, int[] sizes, Network encoder)
    {
        const string end = "comes after the last layer of the encoder";
        Computes(
            check, encoder, sizes, "encoder", (Relu, Same),
            (Relu, Relu, $"A ReLU {end}: the code can never be negative, which wastes most of the plane."),
            (Relu, Sigmoid, $"A sigmoid {end} and squeezes the code; leave the code free."),
            (Relu, Tanh, $"A tanh {end} and squeezes the code; leave the code free."),
            (Same, Same, "Without an activation between the layers, the encoder is one linear map, however many layers it has."),
            (Tanh, Same, "Between the layers is a tanh; the exercise asks for ReLU."),
            (Sigmoid, Same, "Between the layers is a sigmoid; the exercise asks for ReLU."));
    }

    private static void Decodes(Grading check, int[] sizes, Network decoder) => Computes(
        check, decoder, [.. sizes.Reverse()], "decoder", (Relu, Sigmoid),
        (Relu, Same, "Nothing comes after the decoder's last layer: pixels can be any number. A sigmoid keeps them in (0, 1)."),
        (Relu, Relu, "The decoder ends in a ReLU, which lets pixels grow beyond 1; a sigmoid keeps them in (0, 1)."),
        (Relu, a => Sigmoid(Relu(a)), "A ReLU comes before the sigmoid: then no pixel can be darker than σ(0) = 0.5."),
        (Relu, Tanh, "The decoder ends in a tanh, whose values go down to −1; grey values need a sigmoid."),
        (Same, Sigmoid, "There is no activation between the layers of the decoder: up to the sigmoid it is one linear map."));

    // What the network makes of random rows, with the activations between its layers and after the last one as they should be.
    private static void Computes(
        Grading check, Network network, int[] sizes, string name, (Function Between, Function Last) right,
        params (Function Between, Function Last, string Message)[] mistakes)
    {
        var oracle = DenseOracle.Of(network, $"The {name}");
        var x = check.Uniform(-3, 3, 8, sizes[0]);
        var what = $"The outputs of the {name} for 8 rows and the layer sizes {List(sizes)}";
        var got = check.Run($"{name}.call(x)", () => network.call(x));
        Expect.Shape(got, [8, sizes[^1]], what);
        Expect.Close(
            got, oracle.Forward(x, right.Between, right.Last), 1e-4, what,
            [.. mistakes.Select(mistake => (oracle.Forward(x, mistake.Between, mistake.Last), mistake.Message))]);
    }

    private static string List(int[] sizes) => string.Join(", ", sizes);

    private static string Layers(IEnumerable<(long In, long Out)> layers) =>
        string.Join(", ", layers.Select(layer => $"{layer.In} → {layer.Out}"));
}
