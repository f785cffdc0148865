using static System.FormattableString;
using static TorchSharp.torch;
using Function = System.Func<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace CourseKit.Exercises.Lesson05;

/// <summary>The share of units that are 0 for every row of a data set that is encoded batch by batch.</summary>
internal static class DeadUnits
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "sae.dead-units",
        Notebook = Lesson05.Notebook,
        Title = "How many units are dead",
        Points = 4,
        Difficulty = Difficulty.Medium,
        Minutes = 10,
        Hints =
        [
            "A unit was silent in the first batch and spoke in the second. Is it dead? What do you therefore have to remember "
                + "from one batch to the next?",
            "Keep one truth value for each unit, 'has spoken', and combine it with each batch by or: z.ne(0).any(0) says which units "
                + "spoke in a batch. The last batch may be smaller.",
            "foreach (var rows in x.split(batchSize)) { var spoke = encode(rows).ne(0).any(0); alive = alive is null ? spoke : "
                + "alive.logical_or(spoke); } The rest is alive.logical_not(), to_type(ScalarType.Float64), mean().",
        ],
        EntryPoint = "DeadRate",
        Signature = typeof(Func<Function, Tensor, int, double>),
        Check = check =>
        {
            check.Part(1, "one batch", () => Compare(check, [[0, 2, 0, 1], [0, 0, 0, 3]], 2));
            check.Part(1, "a negative activation is a sign of life", () =>
            {
                Compare(check, [[0, -2, 0, 1], [0, 0, 0, 3]], 2);
                Compare(check, [[0, -2, 0, 1, 0], [0, 2, 0, 3, 0]], 2);
            });
            check.Part(2, "several batches, the last one smaller", () =>
            {
                Compare(check, [[1, 0, 0, 0], [0, 0, 0, 0], [0, 2, 0, 0]], 2);
                for (var i = 0; i < 3; i++) Compare(check, Sparse(check, rows: 11 + i, units: 8 + i), 3 + i);
            });
        },
    };

    // The check's encoder looks the codes up: row i of x holds the number i.
    private static void Compare(Grading check, double[][] codes, int batchSize)
    {
        var (n, s) = (codes.Length, codes[0].Length);
        var table = tensor(codes.SelectMany(row => row).Select(one => (float)one).ToArray(), [n, s]);
        var (largest, seen) = (0L, new HashSet<long>());
        Tensor Encode(Tensor x)
        {
            largest = Math.Max(largest, x.shape[0]);
            seen.UnionWith(x.Values().Select(one => (long)one));
            return table.index_select(0, x.flatten().to_type(int64));
        }
        double Silent(Func<double, bool> isSilent, IEnumerable<double[]> rows) =>
            Enumerable.Range(0, s).Count(unit => rows.All(row => isSilent(row[unit]))) / (double)s;
        double[][][] batches = [.. codes.Chunk(batchSize)];

        var got = check.Call<double>((Function)Encode, arange(n, dtype: float32).reshape(n, 1), batchSize);

        Expect.True(seen.Count > 0, "encode was never called; the activations are what it returns.");
        Expect.True(
            largest <= batchSize,
            Invariant($"encode was given {largest} rows at once; with batchSize = {batchSize} it should get at most so many."));
        var dead = Silent(one => one == 0, codes);
        Expect.Close(
            got, dead, 1e-6, Invariant($"The dead rate of {s} units, for {n} rows in batches of {batchSize},"),
            (1 - dead, "This is the share of units that live; return that of the dead ones."),
            (dead * s, "This is the number of dead units; divide it by that of all units."),
            (Silent(one => one <= 0, codes), "Units with only negative activations were taken for dead. A unit is silent "
                + "if it is exactly 0."),
            (Enumerable.Range(0, s).Count(unit => codes.Sum(row => row[unit]) == 0) / (double)s, "A unit whose activations add up to 0 "
                + "was taken for dead; positive and negative ones cancel in a sum."),
            (batches.Average(rows => Silent(one => one == 0, rows)), "This is the mean of the batches' dead rates. A unit that is silent "
                + "in one batch and speaks in another lives."),
            (Silent(one => one == 0, batches[^1]), "Only the last batch counts here; remember what the ones before it have shown."),
            (Silent(one => one == 0, batches[0]), "Only the first batch counts here; a unit may speak later."),
            (Silent(one => one == 0, batches.Length > 1 ? batches[..^1].SelectMany(rows => rows) : codes), "The last batch is left out; "
                + "it is smaller than the others, but its rows count."),
            (codes.Average(row => row.Count(one => one == 0)) / s, "This is the share of zeros among all activations; "
                + "a dead unit is 0 for every row."));
    }

    // About one number in six is not 0, and the last unit speaks in the last row only.
    private static double[][] Sparse(Grading check, int rows, int units) => [.. Enumerable.Range(0, rows).Select(row =>
        check.Numbers(units).Select((one, unit) =>
            unit == units - 1 ? (row == rows - 1 ? one : 0) : check.Random.Next(6) == 0 && unit > 0 ? one : 0).ToArray())];
}
