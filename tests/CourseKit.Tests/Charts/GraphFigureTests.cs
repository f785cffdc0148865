using TorchSharp;
using static TorchSharp.torch.nn;

namespace CourseKit.Tests;

public class GraphFigureTests
{
    [Fact]
    public void TheGraphOfAnExpressionIsTheOneThatWasWritten()
    {
        // y = (w x + b)²
        var x = Traced.Leaf("x", torch.tensor(2f));
        var w = Traced.Leaf("w", torch.tensor(3f, requires_grad: true));
        var b = Traced.Leaf("b", torch.tensor(1f, requires_grad: true));
        var y = (w * x + b).Then("square", t => t.square());
        Assert.Equal(49, y.Value.ToSingle(), 1e-5);
        Assert.Equal(["square", "+", "×", "<b>b</b>", "<b>w</b>", "<b>x</b>"], y.Graph().Select(node => node.Label));
        Assert.Equal(
            "Computation graph of 3 operations and 3 leaves, from the result back: square from +; + from × and b; × from w and x.",
            Figure.ComputationGraph(y).AltText);
    }

    [Fact]
    public void ValuesAndGradientsAreWrittenOnDemand()
    {
        var w = Traced.Leaf("w", torch.tensor(3f, requires_grad: true));
        var h = (w * 2).Named("h");
        var y = h * h;
        y.Value.backward();
        // y = (2w)²: dy/dw = 8w = 24, dy/dh = 2h = 12
        Assert.Contains("w, 3, gradient 24", Figure.ComputationGraph(y, values: true).AltText);
        Assert.Contains("h, ×, 6, gradient 12 from", Figure.ComputationGraph(y, values: true).AltText);
        Assert.DoesNotContain("24", Figure.ComputationGraph(y).AltText);
    }

    [Fact]
    public void OperationsAreThoseOfTensors()
    {
        var (a, b) = (Traced.Leaf("a", torch.tensor(6f)), Traced.Leaf("b", torch.tensor(4f)));
        Assert.Equal([10, 2, 24, 1.5f, 8], new[] { a + b, a - b, a * b, a / b, 2f + a }.Select(one => one.Value.ToSingle()));
        var both = Traced.Apply("max", values => torch.maximum(values[0], values[1]), a, b);
        Assert.Equal((6, 2), (both.Value.ToSingle(), both.Inputs.Count));
    }

    [Fact]
    public void ALeafUsedTwiceIsOneNodeWithTwoEdges()
    {
        var w = Traced.Leaf("w", torch.tensor(3f, requires_grad: true));
        var json = Figure.ComputationGraph(w.Then("exp", t => t.exp()) + w.Then("sin", t => t.sin()) * w).ToJson();
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
        var chain = Traced.Leaf("x", torch.zeros(1));
        for (var i = 0; i < 60; i++) chain += 1;
        Assert.Contains("121 nodes", Assert.Throws<ArgumentException>(() => Figure.ComputationGraph(chain)).Message);
        Assert.Throws<ArgumentException>(() => Traced.Leaf(" ", torch.zeros(1)));
        Assert.Contains("'sum' needs an input", Assert.Throws<ArgumentException>(() => Traced.Apply("sum", values => values[0])).Message);
        Assert.Contains("no layers", Assert.Throws<ArgumentException>(() => Figure.ForwardPass(Sequential(), torch.zeros(1, 2))).Message);
    }
}
