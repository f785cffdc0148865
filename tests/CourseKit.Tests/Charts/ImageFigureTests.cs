using System.Text.Json.Nodes;
using TorchSharp;

namespace CourseKit.Tests;

public class ImageFigureTests
{
    private static JsonArray Z(Figure figure) => figure.ToJson()["data"]![0]!["z"]!.AsArray();

    private static IEnumerable<string> Annotations(Figure figure) =>
        figure.ToJson()["layout"]!["annotations"]!.AsArray().Select(one => (string)one!["text"]!);

    [Fact]
    public void TilesStandSideBySideWithGaps()
    {
        var images = torch.arange(0, 12, torch.float32).reshape(3, 2, 2);
        var figure = Figure.ImageGrid(images, "Three images.", columns: 2);
        // Two rows of tiles, one empty place, one pixel between tiles.
        Assert.Equal("[[0,1,null,4,5],[2,3,null,6,7],[null,null,null,null,null],[8,9,null,null,null],[10,11,null,null,null]]",
            Z(figure).ToJsonString());
        var trace = figure.ToJson()["data"]![0]!;
        Assert.Equal((0.0, 11.0), ((double)trace["zmin"]!, (double)trace["zmax"]!));
        Assert.Equal("[4.5,-0.5]", figure.ToJson()["layout"]!["yaxis"]!["range"]!.ToJsonString()); // the first line on top
        Assert.Equal("x", (string?)figure.ToJson()["layout"]!["yaxis"]!["scaleanchor"]);
    }

    [Fact]
    public void FlatSquareImagesAreTheSame()
    {
        var images = torch.rand(3, 4, 4);
        Assert.True(JsonNode.DeepEquals(Figure.ImageGrid(images, "a").ToJson(), Figure.ImageGrid(images.reshape(3, 16), "a").ToJson()));
    }

    [Fact]
    public void ValuesKeepThreeDecimalsOfTheRange()
    {
        Assert.Equal("[[0.123,0.988]]", Z(Figure.ImageGrid(torch.tensor(new[] { 0.12345f, 0.98765f }, [1, 1, 2]), "a", range: (0, 1)))
            .ToJsonString());
        Assert.Equal("[[0.000012,0.000099]]",
            Z(Figure.ImageGrid(torch.tensor(new[] { 0.0000123f, 0.0000988f }, [1, 1, 2]), "a", range: (0, 0.001))).ToJsonString()
            .Replace("1.2E-05", "0.000012").Replace("9.9E-05", "0.000099"));
        Assert.Equal("[[null,1]]", Z(Figure.ImageGrid(torch.tensor(new[] { float.NaN, 1f }, [1, 1, 2]), "a")).ToJsonString());
    }

    [Fact]
    public void TwentyDigitsAreSmall()
    {
        var (_, test) = Datasets.Mnist();
        var text = Figure.ImageGrid(test.Rows([.. Enumerable.Range(0, 20)]).X, "Twenty digits.",
            titles: [.. Enumerable.Range(0, 20).Select(i => $"{i}")]).ToJson().ToJsonString();
        Assert.InRange(text.Length, 20_000, 150_000);
    }

    [Fact]
    public void TitlesStandAboveTheirImages()
    {
        var figure = Figure.ImageGrid(torch.zeros(3, 28, 28), "a", columns: 2, titles: ["a", "b", "c"], rowLabels: ["first", "second"]);
        Assert.Equal(["a", "b", "c", "first ", "second "], Annotations(figure));
        var places = figure.ToJson()["layout"]!["annotations"]!.AsArray();
        Assert.Equal(13.5, (double)places[0]!["x"]!);
        Assert.Equal(places[0]!["y"]!.ToString(), places[1]!["y"]!.ToString());
        Assert.True((double)places[2]!["y"]! > (double)places[0]!["y"]! + 28);
    }

    [Fact]
    public void PairsShowTheInputAboveItsReconstruction()
    {
        var x = torch.tensor(new float[] { 1, 1, 1, 1, 0, 0, 0, 0 }, [2, 4]);
        var figure = Figure.ReconstructionPairs(x, x * 0.5f, titles: ["one", "nil"]);
        Assert.Equal(["one", "nil", "", "", "input ", "reconstruction "], Annotations(figure));
        var rows = Z(figure).Where(row => row!.AsArray().Any(value => value is not null)).Select(row => row!.ToJsonString());
        Assert.Equal(["[1,1,null,0,0]", "[1,1,null,0,0]", "[0.5,0.5,null,0,0]", "[0.5,0.5,null,0,0]"], rows);
        Assert.Contains("mean squared error 0.125", figure.AltText);
        Assert.Contains("one, nil", figure.AltText);
    }

