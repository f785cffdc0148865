using System.Globalization;
using System.Text;

namespace CourseKit.Cli;

/// <summary>Two small drawings for pages that must not need anything else: a histogram of scores and a curve in the unit square.</summary>
internal static class SvgChart
{
    private const int Width = 460;
    private const int Height = 300;
    private const int Left = 52;
    private const int Bottom = 44;
    private const int Top = 16;
    private const int Right = 14;

    /// <summary>How often scores occur, as shares of their group, and the threshold.</summary>
    /// <param name="groups">Name and scores of one or two groups, the normal one first.</param>
    /// <param name="threshold">Where the line is.</param>
    public static string Histogram(IReadOnlyList<(string Name, double[] Scores)> groups, double threshold)
    {
        const int bins = 40;
        double[] all = [.. groups.SelectMany(group => group.Scores).Order()];
        // A few scores far out would press all others into one bar: the last bar takes what is beyond.
        var (low, high) = (Math.Min(all[0], threshold), Math.Max(all[(int)(0.99 * (all.Length - 1))], threshold + 0.25 * Math.Abs(threshold - all[0])));
        if (!(high > low)) (low, high) = (low - 0.5, low + 0.5);
        var shares = groups.Select(group =>
        {
            var counts = new double[bins];
            foreach (var score in group.Scores) counts[(int)Math.Clamp((score - low) / (high - low) * bins, 0, bins - 1)] += 1.0 / Math.Max(1, group.Scores.Length);
            return counts;
        }).ToArray();
        var top = shares.Max(one => one.Max());
        var svg = Start($"Histogram of scores: {string.Join(", ", groups.Select(group => $"{group.Scores.Length} {group.Name}"))}; the threshold is at {Number(threshold)}.", "score (the last bar holds all beyond)", "share of the rows");
        for (var i = 0; i < groups.Count; i++)
        {
            for (var bin = 0; bin < bins; bin++)
            {
                var (x, y) = (X((double)bin / bins), Y(shares[i][bin] / top));
                if (shares[i][bin] > 0)
                    svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.0}\" y=\"{y:0.0}\" width=\"{X((bin + 1.0) / bins) - x:0.0}\" height=\"{Y(0) - y:0.0}\" fill=\"var(--{(i == 0 ? "normal" : "anomaly")})\" fill-opacity=\".6\"/>");
            }
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Width - 150}\" y=\"{Top + 18 * i}\" width=\"12\" height=\"12\" fill=\"var(--{(i == 0 ? "normal" : "anomaly")})\" fill-opacity=\".6\"/><text x=\"{Width - 132}\" y=\"{Top + 18 * i + 11}\">{Page.Escape(groups[i].Name)}</text>");
        }
        var at = X((threshold - low) / (high - low));
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{at:0.0}\" y1=\"{Top}\" x2=\"{at:0.0}\" y2=\"{Y(0)}\" stroke=\"currentColor\" stroke-dasharray=\"4 3\"/><text x=\"{at + 4:0.0}\" y=\"{Top + 10}\">threshold</text>");
        return Finish(svg, Number(low), Number(high), Number(top));
    }

    /// <summary>A curve with both axes from 0 to 1.</summary>
    /// <param name="x">Across.</param>
    /// <param name="y">Up.</param>
    /// <param name="chance">What chance would give at x = 0 and x = 1.</param>
    /// <param name="alternative">The picture in words.</param>
    /// <param name="xTitle">Title of the horizontal axis.</param>
    /// <param name="yTitle">Title of the vertical axis.</param>
    public static string Curve(double[] x, double[] y, (double From, double To) chance, string alternative, string xTitle, string yTitle)
    {
        var svg = Start(alternative, xTitle, yTitle);
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(0):0.0}\" y1=\"{Y(chance.From):0.0}\" x2=\"{X(1):0.0}\" y2=\"{Y(chance.To):0.0}\" stroke=\"currentColor\" stroke-dasharray=\"4 3\" opacity=\".6\"/><polyline fill=\"none\" stroke=\"var(--normal)\" stroke-width=\"2\" points=\"");
        var (lastX, lastY) = (double.NaN, double.NaN);
        for (var i = 0; i < x.Length; i++)
        {
            // Thousands of scores need no thousands of points.
            if (i > 0 && i < x.Length - 1 && Math.Abs(x[i] - lastX) < 0.002 && Math.Abs(y[i] - lastY) < 0.002) continue;
            (lastX, lastY) = (x[i], y[i]);
            svg.Append(CultureInfo.InvariantCulture, $"{X(lastX):0.0},{Y(lastY):0.0} ");
        }
        svg.Append("\"/>");
        return Finish(svg, "0", "1", "1");
    }

    private static StringBuilder Start(string alternative, string xTitle, string yTitle) => new StringBuilder().Append(CultureInfo.InvariantCulture,
        $"<figure><svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" role=\"img\" aria-label=\"{Page.Escape(alternative)}\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\" fill=\"none\" stroke=\"var(--grid)\"/><text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{Page.Escape(xTitle)}</text><text x=\"14\" y=\"{(Height - Bottom + Top) / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {(Height - Bottom + Top) / 2})\">{Page.Escape(yTitle)}</text>");

    private static string Finish(StringBuilder svg, string low, string high, string top) => svg.Append(CultureInfo.InvariantCulture,
        $"<text x=\"{Left}\" y=\"{Height - Bottom + 16}\">{low}</text><text x=\"{Width - Right}\" y=\"{Height - Bottom + 16}\" text-anchor=\"end\">{high}</text><text x=\"{Left - 6}\" y=\"{Top + 10}\" text-anchor=\"end\">{top}</text><text x=\"{Left - 6}\" y=\"{Height - Bottom}\" text-anchor=\"end\">0</text></svg></figure>").ToString();

    private static double X(double share) => Left + share * (Width - Left - Right);

    private static double Y(double share) => Height - Bottom - share * (Height - Top - Bottom);

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
