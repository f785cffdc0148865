using System.Text.Json.Nodes;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>A window of a signal with its reconstruction, and the error x − x̂ underneath on the same time axis.</summary>
    /// <param name="x">The signal.</param>
    /// <param name="reconstruction">Its reconstruction, as long.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit, e.g. "acceleration / g".</param>
    public static Figure Signal(IReadOnlyList<double> x, IReadOnlyList<double> reconstruction, double sampleRate, string yTitle)
    {
        NotEmpty(x, nameof(x));
        SameLength(x, reconstruction, nameof(reconstruction));
        if (!(sampleRate > 0 && double.IsFinite(sampleRate))) throw new ArgumentOutOfRangeException(nameof(sampleRate), sampleRate, "The sample rate must be positive.");

        double[] error = [.. x.Zip(reconstruction, (one, other) => one - other)];
        var millis = x.Count / sampleRate < 1;
        double Time(int sample) => sample / sampleRate * (millis ? 1000 : 1);
        JsonObject Trace(string name, IReadOnlyList<double> values, int index)
        {
            var places = Thinning.Extremes(values);
            return PlotJson.Line(name, places.Select(Time), places.Select(place => values[place]), index, width: 1.5);
        }
        var below = Trace("error x − x̂", error, 2);
        (below["yaxis"], below["line"]!["dash"]) = ("y2", "solid");

        var (xAxis, yAxis, errorAxis) = (PlotJson.Axis(millis ? "time / ms" : "time / s"), PlotJson.Axis(yTitle), PlotJson.Axis("error"));
        (xAxis["anchor"], yAxis["domain"], errorAxis["domain"]) = ("y2", new JsonArray(0.4, 1), new JsonArray(0, 0.32));
        var layout = PlotJson.Layout(null, xAxis, yAxis, height: 460);
        layout["yaxis2"] = errorAxis;
        var most = Enumerable.Range(0, error.Length).MaxBy(sample => double.IsFinite(error[sample]) ? Math.Abs(error[sample]) : -1);
        var rms = Math.Sqrt(error.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(one => one * one));
        return new Figure(
            [Trace("signal x", x, 0), Trace("reconstruction x̂", reconstruction, 1), below], layout,
            $"A signal of {x.Count} samples ({Short(x.Count / sampleRate)} s) over its reconstruction, and the error beneath: root mean square {Short(rms)}, largest {Short(error[most])} at {Short(Time(most))} {(millis ? "ms" : "s")}.");
    }
}