    [Fact]
    public void LatentPlaneHasATraceForEachClass()
    {
        var codes = torch.tensor(new float[] { 0, 1, 2, 3, 4, 5 }, [3, 2]);
        var figure = Figure.LatentScatter(codes, [1, 0, 1], [(9, 8, "A")]);
        var data = figure.ToJson()["data"]!.AsArray();
        Assert.Equal(["0 (n = 1)", "1 (n = 2)", "marked"], data.Select(trace => (string?)trace!["name"]));
        Assert.Equal("[0,4]", data[1]!["x"]!.ToJsonString());
        Assert.Equal("[1,5]", data[1]!["y"]!.ToJsonString());
        Assert.NotEqual((string?)data[0]!["marker"]!["symbol"], (string?)data[1]!["marker"]!["symbol"]);
        Assert.Equal("[\"A\"]", data[2]!["text"]!.ToJsonString());
        Assert.Contains("class 1 (2 points) around (2, 3)", figure.AltText);
        Assert.Contains("A at (9, 8)", figure.AltText);
    }

    [Fact]
    public void ManyCodesAreThinnedButCounted()
    {
        var labels = Enumerable.Range(0, 10_000).Select(i => i % 10 == 0 ? 1 : 0).ToArray();
        var data = Figure.LatentScatter(torch.rand(10_000, 2), labels).ToJson()["data"]!.AsArray();
        Assert.Equal(["0 (n = 9000)", "1 (n = 1000)"], data.Select(trace => (string?)trace!["name"]));
        Assert.InRange(data[0]!["x"]!.AsArray().Count, 2000, 2700);
        Assert.InRange(data[1]!["x"]!.AsArray().Count, 200, 300);
    }

    [Fact]
    public void LossCurveNamesTrainingAndValidation()
    {
        var history = new TrainingHistory([new(1, 0.5, 0.6), new(2, 0.25, 0.3)], TimeSpan.Zero, false);
        var figure = Figure.LossCurve(history, logY: true);
        var json = figure.ToJson();
        Assert.Equal(["training", "validation"], json["data"]!.AsArray().Select(trace => (string?)trace!["name"]));
        Assert.Equal("[0.5,0.25]", json["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("log", (string?)json["layout"]!["yaxis"]!["type"]);
        Assert.Contains("training from 0.5 to 0.25 in 2 epochs", figure.AltText);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("[n, h*w]", Assert.Throws<ArgumentException>(() => Figure.ImageGrid(torch.zeros(2, 5), "a")).Message);
        Assert.Contains("not be empty", Assert.Throws<ArgumentException>(() => Figure.ImageGrid(torch.zeros(0, 4), "a")).Message);
        Assert.Contains("'titles' has 1 values where 2", Assert.Throws<ArgumentException>(() =>
            Figure.ImageGrid(torch.zeros(2, 4), "a", titles: ["x"])).Message);
        Assert.Contains("'rowLabels' has 2 values where 1", Assert.Throws<ArgumentException>(() =>
            Figure.ImageGrid(torch.zeros(2, 4), "a", rowLabels: ["x", "y"])).Message);
        Assert.Contains("Black must be less", Assert.Throws<ArgumentException>(() =>
            Figure.ImageGrid(torch.zeros(2, 4), "a", range: (1, 0))).Message);
        Assert.Contains("alternative text", Assert.Throws<ArgumentException>(() => Figure.ImageGrid(torch.zeros(2, 4), " ")).Message);
        Assert.Contains("[2, 4]", Assert.Throws<ArgumentException>(() =>
            Figure.ReconstructionPairs(torch.zeros(2, 4), torch.zeros(2, 9))).Message);
        Assert.Contains("'codes' must be [n, 2]", Assert.Throws<ArgumentException>(() =>
            Figure.LatentScatter(torch.zeros(2, 3), [0, 1])).Message);
        Assert.Contains("'labels' has 1 values where 2", Assert.Throws<ArgumentException>(() =>
            Figure.LatentScatter(torch.zeros(2, 2), [0])).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() =>
            Figure.LossCurve(new TrainingHistory([], TimeSpan.Zero, false))).Message);
    }
}
