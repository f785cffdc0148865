using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>
/// The published network, trained for a few steps, against the same in PyTorch (deep-svdd.json, made by deep-svdd.py): from the same seed
/// to the same scores.
/// </summary>
public class DeepSvddTorchTests
{
    private const int Images = 48;

    private static JsonNode Expected()
    {
        using var stream = typeof(DeepSvddTorchTests).Assembly.GetManifestResourceStream("deep-svdd.json")!;
        return JsonNode.Parse(stream)!;
    }

    private static Tensor Rows() => tensor(
        [.. Enumerable.Range(0, 2 * Images)
            .SelectMany(i => Enumerable.Range(0, 784).Select(j => (float)(0.5 + 0.5 * Math.Sin(0.7 * i + 0.013 * (i % 5 + 1) * j))))],
        2 * Images,
        784);

    [Theory]
    [InlineData("oneClass", SvddObjective.OneClass)]
    [InlineData("softBoundary", SvddObjective.SoftBoundary)]
    [Trait("Kind", "Training")]
    public void LossesCentreRadiusAndScoresAreThoseOfPyTorch(string name, SvddObjective objective)
    {
        var expected = Expected()[name]!;
        void Close(string what, IEnumerable<double> got)
        {
            double[] wanted = [.. expected[what]!.AsArray().Select(one => (double)one!)], values = [.. got];
            Assert.Equal(wanted.Length, values.Length);
            // float32 through eight steps of Adam
            Assert.All(wanted.Zip(values), pair =>
                Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-3
                * (1 + Math.Abs(pair.First)), $"{what}: {pair.Second} instead of {pair.First}"));
        }
        using var scope = NewDisposeScope();
        using var detector = new DeepSvdd(DeepSvddOptions.ForMnist with
        {
            Objective = objective,
            Seed = 7,
            Nu = 0.25,
            PretrainingEpochs = 3,
            Epochs = 5,
            WarmUpEpochs = 2,
            Milestones = [2],
            LearningRate = 1e-3,
        });
        var x = Rows();
        detector.Fit(x[..Images]);
        Close("losses", detector.History.Loss);
        Close("centre", detector.Network.Centre.to(ScalarType.Float64).data<double>().ToArray());
        Assert.Equal((double)expected["radius"]!, detector.Network.Radius.ToDouble(), 1e-3);
        Close("scores", detector.Score(x[Images..]));
    }
}
