namespace CourseKit;

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
        var mostDepth = (int)Math.Ceiling(Math.Log2(Math.Max(2, sample.Length)));
        Grow(values, features, sample, 0, mostDepth, random);
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
            if (feature != -1 && !(feature >= 0 && feature < features && feature == Math.Floor(feature) && right > i + 1 && right < count && right == Math.Floor(right))) return null;
            tree.nodes.Add(new Node((int)feature, (float)value, (int)right));
        }
        return tree;
    }

    private void Grow(float[] values, int features, Span<int> sample, int depth, int mostDepth, Random random)
    {
        var at = nodes.Count;
        if (sample.Length <= 1 || depth >= mostDepth || Split(values, features, sample, random) is not var (feature, value))
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
        Grow(values, features, sample[..left], depth + 1, mostDepth, random);
        nodes[at] = new Node(feature, value, nodes.Count);
        Grow(values, features, sample[left..], depth + 1, mostDepth, random);
    }

    /// <summary>A random column that varies among the rows and a random value between its ends; <c>null</c> if all rows are equal.</summary>
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
