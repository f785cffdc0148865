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
/// the rows a tree is grown from, and c(ψ) the mean depth of a search in such a tree: near 1 for anomalies, below 0.5 for normal
/// rows. Trees end at depth ⌈log₂ ψ⌉. Splits look only at columns that vary among the rows of the node: constant columns are ignored,
/// in later rows, too. If all training rows are equal, or there is one only, every row gets 0.5. Scaling does not matter.
/// </remarks>
/// <param name="options">Number and size of the trees; the defaults if not given.</param>
/// <param name="name">Name for legends and tables.</param>
public sealed class IsolationForest(IsolationForestOptions? options = null, string? name = null)
    : AnomalyDetector(name ?? "Isolation forest")
{
    private IsolationTree[] trees = [];
    private double meanDepth;

    /// <inheritdoc/>
    public override IsolationForestOptions Options { get; } = options ?? new IsolationForestOptions();

    /// <inheritdoc/>
    protected override void FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var values = Rows.ToFloats(x);
        var (rows, features) = ((int)x.shape[0], (int)x.shape[1]);
        var size = Math.Min(Options.SampleSize, rows);
        // Each tree has random numbers of its own: the forest does not depend on which thread grows it.
        var seeds = new Random(Options.Seed);
        int[] treeSeeds = [.. Enumerable.Range(0, Options.Trees).Select(_ => seeds.Next())];
        var grown = new IsolationTree[Options.Trees];
        try
        {
            Parallel.For(0, grown.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
            {
                var random = new Random(treeSeeds[i]);
                grown[i] = new IsolationTree(values, features, Sample(rows, size, random), random);
            });
        }
        catch (AggregateException error) when (error.InnerExceptions.All(one => one is OperationCanceledException))
        {
            throw new OperationCanceledException(cancellationToken);
        }
        (trees, meanDepth) = (grown, IsolationTree.MeanDepth(size));
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x)
    {
        var features = (int)x.shape[1];
        var values = Rows.ToFloats(x);
        var scores = new double[x.shape[0]];
        Parallel.For(0, scores.Length, i =>
        {
            double depths = 0;
            foreach (var tree in trees) depths += tree.Depth(values.AsSpan(i * features, features));
            scores[i] = meanDepth == 0 ? 0.5 : Math.Pow(2, -depths / (trees.Length * meanDepth));
        });
        return tensor(scores);
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Tensor Value)> State()
    {
        double[][] saved = [.. trees.Select(tree => tree.ToNumbers())];
        yield return ("sizes", tensor(saved.Select(one => (double)(one.Length / IsolationTree.NumbersInNode)).ToArray()));
        yield return ("nodes", tensor(saved.SelectMany(one => one).ToArray()).reshape(-1, IsolationTree.NumbersInNode));
        yield return ("meanDepth", tensor(meanDepth, dtype: float64));
    }

    /// <inheritdoc/>
    protected override void LoadState(DetectorState state)
    {
        var (sizes, nodes) = (state.Values("sizes", -1), state.Values("nodes", -1, IsolationTree.NumbersInNode));
        var depth = state.Values("meanDepth")[0];
        if (sizes.Length == 0 || depth < 0 || sizes.Any(size => size < 1) || sizes.Sum() * IsolationTree.NumbersInNode != nodes.Length)
            throw state.Bad("holds trees that do not fit together");
        var start = 0;
        var read = sizes.Select(size =>
        {
            var numbers = nodes.AsSpan(start, (int)size * IsolationTree.NumbersInNode);
            start += numbers.Length;
            return IsolationTree.FromNumbers(numbers, state.Features) ?? throw state.Bad("holds a tree that leads nowhere");
        }).ToArray();
        (trees, meanDepth) = (read, depth);
    }

    /// <summary>Draws without repetition (Floyd): work grows with the sample, not with the rows.</summary>
    private static int[] Sample(int rows, int size, Random random)
    {
        var drawn = new HashSet<int>(size);
        for (var i = rows - size; i < rows; i++)
            if (!drawn.Add(random.Next(i + 1))) drawn.Add(i);
        return [.. drawn.Order()];
    }
}

/// <summary>A tree that splits rows at random until each is alone. Nodes lie in one list, children behind their parents.</summary>
internal sealed class IsolationTree
{
    private const double EulerGamma = 0.57721566490153286;

