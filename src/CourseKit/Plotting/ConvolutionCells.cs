using System.Text.Json.Nodes;

namespace CourseKit;

/// <summary>A step of a convolution as the cells of a heat map.</summary>
internal static class ConvolutionCells
{
    /// <summary>The input on the left and the output on the right in one heat map: the side that meets the kernel has the padding around it.</summary>
    public static JsonObject Trace(ConvolutionGrid grid, int step)
    {
        const int gap = 1;
        var (left, right) = Sides(grid);
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
                var kind = outside ? null : onLeft == grid.Transposed ? (cell == centre ? Cell.Centre : Cell.Plain) : Under(grid, taps, cell);
                values.Add(kind is null ? null : JsonValue.Create((int)kind));
                text.Add((JsonNode)(kind switch { Cell.Tap => "×", Cell.Padding or Cell.PaddingTap when !grid.Transposed => "0", _ => "" }));
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
            ["zmax"] = (int)Cell.PaddingTap,
            ["colorscale"] = Colours(),
            ["showscale"] = false,
            ["hoverinfo"] = "skip",
            ["xgap"] = 2,
            ["ygap"] = 2,
        };
    }

    private enum Cell
    {
        Padding,
        Plain,
        Tap,
        Centre,
        PaddingTap,
    }

    private static Cell? Under(ConvolutionGrid grid, HashSet<(int, int)> taps, (int Row, int Column) place)
    {
        var cell = (Row: place.Row - grid.Padding, Column: place.Column - grid.Padding);
        var size = grid.Transposed ? grid.Output : grid.Input;
        var padding = Math.Min(cell.Row, cell.Column) < 0 || Math.Max(cell.Row, cell.Column) >= size;
        return (padding, taps.Contains(cell)) switch { (true, true) => Cell.PaddingTap, (true, false) => Cell.Padding, (false, true) => Cell.Tap, _ => Cell.Plain };
    }

    /// <summary>Cells on a side of the input and of the output, each with its padding if it is the one that meets the kernel.</summary>
    public static (int Left, int Right) Sides(ConvolutionGrid grid) => grid.Transposed
        ? (grid.Input, grid.Output + 2 * grid.Padding)
        : (grid.Input + 2 * grid.Padding, grid.Output);

    /// <summary>Five colours without transitions, opaque: Plotly chooses black or white letters by them.</summary>
    private static JsonArray Colours()
    {
        string[] colours = ["#cfcfcf", "#7fb8d8", Palette.Anomaly, Palette.Anomaly, "#eaae7f"];
        var scale = new JsonArray();
        for (var i = 0; i < colours.Length; i++)
        {
            scale.Add((JsonNode)new JsonArray(PlotJson.Number((double)i / colours.Length), colours[i]));
            scale.Add((JsonNode)new JsonArray(PlotJson.Number((i + 1.0) / colours.Length), colours[i]));
        }
        return scale;
    }
}
