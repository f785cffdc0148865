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
    }

    [Fact]
    public void CorrelationsAreThoseOfTheColumns()
    {
        // The second column is −2 times the first; the third has no spread.
        var x = torch.tensor(new float[] { 1, -2, 5, 2, -4, 5, 4, -8, 5 }, [3, 3]);
        var figure = Figure.Correlations(x, ["a", "b", "flat"]);
        Assert.Equal("[[1,-1,null],[-1,1,null],[null,null,null]]", Cells(figure)["z"]!.ToJsonString());
        Assert.Equal((-1.0, 1.0), ((double)Cells(figure)["zmin"]!, (double)Cells(figure)["zmax"]!));
        Assert.Contains("the strongest is -1, of a and b", figure.AltText);
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
    public void TheKernelStandsBesideTheProductsOfItsFeatures()
    {
        torch.manual_seed(1);
        var x = torch.randn(12, 2);
        var kernel = (-torch.cdist(x, x).square() * 0.5).exp();
        using var features = new RandomFourierFeatures(2, 64, 0.5, seed: 3);
        var z = features.Map(x);
        var data = Figure.KernelMatrices(kernel, z).ToJson()["data"]!.AsArray();
        var product = (z[3] * z[7]).sum().ToDouble();
        Assert.Equal(kernel[3, 7].ToDouble(), (double)data[0]!["z"]![3]![7]!, 1e-4);
        Assert.Equal(product, (double)data[1]!["z"]![3]![7]!, 1e-4);
        Assert.Equal(product - kernel[3, 7].ToDouble(), (double)data[2]!["z"]![3]![7]!, 1e-4);
        Assert.Equal(1, (double)data[1]!["z"]![5]![5]!, 1e-4); // ‖z‖ = 1
        Assert.All(data, panel => Assert.Equal((double)data[0]!["zmax"]!, (double)panel!["zmax"]!)); // one scale for all
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("'values' must be a matrix", Assert.Throws<ArgumentException>(() =>
            Figure.HeatMap(torch.zeros(3), "x", "y", "v")).Message);
        Assert.Contains("A colour scale needs a title", Assert.Throws<ArgumentException>(() =>
            Figure.HeatMap(torch.zeros(2, 2), "x", "y", " ")).Message);
        Assert.Contains("1 row names where 2 are needed", Assert.Throws<ArgumentException>(() =>
            Figure.HeatMap(torch.zeros(2, 2), "x", "y", "v", names: (["a"], ["b", "c"]))).Message);
        Assert.Contains("'b' has the shape [1, 2] where [2, 2] is needed",
            Assert.Throws<ArgumentException>(() => Figure.HeatMaps([("a", torch.zeros(2, 2)), ("b", torch.zeros(1, 2))], "v")).Message);
        Assert.Contains("at least two rows", Assert.Throws<ArgumentException>(() => Figure.Correlations(torch.zeros(1, 2))).Message);
        Assert.Contains("the features have 3", Assert.Throws<ArgumentException>(() =>
            Figure.KernelMatrices(torch.zeros(2, 2), torch.zeros(3, 2))).Message);
    }
}
