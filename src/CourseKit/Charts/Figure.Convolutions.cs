using Plotly.NET;
using Plotly.NET.LayoutObjects;
using PlotlyPart = DynamicObj.DynamicObj;

namespace CourseKit;

// Steps of a convolution as the cells of a heat map.
public sealed partial class Figure
{
    private enum Cell
    {
        Padding,
        Plain,
        Tap,
        Centre,
        PaddingTap,
    }

    /// <summary>One step of a convolution: the padded input, the cells under the kernel, the output cell that comes of them.</summary>
    /// <param name="step">From 0 to <see cref="ConvolutionGrid.Steps"/> − 1.</param>
    public static Figure ConvolutionStep(ConvolutionGrid grid, int step)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var (row, column) = grid.Centre(step);
        var taps = grid.Taps(step);
        var side = grid.Transposed ? grid.Output : grid.Input;
        var padded = taps.Count(tap => Math.Min(tap.Row, tap.Column) < 0 || Math.Max(tap.Row, tap.Column) >= side);
        var first = $"from row {taps[0].Row}, column {taps[0].Column} on, {padded} of them";
        return new Figure(
            [GridCells(grid, step)], GridLayout(grid, room: 0),
            $"{GridWords(grid)} In step {step + 1} of {grid.Steps} "
            + (grid.Transposed
                ? $"the input cell in row {row}, column {column} is spread over {taps.Count} output cells {first} cut off."
                : $"the output cell in row {row}, column {column} is gathered from {taps.Count} input cells {first} padding."));
    }

    /// <summary>All steps of a convolution, moved by a slider.</summary>
    public static Figure ConvolutionSteps(ConvolutionGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var steps = Enumerable.Range(0, grid.Steps).Select(step =>
        {
            var (values, text) = CellsOf(grid, step);
            return Plot.Part<SliderStep>(
                ("label", $"{step + 1}"),
                ("method", "restyle"), // understood wherever plotly.js draws; frames are not
                ("args", new object[] { Plot.Part<PlotlyPart>(("z", new[] { values }), ("text", new[] { text })), new[] { 0 } }));
        });
        var slider = Plot.Part<Slider>(
            ("active", 0), ("steps", steps.ToArray()), ("currentvalue", Plot.Part<SliderCurrentValue>(("prefix", "step "))),
            ("pad", Plot.Part<Padding>(("t", 10), ("b", 0))), ("bgcolor", Palette.Neutral), ("bordercolor", Palette.Neutral),
            ("tickcolor", Palette.Neutral), ("font", Plot.Part<Font>(("size", 11))));
        return new Figure(
            [GridCells(grid, 0)], GridLayout(grid, room: 80).With(("sliders", new[] { slider })),
            $"{GridWords(grid)} A slider moves through its {grid.Steps} steps.");
    }

    private static string GridWords(ConvolutionGrid grid) =>
        $"A {(grid.Transposed ? "transposed " : "")}convolution from {grid.Input} × {grid.Input} to {grid.Output} × {grid.Output} cells, "
        + $"kernel {grid.Kernel} × {grid.Kernel}, stride {grid.Stride}, padding {grid.Padding}, dilation {grid.Dilation}.";

    // Five colours without transitions, opaque: Plotly chooses black or white letters by them.
    private static Trace GridCells(ConvolutionGrid grid, int step)
    {
        string[] colours = ["#cfcfcf", "#7fb8d8", Palette.Anomaly, Palette.Anomaly, "#eaae7f"];
        var (values, text) = CellsOf(grid, step);
        var scale = colours.SelectMany((colour, i) => new object[][] { [i / 5.0, colour], [(i + 1) / 5.0, colour] });
        return Plot.Trace(
            "heatmap", ("z", values), ("text", text), ("texttemplate", "%{text}"), ("zmin", 0), ("zmax", (int)Cell.PaddingTap),
            ("colorscale", scale.ToArray()), ("showscale", false), ("hoverinfo", "skip"), ("xgap", 2), ("ygap", 2));
    }

    // The input on the left and the output on the right in one heat map: the side that meets the kernel has the padding around it.
    private static (double[][] Values, string[][] Text) CellsOf(ConvolutionGrid grid, int step)
    {
        var (left, right) = Sides(grid);
        var height = Math.Max(left, right);
        double[][] values = [.. Enumerable.Range(0, height).Select(_ => Enumerable.Repeat(double.NaN, left + 1 + right).ToArray())];
        var (under, alone) = (grid.Taps(step), new[] { grid.Centre(step) });
        Fill(0, left, grid.Input, grid.Transposed ? alone : under, grid.Transposed ? Cell.Centre : Cell.Tap);
        Fill(left + 1, right, grid.Output, grid.Transposed ? under : alone, grid.Transposed ? Cell.Tap : Cell.Centre);
        string Text(double kind) =>
            kind == (int)Cell.Tap ? "×" : !grid.Transposed && kind is (int)Cell.Padding or (int)Cell.PaddingTap ? "0" : "";
        return (values, [.. values.Select(row => row.Select(Text).ToArray())]);

        void Fill(int x, int side, int size, IReadOnlyList<(int, int)> marked, Cell mark)
        {
            var (padding, top) = ((side - size) / 2, (height - side) / 2);
            var cells = Enumerable.Range(-padding, side);
            foreach (var (row, column) in cells.SelectMany(_ => cells, (row, column) => (row, column)))
            {
                var outside = Math.Min(row, column) < 0 || Math.Max(row, column) >= size;
                var kind = (outside, marked.Contains((row, column))) switch
                {
                    (true, true) => Cell.PaddingTap,
                    (true, false) => Cell.Padding,
                    (false, true) => mark,
                    _ => Cell.Plain,
                };
                values[top + padding + row][x + padding + column] = (int)kind;
            }
        }
    }

    // Cells on a side of the input and of the output, each with its padding if it is the one that meets the kernel.
    private static (int Left, int Right) Sides(ConvolutionGrid grid) => grid.Transposed
        ? (grid.Input, grid.Output + 2 * grid.Padding)
        : (grid.Input + 2 * grid.Padding, grid.Output);

    private static Layout GridLayout(ConvolutionGrid grid, int room)
    {
        var (left, right) = Sides(grid);
        var (width, height) = (left + 1 + right, Math.Max(left, right));
        var cell = Math.Min(36.0, 660.0 / width);
        string Title(string name, int size, bool padded) =>
            $"{name} {size} × {size}{(padded && grid.Padding > 0 ? $"<br>{(grid.Transposed ? "cut" : "padding")} {grid.Padding}" : "")}";
        return Plot.Layout(
            null, Plot.HiddenAxis(-0.5, width - 0.5), Plot.HiddenAxis(height - 0.5, -0.5).With(("scaleanchor", "x")),
            (int)(width * cell) + 20, (int)(height * cell) + 70 + room)
            .With(("margin", Plot.Margins(10, 10, 60, 10 + room)), ("annotations", new[]
            {
                Plot.TitleAbove(Title("input", grid.Input, !grid.Transposed), (left - 1) / 2.0, (height - left) / 2 - 0.5),
                Plot.TitleAbove(Title("output", grid.Output, grid.Transposed), left + 1 + (right - 1) / 2.0, (height - right) / 2 - 0.5),
            }));
    }
}
