using System.Text.RegularExpressions;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

// Networks and computation graphs.
public sealed partial class Figure
{
    private const int MaxNodes = 100, LayerPixels = 84;

    /// <summary>
    /// A dense network as columns of dots, joined to their neighbours. Wide layers are drawn with fewer dots, and their number of
    /// units stands below.
    /// </summary>
    /// <param name="sizes">Units of each layer, from the input to the output.</param>
    /// <param name="labels">A label above each layer, if given; empty for none.</param>
    public static Figure Network(IReadOnlyList<int> sizes, string altText, IReadOnlyList<string>? labels = null)
    {
        NotEmpty(sizes, nameof(sizes));
        if (sizes.Any(size => size < 1)) throw new ArgumentException("A layer has at least one unit.", nameof(sizes));
        if (labels is not null) HasCount(sizes.Count, labels, nameof(labels));

        // The logarithm lets 2 and 784 share a picture.
        int[] dots = [.. sizes.Select(size => Math.Min(size, 2 + (int)Math.Round(1.5 * Math.Log2(size))))];
        double[] Heights(int layer) => [.. Enumerable.Range(0, dots[layer]).Select(i => i - (dots[layer] - 1) / 2.0)];
        var edges = from layer in Enumerable.Range(1, sizes.Count - 1)
                    from one in Heights(layer - 1)
                    from other in Heights(layer)
                    from end in new[] { (layer - 1, one), (layer, other), Gap }
                    select end;
        List<Trace> traces = [Strokes([.. edges], Palette.Grid, 1)];
        var annotations = new List<Annotation>();
        for (var layer = 0; layer < sizes.Count; layer++)
        {
            var heights = Heights(layer);
            var colour = sizes[layer] == sizes.Min() ? Palette.Anomaly : Palette.Normal;
            traces.Add(Dots([.. heights.Select(_ => (double)layer)], heights, colour, size: 11));
            annotations.Add(Plot.Text($"{sizes[layer]}", layer, -dots.Max() / 2.0 - 0.7, size: 13));
            if (labels is not null && labels[layer].Length > 0)
                annotations.Add(Plot.Text(labels[layer], layer, dots[layer] / 2.0 + 0.7, size: 13));
        }
        var hidden = Plot.Part<LinearAxis>(("visible", false));
        return new Figure(
            traces,
            Plot.Layout(null, hidden, hidden, width: 700, height: 340)
                .With(("showlegend", false), ("margin", Plot.Margins(20, 20, 10, 10)), ("annotations", annotations)),
            altText);
    }

    /// <summary>
    /// The way of an input through a network, from top to bottom: a box for what each layer makes, with its shape; the wider, the more
    /// values.
    /// </summary>
    /// <param name="network">The layers, called one after the other; a sequence inside is unfolded.</param>
    /// <param name="x">An input, a batch of at least one.</param>
    public static Figure ForwardPass(Sequential network, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var stages = new List<(string Layer, long Parameters, long[] Shape)> { ("input", 0, x.shape[1..]) };
        foreach (var layer in Unfold(network))
        {
            x = layer.forward(x);
            stages.Add((layer.GetName(), layer.parameters().Sum(parameter => parameter.numel()), x.shape[1..]));
        }
        if (stages.Count == 1) throw new ArgumentException("Nothing to draw: the network has no layers.", nameof(network));

        long[] sizes = [.. stages.Select(stage => stage.Shape.Aggregate(1L, (product, side) => product * side))];
        // The logarithm lets 2 and 784 share a picture.
        double[] widths = [.. sizes.Select(size => 1 + Math.Log2(size))];
        string[] shapes = [.. stages.Select(stage => string.Join(" × ", stage.Shape))];
        string[] names =
            [.. stages.Select(stage => stage.Parameters == 0 ? stage.Layer
                : FormattableString.Invariant($"{stage.Layer}<br>{stage.Parameters:N0} weights"))];
        var words = names.Zip(shapes, (name, shape) => $"{name.Replace("<br>", ", ")}: {shape}");
        int[] places = [.. Enumerable.Range(0, stages.Count)];
        string[] colours = [.. sizes.Select(size => size == sizes.Min() ? Palette.Anomaly : Palette.Normal)];
        var bars = Plot.Trace(
            "bar", ("orientation", "h"), ("y", places), ("x", widths), ("base", widths.Select(width => -width / 2).ToArray()),
            ("hoverinfo", "skip"), ("marker", Plot.Part<Marker>(("color", colours))));
        var yAxis = Plot.Part<LinearAxis>(
            ("tickvals", places), ("ticktext", names), ("range", new[] { stages.Count - 0.5, -0.5 }), ("automargin", true),
            ("showgrid", false), ("zeroline", false), ("fixedrange", true));
        var layout = Plot.Layout(
            null, Plot.HiddenAxis(-widths.Max() / 2 - 0.3, widths.Max() * 1.1), yAxis, width: 560, height: 50 + 38 * stages.Count).With(
            ("margin", Plot.Margins(20, 10, 30, 10)), ("bargap", 0.35),
            ("annotations", places.Select(i => Plot.Text(" " + shapes[i], widths[i] / 2, i, xAnchor: "left")).ToArray()));
        return new Figure([bars], layout, $"The shapes along a network's forward pass: {string.Join(", then ", words)}.");
    }

