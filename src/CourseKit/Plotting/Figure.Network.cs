using System.Text.Json.Nodes;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>
    /// A dense network as columns of dots, joined to their neighbours. Wide layers are drawn with fewer dots, and their number of
    /// units stands below.
    /// </summary>
    /// <param name="sizes">Units of each layer, from the input to the output.</param>
    /// <param name="altText">What the network is, in words.</param>
    /// <param name="labels">A label above each layer, if given; empty for none.</param>
    public static Figure Network(IReadOnlyList<int> sizes, string altText, IReadOnlyList<string>? labels = null)
    {
        NotEmpty(sizes, nameof(sizes));
        if (sizes.Any(size => size < 1)) throw new ArgumentException("A layer has at least one unit.", nameof(sizes));
        if (labels is not null) SameLength(sizes, labels, nameof(labels));

        // The logarithm lets 2 and 784 share a picture.
        var dots = sizes.Select(size => Math.Min(size, 2 + (int)Math.Round(1.5 * Math.Log2(size)))).ToArray();
        var tallest = dots.Max();
        double[] Heights(int layer) => [.. Enumerable.Range(0, dots[layer]).Select(i => i - (dots[layer] - 1) / 2.0)];

        var (edgeX, edgeY) = (new List<double>(), new List<double>());
        for (var layer = 1; layer < sizes.Count; layer++)
        {
            foreach (var from in Heights(layer - 1))
            {
                foreach (var to in Heights(layer))
                {
                    edgeX.AddRange([layer - 1, layer, double.NaN]); // the gap lifts the pen
                    edgeY.AddRange([from, to, double.NaN]);
                }
            }
        }
        var data = new JsonArray();
        if (edgeX.Count > 0) data.Add((JsonNode)Trace("lines", edgeX, edgeY, new JsonObject { ["color"] = Palette.Grid, ["width"] = 1 }, "line"));
        for (var layer = 0; layer < sizes.Count; layer++)
        {
            var heights = Heights(layer);
            var colour = sizes[layer] == sizes.Min() ? Palette.Anomaly : Palette.Normal;
            data.Add((JsonNode)Trace("markers", heights.Select(_ => (double)layer), heights, new JsonObject { ["color"] = colour, ["size"] = 11 }, "marker"));
        }

        var layout = PlotJson.Layout(null, HiddenAxis(), HiddenAxis(), width: 700, height: 340);
        layout["showlegend"] = false;
        layout["margin"] = new JsonObject { ["l"] = 20, ["r"] = 20, ["t"] = 10, ["b"] = 10 };
        var annotations = new JsonArray();
        for (var layer = 0; layer < sizes.Count; layer++)
        {
            annotations.Add((JsonNode)Caption(FormattableString.Invariant($"{sizes[layer]}"), layer, -tallest / 2.0 - 0.7));
            if (labels is not null && labels[layer].Length > 0) annotations.Add((JsonNode)Caption(labels[layer], layer, dots[layer] / 2.0 + 0.7));
        }
        layout["annotations"] = annotations;
        return new Figure(data, layout, altText);
    }

    private static JsonObject Trace(string mode, IEnumerable<double> x, IEnumerable<double> y, JsonObject style, string styleName) => new()
    {
        ["type"] = "scatter",
        ["mode"] = mode,
        ["x"] = PlotJson.Numbers(x),
        ["y"] = PlotJson.Numbers(y),
        [styleName] = style,
        ["hoverinfo"] = "skip",
    };

    private static JsonObject HiddenAxis() => new() { ["visible"] = false };

    private static JsonObject Caption(string text, double x, double y) => new()
    {
        ["text"] = text,
        ["x"] = x,
        ["y"] = y,
        ["showarrow"] = false,
    };
}
