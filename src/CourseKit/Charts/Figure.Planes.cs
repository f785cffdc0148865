using System.Net;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using static TorchSharp.torch;

namespace CourseKit;

// Points in the plane: codes, decision areas, hyperspheres.
public sealed partial class Figure
{
    private const int GridPoints = 80, MaxPoints = 3000;

    /// <summary>Two-unit codes as points in the plane, coloured by class.</summary>
    /// <param name="codes">Codes, [n, 2].</param>
    /// <param name="labels">The class of each code.</param>
    /// <param name="marked">Points to mark by a star and a label, if given.</param>
    /// <param name="altText">What the plane shows, in words; the centre of each class if not given.</param>
    /// <remarks>Of more than 3,000 codes an evenly spaced selection of each class is drawn; the legend gives the full numbers.</remarks>
    public static Figure LatentScatter(
        Tensor codes, IReadOnlyList<int> labels, IReadOnlyList<(double X, double Y, string Label)>? marked = null, string? altText = null)
    {
        var all = PlanePoints(codes, nameof(codes));
        HasCount(all.Length, labels, nameof(labels));
        var stride = (labels.Count + MaxPoints - 1) / MaxPoints;
        var (traces, words) = (new List<Trace>(), new List<string>());
        foreach (var group in all.Zip(labels).GroupBy(one => one.Second, one => one.First).OrderBy(group => group.Key))
        {
            (double X, double Y)[] points = [.. group];
            traces.Add(Cloud($"{group.Key}", points, stride, traces.Count, size: 5, opacity: 0.6));
            var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
            words.Add($"class {group.Key} ({points.Length} points) around ({Short(x)}, {Short(y)})");
        }
        var layout = Plot.Layout(null, Plot.Axis("code unit z₁"), Plot.Axis("code unit z₂"), width: 640, height: 520);
        if (marked is { Count: > 0 })
        {
            var star = Plot.Part<Marker>(
                ("color", Palette.Mark), ("symbol", "star"), ("size", 15), ("line", Plot.Part<Line>(("color", "#000000"), ("width", 1))));
            var (x, y) = Columns([.. marked.Select(point => (point.X, point.Y))]);
            string[] names = [.. marked.Select(point => point.Label)];
            traces.Add(Plot.Trace(
                "scatter", ("mode", "markers"), ("name", "marked"), ("x", x), ("y", y), ("text", names), ("marker", star)));
            words.Add("marked: " + string.Join(", ", marked.Select(point => $"{point.Label} at ({Short(point.X)}, {Short(point.Y)})")));
            layout.With(("annotations", marked.Select(Flag).ToArray()));
        }
        return new Figure(traces, layout, altText ?? $"Scatter of two-unit codes: {string.Join("; ", words)}.");
    }

    /// <summary>
    /// Points in the plane over the scores that a detector gives to every place, with the line where the score is the threshold.
    /// </summary>
    /// <param name="detector">A fitted detector of two columns.</param>
    /// <param name="x">Rows to draw, [n, 2].</param>
    /// <param name="isAnomaly">Which rows are anomalies; none if not given.</param>
    /// <param name="supportVectors">Points to circle, [s, 2]: the support vectors, if the detector has any.</param>
    public static Figure DecisionContours(
        IAnomalyDetector detector, Tensor x, IReadOnlyList<bool>? isAnomaly = null, Tensor? supportVectors = null, string xTitle = "x₁",
        string yTitle = "x₂")
    {
        ArgumentNullException.ThrowIfNull(detector);
        return DecisionContours(detector.Name, detector.Score, detector.Threshold, x, isAnomaly, supportVectors, xTitle, yTitle);
    }

