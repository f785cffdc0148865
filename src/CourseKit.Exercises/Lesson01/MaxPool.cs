using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson01;

/// <summary>Max pooling with indices.</summary>
internal static class MaxPool
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "conv.max-pool",
        Notebook = Lesson01.Notebook,
        Title = "Max pooling with indices",
        Points = 4,
        Difficulty = Difficulty.Medium,
        Minutes = 15,
        Hints =
        [
            "Which rows and columns of the picture belong to block (i, j)? And from which value must the search for the largest one "
                + "start if all numbers may be negative?",
            "Read the picture once: double[] v = x.to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray(); "
                + "cell (r, c) is v[r * w + c]. Loop over the blocks, and within each over its cells; remember the index of the best.",
            "Start with best = i * size * w + j * size; for each cell of the block: if (v[r * w + c] > v[best]) best = r * w + c; "
                + "then the value is v[best] and the index best. Put both into tensors of shape [h / size, w / size].",
        ],
        EntryPoint = "MaxPool",
        Signature = typeof(Func<Tensor, int, (Tensor Values, Tensor Indices)>),
        Check = check =>
        {
            check.Part(1, "the largest of each block", () => Each(check, (x, size, got) => Values(x, size, got.Values)));
            check.Part(2, "where they stood", () => Each(check, (x, size, got) => Indices(x, size, got.Indices)));
            check.Part(1, "equal values: the first one", () =>
            {
                var x = tensor(new[] { 3f, 3, 1, 2, 3, 3, 2, 2 }, 2, 4);
                var got = Pooled(check, x, 2);
                Indices(x, 2, got.Indices);
            });
        },
    };

    private static (Tensor Values, Tensor Indices) Pooled(Grading check, Tensor x, int size)
    {
        var got = check.Call<(Tensor? Values, Tensor? Indices)>(x, size);
        Expect.True(got.Values is not null && got.Indices is not null, "MaxPool returned a null in place of a tensor.");
        return (got.Values!, got.Indices!);
    }

    private static void Each(Grading check, Action<Tensor, int, (Tensor Values, Tensor Indices)> look)
    {
        foreach (var (h, w, size) in new[] { (2, 4, 2), (6, 6, 2), (7, 5, 2), (6, 9, 3) })
        {
            // All numbers negative in two of the cases: the largest is not above zero.
            var x = h == 6 ? check.Uniform(-2, -1, h, w) : check.Uniform(-1, 1, h, w);
            look(x, size, Pooled(check, x, size));
        }
    }

    private static void Values(Tensor x, int size, Tensor got)
    {
        var (h, w) = (x.shape[0] / size, x.shape[1] / size);
        var what = Invariant($"The values of blocks of {size} × {size} in a picture of {x.shape[0]} × {x.shape[1]}");
        Expect.Shape(
            got, [h, w], what,
            ([x.shape[0] - size + 1, x.shape[1] - size + 1], "The blocks overlap; the next one begins where the last one ends."),
            ([(x.shape[0] + size - 1) / size, (x.shape[1] + size - 1) / size], "Cells that fill no whole block are left out."));
        var blocks = Blocks(x, size).Select(block => block.Select(cell => cell.Value).ToArray()).ToArray();
        Tensor Of(Func<double[], double> pick) => tensor(blocks.Select(pick).ToArray(), h, w);
        Expect.Close(
            got, Of(block => block.Max()), 1e-5, what,
            (Of(block => Math.Max(0, block.Max())), "No largest value is below 0 here: the search starts at 0, but all numbers may be "
                + "negative. "
                + "Start with the block's first cell."),
            (Of(block => block.Average()), "These are the means of the blocks; max pooling keeps the largest."),
            (Of(block => block.Min()), "These are the smallest values of the blocks."),
            (Of(block => block.MaxBy(Math.Abs)), "These are the values furthest from 0; the largest is asked for, sign and all."));
    }

    private static void Indices(Tensor x, int size, Tensor got)
    {
        var (h, w) = (x.shape[0] / size, x.shape[1] / size);
        var what = Invariant($"The indices of blocks of {size} × {size} in a picture of {x.shape[0]} × {x.shape[1]}");
        Expect.Shape(got, [h, w], what);
        Expect.True(got.dtype == ScalarType.Int64, $"The indices have the type {got.dtype}; indices are Int64 (long).");
        Tensor Of(Func<(int Row, int Column, double Value)[], long> pick) => tensor(Blocks(x, size).Select(pick).ToArray(), h, w);
        static (int Row, int Column, double Value) First((int Row, int Column, double Value)[] block) => block.MaxBy(cell => cell.Value);
        Expect.Close(
            got, Of(block => First(block).Row * x.shape[1] + First(block).Column), 0, what,
            (Of(block => First(block).Row % size * size + First(block).Column % size), "These count the cells of each block anew; "
                + "the index counts the cells of the whole picture, row by row."),
            (Of(block => First(block).Column * x.shape[0] + First(block).Row), "These count down the columns; count along the rows, i · "
                + "w + j."),
            (Of(block => First(block).Row * x.shape[0] + First(block).Column), "The row is multiplied with the height; "
                + "each row has as many cells as the picture is wide."),
            (Of(block => First([.. block.Reverse()]) is var last ? last.Row * x.shape[1] + last.Column : 0), "Of equal values this "
                + "takes the last; "
                + "take the first one, row by row."));
    }

    // The cells of each block, row by row.
    private static IEnumerable<(int Row, int Column, double Value)[]> Blocks(Tensor x, int size)
    {
        var rows = x.Rows();
        var cells = rows.SelectMany((row, r) => row.Select((value, c) => (Row: r, Column: c, Value: value)));
        return cells.Where(cell => cell.Row < rows.Length / size * size && cell.Column < rows[0].Length / size * size)
            .GroupBy(cell => (cell.Row / size, cell.Column / size)).OrderBy(block => block.Key).Select(block => block.ToArray());
    }
}
