using System.Text.Json.Nodes;

namespace CourseKit;

/// <summary>Images side by side in one heat map, with gaps between them and room for a title above those rows that have titles.</summary>
/// <param name="count">Number of images.</param>
/// <param name="height">Rows of one image.</param>
/// <param name="width">Columns of one image.</param>
/// <param name="columns">Images in one row of the grid.</param>
/// <param name="titles">A title for each image, empty for none, if there are any.</param>
internal sealed class TileMap(int count, int height, int width, int columns, IReadOnlyList<string>? titles)
{
    private int GridRows => (count + columns - 1) / columns;

    // In pixels of the images, so that the figure scales as a whole.
    private int GapX => Math.Max(1, width / 14);

    private int GapAbove(int gridRow) =>
        titles is not null && titles.Skip(gridRow * columns).Take(columns).Any(title => title.Length > 0) ? Math.Max(2, (int)Math.Round(height * 0.32))
        : gridRow > 0 ? Math.Max(1, height / 14)
        : 0;

    private int TopOf(int gridRow) => Enumerable.Range(0, gridRow + 1).Sum(GapAbove) + gridRow * height;

    private int TotalHeight => TopOf(GridRows - 1) + height;

    private int TotalWidth => Math.Min(columns, count) * (width + GapX) - GapX;

    /// <summary>The heat map. Its values have three decimals, finer than 8-bit grey; gaps and values that are not finite stay empty.</summary>
    /// <param name="pixels">All images one after the other, each row by row.</param>
    /// <param name="scale">The colours.</param>
    /// <param name="low">The value at the scale's lower end.</param>
    /// <param name="high">The value at its upper end.</param>
    /// <param name="colourBar">Title of the scale; without one neither the scale nor the values are shown.</param>
    public JsonObject Trace(float[] pixels, ColourScale scale, double low, double high, string? colourBar = null)
    {
        var (tops, rows) = (Enumerable.Range(0, GridRows).Select(TopOf).ToArray(), new JsonArray());
        for (var y = 0; y < TotalHeight; y++) rows.Add((JsonNode)Row(pixels, Array.FindLastIndex(tops, top => top <= y), y, high - low));
        var trace = new JsonObject
        {
            ["type"] = "heatmap",
            ["z"] = rows,
            ["zmin"] = PlotJson.Number(low),
            ["zmax"] = PlotJson.Number(high),
            ["colorscale"] = scale.ToJson(),
            ["showscale"] = colourBar is not null,
        };
        if (colourBar is null) trace["hoverinfo"] = "skip";
        else (trace["colorbar"], trace["hovertemplate"]) = (PlotJson.ColourBar(colourBar), "%{z:.3g}<extra></extra>");
        return trace;
    }

    private JsonArray Row(float[] pixels, int gridRow, int y, double range)
    {
        // Small ranges need more decimals: what counts is the share of the grey scale.
        var decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(range)), 0, 12);
        var row = new JsonArray();
        var inside = gridRow >= 0 && y < TopOf(gridRow) + height;
        for (var x = 0; x < TotalWidth; x++)
        {
            var image = gridRow * columns + x / (width + GapX);
            var column = x % (width + GapX);
            var value = inside && column < width && image < count ? pixels[(image * height + y - TopOf(gridRow)) * width + column] : float.NaN;
            row.Add(float.IsFinite(value) ? JsonValue.Create(Math.Round((double)value, decimals)) : null);
        }
        return row;
    }

    /// <summary>Axes without ticks, one image pixel as high as wide, and the titles.</summary>
    /// <param name="rowLabels">A label left of each row of the grid, if they have any.</param>
    /// <param name="withColourBar">Whether there is room for a scale on the right.</param>
    public JsonObject Layout(IReadOnlyList<string>? rowLabels, bool withColourBar = false)
    {
        const int margin = 10, labels = 110, tools = 28, bar = 80, screenPixelsAcross = 680;
        var (left, right) = (rowLabels is null ? margin : labels, withColourBar ? bar : margin);
        // Small filters are enlarged to what the eye takes in at once.
        var scale = Math.Min(Math.Max(8.0, 64.0 / width), (double)(screenPixelsAcross + margin - left - right) / TotalWidth);
        // Fixed ranges: left to itself Plotly would make room for the titles twice.
        var yAxis = PlotJson.HiddenAxis(TotalHeight - 0.5, -0.5);
        yAxis["scaleanchor"] = "x";
        var plotHeight = Math.Max((int)(TotalHeight * scale), withColourBar ? 150 : 0);
        var layout = PlotJson.Layout(null, PlotJson.HiddenAxis(-0.5, TotalWidth - 0.5), yAxis, (int)(TotalWidth * scale) + left + right, plotHeight + tools + margin);
        layout["margin"] = new JsonObject { ["l"] = left, ["r"] = right, ["t"] = tools, ["b"] = margin };
        var annotations = new JsonArray();
        for (var i = 0; i < (titles?.Count ?? 0); i++)
            annotations.Add((JsonNode)PlotJson.TitleAbove(titles![i], i % columns * (width + GapX) + (width - 1) / 2.0, TopOf(i / columns) - 0.5));
        for (var i = 0; i < (rowLabels?.Count ?? 0); i++)
            annotations.Add((JsonNode)PlotJson.Text(rowLabels![i] + " ", -0.5, TopOf(i) + (height - 1) / 2.0, xAnchor: "right"));
        layout["annotations"] = annotations;
        return layout;
    }
}
