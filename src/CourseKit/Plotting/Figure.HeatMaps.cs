using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>A matrix in colours, its first row on top; small ones have their values written in.</summary>
    /// <param name="values">The matrix, [rows, columns]; of more than 200 on a side, means of blocks are drawn.</param>
    /// <param name="xTitle">What the columns are.</param>
    /// <param name="yTitle">What the rows are.</param>
    /// <param name="valueTitle">What the values are, with their unit.</param>
    /// <param name="signed">Whether the values have a middle, 0, to be white, as weights and correlations have.</param>
    /// <param name="names">Names of rows and columns, if given.</param>
    public static Figure HeatMap(
        Tensor values, string xTitle, string yTitle, string valueTitle, bool signed = false, (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns)? names = null)
    {
        var (rows, columns, numbers) = Matrix(values, nameof(values));
        var scale = signed ? ColourScale.Diverging : ColourScale.Sequential;
        var (low, high) = scale.Range(numbers);
        if (names is { } given)
        {
            SameCount(rows, given.Rows, "row names");
            SameCount(columns, given.Columns, "column names");
        }
        var finite = numbers.Where(double.IsFinite).DefaultIfEmpty(double.NaN).ToArray();
        return HeatMapOf(
            Cells(numbers, rows, columns, scale, low, high, valueTitle, names), xTitle, yTitle, Math.Max(rows, columns),
            $"Heat map of {valueTitle}: {rows} rows ({yTitle}) and {columns} columns ({xTitle}), from {Short(finite.Min())} to {Short(finite.Max())}, mean {Short(finite.Average())}.");
    }

    /// <summary>The correlations of a table's columns, from −1 to 1 (Pearson); columns without spread have none and stay empty.</summary>
    /// <param name="x">Rows, [n, d], n at least 2.</param>
    /// <param name="names">Names of the columns; their numbers if not given.</param>
    public static Figure Correlations(Tensor x, IReadOnlyList<string>? names = null)
    {
        var (n, d, values) = Matrix(x, nameof(x));
        if (n < 2) throw new ArgumentException("Correlations need at least two rows.", nameof(x));
        names ??= [.. Enumerable.Range(0, d).Select(i => $"{i}")];
        SameCount(d, names, nameof(names));
        var columns = Enumerable.Range(0, d).Select(j => Enumerable.Range(0, n).Select(i => values[i * d + j]).ToArray()).ToArray();
        double[] r = [.. from one in columns from other in columns select MathNet.Numerics.Statistics.Correlation.Pearson(one, other)];
        var strongest = (from i in Enumerable.Range(0, d) from j in Enumerable.Range(0, i) where double.IsFinite(r[i * d + j]) orderby Math.Abs(r[i * d + j]) descending select (i, j)).FirstOrDefault();
        return HeatMapOf(
            Cells(r, d, d, ColourScale.Diverging, -1, 1, "correlation", (names, names)), "column", "column", d,
            $"Correlations of {d} columns over {n} rows" + (d > 1 ? $"; the strongest is {Short(r[strongest.i * d + strongest.j])}, of {names[strongest.j]} and {names[strongest.i]}." : "."));
    }

    /// <summary>The four counts of right and wrong answers.</summary>
    /// <param name="confusion">The counts.</param>
    public static Figure ConfusionMatrix(Confusion confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var (tp, fp, tn, fn) = confusion;
        double[] counts = [tn, fp, fn, tp];
        return HeatMapOf(
            Cells(counts, 2, 2, ColourScale.Sequential, 0, Math.Max(1, counts.Max()), "number of rows", (["normal", "anomaly"], ["not flagged", "flagged"])), "the detector's answer", "truth", 2,
            $"Confusion matrix: {tp} anomalies flagged and {fn} missed, {fp} normals flagged and {tn} left alone; precision {Three(confusion.Precision)}, recall {Three(confusion.Recall)}, F1 {Three(confusion.F1)}.");
    }

    private static (int Rows, int Columns, double[] Values) Matrix(Tensor values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.dim() != 2 || values.numel() == 0) throw new ArgumentException($"'{name}' must be a matrix [rows, columns] and not be empty; its shape is [{string.Join(", ", values.shape)}].", name);
        return ((int)values.shape[0], (int)values.shape[1], Rows.ToDoubles(values));
    }

    private static void SameCount(int count, IReadOnlyList<string> names, string what)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count != count) throw new ArgumentException($"{names.Count} {what} where {count} are needed.", nameof(names));
    }

    private static Figure HeatMapOf(JsonObject cells, string xTitle, string yTitle, int most, string altText)
    {
        var (xAxis, yAxis) = (PlotJson.Axis(xTitle), PlotJson.Axis(yTitle));
        foreach (var axis in new[] { xAxis, yAxis })
        {
            axis["showgrid"] = false;
            axis["constrain"] = "domain";
            if (most <= 20) axis["dtick"] = 1;
        }
        yAxis["autorange"] = "reversed";
        yAxis["scaleanchor"] = "x";
        return new Figure([cells], PlotJson.Layout(null, xAxis, yAxis, width: 640, height: 520), altText);
    }
}
