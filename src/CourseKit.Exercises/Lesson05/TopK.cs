using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson05;

/// <summary>In each row the k largest numbers stay, the others become 0; and the gradient of that, by hand.</summary>
internal static class TopK
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "sae.top-k",
        Notebook = Lesson05.Notebook,
        Title = "The k largest, and the way back",
        Points = 6,
        Difficulty = Difficulty.Medium,
        Minutes = 15,
        Hints =
        [
            "What happens to z if a unit that was left out grows by a tiny bit, and what if one that was kept does? "
                + "Are these two answers not the derivative?",
            "Make a mask of zeros and ones, [n, s], with a 1 at the k largest places of each row. Both results are products with it.",
            "var (_, places) = a.topk(k, 1); var mask = zeros_like(a).scatter_(1, places, ones_like(places, dtype: a.dtype)); "
                + "then z = a * mask, and the gradient = upstream * mask.",
        ],
        EntryPoint = "TopK",
        Signature = typeof(Func<Tensor, int, Tensor, (Tensor Z, Tensor Gradient)>),
        Check = check =>
        {
            check.Part(1, "one row", () => Forward(check, tensor(new[] { 0.5f, -2f, 3f, 1f }, 1, 4), 2));
            check.Part(1, "the largest, even if they are negative", () =>
            {
                Forward(check, check.Uniform(-2, -1, 1, 5), 2);
                Forward(check, tensor(new[] { -3f, 1f, -0.5f, -4f, 2f }, 1, 5), 3);
            });
            check.Part(2, "each row chooses for itself", () =>
            {
                Forward(check, check.Uniform(-1, 1, 3, 6), 2);
                foreach (var k in new[] { 1, 4, 9 }) Forward(check, check.Uniform(-1, 1, 7, 9), k);
            });
            check.Part(2, "the gradient goes through the units that were kept", () =>
            {
                Backward(check, tensor(new[] { 0.5f, -2f, 3f, 1f }, 1, 4), 2);
                Backward(check, check.Uniform(-2, -1, 2, 5), 3);
                foreach (var k in new[] { 1, 4, 9 }) Backward(check, check.Uniform(-1, 1, 5, 9), k);
            });
        },
    };

    private static void Forward(Grading check, Tensor a, int k)
    {
        var (rows, n, s) = (a.Rows(), a.shape[0], a.shape[1]);
        Tensor Of(Func<double[], double[]> row) => tensor(rows.SelectMany(row).ToArray(), [n, s]);
        // Keeps the k numbers of a row that come first in an order.
        double[] Keep(double[] row, Func<double, double> order, Func<double, double> value)
        {
            var kept = Enumerable.Range(0, row.Length).OrderByDescending(i => order(row[i])).Take(k).ToHashSet();
            return [.. row.Select((one, i) => kept.Contains(i) ? value(one) : 0)];
        }
        var ofFirst = rows[0].Select((one, i) => (one, i)).OrderByDescending(pair => pair.one).Take(k).Select(pair => pair.i).ToHashSet();
        var ofAll = rows.SelectMany(row => row).OrderByDescending(one => one).ElementAt(k - 1);

        var z = check.Call<(Tensor Z, Tensor Gradient)>(a, k, ones(n, s)).Z;

        Expect.True(z is not null, "The first of the two results is null; it should be z.");
        Expect.Shape(
            z!, [n, s], Invariant($"z for {n} rows of {s} numbers with k = {k}"),
            ([n, k], "These are the k largest numbers side by side. Each must stay at its place, among zeros: "
                + "the place is what the decoder goes by."));
        Expect.Close(
            z!, Of(row => Keep(row, one => one, one => one)), 1e-6, Invariant($"z for {n} row{(n == 1 ? "" : "s")} with k = {k}"),
            (a, "Nothing has become 0; only the k largest of each row stay."),
            (Of(row => Keep(row, Math.Abs, one => one)), "These are the k largest in size; a large negative number is not among "
                + "the largest ones."),
            (Of(row => Keep(row, one => one, one => Math.Max(0, one))), "Negative numbers become 0 although they are among the k largest; "
                + "there is no ReLU in it."),
            (Of(row => Keep(row, one => -one, one => one)), "These are the k smallest; keep the largest."),
            (Of(row => Keep(row, one => one, _ => 1)), "These are ones at the right places; the numbers themselves should stay there."),
            (Of(row => [.. row.Select((one, i) => ofFirst.Contains(i) ? one : 0)]), "All rows keep the places of the first row; "
                + "each row has its own k largest."),
            (Of(row => [.. row.Select(one => one >= ofAll ? one : 0)]), "These are the k largest of the whole batch; keep k in each row."));
    }

    private static void Backward(Grading check, Tensor a, int k)
    {
        var (n, s) = (a.shape[0], a.shape[1]);
        var upstream = check.Uniform(-1, 1, n, s);
        var (numbers, from) = (a.Rows(), upstream.Rows());
        var gradient = numbers.Zip(from, (row, up) => Differences(row, up, k)).SelectMany(row => row).ToArray();
        Tensor Of(Func<double, double, double> f) =>
            tensor(numbers.SelectMany(row => row).Zip(from.SelectMany(row => row), f).ToArray(), [n, s]);
        var kept = tensor(gradient, [n, s]).ne(0);

        var got = check.Call<(Tensor Z, Tensor Gradient)>(a, k, upstream).Gradient;

        Expect.True(got is not null, "The second of the two results is null; it should be the gradient with respect to a.");
        Expect.Close(
            got!, tensor(gradient, [n, s]), 1e-4, Invariant($"The gradient for {n} row{(n == 1 ? "" : "s")} with k = {k}"),
            (upstream, "The gradient comes through every unit. A unit that was left out changes nothing, so its derivative is 0."),
            (kept.to_type(float32), "These are the derivatives of z alone, zeros and ones; by the chain rule each is multiplied by "
                + "what comes from above, ∂L/∂z."),
            (Of((one, up) => one > 0 ? up : 0), "This is the gradient of a ReLU: it asks whether a is positive, "
                + "not whether it is among the k largest."),
            (where(kept & a.gt(0), upstream, zeros_like(a)), "Units that were kept with a negative value get no gradient; "
                + "they are in z, so they count."),
            (where(kept, zeros_like(a), upstream), "The gradient goes to the units that were left out; it belongs to those "
                + "that were kept."),
            (where(kept, a * upstream, zeros_like(a)), "The gradient is multiplied by a; the derivative of z = a is 1."),
            (zeros_like(a), "The gradient is 0 everywhere: nothing would ever be learned."));
    }

    // Of L = Σ u z(a), for one row: each number is moved a little, and the k largest are chosen anew by counting.
    private static double[] Differences(double[] row, double[] upstream, int k)
    {
        const double h = 1e-7;
        double L(double[] numbers) => numbers.Zip(upstream).Where(pair => numbers.Count(other => other > pair.First) < k)
            .Sum(pair => pair.First * pair.Second);
        return [.. row.Select((_, i) =>
        {
            double[] up = [.. row], down = [.. row];
            (up[i], down[i]) = (up[i] + h, down[i] - h);
            return (L(up) - L(down)) / (2 * h);
        })];
    }
}
