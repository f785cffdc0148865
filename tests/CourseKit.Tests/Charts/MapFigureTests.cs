using System.Text.Json.Nodes;
using TorchSharp;

namespace CourseKit.Tests;

public class MapFigureTests
{
    private static JsonArray Data(Figure figure) => figure.ToJson()["data"]!.AsArray();

    private static IEnumerable<string> Lines(JsonNode? trace) =>
        trace!["z"]!.AsArray().Where(row => row!.AsArray().Any(value => value is not null)).Select(row => row!.ToJsonString());

    [Fact]
    public void TheErrorLiesOverTheImageAndIsClearAtZero()
    {
        var x = torch.tensor(new float[] { 1, 0, 0, 1 }, [1, 4]);
        var figure = Figure.ErrorOverlay(x, torch.tensor(new float[] { 1, 0, 0.5f, 0 }, [1, 4]), ["seven"]);
        var (grey, over) = (Data(figure)[0], Data(figure)[1]);
        Assert.Equal(["[1,0]", "[0,1]", "[1,0]", "[0.5,0]", "[1,0]", "[0,1]"], Lines(grey));
        Assert.Equal(["[0,0]", "[0.5,1]"], Lines(over)); // |x − x̂|, in the last row only
        // As high as the image under it: the lowest two lines of both.
        Assert.Equal(grey!["z"]!.AsArray().Count, over!["z"]!.AsArray().Count);
        Assert.Equal("[0,0]", over["z"]!.AsArray()[^2]!.ToJsonString());
        Assert.Equal((0.0, 1.0), ((double)over["zmin"]!, (double)over["zmax"]!));
        Assert.Equal("[[0,\"rgba(213,94,0,0)\"],[1,\"rgba(213,94,0,0.85)\"]]", over["colorscale"]!.ToJsonString());
        Assert.Equal("|x − x̂|", (string?)over["colorbar"]!["title"]!["text"]);
        Assert.Contains("mean error 0.375, from 0 to 1 (seven)", figure.AltText);
    }

    [Fact]
    public void AttributionsAreClearAtZeroWhateverTheirRange()
    {
        var over = Data(Figure.Attributions(torch.rand(1, 2, 2), torch.tensor(new float[] { -1, 0, 0, 4 }, [1, 2, 2])))[1]!;
        Assert.Equal((-4.0, 4.0), ((double)over["zmin"]!, (double)over["zmax"]!));
        var middle = over["colorscale"]!.AsArray().Where(stop => (double)stop![0]! == 0.5).Select(stop => (string)stop![1]!);
        Assert.Equal(["rgba(0,114,178,0)", "rgba(213,94,0,0)"], middle);
    }

    [Fact]
    public void FiltersOfSeveralChannelsGetARowEach()
    {
        var weight = torch.arange(0, 4, torch.float32).reshape(2, 2, 1, 1);
        var figure = Figure.Filters(weight);
        Assert.Equal(["[0,null,1]", "[2,null,3]"], Lines(Data(figure)[0]));
        Assert.Equal(["filter 0 ", "filter 1 "], figure.ToJson()["layout"]!["annotations"]!.AsArray().Select(one => (string?)one!["text"]));
        Assert.Equal(-3, (double)Data(figure)[0]!["zmin"]!);
        Assert.Single(Lines(Data(Figure.Filters(weight.reshape(4, 1, 1, 1)))[0])); // one channel: side by side
    }

    [Fact]
    public void FeatureMapsAreTheChannels()
    {
        var maps = torch.arange(0, 8, torch.float32).reshape(1, 2, 2, 2);
        Assert.Equal(["[0,1,null,4,5]", "[2,3,null,6,7]"], Lines(Data(Figure.FeatureMaps(maps))[0]));
        Assert.Equal(["[0,1,null,4,5]", "[2,3,null,6,7]"], Lines(Data(Figure.FeatureMaps(maps.squeeze(0)))[0]));
    }

    [Fact]
    public void ATraversalMovesOneUnitAtATime()
    {
        // The "decoder" shows the code itself as an image of 1 × 2 pixels.
        var figure = Figure.LatentTraversal(z => z.reshape(-1, 1, 2), torch.tensor(new float[] { 5, 6 }), [0, 1]);
        Assert.Equal(["[0,6,null,1,6]", "[5,0,null,5,1]"], Lines(Data(figure)[0]));
        var words = figure.ToJson()["layout"]!["annotations"]!.AsArray().Select(one => (string)one!["text"]!)
            .Where(text => text.Length > 0);
        Assert.Equal(["0", "1", "unit 0 ", "unit 1 "], words);
        Assert.Equal(["[5,0,null,5,1]"],
            Lines(Data(Figure.LatentTraversal(z => z.reshape(-1, 1, 2), torch.tensor(new float[] { 5, 6 }), [0, 1], units: [1]))[0]));
    }

    [Fact]
    public void BadInputIsNamed()
    {
        var x = torch.zeros(2, 4);
        Assert.Contains("'reconstruction' has [2, 9]", Assert.Throws<ArgumentException>(() =>
            Figure.ErrorOverlay(x, torch.zeros(2, 9))).Message);
        Assert.Contains("'titles' has 1 values where 2", Assert.Throws<ArgumentException>(() =>
            Figure.Attributions(x, x, ["one"])).Message);
        Assert.Contains("'attribution' has [1, 4]", Assert.Throws<ArgumentException>(() =>
            Figure.Attributions(x, torch.zeros(1, 4))).Message);
        Assert.Contains("[filters, channels, h, w]", Assert.Throws<ArgumentException>(() => Figure.Filters(x)).Message);
        Assert.Contains("[channels, h, w]", Assert.Throws<ArgumentException>(() => Figure.FeatureMaps(torch.zeros(2, 1, 3, 3))).Message);
        Assert.Contains("'values' is empty", Assert.Throws<ArgumentException>(() =>
            Figure.LatentTraversal(z => z, torch.zeros(2), [])).Message);
        Assert.Contains("units 0 to 1", Assert.Throws<ArgumentException>(() =>
            Figure.LatentTraversal(z => z, torch.zeros(2), [0], [2])).Message);
        Assert.Contains("'z' must be one code", Assert.Throws<ArgumentException>(() => Figure.LatentTraversal(z => z, x, [0])).Message);
        Assert.Contains("2 codes were decoded to 1", Assert.Throws<ArgumentException>(() =>
            Figure.LatentTraversal(z => z[..1], torch.zeros(4), [0, 1], [2])).Message);
    }
}
