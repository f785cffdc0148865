using TorchSharp;
using static TorchSharp.torch.nn;

namespace CourseKit.Tests;

public class GraphFigureTests
{
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
    public void TheNamedLeavesAreShown()
    {
        var w = torch.tensor(3f, requires_grad: true);
        var unused = torch.tensor(1f, requires_grad: true);
        var y = (w * 2).sum();
        var nodes = TensorGraph.Of(y, [("w", w), ("unused", unused), ("x", torch.tensor(2f))]);
        Assert.Equal(["operations<br>(TorchSharp does not show them)", "<b>w</b>"], nodes.Select(node => node.Name));
        Assert.Contains("TorchSharp does not show them", Figure.Graph(nodes, values: true).AltText);
        Assert.True(w.grad is null); // asking leaves no traces
        y.backward();
        Assert.Equal(2, w.grad!.ToSingle());
    }

    [Fact]
    public void TheForwardPassHasTheShapesOfTheLayers()
    {
        var network = Sequential(Conv2d(1, 4, 3, stride: 2, padding: 1), Sequential(ReLU(), Flatten()), Linear(64, 2));
        var json = Figure.ForwardPass(network, torch.zeros(3, 1, 8, 8)).ToJson();
        Assert.Equal([" 1 × 8 × 8", " 4 × 4 × 4", " 4 × 4 × 4", " 64", " 2"], json["layout"]!["annotations"]!.AsArray().Select(one => (string?)one!["text"]));
        Assert.Equal(["input", "Conv2d<br>40 weights", "ReLU", "Flatten", "Linear<br>130 weights"], json["layout"]!["yaxis"]!["ticktext"]!.AsArray().Select(one => (string?)one));
        Assert.Equal("[7,7,7,7,2]", json["data"]![0]!["x"]!.ToJsonString()); // 1 + log₂ of the values
        Assert.Equal(Palette.Anomaly, (string?)json["data"]![0]!["marker"]!["color"]![4]); // the bottleneck
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("has no graph", Assert.Throws<ArgumentException>(() => Figure.ComputationGraph(torch.zeros(2))).Message);
        Assert.Contains("has no graph", Assert.Throws<ArgumentException>(() => TensorGraph.Of(torch.zeros(2), [])).Message);
        Assert.Contains("no layers", Assert.Throws<ArgumentException>(() => Figure.ForwardPass(Sequential(), torch.zeros(1, 2))).Message);
    }
}
