using TorchSharp;

namespace CourseKit.Tests;

public class OneClassSplitTests
{
    // Each row is its own number, so that rows can be told apart: training rows from 0, test rows from 1000.
    private static Dataset Numbered(string name, int rows, int first) =>
        new(name, torch.arange(first, first + rows, torch.float32).reshape(rows, 1), [.. Enumerable.Range(0, rows).Select(row => row % 5)]);

    private static readonly Dataset Train = Numbered("train", 500, 0);
    private static readonly Dataset Test = Numbered("test", 100, 1000);

    private static float[] Values(Dataset data) => data.X.data<float>().ToArray();

    [Fact]
    public void TrainsOnNormalRowsOnlyAndTestsOnAll()
    {
        var split = OneClassSplit.Create(Train, Test, normal: [0, 1]);
        Assert.Equal(200, split.Train.Count);
        Assert.All(split.Train.Labels, label => Assert.InRange(label, 0, 1));
        Assert.Same(Test, split.Test);
        Assert.Equal(Test.Labels.Select(label => label > 1), split.IsAnomaly);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(50, 0)]
    [InlineData(null, 0.2)]
    [InlineData(50, 0.1)]
    public void NothingOfTheTestSetIsEverInTraining(int? maxTrain, double contamination)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var split = OneClassSplit.Create(Train, Test, [0, 1], maxTrain, contamination, seed);
            var values = Values(split.Train);
            Assert.All(values, value => Assert.InRange(value, 0, 499));
            Assert.Equal(values.Length, values.Distinct().Count());
            Assert.Equal(values.Select(value => Train.Labels[(int)value]), split.Train.Labels);
            Assert.Equal(Values(Test), Values(split.Test));
        }
    }

    [Theory]
    [InlineData(null, 0.2, 250, 50)] // all 200 normals and a quarter as many others
    [InlineData(100, 0.1, 100, 10)]
    [InlineData(100, 0.0, 100, 0)]
    [InlineData(1000, 0.0, 200, 0)] // no more than there are
    public void ContaminationIsAShareOfTheTrainingRows(int? maxTrain, double contamination, int rows, int planted)
    {
        var split = OneClassSplit.Create(Train, Test, [0, 1], maxTrain, contamination);
        Assert.Equal(rows, split.Train.Count);
        Assert.Equal(planted, split.Train.Labels.Count(label => label > 1));
    }

    [Fact]
    public void TheSeedDecidesWhatIsDrawnAndNothingElseDoes()
    {
        float[] Draw(int seed) => Values(OneClassSplit.Create(Train, Test, [0], maxTrain: 20, seed: seed).Train);
        torch.manual_seed(5);
        var first = Draw(1);
        torch.manual_seed(6);
        Assert.Equal(first, Draw(1));
        Assert.NotEqual(first, Draw(2));

        torch.manual_seed(7);
        var expected = torch.randn(1).ToSingle();
        torch.manual_seed(7);
        Draw(3);
        Assert.Equal(expected, torch.randn(1).ToSingle());
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("are the same", Assert.Throws<ArgumentException>(() => OneClassSplit.Create(Train, Train, [0])).Message);
        Assert.Contains("leave only one class", Assert.Throws<ArgumentException>(() => OneClassSplit.Create(Train, Test, [])).Message);
        Assert.Contains(
            "leave only one class",
            Assert.Throws<ArgumentException>(() => OneClassSplit.Create(Train, Test, [0, 1, 2, 3, 4])).Message);
        Assert.Contains("2 features, test rows 1", Assert.Throws<ArgumentException>(() =>
            OneClassSplit.Create(new("wide", torch.zeros(5, 2), [0, 0, 0, 0, 0]), Test, [0])).Message);
        Assert.Contains(
            "No row of 'other'",
            Assert.Throws<ArgumentException>(() => OneClassSplit.Create(new("other", torch.zeros(1, 1), [9]), Test, [0])).Message);
        Assert.Contains(
            "takes 400 anomalies, 'train' has 100",
            Assert.Throws<ArgumentException>(() => OneClassSplit.Create(Train, Test, [0, 1, 2, 3], contamination: 0.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => OneClassSplit.Create(Train, Test, [0], maxTrain: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneClassSplit.Create(Train, Test, [0], contamination: 0.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneClassSplit.Create(Train, Test, [0], contamination: double.NaN));
    }
}
