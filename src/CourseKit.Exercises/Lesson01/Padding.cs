using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson01;

/// <summary>Four ways to continue a picture beyond its edge.</summary>
internal static class Padding
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "conv.padding",
        Notebook = Lesson01.Notebook,
        Title = "Four paddings",
        Points = 5,
        Difficulty = Difficulty.Medium,
        Minutes = 15,
        Hints =
        [
            "Cell (i, j) of the result is cell (i − p, j − p) of the picture. Where that is outside, which cell stands in for it, "
                + "row and column each on their own?",
            "Write one function Source(int i, int n) for a place i from −p to n − 1 + p: clamp, mirror or wrap it. Zeros: put the "
                + "picture into the middle of zeros(h + 2p, w + 2p).",
            "long[] rows = Enumerable.Range(-p, h + 2 * p).Select(i => Source(i, h)).ToArray(); the same for columns; "
                + "x.index_select(0, tensor(rows)).index_select(1, tensor(columns)). In C#, -1 % n is −1: use ((i % n) + n) % n.",
        ],
        EntryPoint = "Pad",
        Signature = typeof(Func<Tensor, int, string, Tensor>),
        Check = check =>
        {
            check.Part(1, "zeros", () => Compare(check, "zeros"));
            check.Part(1, "replicate", () => Compare(check, "replicate"));
            check.Part(2, "reflect", () => Compare(check, "reflect"));
            check.Part(1, "circular", () => Compare(check, "circular"));
        },
    };

    private static void Compare(Grading check, string mode)
    {
        foreach (var (h, w, p) in new[] { (2, 3, 1), (4, 6, 2), (6, 4, 3), (3, 3, 0) })
        {
            var x = check.Uniform(1, 9, h, w);
            var picture = x.Rows();
            var got = check.Call<Tensor>(x, p, mode);
            var what = Invariant($"The {h} × {w} picture with {p} on each side, \"{mode}\",");
            Expect.Shape(
                got, [h + 2 * p, w + 2 * p], what,
                ([h + p, w + p], "The picture grew by p; there are p cells on each side, so it grows by 2p."),
                ([1, 1, h + 2 * p, w + 2 * p], "This is a batch of one picture; return the picture itself."),
                ([w + 2 * p, h + 2 * p], "Rows and columns are swapped."));
            Tensor Of(string name) => Padded(picture, p, name);
            Expect.Close(
                got, Of(mode), 1e-5, what,
                (Of("rows only"), "Rows and columns are not both continued: do one after the other, so that the corners are filled, "
                    + "too."),
                (Of("columns only"), "Rows and columns are not both continued: do one after the other, so that the corners are filled, "
                    + "too."),
                (Of("symmetric"), "The mirror stands behind the last cell here, so that it appears twice. It stands on it: x[−1] is "
                    + "x[1]."),
                (Of("late"), "The wallpaper is one cell off: left of x[0] comes the last cell, x[n − 1]."),
                (Of("zeros"), "The cells outside are 0 here; this padding fills them from the picture."),
                (Of("replicate"), "This goes on with the last cell (replication)."),
                (Of("reflect"), "This mirrors the picture (reflection)."),
                (Of("circular"), "This repeats the picture like wallpaper (circular)."));
        }
    }

    // Cell by cell, each from walking out of the picture step by step.
    private static Tensor Padded(double[][] picture, int p, string mode)
    {
        var (h, w) = (picture.Length, picture[0].Length);
        var cells = new double[h + 2 * p, w + 2 * p];
        var way = mode is "rows only" or "columns only" ? "replicate" : mode;
        for (var i = -p; i < h + p; i++)
        {
            for (var j = -p; j < w + p; j++)
            {
                var (down, across) = (i < 0 || i >= h, j < 0 || j >= w);
                var empty = way == "zeros" ? down || across : (mode == "rows only" && across) || (mode == "columns only" && down);
                cells[i + p, j + p] = empty ? 0 : picture[Place(i, h, way)][Place(j, w, way)];
            }
        }
        return tensor(cells);
    }

    // The list of places outside on the left, from the edge outwards, and the same for the right.
    private static int Place(int i, int n, string way)
    {
        if (i >= 0 && i < n) return i;
        var (beyond, left) = (i < 0 ? -i : i - n + 1, i < 0); // how many steps outside, from 1
        var steps = (way switch
        {
            "replicate" => Enumerable.Repeat(0, beyond),
            "reflect" => Enumerable.Range(1, beyond),
            "symmetric" => Enumerable.Range(0, beyond),
            "late" => Enumerable.Range(1, beyond).Select(step => Math.Max(0, n - 1 - step)),
            _ => Enumerable.Range(1, beyond).Select(step => n - step),
        }).ToArray();
        var inwards = Math.Min(n - 1, steps[^1]); // cells from the edge
        return left ? inwards : n - 1 - inwards;
    }
}