    /// <summary>A computation graph: leaves above, the result below, the operations in between.</summary>
    /// <param name="result">The node of the result on a tape of one's own; TorchSharp does not show the graph of libtorch.</param>
    /// <param name="inputs">The nodes that a node was computed from; none for a leaf.</param>
    /// <param name="label">What stands in a node's box, with Plotly's <c>&lt;b&gt;</c> and <c>&lt;br&gt;</c>.</param>
    /// <exception cref="ArgumentException">The graph has more than 100 nodes.</exception>
    public static Figure ComputationGraph<T>(T result, Func<T, IEnumerable<T>> inputs, Func<T, string> label) where T : class
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(label);
        List<T> nodes = [result];
        for (var i = 0; i < nodes.Count; i++)
        {
            nodes.AddRange(inputs(nodes[i]).Except<T>(nodes, ReferenceEqualityComparer.Instance));
            if (nodes.Count > MaxNodes)
                throw new ArgumentException(
                    $"A graph of more than {MaxNodes} nodes cannot be read. Draw that of one sample, or of one layer.", nameof(result));
        }
        int Place(T node) => nodes.FindIndex(other => ReferenceEquals(other, node));
        int[][] below = [.. nodes.Select(node => inputs(node).Select(Place).ToArray())];
        string[] labels = [.. nodes.Select(label)];
        var layout = new LayeredLayout(below);
        double Half(int node) => (labels[node].Split("<br>").Length * 15 + 12) / 2.0 / LayerPixels;

        var (edges, arrows) = (new List<(double X, double Y)>(), new List<Annotation>());
        foreach (var (input, node, path) in layout.Edges)
        {
            (double X, double Y)[] points = [.. path.Select(place => (place.X, (double)place.Layer))];
            points[0].Y -= Half(input);
            points[^1].Y += Half(node);
            edges.AddRange([.. points[..^1], Gap]);
            arrows.Add(Arrow(points[^2], points[^1]));
        }
        var (x, y) = Columns([.. layout.Nodes.Select(place => (place.X, (double)place.Layer))]);
        var boxes = labels.Select((text, i) => Plot.Text(text, layout.Nodes[i].X, layout.Nodes[i].Layer, size: 11).With(
            ("bordercolor", i == 0 ? Palette.Anomaly : below[i].Length == 0 ? Palette.Normal : Palette.Neutral), ("borderwidth", 1.5),
            ("borderpad", 4)));
        var half = Math.Max(0.5 * layout.Width, 1);
        var look = Plot.Layout(
            null, Plot.HiddenAxis(-half, half), Plot.HiddenAxis(-0.6, layout.Height - 0.4),
            Math.Clamp(150 * layout.Width, 360, 700), 40 + LayerPixels * layout.Height)
            .With(("margin", Plot.Margins(10, 10, 30, 10)), ("showlegend", false), ("annotations", arrows.Concat(boxes).ToArray()));

        string Plain(int node) => Regex.Replace(labels[node].Replace("<br>", ", "), "<.*?>", "");
        int[] operations = [.. Enumerable.Range(0, nodes.Count).Where(node => below[node].Length > 0)];
        var words = operations.Select(node => $"{Plain(node)} from {string.Join(" and ", below[node].Select(Plain))}");
        return new Figure(
            [Dots(x, y, Palette.Neutral, size: 1), Strokes(edges, Palette.Neutral, 1.5)], look,
            $"Computation graph of {operations.Length} operations and {nodes.Count - operations.Length} leaves, from the result back: "
            + $"{string.Join("; ", words)}.");
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Unfold(Sequential network) =>
        network.children().SelectMany(child => child is Sequential inner ? Unfold(inner) : [(nn.Module<Tensor, Tensor>)child]);

    // Lifts the pen.
    private static (double X, double Y) Gap => (double.NaN, double.NaN);

    private static Trace Strokes(IReadOnlyList<(double X, double Y)> points, string colour, double width)
    {
        var (x, y) = Columns(points);
        return Plot.Trace(
            "scatter", ("mode", "lines"), ("x", x), ("y", y), ("line", Plot.Part<Line>(("color", colour), ("width", width))),
            ("hoverinfo", "skip"));
    }

    private static Trace Dots(double[] x, double[] y, string colour, int size) => Plot.Trace(
        "scatter", ("mode", "markers"), ("x", x), ("y", y), ("marker", Plot.Part<Marker>(("color", colour), ("size", size))),
        ("hoverinfo", "skip"));

    private static Annotation Arrow((double X, double Y) from, (double X, double Y) to) => Plot.Part<Annotation>(
        ("text", ""), ("x", to.X), ("y", to.Y), ("ax", from.X), ("ay", from.Y), ("axref", "x"), ("ayref", "y"),
        ("showarrow", true), ("arrowhead", 2), ("arrowwidth", 1.5), ("arrowcolor", Palette.Neutral));
}
