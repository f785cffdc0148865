using System.Text.Json.Nodes;

namespace CourseKit;

/// <summary>Grey-scale images side by side in one heat map, with gaps between them and room for a title above each.</summary>
/// <param name="pixels">All images one after the other, each row by row.</param>
/// <param name="height">Rows of one image.</param>
/// <param name="width">Columns of one image.</param>
/// <param name="columns">Images in one row of the grid.</param>
/// <param name="titled">Whether the images have titles.</param>
internal sealed class TileMap(float[] pixels, int height, int width, int columns, bool titled)
{
    private int Count => pixels.Length / (height * width);

    private int GridRows => (Count + columns - 1) / columns;

    // In pixels of the images, so that the figure scales as a whole.
    private int GapX => Math.Max(1, width / 14);

    private int GapY => titled ? Math.Max(2, (int)Math.Round(height * 0.32)) : Math.Max(1, height / 14);

    private int TopOf(int gridRow) => gridRow * (height + GapY) + (titled ? GapY : 0);

    private int TotalHeight => TopOf(GridRows - 1) + height;

    private int TotalWidth => Math.Min(columns, Count) * (width + GapX) - GapX;

    /// <summary>The heat map. Its values have three decimals, finer than 8-bit grey; gaps and values that are not finite stay empty.</summary>
    public JsonObject Trace(double low, double high)
    {
        var rows = new JsonArray();
        for (var y = 0; y < TotalHeight; y++) rows.Add((JsonNode)Row(y, high - low));
        return new JsonObject
        {
            ["type"] = "heatmap",
            ["z"] = rows,
            ["zmin"] = PlotJson.Number(low),
            ["zmax"] = PlotJson.Number(high),
            ["colorscale"] = new JsonArray(new JsonArray(0, "#000000"), new JsonArray(1, "#ffffff")),
            ["showscale"] = false,
            ["hoverinfo"] = "skip",
        };
    }

    private JsonArray Row(int y, double range)
    {
        // Small ranges need more decimals: what counts is the share of the grey scale.
        var decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(range)), 0, 12);
        var row = new JsonArray();
        var gridRow = Enumerable.Range(0, GridRows).LastOrDefault(candidate => TopOf(candidate) <= y, -1);
        var inside = gridRow >= 0 && y < TopOf(gridRow) + height;
        for (var x = 0; x < TotalWidth; x++)
        {
            var image = gridRow * columns + x / (width + GapX);
            var column = x % (width + GapX);
            var value = inside && column < width && image < Count ? pixels[(image * height + y - TopOf(gridRow)) * width + column] : float.NaN;
            row.Add(float.IsFinite(value) ? JsonValue.Create(Math.Round((double)value, decimals)) : null);
        }
        return row;
    }

    /// <summary>Axes without ticks, one image pixel as high as wide, and the titles.</summary>
    /// <param name="titles">A title for each image, if they have any.</param>
    /// <param name="rowLabels">A label left of each row of the grid, if they have any.</param>
    public JsonObject Layout(IReadOnlyList<string>? titles, IReadOnlyList<string>? rowLabels)
    {
        const int margin = 10, labels = 110, tools = 28, screenPixelsAcross = 680;
        var left = rowLabels is null ? margin : labels;
        var scale = Math.Min(8.0, (double)(screenPixelsAcross - left) / TotalWidth);
        // Fixed ranges: left to itself Plotly would make room for the titles twice.
        var xAxis = Hidden(-0.5, TotalWidth - 0.5);
        var yAxis = Hidden(TotalHeight - 0.5, -0.5);
        yAxis["scaleanchor"] = "x";
        var layout = PlotJson.Layout(null, xAxis, yAxis, (int)(TotalWidth * scale) + left + margin, (int)(TotalHeight * scale) + tools + margin);
        layout["margin"] = new JsonObject { ["l"] = left, ["r"] = margin, ["t"] = tools, ["b"] = margin };
        var annotations = new JsonArray();
        for (var i = 0; i < (titles?.Count ?? 0); i++)
            annotations.Add((JsonNode)Label(titles![i], i % columns * (width + GapX) + (width - 1) / 2.0, TopOf(i / columns) - 0.5, "center", "bottom"));
        for (var i = 0; i < (rowLabels?.Count ?? 0); i++)
            annotations.Add((JsonNode)Label(rowLabels![i] + " ", -0.5, TopOf(i) + (height - 1) / 2.0, "right", "middle"));
        layout["annotations"] = annotations;
        return layout;
    }

    private static JsonObject Hidden(double from, double to) => new()
    {
        ["visible"] = false,
        ["range"] = new JsonArray(from, to),
        ["fixedrange"] = true,
        ["constrain"] = "domain",
    };

    private static JsonObject Label(string text, double x, double y, string xAnchor, string yAnchor) => new()
    {
        ["text"] = text,
        ["x"] = x,
        ["y"] = y,
        ["xanchor"] = xAnchor,
        ["yanchor"] = yAnchor,
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["size"] = 12 },
    };
}
