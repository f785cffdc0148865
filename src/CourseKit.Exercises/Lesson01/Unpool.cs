using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson01;

/// <summary>Each value back to where it stood.</summary>
internal static class Unpool
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "conv.unpool",
        Notebook = Lesson01.Notebook,
        Title = "Unpooling",
        Points = 3,
        Difficulty = Difficulty.Easy,
        Minutes = 10,
        Hints =
        [
            "An index says i · w + j. Which row and which column is that, and do you need to know them at all?",
            "Make a list of height · width zeros, put each value at its index, and give the list its shape at the end.",
            "var cells = new float[height * width]; for each m: cells[index[m]] = value[m]; return tensor(cells, height, width); with "
                + "long[] index = indices.reshape(-1).data<long>().ToArray(), and the values in the same way.",
        ],
        EntryPoint = "Unpool",
        Signature = typeof(Func<Tensor, Tensor, int, int, Tensor>),
        Check = check =>
        {
            check.Part(1, "one block", () => Compare(check, 2, 2, 2));
            check.Part(2, "pictures of any size", () =>
            {
                Compare(check, 4, 6, 2);
                Compare(check, 7, 5, 2);
                Compare(check, 6, 9, 3);
            });
        },
    };

    private static void Compare(Grading check, int height, int width, int size)
    {
        // One cell of each block, wherever it is; values of both signs.
        var (rows, columns) = (height / size, width / size);
        var picture = new double[height, width];
        var corner = new double[height, width];
        var blown = new double[height, width];
        var transposed = new double[width * height];
        var (values, indices) = (new float[rows * columns], new long[rows * columns]);
        for (var block = 0; block < values.Length; block++)
        {
            var (i, j) = (block / columns, block % columns);
            // Not the first cell of the block: that is where one would put it without an index.
            var cell = check.Random.Next(1, size * size);
            var (r, c) = (i * size + cell / size, j * size + cell % size);
            values[block] = (float)(check.Random.Next(2) == 0 ? check.Numbers(1, -2, -1)[0] : check.Numbers(1, 1, 2)[0]);
            indices[block] = r * width + c;
            (picture[r, c], corner[i * size, j * size]) = (values[block], values[block]);
            transposed[c * height + r] = values[block];
            for (var u = 0; u < size * size; u++) blown[i * size + u / size, j * size + u % size] = values[block];
        }
        var what = Invariant($"The picture of {height} × {width} from {values.Length} values");
        var got = check.Call<Tensor>(tensor(values, rows, columns), tensor(indices, rows, columns), height, width);
        Expect.Shape(
            got, [height, width], what,
            ([height * width], "This is one long list; give it the shape [height, width] at the end."),
            ([rows * size, columns * size], "The rows or columns that filled no block are missing: height and width say how large the "
                + "picture is."),
            ([width, height], "Height and width are swapped."));
        Expect.Close(
            got, tensor(picture), 1e-5, what,
            (tensor(blown), "Every value fills its whole block; it goes back to one cell, the one of its index, and the others are 0."),
            (tensor(corner), "Every value stands in the first cell of its block; the index says where it belongs."),
            (tensor(transposed).reshape(height, width), "The index is taken to count down the columns; it counts along the rows, i · w "
                + "+ j."),
            (tensor(picture).clamp(0), "Negative values got lost: put back whatever the value is."));
    }
}
