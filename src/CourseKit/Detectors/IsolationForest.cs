using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Isolation forest: random splits isolate an anomaly sooner than a normal row, for it stands alone and aside.</summary>
/// <remarks>
/// Score s(x) = 2^(−E[h(x)] / c(ψ)) (Liu, Ting and Zhou 2008), with h(x) the depth at which x ends in a tree, averaged over the trees, ψ
/// the rows a tree is grown from, and c(ψ) the mean depth of a search in such a tree: near 1 for anomalies, below 0.5 for normal
/// rows. Trees end at depth ⌈log₂ ψ⌉. Splits look only at columns that vary among the rows of the node: constant columns are ignored,
/// in later rows, too. If all training rows are equal, or there is one only, every row gets 0.5. Scaling does not matter.
/// </remarks>
public sealed class IsolationForest : AnomalyDetector
{
    private IsolationTree[] trees = [];
    private double meanDepth;

    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">Number and size of the trees; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public IsolationForest(IsolationForestOptions? options = null, string? name = null)
        : base(name ?? "Isolation forest", options ??= new IsolationForestOptions()) => Options = options;

    /// <summary>The options.</summary>
    public IsolationForestOptions Options { get; }

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
    protected override IEnumerable<(string Name, Tensor Value)> Learned()
    {
        double[][] saved = [.. trees.Select(tree => tree.ToNumbers())];
        yield return ("sizes", tensor(saved.Select(one => one.Length / IsolationTree.NumbersInNode).Select(size => (double)size).ToArray()));
        yield return ("nodes", tensor(saved.SelectMany(one => one).ToArray()).reshape(-1, IsolationTree.NumbersInNode));
        yield return ("meanDepth", tensor(meanDepth, dtype: float64));
    }

    /// <inheritdoc/>
    protected override void Restore(LearnedTensors learned)
    {
        var (sizes, nodes, depth) = (learned.Values("sizes", -1), learned.Values("nodes", -1, IsolationTree.NumbersInNode), learned.Values("meanDepth")[0]);
        if (sizes.Length == 0 || depth < 0 || sizes.Any(size => size < 1) || sizes.Sum() * IsolationTree.NumbersInNode != nodes.Length) throw learned.Bad("holds trees that do not fit together");
        var start = 0;
        var read = sizes.Select(size =>
        {
            var numbers = nodes.AsSpan(start, (int)size * IsolationTree.NumbersInNode);
            start += numbers.Length;
            return IsolationTree.FromNumbers(numbers, learned.Features) ?? throw learned.Bad("holds a tree that leads nowhere");
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
