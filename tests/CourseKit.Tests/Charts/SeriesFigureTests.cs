using System.Text.Json.Nodes;

namespace CourseKit.Tests;

public class SeriesFigureTests
{
    private static JsonArray Data(Figure figure) => figure.ToJson()["data"]!.AsArray();

    [Fact]
    public void BandsLieOneDeviationAroundTheMean()
    {
        // Means 2 and 4; sample deviations of {1, 3} and {4, 4}: √2 and 0.
        var figure = Figure.MeanBands([10, 20], [("a", [[1, 4], [3, 4]])], "units", "AUROC");
        var data = Data(figure);
        Assert.Equal("[10,20,20,10]", data[0]!["x"]!.ToJsonString());
        Assert.Equal("[3.4142,4,4,0.58579]", data[0]!["y"]!.ToJsonString());
        Assert.Equal("[2,4]", data[1]!["y"]!.ToJsonString());
        Assert.Equal("a (n = 2)", (string?)data[1]!["name"]);
        Assert.Contains("a from 2 ± 1.41 to 4 ± 0 (2 seeds)", figure.AltText);
        Assert.Single(Data(Figure.MeanBands([1], [("a", [[1]])], "x", "y"))); // one seed has no spread
    }

    [Fact]
    public void GroupsStandSideBySideWithTheirIntervals()
    {
        Group[] groups = [new("ours", [0.9, 0.7], [0.01, 0.02]), new("paper", [0.8, 0.6])];
        var figure = Figure.Intervals(["0", "1"], groups, "digit", "AUROC");
        var data = Data(figure);
        Assert.Equal("[0.9,0.7]", data[0]!["y"]!.ToJsonString());
        Assert.Equal("[0.01,0.02]", data[0]!["error_y"]!["array"]!.ToJsonString());
        Assert.Null(data[1]!["error_y"]);
        Assert.Contains("ours has a mean of 0.8, most at 0 (0.9), least at 1 (0.7)", figure.AltText);
        Assert.Equal("group", (string?)figure.ToJson()["layout"]!["scattermode"]);
    }

    [Fact]
    public void StripsShowEveryValueAndTellTheMean()
    {
        var figure = Figure.Strips([("a", [0.9, 0.8]), ("b", [0.5])], "AUROC");
        Assert.Equal("[0.9,0.8]", Data(figure)[0]!["y"]!.ToJsonString());
        Assert.Equal("AUROC: a 0.850 ± 0.071 (n = 2); b 0.500 (n = 1).", figure.AltText);
    }

    [Fact]
    public void HistogramsShareTheirBins()
    {
        var data = Data(Figure.Histogram([("a", [0, 1, 1, 4]), ("b", [2, 2])], "x", bins: 2));
        Assert.Equal("[0.75,0.25]", data[0]!["y"]!.ToJsonString());
        Assert.Equal("[0,1]", data[1]!["y"]!.ToJsonString());
        Assert.Equal("[1,3]", data[1]!["x"]!.ToJsonString());
    }

    [Fact]
    public void CurvesAgreeWithTheCountsAtEachThreshold()
    {
        bool[] truth = [false, true, false, true, true];
        double[] scores = [0.1, 0.2, 0.3, 0.4, 0.4];
        var figure = Figure.ThresholdCurves(truth, scores, threshold: 0.25);
        var (precision, recall) = (Data(figure)[0]!, Data(figure)[1]!);
        double[] thresholds = [.. precision["x"]!.AsArray().Select(value => (double)value!)];
        Assert.Equal([0.094, 0.1, 0.2, 0.3, 0.4], thresholds);
        for (var i = 0; i < thresholds.Length; i++)
        {
            var counts = Evaluation.Confusion(truth, scores, thresholds[i]);
            Assert.Equal(counts.Recall, (double)recall["y"]![i]!, 1e-4);
            if (i + 1 < thresholds.Length) Assert.Equal(counts.Precision, (double)precision["y"]![i]!, 1e-4);
        }
        Assert.Null(precision["y"]![4]); // nothing flagged
        Assert.Equal("hv", (string?)precision["line"]!["shape"]);
        Assert.Contains("At the threshold in use, 0.25, precision is 0.667 and recall 0.667", figure.AltText);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("runs of 'a'", Assert.Throws<ArgumentException>(() => Figure.MeanBands([1], [("a", [])], "x", "y")).Message);
        Assert.Contains("run of 'a'", Assert.Throws<ArgumentException>(() => Figure.MeanBands([1], [("a", [[1, 2]])], "x", "y")).Message);
        Assert.Contains("values of 'g'", Assert.Throws<ArgumentException>(() => Figure.Intervals(["0"], [new("g", [])], "x", "y")).Message);
        Assert.Contains("deviations of 'g'", Assert.Throws<ArgumentException>(() =>
            Figure.Intervals(["0"], [new("g", [1], [])], "x", "y")).Message);
        Assert.Contains("'g' holds a value that is not finite",
            Assert.Throws<ArgumentException>(() => Figure.Strips([("g", [double.NaN])], "y")).Message);
        Assert.Contains("Only one class", Assert.Throws<ArgumentException>(() => Figure.ThresholdCurves([true], [1])).Message);
        Assert.Contains("An axis needs a title: say in 'xTitle'",
            Assert.Throws<ArgumentException>(() => Figure.Line([new("a", [1], [1])], " ", "y", "words")).Message);
        Assert.Contains("'yTitle'", Assert.Throws<ArgumentException>(() => Figure.Bar(["a"], [1], "x", "", "words")).Message);
    }
}
