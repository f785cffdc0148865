using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    private const int MostNodes = 100, LayerPixels = 84;

    /// <summary>
    /// The computation graph that autograd recorded for a value: leaves above, the value below, each operation with autograd's name for its gradient.
    /// </summary>
    /// <param name="result">A value that something with a gradient went into.</param>
    /// <param name="named">Names for leaves and for values in between.</param>
    /// <param name="values">Whether to write the values of named tensors, and the gradients that arrived at them.</param>
    /// <remarks>
    /// All of it is drawn on CourseKit's own engine. TorchSharp does not show the graph of libtorch: there the operations are one box that says so, and
    /// the leaves are those named ones that the value depends on.
    /// </remarks>
    /// <exception cref="ArgumentException">The value has no graph, or one of more than 100 nodes.</exception>
    public static Figure ComputationGraph(Tensor result, IReadOnlyList<(string Name, Tensor Value)>? named = null, bool values = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Graph(TensorGraph.Of(result, named ?? []), values);
    }

    internal static Figure Graph(IReadOnlyList<TensorGraphNode> nodes, bool values)
    {
        if (nodes.Count > MostNodes) throw new ArgumentException($"A graph of {nodes.Count} nodes cannot be read; {MostNodes} is the most. Draw that of one sample, or of one layer.", nameof(nodes));
        var layout = new LayeredLayout([.. nodes.Select(node => node.Inputs)]);
        string[] labels = [.. nodes.Select(node => node.Name + (values && node.Value is { } value ? Amounts(value) : ""))];
        double Half(int node) => (labels[node].Split("<br>").Length * 15 + 12) / 2.0 / LayerPixels;

        var (edgeX, edgeY, arrows) = (new List<double>(), new List<double>(), new List<JsonObject>());
        foreach (var (input, node, path) in layout.Edges)
        {
            (double X, double Y)[] points = [.. path.Select(place => (place.X, (double)place.Layer))];
            points[0].Y -= Half(input);
            points[^1].Y += Half(node);
            foreach (var point in points[..^1])
            {
                edgeX.Add(point.X);
                edgeY.Add(point.Y);
            }
            edgeX.Add(double.NaN); // the gap lifts the pen
            edgeY.Add(double.NaN);
            arrows.Add(Arrow(points[^2], points[^1]));
        }
        var traces = new JsonArray((JsonNode)Trace("markers", layout.Nodes.Select(place => place.X), layout.Nodes.Select(place => (double)place.Layer), new JsonObject { ["size"] = 1, ["color"] = Palette.Neutral }, "marker"));
        if (edgeX.Count > 0) traces.Add((JsonNode)Trace("lines", edgeX, edgeY, new JsonObject { ["color"] = Palette.Neutral, ["width"] = 1.5 }, "line"));
        var boxes = nodes.Select((node, i) => Box(labels[i], layout.Nodes[i], i == 0 ? Palette.Anomaly : node.IsLeaf ? Palette.Normal : Palette.Neutral));

        var half = Math.Max(0.5 * layout.Width, 1);
        var json = PlotJson.Layout(null, PlotJson.HiddenAxis(-half, half), PlotJson.HiddenAxis(-0.6, layout.Height - 0.4), Math.Clamp(150 * layout.Width, 360, 700), 40 + LayerPixels * layout.Height);
        json["margin"] = new JsonObject { ["l"] = 10, ["r"] = 10, ["t"] = 30, ["b"] = 10 };
        json["showlegend"] = false;
        json["annotations"] = new JsonArray([.. arrows, .. boxes]);

        string Plain(int node) => Regex.Replace(labels[node].Replace("<br>", ", "), "<.*?>", "");
        var operations = Enumerable.Range(0, nodes.Count).Where(node => !nodes[node].IsLeaf).ToArray();
        var words = operations.Select(node => nodes[node].Inputs.Count == 0 ? Plain(node) : $"{Plain(node)} from {string.Join(" and ", nodes[node].Inputs.Select(Plain))}");
        return new Figure(traces, json, $"Computation graph of {operations.Length} operations and {nodes.Count - operations.Length} leaves, from the result back: {string.Join("; ", words)}.");
    }

    /// <summary>Value and gradient of a number, numbers of a short vector, the shape and the gradient's length of anything larger.</summary>
    private static string Amounts(Tensor value)
    {
        static string Text(Tensor t) => t.numel() == 1 ? Short(Rows.ToDoubles(t)[0])
            : t.numel() <= 3 ? $"[{string.Join(", ", Rows.ToDoubles(t).Select(Short))}]"
            : $"[{string.Join(", ", t.shape)}], norm {Short(Math.Sqrt(Rows.ToDoubles(t).Sum(one => one * one)))}";
        using var scope = TorchSharp.torch.NewDisposeScope();
        var gradient = value.grad; // of a value in between only if retain_grad() asked for it
        return $"<br>{Text(value)}{(gradient is null ? "" : $"<br>gradient {Text(gradient)}")}";
    }

    private static JsonObject Box(string text, LayeredLayout.Place place, string colour)
    {
        var box = PlotJson.Text(text, place.X, place.Layer, size: 11);
        (box["bordercolor"], box["borderwidth"], box["borderpad"]) = (colour, 1.5, 4);
        return box;
    }

    private static JsonObject Arrow((double X, double Y) from, (double X, double Y) to) => new()
    {
        ["text"] = "",
        ["x"] = PlotJson.Number(to.X),
        ["y"] = PlotJson.Number(to.Y),
        ["ax"] = PlotJson.Number(from.X),
        ["ay"] = PlotJson.Number(from.Y),
        ["axref"] = "x",
        ["ayref"] = "y",
        ["showarrow"] = true,
        ["arrowhead"] = 2,
        ["arrowwidth"] = 1.5,
        ["arrowcolor"] = Palette.Neutral,
    };
}
