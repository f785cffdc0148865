using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    private const int MostCells = 200, MostWrittenCells = 12;

    /// <summary>Matrices side by side on one scale, e.g. a kernel K and what z·z of random Fourier features makes of it.</summary>
    /// <param name="panels">Title and matrix of each panel, all of one shape; of more than 200 on a side, means of blocks are drawn.</param>
    /// <param name="valueTitle">What the values are, with their unit.</param>
    /// <param name="signed">Whether the values have a middle, 0, to be white.</param>
    public static Figure HeatMaps(IReadOnlyList<(string Title, Tensor Values)> panels, string valueTitle, bool signed = false)
    {
        NotEmpty(panels, nameof(panels));
        var matrices = panels.Select(panel => Matrix(panel.Values, panel.Title)).ToArray();
        var (rows, columns, _) = matrices[0];
        foreach (var (matrix, (title, values)) in matrices.Zip(panels))
            if ((matrix.Rows, matrix.Columns) != (rows, columns)) throw new ArgumentException($"'{title}' has the shape [{string.Join(", ", values.shape)}] where [{rows}, {columns}] is needed.", nameof(panels));

        var scale = signed ? ColourScale.Diverging : ColourScale.Sequential;
        var (low, high) = scale.Range(matrices.SelectMany(matrix => matrix.Values));
        var layout = PlotJson.Layout(null, new(), new(), width: 700, height: 60 + 560 / panels.Count);
        layout["margin"] = new JsonObject { ["l"] = 10, ["r"] = 80, ["t"] = 40, ["b"] = 10 };
        var (traces, titles) = (new JsonArray(), new JsonArray());
        for (var i = 0; i < panels.Count; i++)
        {
            var place = i == 0 ? "" : $"{i + 1}";
            var cells = Cells(matrices[i].Values, rows, columns, scale, low, high, valueTitle, null);
            if (i > 0) (cells["showscale"], cells["xaxis"], cells["yaxis"]) = (false, "x" + place, "y" + place);
            traces.Add((JsonNode)cells);
            var (xAxis, yAxis) = (PlotJson.HiddenAxis(-0.5, columns - 0.5), PlotJson.HiddenAxis(rows - 0.5, -0.5));
            xAxis["domain"] = new JsonArray(PlotJson.Number((i + 0.02) / panels.Count), PlotJson.Number((i + 0.98) / panels.Count));
            (xAxis["anchor"], yAxis["anchor"], yAxis["scaleanchor"]) = ("y" + place, "x" + place, "x" + place);
            (layout["xaxis" + place], layout["yaxis" + place]) = (xAxis, yAxis);
            var title = PlotJson.TitleAbove(panels[i].Title, (columns - 1) / 2.0, -0.5);
            (title["xref"], title["yref"]) = ("x" + place, "y" + place);
            titles.Add((JsonNode)title);
        }
        layout["annotations"] = titles;
        double Furthest(int i) => matrices[i].Values.Zip(matrices[0].Values, (one, other) => Math.Abs(one - other)).Max();
        var words = panels.Select((panel, i) => $"{panel.Title} with a mean of {Short(matrices[i].Values.Average())}{(i == 0 ? "" : $", at most {Short(Furthest(i))} from the first")}");
        return new Figure(traces, layout, $"{valueTitle} of {rows} × {columns} matrices side by side: {string.Join("; ", words)}.");
    }

    /// <summary>A kernel matrix K, the products z·z of random features that stand for it, and the difference.</summary>
    /// <param name="kernel">The exact K, [n, n].</param>
    /// <param name="features">The features z of the same n rows, [n, m].</param>
    public static Figure KernelMatrices(Tensor kernel, Tensor features)
    {
        var (n, _, _) = Matrix(kernel, nameof(kernel));
        var (rows, count, _) = Matrix(features, nameof(features));
        if (rows != n) throw new ArgumentException($"The kernel is that of {n} rows, the features have {rows}.", nameof(features));
        using var scope = TorchSharp.torch.NewDisposeScope();
        var exact = kernel.detach().to(float64);
        var z = features.detach().to(float64);
        var products = z.mm(z.t());
        return HeatMaps([("kernel K", exact), ($"z·z of {count} features", products), ("z·z − K", products - exact)], "kernel", signed: true);
    }

    private static JsonObject Cells(
        double[] values, int rows, int columns, ColourScale scale, double low, double high, string valueTitle, (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns)? names)
    {
        var (means, block) = Thinning.Blocks(values, rows, columns, MostCells);
        var z = new JsonArray();
        for (var i = 0; i < means.GetLength(0); i++) z.Add((JsonNode)PlotJson.Numbers(Enumerable.Range(0, means.GetLength(1)).Select(j => means[i, j])));
        var cells = new JsonObject
        {
            ["type"] = "heatmap",
            ["z"] = z,
            ["zmin"] = PlotJson.Number(low),
            ["zmax"] = PlotJson.Number(high),
            ["colorscale"] = scale.ToJson(),
            ["colorbar"] = PlotJson.ColourBar(valueTitle),
            ["hovertemplate"] = "row %{y}, column %{x}: %{z:.3g}<extra></extra>",
        };
        if (block > 1)
        {
            foreach (var side in "xy") (cells[side + "0"], cells["d" + side]) = ((block - 1) / 2.0, block);
        }
        if (names is { } given && block == 1) (cells["x"], cells["y"]) = (PlotJson.Strings(given.Columns), PlotJson.Strings(given.Rows));
        if (Math.Max(rows, columns) <= MostWrittenCells) cells["texttemplate"] = values.All(value => value == Math.Floor(value)) ? "%{z:,d}" : "%{z:.2f}";
        return cells;
    }
}
