namespace CourseKit;

/// <summary>
/// Places for the nodes of a graph without cycles (Sugiyama, Tagawa and Toda 1981): each node a layer above the nodes that use it, those of
/// a layer in an order with few crossings, and edges over several layers led between their nodes.
/// </summary>
internal sealed class LayeredLayout
{
    private readonly int[] layer;
    private readonly List<List<Place>> layers = [];

    /// <param name="inputs">For each node the nodes that it uses; node 0 is used by none.</param>
    public LayeredLayout(IReadOnlyList<IReadOnlyList<int>> inputs)
    {
        layer = new int[inputs.Count];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var node = 0; node < inputs.Count; node++)
            {
                foreach (var input in inputs[node])
                {
                    if (layer[input] > layer[node]) continue;
                    layer[input] = layer[node] + 1;
                    changed = true;
                }
            }
        }
        for (var i = 0; i <= layer.Max(); i++) layers.Add([]);
        var places = layer.Select(Add).ToArray();
        Nodes = places;
        Edges =
        [
            .. from node in Enumerable.Range(0, inputs.Count)
               from input in inputs[node].Distinct()
               select (input, node, Path(places[input], places[node])),
        ];
        for (var sweep = 0; sweep < 12; sweep++) Order(upwards: sweep % 2 == 0);
    }

    /// <summary>The place of each node.</summary>
    public IReadOnlyList<Place> Nodes { get; }

    /// <summary>Each edge from an input to the node that uses it, with all places on its way.</summary>
    public IReadOnlyList<(int Input, int Node, IReadOnlyList<Place> Path)> Edges { get; }

    /// <summary>Places in the widest layer.</summary>
    public int Width => layers.Max(one => one.Count);

    /// <summary>Number of layers.</summary>
    public int Height => layers.Count;

    private Place Add(int level)
    {
        var place = new Place(level) { X = layers[level].Count };
        layers[level].Add(place);
        return place;
    }

    private List<Place> Path(Place input, Place node)
    {
        var path = new List<Place> { input };
        for (var level = input.Layer - 1; level > node.Layer; level--) path.Add(Add(level));
        path.Add(node);
        foreach (var (above, below) in path.Zip(path.Skip(1)))
        {
            above.Below.Add(below);
            below.Above.Add(above);
        }
        return path;
    }

    /// <summary>Sorts each layer by the mean place of its neighbours, and centres it.</summary>
    private void Order(bool upwards)
    {
        foreach (var one in upwards ? layers : layers.AsEnumerable().Reverse())
        {
            double Wish(Place place) => (upwards ? place.Below : place.Above) is { Count: > 0 } neighbours
                ? neighbours.Average(neighbour => neighbour.X)
                : place.X;
            Place[] sorted = [.. one.OrderBy(Wish)];
            one.Clear();
            one.AddRange(sorted);
            for (var i = 0; i < sorted.Length; i++) sorted[i].X = i - (sorted.Length - 1) / 2.0;
        }
    }

    /// <summary>A node, or a point where an edge passes a layer.</summary>
    internal sealed class Place(int layer)
    {
        public int Layer { get; } = layer;

        public double X { get; set; }

        public List<Place> Above { get; } = [];

        public List<Place> Below { get; } = [];
    }
}
