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
    /// <param name="names">Names of rows and columns, if given.</param>
    public static Figure HeatMap(
        Tensor values, string xTitle, string yTitle, string valueTitle, bool signed = false,
        (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns)? names = null)
    {
        var (rows, columns, numbers) = Matrix(values, nameof(values));
        var scale = signed ? ColourScale.Diverging : ColourScale.Sequential;
        var (low, high) = scale.Range(numbers);
        if (names is { } given)
        {
            SameCount(rows, given.Rows, "row names");
            SameCount(columns, given.Columns, "column names");
        }
        double[] finite = [.. numbers.Where(double.IsFinite).DefaultIfEmpty(double.NaN)];
        return HeatMapOf(
            Cells(numbers, rows, columns, scale, low, high, valueTitle, names), xTitle, yTitle, Math.Max(rows, columns),
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
        var (rows, columns, _) = matrices[0];
        foreach (var (matrix, (title, values)) in matrices.Zip(panels))
        {
            if ((matrix.Rows, matrix.Columns) != (rows, columns))
                throw new ArgumentException($"'{title}' has the shape {Shape(values)} where [{rows}, {columns}] is needed.",
                    nameof(panels));
        }

        var scale = signed ? ColourScale.Diverging : ColourScale.Sequential;
        var (low, high) = scale.Range(matrices.SelectMany(matrix => matrix.Values));
        var layout = Plot.Layout(null, new(), new(), width: 700, height: 60 + 560 / panels.Count)
            .With(("margin", Plot.Margins(10, 80, 40, 10)));
        var (traces, titles) = (new List<Trace>(), new List<Annotation>());
        for (var i = 0; i < panels.Count; i++)
        {
            var place = i == 0 ? "" : $"{i + 1}";
            var cells = Cells(matrices[i].Values, rows, columns, scale, low, high, valueTitle, null);
            traces.Add(i == 0 ? cells : cells.With(("showscale", false), ("xaxis", "x" + place), ("yaxis", "y" + place)));
            double[] domain = [(i + 0.02) / panels.Count, (i + 0.98) / panels.Count];
            layout.With(
                ("xaxis" + place, Plot.HiddenAxis(-0.5, columns - 0.5).With(("domain", domain), ("anchor", "y" + place))),
                ("yaxis" + place, Plot.HiddenAxis(rows - 0.5, -0.5).With(("anchor", "x" + place), ("scaleanchor", "x" + place))));
            titles.Add(Plot.TitleAbove(panels[i].Title, (columns - 1) / 2.0, -0.5).With(("xref", "x" + place), ("yref", "y" + place)));
        }
        double Furthest(int i) => matrices[i].Values.Zip(matrices[0].Values, (one, other) => Math.Abs(one - other)).Max();
        var words = panels.Select((panel, i) =>
            $"{panel.Title} with a mean of {Short(matrices[i].Values.Average())}"
            + $"{(i == 0 ? "" : $", at most {Short(Furthest(i))} from the first")}");
        return new Figure(
            traces, layout.With(("annotations", titles)),
            $"{valueTitle} of {rows} × {columns} matrices side by side: {string.Join("; ", words)}.");
    }

    /// <summary>A kernel matrix K, the products z·z of random features that stand for it, and the difference.</summary>
    /// <param name="kernel">The exact K, [n, n].</param>
    /// <param name="features">The features z of the same n rows, [n, m].</param>
    public static Figure KernelMatrices(Tensor kernel, Tensor features)
    {
        var (n, _, _) = Matrix(kernel, nameof(kernel));
        var (rows, count, _) = Matrix(features, nameof(features));
        if (rows != n) throw new ArgumentException($"The kernel is that of {n} rows, the features have {rows}.", nameof(features));
        using var scope = NewDisposeScope();
        var exact = kernel.detach().to(float64);
        var z = features.detach().to(float64);
        var products = z.mm(z.t());
        return HeatMaps([("kernel K", exact), ($"z·z of {count} features", products), ("z·z − K", products - exact)],
            "kernel", signed: true);
    }

    /// <summary>The correlations of a table's columns, from −1 to 1 (Pearson); columns without spread have none and stay empty.</summary>
    /// <param name="x">Rows, [n, d], n at least 2.</param>
    /// <param name="names">Names of the columns; their numbers if not given.</param>
    public static Figure Correlations(Tensor x, IReadOnlyList<string>? names = null)
    {
        var (n, d, _) = Matrix(x, nameof(x));
        if (n < 2) throw new ArgumentException("Correlations need at least two rows.", nameof(x));
        names ??= [.. Enumerable.Range(0, d).Select(i => $"{i}")];
        SameCount(d, names, nameof(names));
        double[] r;
        using (NewDisposeScope())
        {
            var centred = x.detach().to(float64);
            centred = centred - centred.mean([0L]);
            var unit = centred / centred.square().sum([0L]).sqrt(); // 0 / 0 without spread
            r = Rows.ToDoubles(unit.t().mm(unit));
        }
        var pairs = from i in Enumerable.Range(0, d) from j in Enumerable.Range(0, i) where double.IsFinite(r[i * d + j]) select (i, j);
        var strongest = pairs.OrderByDescending(pair => Math.Abs(r[pair.i * d + pair.j])).FirstOrDefault();
        return HeatMapOf(
            Cells(r, d, d, ColourScale.Diverging, -1, 1, "correlation", (names, names)), "column", "column", d,
            $"Correlations of {d} columns over {n} rows"
            + (d == 1 ? "." : $"; the strongest is {Short(r[strongest.i * d + strongest.j])}, "
                + $"of {names[strongest.j]} and {names[strongest.i]}."));
    }

    private static (int Rows, int Columns, double[] Values) Matrix(Tensor values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.dim() != 2 || values.numel() == 0)
            throw new ArgumentException($"'{name}' must be a matrix [rows, columns] and not be empty; its shape is {Shape(values)}.", name);
        return ((int)values.shape[0], (int)values.shape[1], Rows.ToDoubles(values));
    }

    private static void SameCount(int count, IReadOnlyList<string> names, string what)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count != count) throw new ArgumentException($"{names.Count} {what} where {count} are needed.", nameof(names));
    }

    private static Figure HeatMapOf(Trace cells, string xTitle, string yTitle, int longest, string altText)
    {
        LinearAxis Axis(LinearAxis axis) => axis.With(("showgrid", false), ("constrain", "domain"), ("dtick", longest <= 20 ? 1 : null));
        var yAxis = Axis(Plot.Axis(yTitle)).With(("autorange", "reversed"), ("scaleanchor", "x"));
        return new Figure([cells], Plot.Layout(null, Axis(Plot.Axis(xTitle)), yAxis, width: 640, height: 520), altText);
    }

    private static Trace Cells(
        double[] values, int rows, int columns, ColourScale scale, double low, double high, string valueTitle,
        (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns)? names)
    {
        var (means, block) = Thinning.Blocks(values, rows, columns, MaxCells);
        var cells = Plot.Trace(
            "heatmap", ("z", means), ("zmin", low), ("zmax", high), ("colorscale", scale.Stops), ("colorbar", Plot.ColourBar(valueTitle)),
            ("hovertemplate", "row %{y}, column %{x}: %{z:.3g}<extra></extra>"));
        if (block > 1) cells.With(("x0", (block - 1) / 2.0), ("dx", block), ("y0", (block - 1) / 2.0), ("dy", block));
        if (names is { } given && block == 1) cells.With(("x", given.Columns), ("y", given.Rows));
        if (Math.Max(rows, columns) <= MaxWrittenCells)
            cells.With(("texttemplate", values.All(value => value == Math.Floor(value)) ? "%{z:,d}" : "%{z:.2f}"));
        return cells;
    }
}
