using System.Diagnostics;
using Deedle;

namespace CourseKit.Tests;

public class FrameViewTests
{
    private static readonly Frame<int, string> Small = Frame.FromRecords(
        new[] { new { name = "a <1>", size = 0.5, count = 12, ok = true }, new { name = "b", size = 123.456, count = 3, ok = false } });

    [Fact]
    public void NumbersAreToTheRightWithTheSameDecimals() =>
        Assert.Equal(
            """
               name     size  count  ok
            -  -----  ------  -----  -----
            0  a <1>    0.50     12  True
            1  b      123.46      3  False
            2 rows × 4 columns
            """.ReplaceLineEndings("\n"), FrameView.ToText(Small));

    [Fact]
    public void HtmlIsEscapedAndAligned()
    {
        var html = FrameView.ToHtml(Small);
        Assert.Contains("<th scope=\"col\" style=\"text-align:right\">size</th>", html);
        Assert.Contains("<td style=\"text-align:left\">a &lt;1&gt;</td><td style=\"text-align:right\">0.50</td>", html);
        Assert.EndsWith("<p>2 rows × 4 columns</p>", html);
    }

    [Fact]
    public void OfALargeFrameTheEndsAreShownAtOnce()
    {
        var frame = Frame.FromColumns(Enumerable.Range(0, 50).Select(j =>
            KeyValue.Create($"c{j}", Enumerable.Range(0, 100_000).Select(i => KeyValue.Create(i, i * 0.1)).ToSeries())));
        FrameView.ToHtml(Small); // compiled
        var clock = Stopwatch.StartNew();
        var html = FrameView.ToHtml(frame);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
        Assert.InRange(html.Length, 1000, 50_000);
        Assert.Contains("<p>100,000 rows × 50 columns</p>", html);
        Assert.Equal(1 + FrameView.MaxShown + 1, html.Split("<tr>").Length - 1);
        Assert.Contains("<td style=\"text-align:right\">99999</td>", html);
        Assert.Contains(">c49</th>", html);
        Assert.DoesNotContain(">c25</th>", html);
    }

    [Fact]
    public void MissingValuesTextAndTimesAreShown()
    {
        var frame = Frame.CreateEmpty<int, string>();
        frame.AddColumn("x", (double[])[1, double.NaN, 3.25e-3]);
        frame.AddColumn("s", ((object?[])["a\nb", null, 2.5]).AsEnumerable());
        frame.AddColumn("t", (DateTime[])[new(2024, 5, 1), new(2024, 5, 2, 3, 4, 5), new(2025, 1, 1)]);
        Assert.Equal(
            """
                   x  s    t
            -  -----  ---  -------------------
            0  1.000  a b  2024-05-01
            1      –  –    2024-05-02 03:04:05
            2  0.003  2.5  2025-01-01
            3 rows × 3 columns
            """.ReplaceLineEndings("\n"), FrameView.ToText(frame));
    }

    [Fact]
    public void ASeriesIsATableOfOneColumn()
    {
        var series = new SeriesBuilder<string, double> { { "first", 1 }, { "second", 22.5 } }.Series;
        Assert.Contains("second   22.5", FrameView.ToText(series));
        Assert.True(FrameView.Shows(series.GetType()) && FrameView.Shows(Small.GetType()) && FrameView.Shows(Small.Rows[0].GetType()));
        Assert.False(FrameView.Shows(typeof(string)) || FrameView.Shows(typeof(List<double>)));
        Assert.Contains("neither a frame nor a series", Assert.Throws<ArgumentException>(() => FrameView.ToHtml("x")).Message);
    }

    [Fact]
    public void KernelsAreToldHowFramesAndSeriesAreShown()
    {
        NotebookFormatters.Register();
        var of = Assert.IsType<Func<Type, object?>>(AppContext.GetData("Notebook.Formatters"));
        Assert.Null(of(typeof(string)));
        dynamic source = of(Small.GetType())!;
        var formatters = ((System.Collections.IEnumerable)source.GetType().GetMethod("CreateTypeFormatters").Invoke(source, null))
            .Cast<MimeFormatter>();
        Assert.Equal(["text/html", "text/plain"], formatters.Select(one => one.MimeType));
        using var writer = new StringWriter();
        Assert.True(formatters.Last().Format(Small.GetColumn<double>("size"), writer));
        Assert.Equal(FrameView.ToText(Small.GetColumn<double>("size")), writer.ToString());
    }
}
