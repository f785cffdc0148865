using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>Two-unit codes with the circle of a Deep SVDD around them: centre c, radius R.</summary>
    /// <param name="z">Codes, [n, 2].</param>
    /// <param name="c">The centre, [2].</param>
    /// <param name="R">The radius, positive.</param>
    /// <param name="isAnomaly">Which codes belong to anomalies; none if not given.</param>
    public static Figure Hypersphere(Tensor z, Tensor c, double R, IReadOnlyList<bool>? isAnomaly = null)
    {
        var (points, flags) = PlanePoints(z, isAnomaly, nameof(z));
        ArgumentNullException.ThrowIfNull(c);
        if (c.numel() != 2) throw new ArgumentException($"The centre of a circle has the shape [2], not [{string.Join(", ", c.shape)}].", nameof(c));
        if (!(R > 0 && double.IsFinite(R))) throw new ArgumentOutOfRangeException(nameof(R), R, "The radius must be positive.");

        var centre = Rows.ToDoubles(c);
        var angles = Enumerable.Range(0, 181).Select(i => 2 * Math.PI * i / 180).ToArray();
        var traces = new JsonArray([.. PointTraces(points, flags)]);
        traces.Add((JsonNode)PlotJson.Line($"R = {Short(R)}", angles.Select(angle => centre[0] + R * Math.Cos(angle)), angles.Select(angle => centre[1] + R * Math.Sin(angle)), 2));
        traces[^1]!["line"]!["dash"] = "solid";
        var middle = PlotJson.Points("centre c", [centre[0]], [centre[1]], 2, size: 12, opacity: 1);
        middle["marker"]!["symbol"] = "x";
        traces.Add((JsonNode)middle);

        bool Outside((double X, double Y) point) => Math.Pow(point.X - centre[0], 2) + Math.Pow(point.Y - centre[1], 2) > R * R;
        string Count(bool anomalous) => $"{points.Where((point, row) => flags[row] == anomalous && Outside(point)).Count()} of {flags.Count(flag => flag == anomalous)}";
        var layout = PlaneLayout("code unit z₁", "code unit z₂");
        return new Figure(
            traces, layout,
            $"Two-unit codes and the circle of radius {Short(R)} around c = ({Short(centre[0])}, {Short(centre[1])}): {Count(false)} normals lie outside"
            + (flags.Any(flag => flag) ? $", and {Count(true)} anomalies." : "."));
    }
}
