using System.Globalization;

namespace CourseKit.Tests;

public class ResultTableTests
{
    private static readonly ResultTable Sample = new ResultTable("model", "rows", "AUROC").Add("PCA <2>", 1000, 0.89549)
        .Add("autoencoder", 12665, 1.0);

    [Fact]
    public void TextLinesUpWithNumbersToTheRight() =>
        Assert.Equal(
            """
            model         rows  AUROC
            -----------  -----  -----
            PCA <2>       1000  0.895
            autoencoder  12665  1.000
            """.ReplaceLineEndings("\n"), Sample.ToString());

    [Fact]
    public void HtmlEscapesTextAndAlignsNumbers()
    {
        var html = Sample.ToHtml();
        Assert.Contains("<td style=\"text-align:left\">PCA &lt;2&gt;</td><td style=\"text-align:right\">1000</td>", html,
            StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\" style=\"text-align:right\">AUROC</th>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ItIsAFrameAndColumnsHaveFormatsWithUnits()
    {
        Assert.Equal(["model", "rows", "AUROC"], Sample.Frame.ColumnKeys);
        Assert.Equal([typeof(string), typeof(int), typeof(double)], Sample.Frame.ColumnTypes);
        var timed = new ResultTable("rows", "time") { Formats = { ["rows"] = "N0", ["time"] = "0.0 ms" } }.Add(12345, 0.25);
        Assert.EndsWith("12,345  0.3 ms", timed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AGermanComputerWritesTheSameNumbers()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Contains("0.5000", new ResultTable("x") { Format = "0.0000" }.Add(0.5).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ARowMustFitTheColumns()
    {
        Assert.Contains("2 columns, but the row has 3",
            Assert.Throws<ArgumentException>(() => new ResultTable("a", "b").Add(1, 2, 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ResultTable());
    }
}
