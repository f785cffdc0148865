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
            [GridCells(grid, step)], GridLayout(grid),
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
            var cells = GridCells(grid, step);
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
        return new Figure([GridCells(grid, 0)], layout, $"{GridWords(grid)} A slider moves through its {grid.Steps} steps.");
    }

    private static string GridWords(ConvolutionGrid grid) =>
        $"A {(grid.Transposed ? "transposed convolution" : "convolution")} from {grid.Input} × {grid.Input} to {grid.Output} × {grid.Output} cells, kernel {grid.Kernel} × {grid.Kernel}, stride {grid.Stride}, padding {grid.Padding}, dilation {grid.Dilation}.";

    /// <summary>The input on the left and the output on the right in one heat map: the side that meets the kernel has the padding around it.</summary>
    private static JsonObject GridCells(ConvolutionGrid grid, int step)
    {
        const int gap = 1;
        var (left, right) = GridSides(grid);
        var height = Math.Max(left, right);
        var (centre, taps) = (grid.Centre(step), grid.Taps(step).ToHashSet());
        var (rows, words) = (new JsonArray(), new JsonArray());
        for (var y = 0; y < height; y++)
        {
            var (values, text) = (new JsonArray(), new JsonArray());
            for (var x = 0; x < left + gap + right; x++)
            {
                var onLeft = x < left;
                var side = onLeft ? left : right;
                var cell = (Row: y - (height - side) / 2, Column: onLeft ? x : x - left - gap);
                var outside = cell.Row < 0 || cell.Row >= side || cell.Column < 0;
                var kind = outside ? null : onLeft == grid.Transposed ? (cell == centre ? GridCell.Centre : GridCell.Plain) : Under(grid, taps, cell);
                values.Add(kind is null ? null : JsonValue.Create((int)kind));
                text.Add((JsonNode)(kind switch { GridCell.Padding => grid.Transposed ? "" : "0", GridCell.Tap => "×", GridCell.PaddingTap => grid.Transposed ? "" : "0", _ => "" }));
            }
            rows.Add((JsonNode)values);
            words.Add((JsonNode)text);
        }
        return new JsonObject
        {
            ["type"] = "heatmap",
            ["z"] = rows,
            ["text"] = words,
            ["texttemplate"] = "%{text}",
            ["zmin"] = 0,
            ["zmax"] = (int)GridCell.PaddingTap,
            ["colorscale"] = GridCellColours(),
            ["showscale"] = false,
            ["hoverinfo"] = "skip",
            ["xgap"] = 2,
            ["ygap"] = 2,
        };
    }

    private enum GridCell
    {
        Padding,
        Plain,
        Tap,
        Centre,
        PaddingTap,
    }

    private static GridCell? Under(ConvolutionGrid grid, HashSet<(int, int)> taps, (int Row, int Column) place)
    {
        var cell = (Row: place.Row - grid.Padding, Column: place.Column - grid.Padding);
        var size = grid.Transposed ? grid.Output : grid.Input;
        var padding = Math.Min(cell.Row, cell.Column) < 0 || Math.Max(cell.Row, cell.Column) >= size;
        return (padding, taps.Contains(cell)) switch { (true, true) => GridCell.PaddingTap, (true, false) => GridCell.Padding, (false, true) => GridCell.Tap, _ => GridCell.Plain };
    }

    private static (int Left, int Right) GridSides(ConvolutionGrid grid) => grid.Transposed
        ? (grid.Input, grid.Output + 2 * grid.Padding)
        : (grid.Input + 2 * grid.Padding, grid.Output);

    /// <summary>Five colours without transitions.</summary>
    private static JsonArray GridCellColours()
    {
        string[] colours = [Palette.Faded(Palette.Neutral, 0.15), Palette.Faded(Palette.Normal, 0.45), Palette.Anomaly, Palette.Anomaly, Palette.Faded(Palette.Anomaly, 0.4)];
        var scale = new JsonArray();
        for (var i = 0; i < colours.Length; i++)
        {
            scale.Add((JsonNode)new JsonArray(PlotJson.Number((double)i / colours.Length), colours[i]));
            scale.Add((JsonNode)new JsonArray(PlotJson.Number((i + 1.0) / colours.Length), colours[i]));
        }
        return scale;
    }

    private static JsonObject GridLayout(ConvolutionGrid grid)
    {
        var (left, right) = GridSides(grid);
        var (width, height) = (left + 1 + right, Math.Max(left, right));
        var yAxis = PlotJson.HiddenAxis(height - 0.5, -0.5);
        yAxis["scaleanchor"] = "x";
        var cell = Math.Min(36.0, 660.0 / width);
        var layout = PlotJson.Layout(null, PlotJson.HiddenAxis(-0.5, width - 0.5), yAxis, (int)(width * cell) + 20, (int)(height * cell) + 70);
        layout["margin"] = new JsonObject { ["l"] = 10, ["r"] = 10, ["t"] = 60, ["b"] = 10 };
        string Title(string name, int size, bool padded) => $"{name} {size} × {size}{(padded && grid.Padding > 0 ? $"<br>{(grid.Transposed ? "cut" : "padding")} {grid.Padding}" : "")}";
        layout["annotations"] = new JsonArray(
            PlotJson.Text(Title("input", grid.Input, !grid.Transposed), (left - 1) / 2.0, (height - left) / 2 - 0.6, yAnchor: "bottom"),
            PlotJson.Text(Title("output", grid.Output, grid.Transposed), left + 1 + (right - 1) / 2.0, (height - right) / 2 - 0.6, yAnchor: "bottom"));
        return layout;
    }
}
