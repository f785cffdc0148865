using System.Globalization;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using static TorchSharp.torch;
using PlotlyPart = DynamicObj.DynamicObj;

namespace CourseKit;

/// <summary>A small matrix of which every number is to be read, for <see cref="Figure.NumberGrids"/>.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Values">The numbers, [rows, columns]; cells that are NaN stay empty.</param>
public sealed record NumberGrid(string Title, Tensor Values)
{
    /// <summary>What stands before it, for instance ∗ or =.</summary>
    public string Sign { get; init; } = "";

    /// <summary>Cells with a frame around them: the first row and column of the framed block, and its size.</summary>
    public (int Row, int Column, int Height, int Width)? Frame { get; init; }
}

// Numbers in coloured cells, and figures behind a slider.
public sealed partial class Figure
{
    private const int MaxGridCells = 40;

    /// <summary>Small matrices with all their numbers, each on a scale of its own, with a middle if it has negative numbers.</summary>
    /// <param name="columns">Grids beside each other in one row.</param>
    public static Figure NumberGrids(IReadOnlyList<NumberGrid> grids, string altText, int columns = 4)
    {
        NotEmpty(grids, nameof(grids));
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var matrices = grids.Select(grid => Matrix(grid.Values, grid.Title)).ToArray();
        // A column free between two grids, more where a sign or a title needs it; two rows for what stands above.
        var rows = Enumerable.Range(0, grids.Count).Chunk(columns).ToArray();
        double Room(int i) => Math.Max(matrices[i].Columns, grids[i].Title.Length * 0.24);
        double Gap(int i) => grids[i].Sign.Length == 0 ? 0.7 : 1.3;
        var width = rows.Max(row => row.Sum(Room) + row.Skip(1).Sum(Gap));
        if (width > MaxGridCells) throw new ArgumentException($"{width:0} cells in a row cannot be read; {MaxGridCells} is the most.",
            nameof(grids));
        var cell = Math.Min(36, 660 / width);
        var titleRoom = 24 / cell;

        var (traces, texts, frames) = (new List<Trace>(), new List<Annotation>(), new List<Shape>());
        var top = 0.0;
        foreach (var row in rows)
        {
            var height = row.Max(i => matrices[i].Rows);
            var left = 0.0;
            foreach (var i in row)
            {
                if (i > row[0]) left += Gap(i);
                var (h, w, values) = matrices[i];
                var (x, y) = (left + (Room(i) - w) / 2, top + titleRoom + (height - h) / 2.0);
                traces.Add(Numbers(values, h, w, x, y, cell));
                texts.Add(Plot.TitleAbove(grids[i].Title, x + w / 2.0, y));
                if (grids[i].Sign.Length > 0)
                    texts.Add(Plot.Text(grids[i].Sign, left - Gap(i) / 2, top + titleRoom + height / 2.0, size: 18));
                if (grids[i].Frame is { } frame) frames.Add(FrameAround(x + frame.Column, y + frame.Row, frame.Width, frame.Height));
                left += Room(i);
            }
            top += height + titleRoom + 0.4;
        }
        var layout = Plot.Layout(
            null, Plot.HiddenAxis(0, width), Plot.HiddenAxis(top, 0).With(("scaleanchor", "x")), (int)(width * cell) + 20,
            (int)(top * cell) + 20)
            .With(("margin", Plot.Margins(10, 10, 10, 10)), ("annotations", texts), ("shapes", frames));
        return new Figure(traces, layout, altText);
    }

