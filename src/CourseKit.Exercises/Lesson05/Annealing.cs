using static System.FormattableString;

namespace CourseKit.Exercises.Lesson05;

/// <summary>How many units may be active in an epoch, while that number falls from all of them to k.</summary>
internal static class Annealing
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "sae.annealing",
        Notebook = Lesson05.Notebook,
        Title = "From all units down to k",
        Points = 3,
        Difficulty = Difficulty.Easy,
        Minutes = 10,
        Hints =
        [
            "With s = 100 units, k = 20 and 4 epochs of annealing, by how much does the number fall in each epoch? "
                + "And what is left of that after e epochs?",
            "Two cases: from epoch `annealing` on it is k. Before that, s minus the share e / annealing of the way s − k, "
                + "rounded down to a whole number.",
            "return epoch >= annealing ? k : s - (s - k) * epoch / annealing; whole numbers divide by rounding down, "
                + "so multiply first.",
        ],
        EntryPoint = "AnnealedK",
        Signature = typeof(Func<int, int, int, int, int>),
        Check = check =>
        {
            check.Part(1, "it falls from s to k in equal steps", () => Compare(check, annealing: 4, s: 100, k: 20));
            check.Part(1, "the way need not come out even", () =>
            {
                Compare(check, annealing: 5, s: 10, k: 3);
                for (var i = 0; i < 3; i++)
                    Compare(check, check.Random.Next(3, 12), check.Random.Next(60, 600), check.Random.Next(1, 50));
            });
            check.Part(1, "without annealing it is k from the start", () => Compare(check, annealing: 0, s: 12, k: 5));
        },
    };

    private static void Compare(Grading check, int annealing, int s, int k)
    {
        var epochs = annealing + 3;
        double[] Each(Func<int, double> f) => [.. Enumerable.Range(0, epochs).Select(f)];
        double Way(int epoch) => (s - k) * (double)epoch / Math.Max(1, annealing);
        var got = Each(epoch => check.Call<int>(epoch, annealing, s, k));
        Expect.Close(
            got, Each(epoch => Counted(epoch, annealing, s, k)), 1e-9,
            Invariant($"The numbers of active units in epochs 0 to {epochs - 1} (s = {s}, k = {k}, annealing = {annealing})"),
            (Each(_ => k), "It is k from the start; begin with all s units and let the number fall."),
            (Each(epoch => epoch < annealing ? s : k), "It jumps from s to k; let it fall in equal steps."),
            (Each(epoch => s - Math.Floor(Way(epoch))), "It goes on falling after the annealing and ends below k; stop at k."),
            (Each(epoch => epoch + 1 >= annealing ? k : s - Math.Floor(Way(epoch + 1))), "It is one epoch ahead: epochs count from 0, and "
                + "in epoch 0 all units are active."),
            (Each(epoch => epoch >= annealing ? k : s - (s - k) / annealing * epoch), "The steps are rounded before they are added up, "
                + "so the last one is a jump. Multiply by the epoch first, divide then."),
            (Each(epoch => epoch >= annealing ? k : s - Math.Ceiling(Way(epoch))), "The way s − k is rounded up; round it down."),
            (Each(epoch => epoch >= annealing ? k : s - Math.Round(Way(epoch))), "The way is rounded to the nearest; round it down."),
            (Each(epoch => epoch >= annealing ? s : k + Math.Floor(Way(epoch))), "It rises; it should begin with all units "
                + "and end with k."));
    }

    // By counting: the largest number of units that fit into the share of the way.
    private static int Counted(int epoch, int annealing, int s, int k)
    {
        if (epoch >= annealing) return k;
        var gone = 0;
        while ((gone + 1) * annealing <= (s - k) * epoch) gone++;
        return s - gone;
    }
}
