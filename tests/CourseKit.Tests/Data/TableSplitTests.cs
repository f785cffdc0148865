using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>Splits of one table. Each row is its own number, so that rows can be told apart.</summary>
public class TableSplitTests
{
    private static Dataset Numbered(int normals, int anomalies) =>
        new("table", arange(0, normals + anomalies, float32).reshape(-1, 1),
            [.. Enumerable.Repeat(0, normals), .. Enumerable.Repeat(1, anomalies)]);

    private static int[] Values(Dataset data) => [.. data.X.data<float>().ToArray().Select(value => (int)value)];

    [Theory]
    [InlineData(101, 20, 0.5, 0, 50, 0)]
    [InlineData(100, 20, 0.8, 0, 80, 0)]
    [InlineData(100, 20, 0.5, 0.1, 50, 6)] // 50 / 0.9 = 55.6, a tenth of it
    public void HalfOfTheNormalRowsTrainAndAllElseTests(int normals, int anomalies, double share, double contamination, int trained,
        int planted)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var data = Numbered(normals, anomalies);
            var split = OneClassSplit.FromOne(data, trainShare: share, contamination: contamination, seed: seed);
            Assert.Equal(trained + planted, split.Train.Count);
            Assert.Equal(planted, split.Train.Labels.Count(label => label == 1));
            // Every row once, on one side.
            Assert.Equal(Enumerable.Range(0, data.Count), Values(split.Train).Concat(Values(split.Test)).Order());
            Assert.Equal(Values(split.Test).Select(value => value >= normals), split.IsAnomaly);
        }
    }

    [Fact]
    public void TrainingRowsThatSomebodyElseHasDrawnAreTaken()
    {
        var data = Numbered(6, 2);
        var split = OneClassSplit.FromTrainingRows(data, [4, 0, 2]);
        Assert.Equal([0, 2, 4], Values(split.Train));
        Assert.Equal([1, 3, 5, 6, 7], Values(split.Test));
        Assert.Equal([false, false, false, true, true], split.IsAnomaly);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => OneClassSplit.FromTrainingRows(data, [1, 1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => OneClassSplit.FromTrainingRows(data, [8]));
        Assert.Throws<ArgumentException>(() => OneClassSplit.FromTrainingRows(data, []));
        Assert.Contains(
            "only one class",
            Assert.Throws<ArgumentException>(() => OneClassSplit.FromTrainingRows(data, [0, 1, 2, 3, 4, 5])).Message);
    }

    [Fact]
    public void TheSeedDecidesAndOtherNormalsCanBeNamed()
    {
        var data = Numbered(50, 20);
        Assert.Equal(Values(OneClassSplit.FromOne(data, seed: 1).Train), Values(OneClassSplit.FromOne(data, seed: 1).Train));
        Assert.NotEqual(Values(OneClassSplit.FromOne(data, seed: 1).Train), Values(OneClassSplit.FromOne(data, seed: 2).Train));
        Assert.All(Values(OneClassSplit.FromOne(data, normal: [1]).Train), value => Assert.InRange(value, 50, 69));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EachRowIsTestedOnceAndFoldsAreAlike(bool keepAnomalies)
    {
        var data = Numbered(53, 11);
        var folds = OneClassSplit.Folds(data, 5, keepAnomalies: keepAnomalies, seed: 3);
        Assert.Equal(5, folds.Count);
        Assert.Equal(Enumerable.Range(0, 64), folds.SelectMany(fold => Values(fold.Test)).Order());
        foreach (var fold in folds)
        {
            Assert.InRange(fold.IsAnomaly.Count(one => one), 2, 3);
            Assert.InRange(fold.IsAnomaly.Count(one => !one), 10, 11);
            Assert.Empty(Values(fold.Train).Intersect(Values(fold.Test)));
            Assert.Equal(keepAnomalies ? 64 - fold.Test.Count : 53 - fold.IsAnomaly.Count(one => !one), fold.Train.Count);
        }
    }

    [Theory]
    [InlineData(0.2, 90, 10, 40, 10)] // anomalies stay, normal rows are dropped
    [InlineData(0.05, 90, 10, 90, 5)]
    public void DroppingChangesTheShare(double share, int normals, int anomalies, int n, int a)
    {
        var train = TrainingSet.Whole(Numbered(normals, anomalies)).Resampled(share, Resampling.Drop, seed: 1);
        Assert.Equal((n, a), (train.Labels.Count(label => label == 0), train.Labels.Count(label => label == 1)));
        Assert.Equal(train.Count, Values(train).Distinct().Count());
        Assert.Equal(Values(train).Select(value => value >= normals ? 1 : 0), train.Labels);
        Assert.NotEqual(Values(train).Order(), Values(train));
    }

    [Theory]
    [InlineData(0.5, 90, 10, 90, 90)]
    [InlineData(0.05, 90, 10, 190, 10)]
    public void RepeatingChangesTheShare(double share, int normals, int anomalies, int n, int a)
    {
        var train = TrainingSet.Whole(Numbered(normals, anomalies)).Resampled(share, Resampling.Repeat, seed: 1);
        Assert.Equal((n, a), (train.Labels.Count(label => label == 0), train.Labels.Count(label => label == 1)));
        // Nothing is lost, and no row is repeated twice more often than another.
        var times = Values(train).GroupBy(value => value).Select(one => (one.Key, Count: one.Count())).ToArray();
        Assert.Equal(normals + anomalies, times.Length);
        foreach (var group in times.GroupBy(one => one.Key >= normals))
            Assert.InRange(group.Max(one => one.Count) - group.Min(one => one.Count), 0, 1);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("no normal row is left", Assert.Throws<ArgumentException>(() => OneClassSplit.FromOne(Numbered(1, 5))).Message);
        Assert.Contains(
            "none is left for testing",
            Assert.Throws<ArgumentException>(() => OneClassSplit.FromOne(Numbered(50, 5), contamination: 0.5)).Message);
        Assert.Throws<ArgumentException>(() => OneClassSplit.FromOne(Numbered(50, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneClassSplit.FromOne(Numbered(50, 5), trainShare: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneClassSplit.FromOne(Numbered(50, 5), contamination: 0.6));
        Assert.Contains(
            "not enough of both for 6 folds",
            Assert.Throws<ArgumentException>(() => OneClassSplit.Folds(Numbered(50, 5), 6)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => OneClassSplit.Folds(Numbered(50, 5), 1));
        var train = TrainingSet.Whole(Numbered(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => train.Resampled(0, Resampling.Drop));
        Assert.Throws<ArgumentOutOfRangeException>(() => train.Resampled(0.01, Resampling.Drop));
        Assert.Contains(
            "only one class",
            Assert.Throws<ArgumentException>(() => TrainingSet.Whole(Numbered(5, 0)).Resampled(0.5, Resampling.Drop)).Message);
    }
}