    /// <summary>The same for any score function, from rows [m, 2] to m scores, higher = more anomalous.</summary>
    /// <inheritdoc cref="DecisionContours(IAnomalyDetector, Tensor, IReadOnlyList{bool}, Tensor, string, string)" path="/param"/>
    public static Figure DecisionContours(
        string name, Func<Tensor, IReadOnlyList<double>> score, double threshold, Tensor x,
        IReadOnlyList<bool>? isAnomaly = null, Tensor? supportVectors = null, string xTitle = "x₁", string yTitle = "x₂")
    {
        ArgumentNullException.ThrowIfNull(score);
        var points = PlanePoints(x, nameof(x));
        if (!double.IsFinite(threshold)) throw new ArgumentException("The threshold is not finite.", nameof(threshold));
        var circled = supportVectors is null ? [] : PlanePoints(supportVectors, nameof(supportVectors));

        var (gridX, gridY) = (GridLine(points.Select(point => point.X)), GridLine(points.Select(point => point.Y)));
        using var scope = NewDisposeScope();
        float[] places = [.. gridY.SelectMany(y => gridX.SelectMany(place => new[] { (float)place, (float)y }))];
        var scores = score(tensor(places).reshape(GridPoints * GridPoints, 2));
        if (scores.Count != GridPoints * GridPoints)
            throw new ArgumentException($"The score function gave {scores.Count} scores for {GridPoints * GridPoints} rows.",
                nameof(score));
        Trace Contour(params ReadOnlySpan<(string, object?)> properties) =>
            Plot.Trace("contour", ("x", gridX), ("y", gridY), ("z", scores.Chunk(GridPoints).ToArray())).With(properties);

        var shade = Contour(
            ("colorscale", ColourScale.Shade.Stops),
            ("contours", Plot.Part<Contours>(("coloring", "heatmap"))), // as "fill" the legend would lose the scale's transparency
            ("colorbar", Plot.ColourBar("anomaly score")), ("line", Plot.Part<Line>(("width", 0.5), ("color", Palette.Neutral))),
            ("hovertemplate", "score %{z:.3g}<extra></extra>"));
        var border = Contour(
            ("name", $"threshold {Short(threshold)}"),
            ("contours", Plot.Part<Contours>(("start", threshold), ("end", threshold), ("size", 1), ("coloring", "none"))),
            ("line", Plot.Part<Line>(("color", Palette.Colour(2)), ("width", 3), ("dash", "solid"))),
            ("showscale", false), ("showlegend", true), ("hoverinfo", "skip"));
        List<Trace> traces = [shade, border, .. Clouds(points, isAnomaly)];
        if (circled.Length > 0)
        {
            var (circleX, circleY) = Columns(circled);
            traces.Add(Plot.Points(
                $"support vectors (n = {circled.Length})", circleX, circleY, 0, size: 12, opacity: 1, symbol: "circle-open",
                colour: Palette.Text));
        }
        var outside = score(x.detach()).Count(value => value > threshold);
        return new Figure(
            traces, PlaneLayout(xTitle, yTitle),
            $"{points.Length} points over the scores of {name}, "
            + $"which run from {Short(scores.Min())} to {Short(scores.Max())} on the drawn area; "
            + $"the line is at the threshold {Short(threshold)}, and {outside} points lie beyond it"
            + (circled.Length == 0 ? "." : $"; {circled.Length} support vectors are circled."));
    }

    /// <summary>Two-unit codes with the circle of a Deep SVDD around them: centre c, radius R.</summary>
    /// <param name="z">Codes, [n, 2].</param>
    /// <param name="c">The centre, [2].</param>
    /// <param name="R">The radius, positive.</param>
    /// <param name="isAnomaly">Which codes belong to anomalies; none if not given.</param>
    public static Figure Hypersphere(Tensor z, Tensor c, double R, IReadOnlyList<bool>? isAnomaly = null)
    {
        var points = PlanePoints(z, nameof(z));
        ArgumentNullException.ThrowIfNull(c);
        if (c.numel() != 2) throw new ArgumentException($"The centre of a circle has the shape [2], not {Shape(c)}.", nameof(c));
        if (!(R > 0 && double.IsFinite(R))) throw new ArgumentOutOfRangeException(nameof(R), R, "The radius must be positive.");

        Trace[] clouds = [.. Clouds(points, isAnomaly)];
        var centre = Rows.ToDoubles(c);
        double[] angles = [.. Enumerable.Range(0, 181).Select(i => 2 * Math.PI * i / 180)];
        var (circleX, circleY) = Columns(
            [.. angles.Select(angle => (centre[0] + R * Math.Cos(angle), centre[1] + R * Math.Sin(angle)))]);
        bool Outside((double X, double Y) point) => Math.Pow(point.X - centre[0], 2) + Math.Pow(point.Y - centre[1], 2) > R * R;
        string Count(bool anomalous)
        {
            (double, double)[] own = [.. points.Where((_, row) => IsAnomaly(isAnomaly, row) == anomalous)];
            return $"{own.Count(Outside)} of {own.Length}";
        }
        return new Figure(
            [
                .. clouds, Plot.Line($"R = {Short(R)}", circleX, circleY, 2, dash: "solid"),
                Plot.Points("centre c", new[] { centre[0] }, [centre[1]], 2, size: 12, opacity: 1, symbol: "x"),
            ],
            PlaneLayout("code unit z₁", "code unit z₂"),
            $"Two-unit codes and the circle of radius {Short(R)} around c = ({Short(centre[0])}, {Short(centre[1])}): "
            + $"{Count(false)} normals lie outside{(isAnomaly?.Contains(true) == true ? $", and {Count(true)} anomalies" : "")}.");
    }

