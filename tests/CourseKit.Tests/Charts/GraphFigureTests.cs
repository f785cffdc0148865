using TorchSharp;
using static TorchSharp.torch.nn;

namespace CourseKit.Tests;

public class GraphFigureTests
{
    private sealed record Node(string Label, params Node[] Inputs);

    private static Figure Draw(Node result) => Figure.ComputationGraph(result, node => node.Inputs, node => node.Label);

    [Fact]
    public void TheGraphOfAnExpressionIsTheOneThatWasWritten()
    {
        // y = (w x + b)²
        var (x, w, b) = (new Node("<b>x</b><br>2"), new Node("<b>w</b>"), new Node("<b>b</b>"));
        Assert.Equal(
            "Computation graph of 3 operations and 3 leaves, from the result back: square from +; + from × and b; × from w and x, 2.",
            Draw(new Node("square", new Node("+", new Node("×", w, x), b))).AltText);
    }

    [Fact]
    public void ALeafUsedTwiceIsOneNodeWithTwoEdges()
    {
        var w = new Node("<b>w</b>");
        var json = Draw(new Node("+", new Node("exp", w), new Node("×", new Node("sin", w), w))).ToJson();
        var arrows = json["layout"]!["annotations"]!.AsArray().Where(one => (bool)one!["showarrow"]!).ToArray();
        var boxes = json["layout"]!["annotations"]!.AsArray().Where(one => !(bool)one!["showarrow"]!).ToArray();
        // add, exp, mul, sin, w; add←exp, add←mul, exp←w, mul←sin, mul←w, sin←w
        Assert.Equal((6, 5), (arrows.Length, boxes.Length));
        Assert.Equal(5, boxes.Select(box => ((double)box!["x"]!, (double)box["y"]!)).Distinct().Count());
        Assert.All(arrows, arrow => Assert.True((double)arrow!["ay"]! > (double)arrow["y"]!)); // downwards, to the result
        var leaf = boxes.Single(box => (string?)box!["text"] == "<b>w</b>");
        Assert.Equal(boxes.Max(box => (double)box!["y"]!), (double)leaf!["y"]!);
    }

    [Fact]
    public void LongEdgesPassBetweenTheNodes()
    {
        // 0 ← 1 ← 2 ← 3, and 0 ← 3: the long edge has a place of its own in the layers of 1 and 2.
        var layout = new LayeredLayout([[1, 3], [2], [3], []]);
        Assert.Equal([0, 1, 2, 3], layout.Nodes.Select(place => place.Layer));
        var path = layout.Edges.Single(edge => edge is { Input: 3, Node: 0 }).Path;
        Assert.Equal([3, 2, 1, 0], path.Select(place => place.Layer));
        Assert.NotEqual(layout.Nodes[1].X, path[2].X);
        Assert.NotEqual(layout.Nodes[2].X, path[1].X);
    }

    [Fact]
    public void TheForwardPassHasTheShapesOfTheLayers()
    {
        var network = Sequential(Conv2d(1, 4, 3, stride: 2, padding: 1), Sequential(ReLU(), Flatten()), Linear(64, 2));
        var json = Figure.ForwardPass(network, torch.zeros(3, 1, 8, 8)).ToJson();
        Assert.Equal([" 1 × 8 × 8", " 4 × 4 × 4", " 4 × 4 × 4", " 64", " 2"],
            json["layout"]!["annotations"]!.AsArray().Select(one => (string?)one!["text"]));
        Assert.Equal(["input", "Conv2d<br>40 weights", "ReLU", "Flatten", "Linear<br>130 weights"],
            json["layout"]!["yaxis"]!["ticktext"]!.AsArray().Select(one => (string?)one));
        Assert.Equal("[7,7,7,7,2]", json["data"]![0]!["x"]!.ToJsonString()); // 1 + log₂ of the values
        Assert.Equal(Palette.Anomaly, (string?)json["data"]![0]!["marker"]!["color"]![4]); // the bottleneck
    }

    [Fact]
    public void BadInputIsNamed()
    {
        var chain = new Node("x");
        for (var i = 0; i < 100; i++) chain = new Node("+", chain);
        Assert.Contains("more than 100 nodes", Assert.Throws<ArgumentException>(() => Draw(chain)).Message);
        var cycle = new Node("x", new Node[1]);
        cycle.Inputs[0] = new Node("y", cycle);
        Assert.Contains("cycle", Assert.Throws<ArgumentException>(() => Draw(cycle)).Message);
        Assert.Contains("no layers", Assert.Throws<ArgumentException>(() => Figure.ForwardPass(Sequential(), torch.zeros(1, 2))).Message);
    }
}
