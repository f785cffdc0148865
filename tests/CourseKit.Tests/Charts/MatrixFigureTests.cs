using System.Text.Json.Nodes;
using TorchSharp;

namespace CourseKit.Tests;

public class MatrixFigureTests
{
    private static JsonNode Cells(Figure figure) => figure.ToJson()["data"]![0]!;

    [Fact]
    public void TheFirstRowIsOnTopAndTheScaleHasATitle()
    {
        var figure = Figure.HeatMap(torch.tensor(new float[] { 1, -4, 2, 3, 0, 1 }, [2, 3]), "input unit", "output unit", "weight",
            signed: true);
        Assert.Equal("[[1,-4,2],[3,0,1]]", Cells(figure)["z"]!.ToJsonString());
        Assert.Equal((-4.0, 4.0), ((double)Cells(figure)["zmin"]!, (double)Cells(figure)["zmax"]!)); // 0 is white
        Assert.Equal("#f7f7f7", (string?)Cells(figure)["colorscale"]![2]![1]);
        Assert.Equal("weight", (string?)Cells(figure)["colorbar"]!["title"]!["text"]);
        Assert.Equal("reversed", (string?)figure.ToJson()["layout"]!["yaxis"]!["autorange"]);
        Assert.Contains("2 rows (output unit) and 3 columns (input unit), from -4 to 3, mean 0.5", figure.AltText);
    }

    [Fact]
    public void ALargeMatrixIsDrawnInMeansOfBlocks()
    {
        // 500 rows: blocks of 3. Each value is its row's number.
        var figure = Figure.HeatMap(torch.arange(0, 500, torch.float32).unsqueeze(1).repeat(1, 500), "column", "row", "value");
        var z = Cells(figure)["z"]!.AsArray();
        Assert.Equal(167, z.Count);
        // the last block has the rows 498 and 499
        Assert.Equal((1.0, 4.0, 498.5), ((double)z[0]![0]!, (double)z[1]![5]!, (double)z[166]![0]!));
        Assert.Equal((1.0, 3), ((double)Cells(figure)["y0"]!, (int)Cells(figure)["dy"]!));
        // Fewer rows than a block has.
        Assert.Equal("[[1.5,1.5]]", Cells(Figure.HeatMap(
            torch.tensor(new float[] { 1, 2 }).unsqueeze(1).repeat(1, 202), "column", "row", "value"))["z"]!
            .AsArray().Select(row => $"[[{row![0]},{row[100]}]]").Single());
    }

    [Fact]
    public void TheConfusionMatrixHasTruthInRows()
    {
        var figure = Figure.ConfusionMatrix(new Confusion(TruePositives: 3, FalsePositives: 1, TrueNegatives: 90, FalseNegatives: 6));
        Assert.Equal("[[90,1],[6,3]]", Cells(figure)["z"]!.ToJsonString());
        Assert.Equal("[\"not flagged\",\"flagged\"]", Cells(figure)["x"]!.ToJsonString());
        Assert.Equal("[\"normal\",\"anomaly\"]", Cells(figure)["y"]!.ToJsonString());
        Assert.Contains("precision 0.750, recall 0.333, F1 0.462", figure.AltText);
    }

    [Fact]
    public void MatricesSideBySideHaveOneScale()
    {
        var (one, other) = (torch.tensor(new float[] { 1, -4, 2, 3 }, [2, 2]), torch.ones(2, 2));
        var figure = Figure.HeatMaps([("one", one), ("other", other)], "kernel", signed: true);
        var data = figure.ToJson()["data"]!.AsArray();
        Assert.Equal(["[[1,-4],[2,3]]", "[[1,1],[1,1]]"], data.Select(panel => panel!["z"]!.ToJsonString()));
        Assert.All(data, panel => Assert.Equal((-4.0, 4.0), ((double)panel!["zmin"]!, (double)panel["zmax"]!)));
        Assert.Equal([true, false], data.Select(panel => (bool)panel!["showscale"]!));
        Assert.Equal(["x", "x2"], data.Select(panel => (string?)panel!["xaxis"]));
        Assert.Equal("x2", (string?)figure.ToJson()["layout"]!["yaxis2"]!["scaleanchor"]);
        Assert.Contains("one with a mean of 0.5; other with a mean of 1, at most 5 from the first", figure.AltText);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("'values' must be a matrix", Assert.Throws<ArgumentException>(() =>
            Figure.HeatMap(torch.zeros(3), "x", "y", "v")).Message);
        Assert.Contains("A colour scale needs a title", Assert.Throws<ArgumentException>(() =>
            Figure.HeatMap(torch.zeros(2, 2), "x", "y", " ")).Message);
        Assert.Contains("'row names' has 1 values where 2", Assert.Throws<ArgumentException>(() =>
            Figure.HeatMap(torch.zeros(2, 2), "x", "y", "v", names: (["a"], ["b", "c"]))).Message);
        Assert.Contains("'b' has the shape [1, 2] where [2, 2] is needed",
            Assert.Throws<ArgumentException>(() => Figure.HeatMaps([("a", torch.zeros(2, 2)), ("b", torch.zeros(1, 2))], "v")).Message);
    }
}
