using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plotly.NET;

namespace CourseKit.Tests;

public class FigureTests
{
    private static readonly bool[] Labels = [false, false, true, true];
    private static readonly double[] Scores = [0.1, 0.4, 0.35, 0.8];

    /// <summary>One figure from each factory that draws numbers.</summary>
    public static TheoryData<string> Kinds => ["line", "scatter", "bar", "roc", "pr", "histogram"];

    private static Figure Make(string kind) => kind switch
    {
        "line" => Figure.Line([new("a", [1, 2, 3], [1, double.NaN, 1 / 3.0]), new("b", [1], [double.PositiveInfinity])], "time / s",
            "value", "Two lines."),
        "scatter" => Figure.Scatter([new("a", [1, 2], [3, 4]), new("fit", [1, 2], [3, 4]) { Joined = true }], "x", "y",
            "Points and a line.", equalScale: true),
        "bar" => Figure.Bar(["0", "1"], [0.25, 0.5], "digit", "error", "Two bars.", deviations: [0.1, 0.2]),
        "roc" => Figure.Roc(Labels, ("PCA", Scores), ("other", [4.0, 3, 2, 1])),
        "pr" => Figure.PrecisionRecall(Labels, ("PCA", Scores)),
        _ => Figure.ScoreHistogram(Labels, Scores, threshold: 0.5),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void HasWordsAxisTitlesAndNumbersForEveryPoint(string kind)
    {
        var figure = Make(kind);
        Assert.False(string.IsNullOrWhiteSpace(figure.AltText));
        var json = figure.ToJson();
        Assert.Equal(["data", "layout", "config", "alt"], json.Select(member => member.Key));
        Assert.Equal(figure.AltText, (string?)json["alt"]);
        Assert.True((bool)json["config"]!["responsive"]!);
        Assert.False(string.IsNullOrWhiteSpace((string?)json["layout"]!["xaxis"]!["title"]!["text"]));
        Assert.False(string.IsNullOrWhiteSpace((string?)json["layout"]!["yaxis"]!["title"]!["text"]));
        Assert.Equal("rgba(0,0,0,0)", (string?)json["layout"]!["paper_bgcolor"]);
        Assert.All(json["data"]!.AsArray(), trace => Assert.Equal(trace!["x"]!.AsArray().Count, trace["y"]!.AsArray().Count));
    }

    [Fact]
    public void NumbersHaveFiveSignificantDigits()
    {
        var random = new Random(3);
        double[] values =
        [
            0, -0.0, 1, -1, 99_999, 99_999.5, 100_000, -123_455, 9.99995, 1e-5, 9.99999e-6, 1.0 / 3, -2e15, 1e16, int.MinValue, 1.7e308,
                -1e-300,
            1e-4, 99_999e-9, 1e14, 99_999.4e10, 1.00005, 2.5e-3, 12_000, 0.1, double.NaN, double.NegativeInfinity,
            .. Enumerable.Range(0, 5000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 21))),
        ];
        var written = Figure.Line([new("a", values, values)], "x", "y", "Many.").ToJson()["data"]![0]!["x"]!.AsArray();
        Assert.Equal("0", written[1]!.ToJsonString()); // not −0
        foreach (var (value, rounded) in values.Zip(written))
        {
            if (!double.IsFinite(value)) Assert.Null(rounded);
            else Assert.Equal(Five(value), double.Parse(rounded!.ToJsonString(), CultureInfo.InvariantCulture));
        }

