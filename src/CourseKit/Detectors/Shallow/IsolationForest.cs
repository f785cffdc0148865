using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What an <see cref="IsolationForest"/> can be told. The defaults are those of Liu, Ting and Zhou 2008.</summary>
public sealed record IsolationForestOptions : DetectorOptions
{
    /// <summary>Number of trees.</summary>
    public int Trees { get; init => field = OptionRules.Positive(value); } = 100;

    /// <summary>Rows that each tree is grown from, drawn without repetition; all if there are fewer.</summary>
    public int SampleSize { get; init => field = OptionRules.Positive(value); } = 256;
}

/// <summary>Isolation forest: random splits isolate an anomaly sooner than a normal row, for it stands alone and aside.</summary>
/// <remarks>
/// Score s(x) = 2^(−E[h(x)] / c(ψ)) (Liu, Ting and Zhou 2008), with h(x) the depth at which x ends in a tree, averaged over the trees, ψ
/// the rows a tree is grown from, and c(ψ) the mean depth of a search in such a tree: near 1 for anomalies, below 0.5 for normal rows.
/// Trees end at depth ⌈log₂ ψ⌉. Splits look only at columns that vary among the rows of the node: constant columns are ignored, in later
/// rows, too. If all training rows are equal, or there is one only, every row gets 0.5. Scaling does not matter.
/// </remarks>
public sealed class IsolationForest(IsolationForestOptions? options = null, string? name = null)
    : AnomalyDetector(name ?? "Isolation forest")
{
    /// <inheritdoc/>
    public override IsolationForestOptions Options { get; } = options ?? new IsolationForestOptions();

    /// <inheritdoc/>
    protected override Dictionary<string, Tensor> FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var values = Rows.ToFloats(x);
        var (rows, features) = ((int)x.shape[0], (int)x.shape[1]);
        var size = Math.Min(Options.SampleSize, rows);
        // Each tree has random numbers of its own: the forest does not depend on which thread grows it.
        var seeds = new Random(Options.Seed);
        int[] treeSeeds = [.. Enumerable.Range(0, Options.Trees).Select(_ => seeds.Next())];
        var trees = new double[Options.Trees][];
        Parallel.For(0, trees.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var random = new Random(treeSeeds[i]);
            trees[i] = new IsolationTree(values, features, random).Grown(Sample(rows, size, random));
        });
        return new()
        {
            ["sizes"] = tensor(trees.Select(tree => (double)tree.Length).ToArray()),
            ["nodes"] = tensor([.. trees.SelectMany(tree => tree)]),
            ["meanDepth"] = tensor(IsolationTree.MeanDepth(size), float64),
        };
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x)
    {
        var (values, features) = (Rows.ToFloats(x), (int)x.shape[1]);
        var (nodes, meanDepth) = (Learned("nodes"), Learned("meanDepth").ToDouble());
        int[] sizes = [.. Rows.ToDoubles(Learned("sizes")).Select(size => (int)size)];
        var scores = new double[x.shape[0]];
        Parallel.For(0, scores.Length, i =>
        {
            ReadOnlySpan<float> row = values.AsSpan(i * features, features);
            ReadOnlySpan<double> trees = Rows.Values(nodes);
            double depths = 0;
            foreach (var size in sizes)
            {
                depths += IsolationTree.Depth(trees[..size], row);
                trees = trees[size..];
            }
            scores[i] = meanDepth == 0 ? 0.5 : Math.Pow(2, -depths / (sizes.Length * meanDepth));
        });
        return tensor(scores);
    }

    // Draws without repetition (Floyd): work grows with the sample, not with the rows.
    private static int[] Sample(int rows, int size, Random random)
    {
        var drawn = new HashSet<int>(size);
        for (var i = rows - size; i < rows; i++)
            if (!drawn.Add(random.Next(i + 1))) drawn.Add(i);
        return [.. drawn.Order()];
    }
}

// A tree that splits rows at random until each is alone. Each node is three numbers: column, value, and where the right child begins; the
// left one follows its parent. A leaf has the column −1 and as value what is added for the rows in it.
internal sealed class IsolationTree(float[] values, int features, Random random)
{
    private const double EulerGamma = 0.57721566490153286;

    private readonly List<double> nodes = [];

    // The mean depth of a search that finds nothing in a binary tree of n rows: c(n) = 2 H(n − 1) − 2 (n − 1)/n with H(i) ≈ ln i + 0.5772;
    // c(2) = 1, c(1) = 0.
    public static double MeanDepth(int n) => n <= 1 ? 0 : n == 2 ? 1 : 2 * (Math.Log(n - 1) + EulerGamma) - 2.0 * (n - 1) / n;

    // How deep a row falls, with the mean depth of what was not split further added.
    public static double Depth(ReadOnlySpan<double> nodes, ReadOnlySpan<float> row)
    {
        var at = 0;
        for (var depth = 0; ; depth++)
        {
            var column = (int)nodes[at];
            if (column < 0) return depth + nodes[at + 1];
            at = row[column] <= nodes[at + 1] ? at + 3 : (int)nodes[at + 2];
        }
    }

    // The nodes of a tree for some rows, given by their numbers, whose order is changed.
    public double[] Grown(Span<int> sample)
    {
        Grow(sample, depthLeft: (int)Math.Ceiling(Math.Log2(Math.Max(2, sample.Length))));
        return [.. nodes];
    }

    private void Grow(Span<int> sample, int depthLeft)
    {
        if (sample.Length <= 1 || depthLeft == 0 || Split(sample) is not var (column, value))
        {
            nodes.AddRange([-1, MeanDepth(sample.Length), 0]);
            return;
        }
        nodes.AddRange([column, value, 0]);
        var right = nodes.Count - 1;
        var left = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            if (values[sample[i] * features + column] <= value)
            {
                (sample[left], sample[i]) = (sample[i], sample[left]);
                left++;
            }
        }
        Grow(sample[..left], depthLeft - 1);
        nodes[right] = nodes.Count;
        Grow(sample[left..], depthLeft - 1);
    }

    // A random column that varies among the rows and a random value between its ends; null if all rows are equal.
    private (int Column, float Value)? Split(ReadOnlySpan<int> sample)
    {
        // The first column that varies in a random order: walked through lazily, as nearly always the first one does.
        var untried = new Dictionary<int, int>();
        for (var left = features; left > 0; left--)
        {
            var pick = random.Next(left);
            var column = untried.GetValueOrDefault(pick, pick);
            untried[pick] = untried.GetValueOrDefault(left - 1, left - 1);
            var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (var row in sample)
            {
                var at = values[row * features + column];
                (low, high) = (Math.Min(low, at), Math.Max(high, at));
            }
            if (low == high) continue;
            var value = (float)(low + random.NextDouble() * ((double)high - low));
            // Rounded up to the highest value, it would split nothing off.
            return (column, value >= high ? low : value);
        }
        return null;
    }
}
