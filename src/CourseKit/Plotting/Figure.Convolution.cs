using System.Text.Json.Nodes;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>One step of a convolution: the padded input, the cells under the kernel, the output cell that comes of them.</summary>
    /// <param name="grid">The convolution.</param>
    /// <param name="step">From 0 to <see cref="ConvolutionGrid.Steps"/> − 1.</param>
    public static Figure ConvolutionStep(ConvolutionGrid grid, int step)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var (row, column) = grid.Centre(step);
        var taps = grid.Taps(step);
        var padded = taps.Count(tap => Math.Min(tap.Row, tap.Column) < 0 || Math.Max(tap.Row, tap.Column) >= (grid.Transposed ? grid.Output : grid.Input));
        return new Figure(
            [ConvolutionCells.Trace(grid, step)], GridLayout(grid),
            $"{GridWords(grid)} In step {step + 1} of {grid.Steps} "
            + (grid.Transposed
                ? $"the input cell in row {row}, column {column} is spread over {taps.Count} output cells from row {taps[0].Row}, column {taps[0].Column} on, {padded} of them cut off."
                : $"the output cell in row {row}, column {column} is gathered from {taps.Count} input cells from row {taps[0].Row}, column {taps[0].Column} on, {padded} of them padding."));
    }

    /// <summary>All steps of a convolution, moved by a slider.</summary>
    /// <param name="grid">The convolution.</param>
    public static Figure ConvolutionSteps(ConvolutionGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var layout = GridLayout(grid);
        var steps = Enumerable.Range(0, grid.Steps).Select(step =>
        {
            var cells = ConvolutionCells.Trace(grid, step);
            return new JsonObject
            {
                ["label"] = $"{step + 1}",
                ["method"] = "restyle", // understood wherever plotly.js draws; frames are not
                ["args"] = new JsonArray(new JsonObject { ["z"] = new JsonArray(cells["z"]!.DeepClone()), ["text"] = new JsonArray(cells["text"]!.DeepClone()) }, new JsonArray(0)),
            };
        });
        const int room = 80;
        layout["height"] = (int)layout["height"]! + room;
        layout["margin"]!["b"] = (int)layout["margin"]!["b"]! + room;
        layout["sliders"] = new JsonArray(new JsonObject
        {
            ["active"] = 0,
            ["steps"] = new JsonArray([.. steps]),
            ["currentvalue"] = new JsonObject { ["prefix"] = "step " },
            ["pad"] = new JsonObject { ["t"] = 10, ["b"] = 0 },
            ["bgcolor"] = Palette.Neutral,
            ["bordercolor"] = Palette.Neutral,
            ["tickcolor"] = Palette.Neutral,
            ["font"] = new JsonObject { ["size"] = 11 },
        });
        return new Figure([ConvolutionCells.Trace(grid, 0)], layout, $"{GridWords(grid)} A slider moves through its {grid.Steps} steps.");
    }

    private static string GridWords(ConvolutionGrid grid) =>
        $"A {(grid.Transposed ? "transposed convolution" : "convolution")} from {grid.Input} × {grid.Input} to {grid.Output} × {grid.Output} cells, kernel {grid.Kernel} × {grid.Kernel}, stride {grid.Stride}, padding {grid.Padding}, dilation {grid.Dilation}.";

    private static JsonObject GridLayout(ConvolutionGrid grid)
    {
        var (left, right) = ConvolutionCells.Sides(grid);
        var (width, height) = (left + 1 + right, Math.Max(left, right));
        var yAxis = PlotJson.HiddenAxis(height - 0.5, -0.5);
        yAxis["scaleanchor"] = "x";
        var cell = Math.Min(36.0, 660.0 / width);
        var layout = PlotJson.Layout(null, PlotJson.HiddenAxis(-0.5, width - 0.5), yAxis, (int)(width * cell) + 20, (int)(height * cell) + 70);
        layout["margin"] = new JsonObject { ["l"] = 10, ["r"] = 10, ["t"] = 60, ["b"] = 10 };
        string Title(string name, int size, bool padded) => $"{name} {size} × {size}{(padded && grid.Padding > 0 ? $"<br>{(grid.Transposed ? "cut" : "padding")} {grid.Padding}" : "")}";
        layout["annotations"] = new JsonArray(
            PlotJson.TitleAbove(Title("input", grid.Input, !grid.Transposed), (left - 1) / 2.0, (height - left) / 2 - 0.5),
            PlotJson.TitleAbove(Title("output", grid.Output, grid.Transposed), left + 1 + (right - 1) / 2.0, (height - right) / 2 - 0.5));
        return layout;
    }
}
