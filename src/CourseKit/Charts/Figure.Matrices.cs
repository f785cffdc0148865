using Plotly.NET;
using Plotly.NET.LayoutObjects;
using static TorchSharp.torch;

namespace CourseKit;

// Matrices in colours.
public sealed partial class Figure
{
    private const int MaxCells = 200, MaxWrittenCells = 12;

    /// <summary>A matrix in colours, its first row on top; small ones have their values written in.</summary>
    /// <param name="values">The matrix, [rows, columns]; of more than 200 on a side, means of blocks are drawn.</param>
    /// <param name="xTitle">What the columns are.</param>
    /// <param name="yTitle">What the rows are.</param>
    /// <param name="valueTitle">What the values are, with their unit.</param>
    /// <param name="signed">Whether the values have a middle, 0, to be white, as weights and correlations have.</param>
    public static Figure HeatMap(
        Tensor values, string xTitle, string yTitle, string valueTitle, bool signed = false,
        (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns)? names = null)
    {
        var (rows, columns, numbers) = Matrix(values, nameof(values));
        var scale = signed ? ColourScale.Diverging : ColourScale.Sequential;
        if (names is { } given)
        {
            HasCount(rows, given.Rows, "row names");
            HasCount(columns, given.Columns, "column names");
        }
        double[] finite = [.. numbers.Where(double.IsFinite).DefaultIfEmpty(double.NaN)];
        return HeatMapOf(
            Cells(numbers, rows, columns, scale, scale.Range(numbers), valueTitle, names), xTitle, yTitle, Math.Max(rows, columns),
            $"Heat map of {valueTitle}: {rows} rows ({yTitle}) and {columns} columns ({xTitle}), "
            + $"from {Short(finite.Min())} to {Short(finite.Max())}, mean {Short(finite.Average())}.");
    }

    /// <summary>Matrices side by side on one scale, e.g. a kernel K and what z·z of random Fourier features makes of it.</summary>
    /// <param name="panels">Title and matrix of each panel, all of one shape; of more than 200 on a side, means of blocks are
    /// drawn.</param>
    /// <param name="valueTitle">What the values are, with their unit.</param>
    /// <param name="signed">Whether the values have a middle, 0, to be white.</param>
    public static Figure HeatMaps(IReadOnlyList<(string Title, Tensor Values)> panels, string valueTitle, bool signed = false)
    {
        NotEmpty(panels, nameof(panels));
        var matrices = panels.Select(panel => Matrix(panel.Values, panel.Title)).ToArray();
        var (rows, columns, first) = matrices[0];
        foreach (var (matrix, (title, values)) in matrices.Zip(panels))
        {
            if ((matrix.Rows, matrix.Columns) != (rows, columns))
                throw new ArgumentException($"'{title}' has the shape {Shape(values)} where [{rows}, {columns}] is needed.",
                    nameof(panels));
        }

        var scale = signed ? ColourScale.Diverging : ColourScale.Sequential;
        var range = scale.Range(matrices.SelectMany(matrix => matrix.Values));
        var layout = Plot.Layout(null, new(), new(), width: 700, height: 60 + 560 / panels.Count)
            .With(("margin", Plot.Margins(10, 80, 40, 10)));
        var (traces, titles, words) = (new List<Trace>(), new List<Annotation>(), new List<string>());
        foreach (var (i, (title, _)) in panels.Index())
        {
            var (x, y) = i == 0 ? ("x", "y") : ($"x{i + 1}", $"y{i + 1}");
            var values = matrices[i].Values;
            traces.Add(Cells(values, rows, columns, scale, range, valueTitle, null)
                .With(("showscale", i == 0), ("xaxis", x), ("yaxis", y)));
            double[] domain = [(i + 0.02) / panels.Count, (i + 0.98) / panels.Count];
            layout.With(
                (x.Insert(1, "axis"), Plot.HiddenAxis(-0.5, columns - 0.5).With(("domain", domain), ("anchor", y))),
                (y.Insert(1, "axis"), Plot.HiddenAxis(rows - 0.5, -0.5).With(("anchor", x), ("scaleanchor", x))));
            titles.Add(Plot.TitleAbove(title, (columns - 1) / 2.0, -0.5).With(("xref", x), ("yref", y)));
            var furthest = values.Zip(first, (one, other) => Math.Abs(one - other)).Max();
            words.Add($"{title} with a mean of {Short(values.Average())}{(i == 0 ? "" : $", at most {Short(furthest)} from the first")}");
        }
        return new Figure(
            traces, layout.With(("annotations", titles)),
            $"{valueTitle} of {rows} × {columns} matrices side by side: {string.Join("; ", words)}.");
    }

    private static (int Rows, int Columns, double[] Values) Matrix(Tensor values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.dim() != 2 || values.numel() == 0)
            throw new ArgumentException($"'{name}' must be a matrix [rows, columns] and not be empty; its shape is {Shape(values)}.", name);
        return ((int)values.shape[0], (int)values.shape[1], Rows.ToDoubles(values));
    }

    private static Figure HeatMapOf(Trace cells, string xTitle, string yTitle, int longest, string altText)
    {
        LinearAxis Axis(LinearAxis axis) => axis.With(("showgrid", false), ("constrain", "domain"), ("dtick", longest <= 20 ? 1 : null));
        var yAxis = Axis(Plot.Axis(yTitle)).With(("autorange", "reversed"), ("scaleanchor", "x"));
        return new Figure([cells], Plot.Layout(null, Axis(Plot.Axis(xTitle)), yAxis, width: 640, height: 520), altText);
    }

    private static Trace Cells(
        double[] values, int rows, int columns, ColourScale scale, (double Low, double High) range, string valueTitle,
        (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns)? names)
    {
        var block = (Math.Max(rows, columns) + MaxCells - 1) / MaxCells;
        using var scope = NewDisposeScope();
        // At the edges the means of what is left.
        var means = block == 1 ? values
            : Rows.ToDoubles(nn.functional.avg_pool2d(tensor(values).reshape(1, 1, rows, columns), block, ceil_mode: true));
        var cells = Plot.Trace(
            "heatmap", ("z", means.Chunk((columns + block - 1) / block).ToArray()), ("zmin", range.Low), ("zmax", range.High),
            ("colorscale", scale.Stops), ("colorbar", Plot.ColourBar(valueTitle)),
            ("hovertemplate", "row %{y}, column %{x}: %{z:.3g}<extra></extra>"));
        if (block > 1) cells.With(("x0", (block - 1) / 2.0), ("dx", block), ("y0", (block - 1) / 2.0), ("dy", block));
        else if (names is { } given) cells.With(("x", given.Columns), ("y", given.Rows));
        if (Math.Max(rows, columns) <= MaxWrittenCells)
            cells.With(("texttemplate", values.All(value => value == Math.Floor(value)) ? "%{z:,d}" : "%{z:.2f}"));
        return cells;
    }
}
