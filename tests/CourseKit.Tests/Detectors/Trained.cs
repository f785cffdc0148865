using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>What must be true of every detector that trains a network: training helps, and it is training that helps.</summary>
internal static class Trained
{
    /// <summary>Fits a detector, looks at its scores, and gives its AUROC.</summary>
    public static double Auroc(AnomalyDetector detector, Tensor train, Tensor test, IReadOnlyList<bool> isAnomaly)
    {
        using (detector)
        {
            detector.Fit(train);
            var scores = detector.Score(test);
            Assert.All(scores, score => Assert.True(double.IsFinite(score)));
            Assert.True(scores.Distinct().Count() > scores.Length / 2, "The scores are nearly all the same.");
            return Evaluation.Auroc(isAnomaly, scores);
        }
    }

    /// <summary>Better than its own untrained copy and the distance to the mean, by a margin.</summary>
    public static void Beats(
        AnomalyDetector trained, AnomalyDetector untrained, (Tensor Train, Tensor Test, IReadOnlyList<bool> IsAnomaly) data,
        double atLeast, double overUntrained, double overBaseline)
    {
        var (train, test, isAnomaly) = data;
        var (learned, start) = (Auroc(trained, train, test, isAnomaly), Auroc(untrained, train, test, isAnomaly));
        var baseline = Evaluation.Auroc(isAnomaly, Toy.DistanceToMean(train, test));
        Assert.True(learned > atLeast, $"trained {learned}");
        Assert.True(learned > start + overUntrained, $"trained {learned}, untrained {start}");
        Assert.True(learned > baseline + overBaseline, $"trained {learned}, distance to the mean {baseline}");
    }

    /// <summary>The loss falls to a share of what it was, and every weight moves.</summary>
    public static void Learns<TNetwork>(DeepDetector<TNetwork> trained, DeepDetector<TNetwork> untrained, Tensor train, double lossFallsTo)
        where TNetwork : nn.Module
    {
        using (trained)
        using (untrained)
        {
            trained.Fit(train);
            untrained.Fit(train);
            Assert.Empty(untrained.History.Loss);
            Assert.True(trained.History.Loss[^1] < lossFallsTo * trained.History.Loss[0], string.Join(" ", trained.History.Loss));
            foreach (var ((name, weight), (_, start)) in trained.Network.named_parameters().Zip(untrained.Network.named_parameters()))
                Assert.False(weight.allclose(start), $"{name} has not changed.");
        }
    }
}