    /// <summary>Numbers that <see cref="ToNumbers"/> gives for each node.</summary>
    public const int NumbersInNode = 3;

    private readonly List<Node> nodes = [];

    private IsolationTree()
    {
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="values">The values of all rows, one row after the other.</param>
    /// <param name="features">Values of a row.</param>
    /// <param name="sample">Numbers of the rows it is grown from; their order is changed.</param>
    /// <param name="random">What is random.</param>
    public IsolationTree(float[] values, int features, Span<int> sample, Random random)
    {
        var maxDepth = (int)Math.Ceiling(Math.Log2(Math.Max(2, sample.Length)));
        Grow(values, features, sample, 0, maxDepth, random);
    }

    // A leaf has Feature −1 and as Value what is added for the rows in it.
    private readonly record struct Node(int Feature, float Value, int Right);

    /// <summary>
    /// The mean depth of a search that finds nothing in a binary tree of n rows: c(n) = 2 H(n − 1) − 2 (n − 1)/n with
    /// H(i) ≈ ln i + 0.5772; c(2) = 1, c(1) = 0.
    /// </summary>
    public static double MeanDepth(int n) => n <= 1 ? 0 : n == 2 ? 1 : 2 * (Math.Log(n - 1) + EulerGamma) - 2.0 * (n - 1) / n;

    /// <summary>How deep a row falls, with the mean depth of what was not split further added.</summary>
    public double Depth(ReadOnlySpan<float> row)
    {
        var at = 0;
        for (var depth = 0; ; depth++)
        {
            var node = nodes[at];
            if (node.Feature < 0) return depth + node.Value;
            at = row[node.Feature] <= node.Value ? at + 1 : node.Right;
        }
    }

    /// <summary>All nodes, each as column (−1 for a leaf), value and the place of the right child.</summary>
    public double[] ToNumbers() => [.. nodes.SelectMany(node => (double[])[node.Feature, node.Value, node.Right])];

    /// <summary>The tree of such numbers, or <c>null</c> if a search in it could leave it or never end.</summary>
    public static IsolationTree? FromNumbers(ReadOnlySpan<double> numbers, int features)
    {
        var tree = new IsolationTree();
        var count = numbers.Length / NumbersInNode;
        for (var i = 0; i < count; i++)
        {
            var (feature, value, right) = (numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]);
            // Children lie behind their parents.
            if (feature != -1 && !(Whole(feature, 0, features) && Whole(right, i + 2, count))) return null;
            tree.nodes.Add(new Node((int)feature, (float)value, (int)right));
        }
        return tree;
    }

    private static bool Whole(double value, int from, int below) => value >= from && value < below && value == Math.Floor(value);

    private void Grow(float[] values, int features, Span<int> sample, int depth, int maxDepth, Random random)
    {
        var at = nodes.Count;
        if (sample.Length <= 1 || depth >= maxDepth || Split(values, features, sample, random) is not var (feature, value))
        {
            nodes.Add(new Node(-1, (float)MeanDepth(sample.Length), 0));
            return;
        }
        nodes.Add(default);
        var left = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            if (values[sample[i] * features + feature] <= value)
            {
                (sample[left], sample[i]) = (sample[i], sample[left]);
                left++;
            }
        }
        Grow(values, features, sample[..left], depth + 1, maxDepth, random);
        nodes[at] = new Node(feature, value, nodes.Count);
        Grow(values, features, sample[left..], depth + 1, maxDepth, random);
    }

    /// <summary>
    /// A random column that varies among the rows and a random value between its ends; <c>null</c> if all rows are equal.
    /// </summary>
    private static (int Feature, float Value)? Split(float[] values, int features, ReadOnlySpan<int> sample, Random random)
    {
        // The first column that varies in a random order: walked through lazily, as nearly always the first one does.
        var untried = new Dictionary<int, int>();
        for (var left = features; left > 0; left--)
        {
            var pick = random.Next(left);
            var feature = untried.GetValueOrDefault(pick, pick);
            untried[pick] = untried.GetValueOrDefault(left - 1, left - 1);
            var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (var row in sample)
            {
                var at = values[row * features + feature];
                (low, high) = (Math.Min(low, at), Math.Max(high, at));
            }
            if (low == high) continue;
            var value = (float)(low + random.NextDouble() * ((double)high - low));
            // Rounded up to the highest value, it would split nothing off.
            return (feature, value >= high ? low : value);
        }
        return null;
    }
}