    private static (double X, double Y)[] PlanePoints(Tensor x, string name)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.dim() != 2 || x.shape[1] != 2 || x.shape[0] == 0)
            throw new ArgumentException(
                $"Only rows of two columns can be drawn in a plane: the shape of '{name}' must be [n, 2], not {Shape(x)}.", name);
        var values = Rows.ToDoubles(x);
        if (!values.All(double.IsFinite)) throw new ArgumentException($"'{name}' holds a value that is not finite.", name);
        return [.. values.Chunk(2).Select(row => (row[0], row[1]))];
    }

    private static (double[] X, double[] Y) Columns(IReadOnlyList<(double X, double Y)> points) =>
        ([.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]);

    // The range of the values and a tenth on either side.
    private static double[] GridLine(IEnumerable<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        var margin = high > low ? (high - low) / 10 : 0.5;
        return [.. Enumerable.Range(0, GridPoints).Select(i => low - margin + (high - low + 2 * margin) * i / (GridPoints - 1))];
    }

    private static bool IsAnomaly(IReadOnlyList<bool>? isAnomaly, int row) => isAnomaly is not null && isAnomaly[row];

    private static IEnumerable<Trace> Clouds((double X, double Y)[] points, IReadOnlyList<bool>? isAnomaly)
    {
        if (isAnomaly is not null) HasCount(points.Length, isAnomaly, nameof(isAnomaly));
        foreach (var (name, anomalous) in new[] { ("normal", false), ("anomaly", true) })
        {
            (double, double)[] own = [.. points.Where((_, row) => IsAnomaly(isAnomaly, row) == anomalous)];
            if (own.Length > 0) yield return Cloud(name, own, (own.Length + MaxPoints - 1) / MaxPoints, anomalous ? 1 : 0);
        }
    }

    // An evenly spaced selection of the points, and the number of all.
    private static Trace Cloud(string name, (double X, double Y)[] points, int stride, int index, double size = 6, double opacity = 0.8)
    {
        var (x, y) = Columns([.. points.Where((_, place) => place % stride == 0)]);
        return Plot.Points($"{name} (n = {points.Length})", x, y, index, size, opacity);
    }

    private static Layout PlaneLayout(string xTitle, string yTitle) => Plot.Layout(
        null, Plot.Axis(xTitle).With(("constrain", "domain")), Plot.Axis(yTitle).With(("constrain", "domain"), ("scaleanchor", "x")),
        width: 700, height: 560)
        // Above the plot: beside it stands the colour scale.
        .With(("legend", Plot.Part<Legend>(("bgcolor", Palette.Transparent), ("orientation", "h"), ("x", 0), ("y", 1.02),
            ("yanchor", "bottom"))),
            ("margin", Plot.Margins(60, 20, 60, 50)));

    // On a ground of its own a label stays legible in the thick of the points.
    private static Annotation Flag((double X, double Y, string Label) point) => Plot.Part<Annotation>(
        ("text", $"<b>{WebUtility.HtmlEncode(point.Label)}</b>"), ("x", point.X), ("y", point.Y), ("ax", 0), ("ay", -26),
        ("bgcolor", Palette.Mark), ("bordercolor", "#000000"), ("font", Plot.Part<Font>(("color", "#000000"))), ("showarrow", true),
        ("arrowhead", 0));
}
