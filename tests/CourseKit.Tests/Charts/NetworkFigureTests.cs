namespace CourseKit.Tests;

public class NetworkFigureTests
{
    [Fact]
    public void JoinsEveryDotWithEveryDotOfTheNextLayer()
    {
        var json = Figure.Network([3, 2, 3], "A small hourglass.", ["in", "", "out"]).ToJson();
        var traces = json["data"]!.AsArray();

        Assert.Equal(4, traces.Count); // the edges and three layers
        Assert.Equal((3 * 2 + 2 * 3) * 3, traces[0]!["x"]!.AsArray().Count); // two ends and a gap each
        Assert.Equal([3, 2, 3], traces.Skip(1).Select(trace => trace!["y"]!.AsArray().Count));
        Assert.Equal(["3", "in", "2", "3", "out"], json["layout"]!["annotations"]!.AsArray().Select(one => (string?)one!["text"]));
    }

    [Fact]
    public void WideLayersAreDrawnWithFewDotsAndKeepTheirOrder()
    {
        var dots = Figure.Network([784, 64, 2], "A funnel.").ToJson()["data"]!.AsArray().Skip(1)
            .Select(trace => trace!["y"]!.AsArray().Count).ToArray();

        Assert.True(dots[0] > dots[1] && dots[1] > dots[2], string.Join(" ", dots));
        Assert.InRange(dots[0], 10, 20);
        Assert.Equal(2, dots[2]);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Throws<ArgumentException>(() => Figure.Network([], "Nothing."));
        Assert.Throws<ArgumentException>(() => Figure.Network([3, 0], "A hole."));
        Assert.Throws<ArgumentException>(() => Figure.Network([3, 2], "Labels missing.", ["one"]));
        Assert.Throws<ArgumentException>(() => Figure.Network([3, 2], " "));
    }
}
