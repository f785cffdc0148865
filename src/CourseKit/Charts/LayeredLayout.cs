namespace CourseKit;

// Places for the nodes of a graph without cycles (Sugiyama, Tagawa and Toda 1981): each node a layer above the nodes that use it, those of
// a layer in an order with few crossings, and edges over several layers led between their nodes.
internal sealed class LayeredLayout
{
    private readonly List<List<Place>> layers = [];

    // For each node the nodes that it uses; node 0 is used by none.
    public LayeredLayout(IReadOnlyList<IReadOnlyList<int>> inputs)
    {
        (int Input, int Node)[] edges =
            [.. from node in Enumerable.Range(0, inputs.Count) from input in inputs[node].Distinct() select (input, node)];
        var level = new int[inputs.Count];
        while (edges.Where(edge => level[edge.Input] <= level[edge.Node]).Take(1).ToArray() is [var (input, node)])
        {
            level[input] = level[node] + 1;
            if (level[input] > inputs.Count) throw new ArgumentException("A graph with a cycle has no order.", nameof(inputs));
        }
        layers.AddRange(Enumerable.Range(0, level.Max() + 1).Select(_ => new List<Place>()));
        Nodes = [.. level.Select(Add)];
        Edges = [.. edges.Select(edge => (edge.Input, edge.Node, Path(Nodes[edge.Input], Nodes[edge.Node])))];
        for (var sweep = 0; sweep < 12; sweep++) Order(upwards: sweep % 2 == 0);
    }

    public IReadOnlyList<Place> Nodes { get; }

    // From an input to the node that uses it, with all places on the way.
    public IReadOnlyList<(int Input, int Node, IReadOnlyList<Place> Path)> Edges { get; }

    public int Width => layers.Max(one => one.Count);

    public int Height => layers.Count;

    private Place Add(int level)
    {
        var place = new Place(level) { X = layers[level].Count };
        layers[level].Add(place);
        return place;
    }

    private IReadOnlyList<Place> Path(Place input, Place node)
    {
        Place[] path = [input, .. Enumerable.Range(node.Layer + 1, input.Layer - node.Layer - 1).Reverse().Select(Add), node];
        foreach (var (above, below) in path.Zip(path.Skip(1)))
        {
            above.Below.Add(below);
            below.Above.Add(above);
        }
        return path;
    }

    // Sorts each layer by the mean place of its neighbours, and centres it.
    private void Order(bool upwards)
    {
        foreach (var layer in upwards ? layers : layers.AsEnumerable().Reverse())
        {
            Place[] sorted = [.. layer.OrderBy(place => (upwards ? place.Below : place.Above).Select(other => other.X)
                .DefaultIfEmpty(place.X).Average())];
            layer.Clear();
            layer.AddRange(sorted);
            for (var i = 0; i < sorted.Length; i++) sorted[i].X = i - (sorted.Length - 1) / 2.0;
        }
    }

    // A node, or a point where an edge passes a layer.
    internal sealed class Place(int layer)
    {
        public int Layer { get; } = layer;

        public double X { get; set; }

        public List<Place> Above { get; } = [];

        public List<Place> Below { get; } = [];
    }
}
