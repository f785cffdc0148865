using static System.FormattableString;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace CourseKit.Exercises.Lesson03;

/// <summary>A picture out of a code.</summary>
internal static class Generate
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "ae.generate",
        Notebook = Lesson03.Notebook,
        Title = "A picture out of a code",
        Points = 4,
        Difficulty = Difficulty.Easy,
        Minutes = 10,
        Hints =
        [
            "The decoder eats batches of float32 rows. What must you do to a double[] with two numbers before it fits, "
                + "and to the row of pixels that comes out?",
            "Three lines before the call: decoder.eval(), using var _ = no_grad(), and a tensor with dtype float32 and the shape [1, s]. "
                + "After it: reshape to a square.",
            "var z = tensor(code, dtype: float32).reshape(1, -1); var row = decoder.call(z); var side = (long)Math.Sqrt(row.shape[1]); "
                + "return row.reshape(side, side);",
        ],
        EntryPoint = "Generate",
        Signature = typeof(Func<Network, double[], Tensor>),
        Check = check =>
        {
            check.Part(1, "the picture is a square", () => IsSquare(check, Decoder(2, 16), check.Numbers(2), 4));
            check.Part(1, "its pixels are the decoder's", () =>
            {
                ShowsCode(check, Decoder(2, 16), check.Numbers(2, -2, 2), 4);
                ShowsCode(check, Decoder(5, 9), check.Numbers(5, -2, 2), 3);
            });
            check.Part(1, "dropout is switched off", () => IgnoresDropout(check));
            check.Part(1, "no gradient is recorded", () => Expect.True(
                !Picture(check, Decoder(2, 16), check.Numbers(2)).requires_grad,
                "The picture still carries the graph for gradients, and all its memory; generate inside using var _ = no_grad()."));
        },
    };

    private static Tensor Picture(Grading check, Network decoder, double[] code) => check.Call<Tensor>(decoder, code);

    private static void IsSquare(Grading check, Network decoder, double[] code, long side) =>
        Expect.Shape(
            Picture(check, decoder, code), [side, side], Invariant($"The picture of {side * side} pixels"),
            ([1, side * side], "This is a batch with one row of pixels; reshape it into rows and columns."),
            ([side * side], "This is a row of pixels; reshape it into rows and columns."),
            ([1, side, side], "This is a batch of one picture; return the picture itself."));

    private static void ShowsCode(Grading check, Network decoder, double[] code, int side)
    {
        var oracle = DenseOracle.Of(decoder, "The decoder");
        var once = oracle.Forward(tensor(code).reshape(1, -1), a => a.relu(), a => a.sigmoid()).reshape(side, side);

        var picture = Picture(check, decoder, code);

        Expect.Close(
            picture, once, 1e-4, Invariant($"The pixels for a code of {code.Length} numbers"),
            (once.sigmoid(), "The decoder ends in a sigmoid already; a second one turns every picture grey."),
            (once.t(), "Rows and columns are swapped: the picture lies on its side."));
    }

    private static void IgnoresDropout(Grading check)
    {
        using var decoder = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 16), nn.Sigmoid());
        decoder.train();
        var code = check.Numbers(2, 1, 3);
        var first = Picture(check, decoder, code).Values();
        decoder.train();
        var second = Picture(check, decoder, code).Values();
        Expect.True(
            first.SequenceEqual(second),
            "The same code gave two different pictures: the decoder is still in training mode, where dropout deletes units at random. "
                + "Call decoder.eval() first.");
        var expected = DenseOracle.Of(decoder, "The decoder").Forward(tensor(code).reshape(1, -1), a => a.relu(), a => a.sigmoid());
        Expect.Close(first, expected.Values(), 1e-4, "The pixels from a decoder with dropout");
    }

    private static Network Decoder(int code, int pixels) =>
        nn.Sequential(nn.Linear(code, 8), nn.ReLU(), nn.Linear(8, pixels), nn.Sigmoid());
}
