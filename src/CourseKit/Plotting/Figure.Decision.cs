using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    private const int GridPoints = 80;

    /// <summary>Points in the plane over the scores that a detector gives to every place, with the line where the score is the threshold.</summary>
    /// <param name="detector">A fitted detector of two columns.</param>
    /// <param name="x">Rows to draw, [n, 2].</param>
    /// <param name="isAnomaly">Which rows are anomalies; none if not given.</param>
    /// <param name="supportVectors">Points to circle, [s, 2]: the support vectors, if the detector has any.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    public static Figure DecisionContours(
        IAnomalyDetector detector, Tensor x, IReadOnlyList<bool>? isAnomaly = null, Tensor? supportVectors = null, string xTitle = "x₁", string yTitle = "x₂")
    {
        ArgumentNullException.ThrowIfNull(detector);
        return DecisionContours(detector.Name, detector.Score, detector.Threshold, x, isAnomaly, supportVectors, xTitle, yTitle);
    }

    /// <summary>Points in the plane over the values of any score function, with the line where the score is the threshold.</summary>
    /// <param name="name">What gives the scores.</param>
    /// <param name="score">From rows [m, 2] to m scores, higher = more anomalous.</param>
    /// <param name="threshold">Where the line is drawn.</param>
    /// <param name="x">Rows to draw, [n, 2].</param>
    /// <param name="isAnomaly">Which rows are anomalies; none if not given.</param>
    /// <param name="supportVectors">Points to circle, [s, 2], if given.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    public static Figure DecisionContours(
        string name, Func<Tensor, IReadOnlyList<double>> score, double threshold, Tensor x,
        IReadOnlyList<bool>? isAnomaly = null, Tensor? supportVectors = null, string xTitle = "x₁", string yTitle = "x₂")
    {
        ArgumentNullException.ThrowIfNull(score);
        var (points, flags) = PlanePoints(x, isAnomaly);
        if (!double.IsFinite(threshold)) throw new ArgumentException("The threshold is not finite.", nameof(threshold));
        var circled = supportVectors is null ? [] : PlanePoints(supportVectors, null, nameof(supportVectors)).Points;

        var (gridX, gridY) = (GridLine(points.Select(point => point.X)), GridLine(points.Select(point => point.Y)));
        using var scope = NewDisposeScope();
        float[] places = [.. gridY.SelectMany(y => gridX.SelectMany(place => new[] { (float)place, (float)y }))];
        var scores = score(tensor(places).reshape(GridPoints * GridPoints, 2));
        if (scores.Count != GridPoints * GridPoints) throw new ArgumentException($"The score function gave {scores.Count} scores for {GridPoints * GridPoints} rows.", nameof(score));

        var traces = new JsonArray(Shade(gridX, gridY, scores), ThresholdLine(gridX, gridY, scores, threshold));
        foreach (var trace in PointTraces(points, flags)) traces.Add((JsonNode)trace);
        if (circled.Length > 0)
        {
            var circles = PlotJson.Points($"support vectors (n = {circled.Length})", circled.Select(point => point.X), circled.Select(point => point.Y), 0, size: 12, opacity: 1);
            (circles["marker"]!["symbol"], circles["marker"]!["color"]) = ("circle-open", Palette.Text);
            traces.Add((JsonNode)circles);
        }
        var outside = score(x.detach()).Count(value => value > threshold);
        return new Figure(
            traces, PlaneLayout(xTitle, yTitle),
            $"{points.Length} points over the scores of {name}, which run from {Short(scores.Min())} to {Short(scores.Max())} on the drawn area; the line is at the threshold {Short(threshold)}, and {outside} points lie beyond it"
            + (circled.Length == 0 ? "." : $"; {circled.Length} support vectors are circled."));
    }

    private static ((double X, double Y)[] Points, IReadOnlyList<bool> Flags) PlanePoints(Tensor x, IReadOnlyList<bool>? isAnomaly, string name = "x")
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.dim() != 2 || x.shape[1] != 2 || x.shape[0] == 0)
            throw new ArgumentException($"Only rows of two columns can be drawn in a plane: the shape of '{name}' must be [n, 2], not [{string.Join(", ", x.shape)}].", name);
        var values = Rows.ToDoubles(x);
        if (!values.All(double.IsFinite)) throw new ArgumentException($"'{name}' holds a value that is not finite.", name);
        (double, double)[] points = [.. Enumerable.Range(0, values.Length / 2).Select(row => (values[2 * row], values[2 * row + 1]))];
        if (isAnomaly is not null) SameLength(points, isAnomaly, nameof(isAnomaly));
        return (points, isAnomaly ?? new bool[points.Length]);
    }

    /// <summary>The range of the values and a tenth on either side.</summary>
    private static double[] GridLine(IEnumerable<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        var margin = high > low ? (high - low) / 10 : 0.5;
        return [.. Enumerable.Range(0, GridPoints).Select(i => low - margin + (high - low + 2 * margin) * i / (GridPoints - 1))];
    }

    private static IEnumerable<JsonObject> PointTraces((double X, double Y)[] points, IReadOnlyList<bool> flags)
    {
        foreach (var (name, anomalous) in new[] { ("normal", false), ("anomaly", true) })
        {
            var own = points.Where((_, row) => flags[row] == anomalous).ToArray();
            if (own.Length == 0) continue;
            var stride = (own.Length + MostPoints - 1) / MostPoints;
            var drawn = own.Where((_, place) => place % stride == 0).ToArray();
            yield return PlotJson.Points($"{name} (n = {own.Length})", drawn.Select(point => point.X), drawn.Select(point => point.Y), anomalous ? 1 : 0);
        }
    }

    private static JsonArray GridRows(IReadOnlyList<double> scores) =>
        [.. Enumerable.Range(0, GridPoints).Select(row => PlotJson.Numbers(scores.Skip(row * GridPoints).Take(GridPoints)))];

    private static JsonObject Shade(double[] x, double[] y, IReadOnlyList<double> scores) => new()
    {
        ["type"] = "contour",
        ["x"] = PlotJson.Numbers(x),
        ["y"] = PlotJson.Numbers(y),
        ["z"] = GridRows(scores),
        ["colorscale"] = ColourScale.Shade.ToJson(),
        ["contours"] = new JsonObject { ["coloring"] = "heatmap" }, // as "fill" the legend would lose the scale's transparency
        ["colorbar"] = PlotJson.ColourBar("anomaly score"),
        ["line"] = new JsonObject { ["width"] = 0.5, ["color"] = Palette.Neutral },
        ["hovertemplate"] = "score %{z:.3g}<extra></extra>",
    };

    private static JsonObject ThresholdLine(double[] x, double[] y, IReadOnlyList<double> scores, double threshold) => new()
    {
        ["type"] = "contour",
        ["name"] = $"threshold {Short(threshold)}",
        ["x"] = PlotJson.Numbers(x),
        ["y"] = PlotJson.Numbers(y),
        ["z"] = GridRows(scores),
        ["contours"] = new JsonObject { ["start"] = PlotJson.Number(threshold), ["end"] = PlotJson.Number(threshold), ["size"] = 1, ["coloring"] = "none" },
        ["line"] = new JsonObject { ["color"] = Palette.Colour(2), ["width"] = 3, ["dash"] = "solid" },
        ["showscale"] = false,
        ["showlegend"] = true,
        ["hoverinfo"] = "skip",
    };

    private static JsonObject PlaneLayout(string xTitle, string yTitle)
    {
        var layout = PlotJson.Layout(null, PlotJson.Axis(xTitle), PlotJson.Axis(yTitle), width: 700, height: 560);
        layout["yaxis"]!["scaleanchor"] = "x";
        foreach (var axis in new[] { "xaxis", "yaxis" }) layout[axis]!["constrain"] = "domain";
        // Above the plot: beside it stands the colour scale.
        layout["legend"] = new JsonObject { ["bgcolor"] = Palette.Transparent, ["orientation"] = "h", ["x"] = 0, ["y"] = 1.02, ["yanchor"] = "bottom" };
        layout["margin"]!["t"] = 60;
        return layout;
    }
}