        static double Five(double value)
        {
            var culture = CultureInfo.InvariantCulture;
            return double.Parse(value.ToString("E4", culture), culture);
        }
    }

    [Fact]
    public void WhatIsChangedAfterwardsDoesNotChangeTheFigure()
    {
        double[] y = [1, 2];
        var figure = Figure.Line([new("a", [1, 2], y)], "x", "y", "A line.");
        var before = figure.ToJson().ToJsonString();
        y[0] = 7;
        GenericChart.getLayout(figure.Chart).SetProperty("width", 300);
        figure.ToJson()["alt"] = "Another.";
        Assert.Equal(before, figure.ToJson().ToJsonString());
        Assert.Contains("\"y\":[1,2]", before, StringComparison.Ordinal);
    }

    [Fact]
    public void TheChartOfAFigureGoesOn()
    {
        var chart = Make("line").Chart;
        Assert.Equal(["scatter", "scatter"], GenericChart.getTraces(chart).Select(trace => trace.type));
        var both = Plotly.NET.CSharp.Chart.Combine([chart, Plotly.NET.CSharp.Chart.Bar<double, string,
            string>(values: [3.0], Keys: (string[])["c"])]);
        var json = Figure.Of(both, "Lines and a bar.").ToJson();
        Assert.Equal(["scatter", "scatter", "bar"], json["data"]!.AsArray().Select(trace => (string?)trace!["type"]));
        Assert.Equal("time / s", (string?)json["layout"]!["xaxis"]!["title"]!["text"]);
    }

    [Fact]
    public void AChartOfOnesOwnGetsTheThemeAndKeepsWhatItSays()
    {
        var chart = Plotly.NET.CSharp.Chart.Line<double, double,
            string>(x: (double[])[1, 2, 1_234_567.5], y: (double[])[1, double.NaN, 3], LineColor: Color.fromString("#ff0000"));
        var figure = Figure.Of(chart, "A line with a gap.");
        var json = figure.ToJson();
        Assert.Equal("[1,2,1234567.5]", json["data"]![0]!["x"]!.ToJsonString()); // numbers as they are
        Assert.Equal("[1,null,3]", json["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("#ff0000", (string?)json["data"]![0]!["line"]!["color"]);
        var theme = json["layout"]!["template"]!; // in place of Plotly.NET's own, white and blue
        Assert.Equal((Palette.Transparent, Palette.Normal), ((string?)theme["layout"]!["paper_bgcolor"],
            (string?)theme["layout"]!["colorway"]![0]));
        Assert.Equal("#00204c", (string?)theme["data"]!["contour"]![0]!["colorscale"]![0]![1]);
        Assert.Equal((600, 600), ((int)json["layout"]!["width"]!, (int)json["layout"]!["height"]!));
        Assert.Equal("A line with a gap.", (string?)json["alt"]);

        var layout = new Layout();
        layout.SetProperty("paper_bgcolor", "#123456");
        layout.SetProperty("template", ChartTemplates.dark);
        var own = Figure.Of(GenericChart.setLayout(layout, chart), "words").ToJson()["layout"]!;
        Assert.Equal(("#123456", ChartJson.TextOf(ChartTemplates.dark)), ((string?)own["paper_bgcolor"], own["template"]!.ToJsonString()));
        Assert.Equal(["paper_bgcolor", "template"], layout.Properties.Keys); // the student's layout is untouched
    }

    [Fact]
    public void AnyTypeOfChartIsWritten()
    {
        var z = (double[][])[[1, 2], [3, double.NaN]];
        foreach (var (type, chart) in new (string, GenericChart)[]
        {
            ("surface", Plotly.NET.CSharp.Chart.Surface<double, double, double, string>(zData: z)),
            ("contour", Plotly.NET.CSharp.Chart.Contour<double, double, double, string>(zData: z)),
            ("pie", Plotly.NET.CSharp.Chart.Pie<double, string, string>(values: [1.0, 2])),
            ("histogram", Plotly.NET.CSharp.Chart.Histogram<DateTime, double, string>(X: (DateTime[])[new(2026, 1, 2)])),
        })
        {
            Assert.Equal(type, (string?)Figure.Of(chart, "words").ToJson()["data"]![0]!["type"]);
        }
        Assert.Equal("[[1,2],[3,null]]", Figure.Of(Plotly.NET.CSharp.Chart.Surface<double, double, double, string>(zData: z), "w")
            .ToJson()["data"]![0]!["z"]!.ToJsonString());
    }

    [Fact]
    public void AChartOfPlotlyNetShowsItself()
    {
        NotebookFormatters.Register();
        var chart = Plotly.NET.CSharp.Chart.Line<double, double, string>(x: (double[])[1, 2], y: (double[])[3, 4]);
        var source = ((Func<Type, object?>)AppContext.GetData("Notebook.Formatters")!)(chart.GetType())!;
        var bundle = new Dictionary<string, string>();
        foreach (var formatter in ((FigureFormatters)source).CreateTypeFormatters().Cast<MimeFormatter>()
            .Where(one => one.Type.IsInstanceOfType(chart)))
        {
            using var writer = new StringWriter();
            Assert.True(formatter.Format(chart, writer));
            bundle.Add(formatter.MimeType, writer.ToString());
        }
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "text/plain"], bundle.Keys);
        Assert.Equal("[3,4]", JsonNode.Parse(bundle["application/vnd.plotly.v1+json"])!["data"]![0]!["y"]!.ToJsonString());
        Assert.Contains("coursekit-figure", bundle["text/html"], StringComparison.Ordinal);
        Assert.StartsWith("A chart of Plotly.NET (scatter).", bundle["text/plain"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OffersThreeMimeTypesToAnyKernel(string kind)
    {
        // As a kernel does it: by the attribute's simple name, by the members' names.
        var figure = Make(kind);
        var attribute = figure.GetType().GetCustomAttributes().Single(one => one.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var preferred = (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;
        var bundle = new Dictionary<string, string>();
        foreach (var formatter in (IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!)
        {
            if ((Type)formatter.GetType().GetProperty("Type")!.GetValue(formatter)! != typeof(Figure)) continue;
            using var writer = new StringWriter();
            Assert.True((bool)formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!.Invoke(formatter,
                [figure, writer])!);
            bundle.Add((string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)!, writer.ToString());
        }
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "text/plain"], preferred);
        Assert.Equal(preferred, bundle.Keys);
        Assert.True(JsonNode.DeepEquals(figure.ToJson(), JsonNode.Parse(bundle["application/vnd.plotly.v1+json"])));
        Assert.Equal(figure.AltText, bundle["text/plain"]);
        Assert.Contains("cdn.jsdelivr.net/npm/plotly.js-cartesian-dist-min@", bundle["text/html"]);
        Assert.Contains("role=\"img\"", bundle["text/html"]);
    }

    [Fact]
    public void TextCannotBreakOutOfTheHtml()
    {
        var figure = Figure.Line([new("</script><b>", [1], [1])], "x", "y", "\"></div></script><script>alert(1)</script>");
        using var writer = new StringWriter();
        new FigureFormatters().CreateTypeFormatters().Cast<MimeFormatter>().First(one => one.MimeType == "text/html")
            .Format(figure, writer);
        Assert.Equal(1, writer.ToString().Split("</script>").Length - 1);
        Assert.DoesNotContain("<b>", writer.ToString());
    }

    [Fact]
    public void NumbersAreRoundedAndGapsAreNull()
    {
        var y = Make("line").ToJson()["data"]![0]!["y"]!.AsArray();
        Assert.Equal("[1,null,0.33333]", y.ToJsonString());
        Assert.Equal("[null]", Make("line").ToJson()["data"]![1]!["y"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnotherCultureWritesTheSame(string kind)
    {
        var expected = Make(kind).ToJson().ToJsonString();
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, Make(kind).ToJson().ToJsonString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void FigureIsACopy()
    {
        var figure = Make("bar");
        figure.ToJson()["data"]![0]!["type"] = "pie";
        Assert.Equal("bar", (string?)figure.ToJson()["data"]![0]!["type"]);
    }

    [Fact]
    public void RocDrawsChanceAndNamesTheArea()
    {
        var data = Make("roc").ToJson()["data"]!.AsArray();
        Assert.Equal(["PCA: AUROC 0.750", "other: AUROC 0.000", "chance: AUROC 0.500"], data.Select(trace => (string?)trace!["name"]));
        Assert.Equal("[0,0,0.5,0.5,1]", data[0]!["x"]!.ToJsonString());
        Assert.Equal("[0,0.5,0.5,1,1]", data[0]!["y"]!.ToJsonString());
        Assert.Contains("PCA has an area of 0.750", Make("roc").AltText);
    }

    [Fact]
    public void PrecisionRecallDrawsTheShareOfAnomalies()
    {
        var chance = Figure.PrecisionRecall([true, false, false, false], ("d", Scores)).ToJson()["data"]![1]!;
        Assert.Equal("chance: AP 0.250", (string?)chance["name"]);
        Assert.Equal("[0.25,0.25]", chance["y"]!.ToJsonString());
    }

    [Fact]
    public void TenThousandScoresMakeASmallCurve()
    {
        var labels = Enumerable.Range(0, 10_000).Select(i => i % 3 == 0).ToArray();
        var scores = Enumerable.Range(0, 10_000).Select(i => (i * 7919 % 10_007) + (i % 3 == 0 ? 2000.0 : 0)).ToArray();
        var json = Figure.Roc(labels, ("d", scores)).ToJson();
        Assert.InRange(json.ToJsonString().Length, 1_000, 30_000);
        var (x, y) = (json["data"]![0]!["x"]!.AsArray(), json["data"]![0]!["y"]!.AsArray());
        Assert.Equal((0.0, 0.0, 1.0, 1.0), ((double)x[0]!, (double)y[0]!, (double)x[^1]!, (double)y[^1]!));
        // The thinned curve keeps its area.
        var area = Enumerable.Range(1, x.Count - 1).Sum(i => ((double)x[i]! - (double)x[i - 1]!) * ((double)y[i]! + (double)y[i - 1]!) / 2);
        Assert.Equal(Evaluation.Auroc(labels, scores), area, 1e-3);
    }

    [Fact]
    public void HistogramCountsEveryScoreOnce()
    {
        bool[] labels = [.. Enumerable.Repeat(false, 6), .. Enumerable.Repeat(true, 2)];
        double[] scores = [0, 0, 0.24, 0.26, 0.5, 1, 0.75, 1];
        var data = Figure.ScoreHistogram(labels, scores, bins: 4).ToJson()["data"]!.AsArray();
        Assert.Equal("normal (n = 6)", (string?)data[0]!["name"]);
        Assert.Equal("[0.5,0.16667,0.16667,0.16667]", data[0]!["y"]!.ToJsonString());
        Assert.Equal("[0,0,0,1]", data[1]!["y"]!.ToJsonString());
        Assert.Equal("[0.125,0.375,0.625,0.875]", data[0]!["x"]!.ToJsonString());
    }

    [Fact]
    public void HistogramShowsTheThreshold()
    {
        var json = Make("histogram").ToJson();
        Assert.Equal(0.5, (double)json["layout"]!["shapes"]![0]!["x0"]!);
        Assert.Contains("threshold 0.5", (string?)json["layout"]!["annotations"]![0]!["text"]);
        Assert.Contains("2 anomalies with median 0.575", (string?)json["alt"]);
    }

    [Fact]
    public void HistogramOfEqualScoresOrOneClassIsDrawn()
    {
        Assert.Single(Figure.ScoreHistogram([false, false], [3, 3]).ToJson()["data"]!.AsArray());
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("alternative text", Assert.Throws<ArgumentException>(() => Figure.Of(Make("bar").Chart, " ")).Message);
        Assert.Throws<ArgumentNullException>(() => Figure.Of(null!, "words"));
        Assert.Contains("alternative text", Assert.Throws<ArgumentException>(() =>
            Figure.Line([new("a", [1], [1])], "x", "y", "")).Message);
        Assert.Contains("'series' is empty", Assert.Throws<ArgumentException>(() => Figure.Line([], "x", "y", "words")).Message);
        Assert.Contains("X of series 'a'", Assert.Throws<ArgumentException>(() =>
            Figure.Scatter([new("a", [], [])], "x", "y", "words")).Message);
        Assert.Contains("'Y of series 'a'' has 1 values where 2",
            Assert.Throws<ArgumentException>(() => Figure.Line([new("a", [1, 2], [1])], "x", "y", "words")).Message);
        Assert.Contains("'values' has 1", Assert.Throws<ArgumentException>(() => Figure.Bar(["a", "b"], [1], "x", "y", "words")).Message);
        Assert.Contains("'categories' is empty", Assert.Throws<ArgumentException>(() => Figure.Bar([], [], "x", "y", "words")).Message);
        Assert.Contains("'detectors' is empty", Assert.Throws<ArgumentException>(() => Figure.Roc(Labels)).Message);
        Assert.Contains("Only one class", Assert.Throws<ArgumentException>(() => Figure.Roc([true, true], ("d", [1.0, 2]))).Message);
        Assert.Contains("Score 0 is NaN", Assert.Throws<ArgumentException>(() => Figure.ScoreHistogram([true], [double.NaN])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.ScoreHistogram(Labels, Scores, bins: 0));
    }

    [Fact]
    public void JsonHasNoNaN()
    {
        var text = Figure.Scatter([new("a", [double.NaN, double.NegativeInfinity, 1e-320], [1e308, -0.0, 12345678])], "x", "y", "Extremes.")
            .ToJson().ToJsonString();
        using var parsed = JsonDocument.Parse(text);
        Assert.DoesNotContain("NaN", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("1.2346E+07", text);
    }
}
