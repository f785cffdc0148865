using System.Text.Json.Nodes;
using TorchSharp;

namespace CourseKit.Tests;

public class PlaneFigureTests
{
    private static JsonArray Data(Figure figure) => figure.ToJson()["data"]!.AsArray();

    private static double[] Numbers(JsonNode? node) => [.. node!.AsArray().Select(value => (double)value!)];

    [Fact]
    public void ContoursAreTheScoresOfTheGrid()
    {
        // The score 10 x + y: the grid holds it cell by cell, rows from the lowest y up.
        var x = torch.tensor(new float[] { 0, 0, 10, 20 }, [2, 2]);
        var figure = Figure.DecisionContours("a plane", rows => Scores(rows), 60, x, [false, true]);
        var (shade, line) = (Data(figure)[0]!, Data(figure)[1]!);
        var (gridX, gridY) = (Numbers(shade["x"]), Numbers(shade["y"]));
        Assert.Equal((-1.0, 11.0, -2.0, 22.0), (gridX[0], gridX[^1], gridY[0], gridY[^1]));
        for (var row = 0; row < gridY.Length; row += 13)
        {
            var z = Numbers(shade["z"]![row]);
            for (var column = 0; column < gridX.Length; column += 7) Assert.Equal(10 * gridX[column] + gridY[row], z[column], 1e-2);
        }
        Assert.Equal((60.0, 60.0), ((double)line["contours"]!["start"]!, (double)line["contours"]!["end"]!));
        Assert.Equal(["normal (n = 1)", "anomaly (n = 1)"], Data(figure).Skip(2).Select(trace => (string?)trace!["name"]));
        Assert.Contains("the threshold 60, and 1 points lie beyond it", figure.AltText);

        static double[] Scores(torch.Tensor rows)
        {
            var values = rows.data<float>().ToArray();
            return [.. Enumerable.Range(0, values.Length / 2).Select(i => 10.0 * values[2 * i] + values[2 * i + 1])];
        }
    }

    [Fact]
    public void ADetectorBringsItsScoreAndThreshold()
    {
        torch.manual_seed(1);
        var x = torch.randn(60, 2);
        using var svm = new OneClassSvm(new OneClassSvmOptions { Nu = 0.2, Gamma = 1 });
        svm.Fit(x);
        var data = Data(Figure.DecisionContours(svm, x, supportVectors: svm.SupportVectors));
        Assert.Equal(svm.Threshold, (double)data[1]!["contours"]!["start"]!, 1e-4);
        Assert.Equal($"support vectors (n = {svm.SupportVectors.shape[0]})", (string?)data[^1]!["name"]);
        Assert.Equal("circle-open", (string?)data[^1]!["marker"]!["symbol"]);
        var (gridX, gridY) = (Numbers(data[0]!["x"]), Numbers(data[0]!["y"]));
        var place = torch.tensor(new[] { (float)gridX[17], (float)gridY[40] }, [1, 2]);
        Assert.Equal(svm.Score(place)[0], (double)data[0]!["z"]![40]![17]!, 5e-3);
    }

    [Fact]
    public void TheCircleHasItsRadiusAndItsCentre()
    {
        var z = torch.tensor(new float[] { 1, 2, 1, 4.5f, 9, 2 }, [3, 2]);
        var figure = Figure.Hypersphere(z, torch.tensor(new float[] { 1, 2 }), 2.5, [false, false, true]);
        var circle = Data(figure)[2]!;
        var (x, y) = (Numbers(circle["x"]), Numbers(circle["y"]));
        Assert.All(x.Zip(y), point => Assert.Equal(2.5, Math.Sqrt(Math.Pow(point.First - 1, 2) + Math.Pow(point.Second - 2, 2)), 1e-4));
        Assert.Equal((x[0], y[0]), (x[^1], y[^1])); // closed
        Assert.Equal("x", (string?)figure.ToJson()["layout"]!["yaxis"]!["scaleanchor"]); // a circle is round
        Assert.Contains("0 of 2 normals lie outside, and 1 of 1 anomalies", figure.AltText); // a code on the circle is inside
        Assert.Equal("[1]", Data(figure)[3]!["x"]!.ToJsonString());
    }

    [Fact]
    public void ManyPointsAreThinned()
    {
        var data = Data(Figure.Hypersphere(torch.rand(10_000, 2), torch.zeros(2), 1));
        Assert.Equal("normal (n = 10000)", (string?)data[0]!["name"]);
        Assert.InRange(data[0]!["x"]!.AsArray().Count, 2000, 3000);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("'x' must be [n, 2]", Assert.Throws<ArgumentException>(() =>
            Figure.DecisionContours("s", rows => [], 0, torch.zeros(2, 3))).Message);
        Assert.Contains("gave 1 scores for 6400 rows", Assert.Throws<ArgumentException>(() =>
            Figure.DecisionContours("s", rows => [1], 0, torch.zeros(2, 2))).Message);
        Assert.Contains("threshold is not finite", Assert.Throws<ArgumentException>(() =>
            Figure.DecisionContours("s", rows => [1], double.NaN, torch.zeros(2, 2))).Message);
        Assert.Contains("'isAnomaly' has 1", Assert.Throws<ArgumentException>(() =>
            Figure.Hypersphere(torch.zeros(2, 2), torch.zeros(2), 1, [true])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Hypersphere(torch.zeros(2, 2), torch.zeros(2), 0));
        Assert.Contains("shape [2]", Assert.Throws<ArgumentException>(() =>
            Figure.Hypersphere(torch.zeros(2, 2), torch.zeros(3), 1)).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() =>
            Figure.Hypersphere(torch.full([1, 2], double.NaN), torch.zeros(2), 1)).Message);
    }
}