    /// <summary>Figures of one kind behind a slider, of which it shows one at a time; the layout is that of the first.</summary>
    /// <param name="steps">What stands at the slider, and the figure: all of the same size.</param>
    /// <param name="altText">What happens from the first to the last, in words.</param>
    /// <param name="prefix">What stands before the name of the step.</param>
    /// <param name="shown">The step that is shown at first, from 0.</param>
    public static Figure Steps(IReadOnlyList<(string Name, Figure Figure)> steps, string altText, string prefix = "step ", int shown = 0)
    {
        NotEmpty(steps, nameof(steps));
        ArgumentOutOfRangeException.ThrowIfNegative(shown);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shown, steps.Count);
        bool[] Visible(int step) => [.. steps.SelectMany((one, i) => one.Figure.traces.Select(_ => i == step))];
        // "update" is understood wherever plotly.js draws; frames are not.
        var stops = steps.Select((step, i) => Plot.Part<SliderStep>(
            ("label", step.Name), ("method", "update"),
            ("args", new object[] { Plot.Part<PlotlyPart>(("visible", Visible(i))), Over(step.Figure.layout) })));
        var first = steps[shown].Figure;
        // Below the names of an axis, if there are any.
        var hidden = first.layout.Properties.GetValueOrDefault("xaxis") is PlotlyPart axis
            && axis.Properties.GetValueOrDefault("visible") is false;
        var slider = Plot.Part<Slider>(
            ("active", shown), ("steps", stops.ToArray()), ("currentvalue", Plot.Part<SliderCurrentValue>(("prefix", prefix))),
            ("pad", Plot.Part<Padding>(("t", hidden ? 20 : 50), ("b", 0))), ("bgcolor", Palette.Neutral), ("bordercolor", Palette.Neutral),
            ("tickcolor", Palette.Neutral), ("font", Plot.Part<Font>(("size", 11))));
        const int room = 90;
        var layout = new Layout();
        foreach (var (name, value) in first.layout.Properties) layout.SetProperty(name, value);
        var margin = new Margin();
        if (first.layout.Properties.GetValueOrDefault("margin") is PlotlyPart own)
            foreach (var (name, value) in own.Properties) margin.SetProperty(name, value);
        var below = Convert.ToInt32(margin.Properties.GetValueOrDefault("b") ?? 50, CultureInfo.InvariantCulture);
        layout.With(("height", first.Height + room), ("margin", margin.With(("b", below + room))), ("sliders", new[] { slider }));
        var traces = steps.SelectMany((step, i) => step.Figure.traces.Select(trace => Copy(trace).With(("visible", i == shown))));
        return new Figure([.. traces], layout, altText);
    }

    // What lies over the traces moves along.
    private static PlotlyPart Over(Layout layout) => Plot.Part<PlotlyPart>(
        ("annotations", layout.Properties.GetValueOrDefault("annotations") ?? Array.Empty<Annotation>()),
        ("shapes", layout.Properties.GetValueOrDefault("shapes") ?? Array.Empty<Shape>()));

    private static Trace Copy(Trace trace)
    {
        var copy = new Trace(trace.type);
        foreach (var (name, value) in trace.Properties) copy.SetProperty(name, value);
        return copy;
    }

    private static Trace Numbers(double[] values, int rows, int columns, double x, double y, double cell)
    {
        var scale = values.Any(value => value < 0) ? ColourScale.Diverging : ColourScale.Sequential;
        var (low, high) = scale.Range(values.Append(0)); // 0 has one colour in all grids
        string[] texts = [.. values.Select(value => double.IsNaN(value) ? ""
            : value.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−'))];
        var size = Math.Clamp(Math.Min(cell * 0.45, 1.5 * cell / texts.Max(text => Math.Max(1, text.Length))), 7, 15);
        return Plot.Trace(
            "heatmap", ("z", values.Chunk(columns).ToArray()), ("text", texts.Chunk(columns).ToArray()), ("texttemplate", "%{text}"),
            ("textfont", Plot.Part<Font>(("size", size))), ("zmin", low), ("zmax", high), ("colorscale", scale.Stops),
            ("showscale", false), ("hoverinfo", "skip"), ("xgap", 2), ("ygap", 2), ("x0", x + 0.5), ("dx", 1), ("y0", y + 0.5), ("dy", 1));
    }

    private static Shape FrameAround(double x, double y, int width, int height) => Plot.Part<Shape>(
        ("type", "rect"), ("x0", x), ("x1", x + width), ("y0", y), ("y1", y + height),
        ("line", Plot.Part<Line>(("color", Palette.Anomaly), ("width", 4))));
}
