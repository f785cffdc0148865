using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    private const int MostPoints = 3000;

    /// <summary>Two-unit codes as points in the plane, coloured by class.</summary>
    /// <param name="codes">Codes, [n, 2].</param>
    /// <param name="labels">The class of each code.</param>
    /// <param name="marked">Points to mark by a star and a label, if given.</param>
    /// <param name="altText">What the plane shows, in words; the centre of each class if not given.</param>
    /// <remarks>Of more than 3,000 codes an evenly spaced selection of each class is drawn; the legend gives the full numbers.</remarks>
    public static Figure LatentScatter(
        Tensor codes, IReadOnlyList<int> labels, IReadOnlyList<(double X, double Y, string Label)>? marked = null, string? altText = null)
    {
        ArgumentNullException.ThrowIfNull(codes);
        NotEmpty(labels, nameof(labels));
        if (codes.dim() != 2 || codes.shape[1] != 2)
            throw new ArgumentException($"Only codes of two units can be drawn in a plane: the shape must be [n, 2], not [{string.Join(", ", codes.shape)}].", nameof(codes));
        if (codes.shape[0] != labels.Count) throw new ArgumentException($"{codes.shape[0]} codes but {labels.Count} labels.", nameof(labels));

        var values = Rows.ToDoubles(codes);
        var stride = Math.Max(1, (labels.Count + MostPoints - 1) / MostPoints);
        var traces = new JsonArray();
        var words = new List<string>();
        foreach (var group in Enumerable.Range(0, labels.Count).GroupBy(row => labels[row]).OrderBy(group => group.Key))
        {
            var all = group.ToArray();
            var drawn = all.Where((_, place) => place % stride == 0).ToArray();
            var trace = PlotJson.Points($"{group.Key} (n = {all.Length})", drawn.Select(row => values[2 * row]), drawn.Select(row => values[2 * row + 1]), traces.Count, size: 5, opacity: 0.6);
            traces.Add((JsonNode)trace);
            words.Add($"class {group.Key} ({all.Length} points) around ({Short(all.Average(row => values[2 * row]))}, {Short(all.Average(row => values[2 * row + 1]))})");
        }
        if (marked is { Count: > 0 })
        {
            traces.Add((JsonNode)Marked(marked));
            words.Add("marked: " + string.Join(", ", marked.Select(point => $"{point.Label} at ({Short(point.X)}, {Short(point.Y)})")));
        }
        var layout = PlotJson.Layout(null, PlotJson.Axis("code unit z₁"), PlotJson.Axis("code unit z₂"), width: 640, height: 520);
        if (marked is { Count: > 0 }) layout["annotations"] = new JsonArray([.. marked.Select(Flag)]);
        return new Figure(traces, layout, altText ?? $"Scatter of two-unit codes: {string.Join("; ", words)}.");
    }

    /// <summary>A label on a ground of its own: it stays legible in the thick of the points.</summary>
    private static JsonObject Flag((double X, double Y, string Label) point) => new()
    {
        ["text"] = $"<b>{System.Net.WebUtility.HtmlEncode(point.Label)}</b>",
        ["x"] = PlotJson.Number(point.X),
        ["y"] = PlotJson.Number(point.Y),
        ["ax"] = 0,
        ["ay"] = -26,
        ["bgcolor"] = Palette.Mark,
        ["bordercolor"] = "#000000",
        ["font"] = new JsonObject { ["color"] = "#000000" },
        ["showarrow"] = true,
        ["arrowhead"] = 0,
    };

    private static JsonObject Marked(IReadOnlyList<(double X, double Y, string Label)> points) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "markers",
        ["name"] = "marked",
        ["x"] = PlotJson.Numbers(points.Select(point => point.X)),
        ["y"] = PlotJson.Numbers(points.Select(point => point.Y)),
        ["text"] = PlotJson.Strings(points.Select(point => point.Label)),
        ["marker"] = new JsonObject
        {
            ["color"] = Palette.Mark,
            ["symbol"] = "star",
            ["size"] = 15,
            ["line"] = new JsonObject { ["color"] = "#000000", ["width"] = 1 },
        },
    };
}
