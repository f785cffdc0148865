using System.Text.Json.Nodes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>The way of an input through a network, from top to bottom: a box for what each layer makes, with its shape; the wider, the more values.</summary>
    /// <param name="network">The layers, called one after the other; a sequence inside is unfolded.</param>
    /// <param name="x">An input, a batch of at least one.</param>
    public static Figure ForwardPass(Sequential network, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(x);
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var noGrad = no_grad();
        var stages = new List<(string Layer, long Parameters, long[] Shape)> { ("input", 0, x.shape[1..]) };
        foreach (var layer in Unfold(network))
        {
            x = layer.forward(x);
            stages.Add((layer.GetName(), layer.parameters().Sum(parameter => parameter.numel()), x.shape[1..]));
        }
        if (stages.Count == 1) throw new ArgumentException("Nothing to draw: the network has no layers.", nameof(network));
        return Boxes(stages);
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Unfold(Sequential network) =>
        network.children().SelectMany(child => child is Sequential inner ? Unfold(inner) : [(nn.Module<Tensor, Tensor>)child]);

    private static Figure Boxes(List<(string Layer, long Parameters, long[] Shape)> stages)
    {
        static long Size(long[] shape) => shape.Aggregate(1L, (product, side) => product * side);
        var sizes = stages.Select(stage => Size(stage.Shape)).ToArray();
        // The logarithm lets 2 and 784 share a picture.
        double[] widths = [.. sizes.Select(size => 1 + Math.Log2(size))];
        string[] shapes = [.. stages.Select(stage => string.Join(" × ", stage.Shape))];
        string[] names = [.. stages.Select(stage => stage.Parameters == 0 ? stage.Layer : FormattableString.Invariant($"{stage.Layer}<br>{stage.Parameters:N0} weights"))];
        var bars = new JsonObject
        {
            ["type"] = "bar",
            ["orientation"] = "h",
            ["y"] = new JsonArray([.. Enumerable.Range(0, stages.Count).Select(i => (JsonNode)i)]),
            ["x"] = PlotJson.Numbers(widths),
            ["base"] = PlotJson.Numbers(widths.Select(width => -width / 2)),
            ["marker"] = new JsonObject { ["color"] = PlotJson.Strings(sizes.Select(size => size == sizes.Min() ? Palette.Anomaly : Palette.Normal)) },
            ["hoverinfo"] = "skip",
        };
        var widest = widths.Max();
        var xAxis = PlotJson.HiddenAxis(-widest / 2 - 0.3, widest * 1.1);
        var yAxis = new JsonObject
        {
            ["tickvals"] = bars["y"]!.DeepClone(),
            ["ticktext"] = PlotJson.Strings(names),
            ["range"] = new JsonArray(stages.Count - 0.5, -0.5),
            ["automargin"] = true,
            ["showgrid"] = false,
            ["zeroline"] = false,
            ["fixedrange"] = true,
        };
        var layout = PlotJson.Layout(null, xAxis, yAxis, width: 560, height: 50 + 38 * stages.Count);
        layout["margin"] = new JsonObject { ["l"] = 20, ["r"] = 10, ["t"] = 30, ["b"] = 10 };
        layout["bargap"] = 0.35;
        layout["annotations"] = new JsonArray([.. Enumerable.Range(0, stages.Count).Select(i => PlotJson.Text(" " + shapes[i], widths[i] / 2, i, xAnchor: "left"))]);
        return new Figure([bars], layout, $"The shapes along a network's forward pass: {string.Join(", then ", names.Zip(shapes, (name, shape) => $"{name.Replace("<br>", ", ")}: {shape}"))}.");
    }
}
