using TorchSharp;
using static TorchSharp.torch.nn;

namespace CourseKit.Tests;

public class GraphFigureTests
{
    [Fact]
    public void TheGraphOfAnExpressionIsTheOneThatWasWritten()
    {
        // y = (w x + b)²
        var x = torch.tensor(2f);
        var w = torch.tensor(3f, requires_grad: true);
        var b = torch.tensor(1f, requires_grad: true);
        var y = (w * x + b).square();
        var nodes = TensorGraph.Of(y, [("w", w), ("b", b), ("x", x)]);

        // By hand: the square from the sum, the sum from the product and b, the product from w; x needs no gradient.
        string Name(int node) => nodes[node].Name;
        Assert.Equal(5, nodes.Count);
        Assert.Equal("PowBackward0", Name(0));
        var sum = Assert.Single(nodes[0].Inputs);
        Assert.Equal("AddBackward0", Name(sum));
        Assert.Equal(["MulBackward0", "<b>b</b>"], nodes[sum].Inputs.Select(Name));
        var product = nodes[sum].Inputs[0];
        Assert.Equal(["<b>w</b>"], nodes[product].Inputs.Select(Name));
        Assert.Equal([false, true], new[] { product, nodes[product].Inputs[0] }.Select(node => nodes[node].IsLeaf));
        Assert.Contains("PowBackward0 from AddBackward0", Figure.ComputationGraph(y, [("w", w)]).AltText);
    }

    [Fact]
    public void ValuesAndGradientsAreWrittenOnDemand()
    {
        var w = torch.tensor(3f, requires_grad: true);
        var h = w * 2;
        var y = h * h;
        y.backward();
        // dy/dw = 8w = 24
        Assert.Contains("w, 3, gradient 24", Figure.ComputationGraph(y, [("w", w), ("h", h)], values: true).AltText);
        Assert.Contains("h, MulBackward0, 6", Figure.ComputationGraph(y, [("w", w), ("h", h)], values: true).AltText);
        Assert.DoesNotContain("24", Figure.ComputationGraph(y, [("w", w)]).AltText);
    }

    [Fact]
    public void ALeafUsedTwiceIsOneNodeWithTwoEdges()
    {
        var w = torch.tensor(3f, requires_grad: true);
        var json = Figure.ComputationGraph(w.exp() + w.sin() * w, [("w", w)]).ToJson();
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
    public void WithoutTheEnginesGraphTheNamedLeavesRemain()
    {
        var w = torch.tensor(3f, requires_grad: true);
        var unused = torch.tensor(1f, requires_grad: true);
        var y = (w * 2).sum();
        var nodes = TensorGraph.Outline(y, [("w", w), ("unused", unused), ("x", torch.tensor(2f))]);
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
        Assert.Contains("has no graph", Assert.Throws<ArgumentException>(() => TensorGraph.Outline(torch.zeros(2), [])).Message);
        var chain = torch.zeros(1, requires_grad: true);
        for (var i = 0; i < 120; i++) chain = chain + 1;
        Assert.Contains("121 nodes", Assert.Throws<ArgumentException>(() => Figure.ComputationGraph(chain)).Message);
        Assert.Contains("no layers", Assert.Throws<ArgumentException>(() => Figure.ForwardPass(Sequential(), torch.zeros(1, 2))).Message);
    }
}
