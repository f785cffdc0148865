using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>Columns by hand: 0 2 4 6 (mean 3, deviation √5, range 6), the constant 7, and −1 1 1 −1.</summary>
public class ScalerTests
{
    private static readonly float[] Values = [0, 7, -1, 2, 7, 1, 4, 7, 1, 6, 7, -1];

    private static TrainingSet Train() => TrainingSet.Whole(new Dataset("train", tensor(Values, [4, 3]), [0, 0, 0, 1]));

    private static float[] ToArray(Tensor x) => x.data<float>().ToArray();

    [Fact]
    public void MinMaxByHand()
    {
        var scaler = Scaler.MinMax(Train());
        Assert.Equal([0, 7, -1], scaler.Offset);
        Assert.Equal([6, 1, 2], scaler.Scale);
        Assert.Equal([0, 0, 0, 2 / 6f, 0, 1, 4 / 6f, 0, 1, 1, 0, 0], ToArray(scaler.Apply(Train().X)));
        // Beyond the range of training nothing is cut off; the constant column keeps its distance.
        Assert.Equal([2, 3, -1], ToArray(scaler.Apply(tensor(new float[] { 12, 10, -3 }, [1, 3]))));
    }

    [Fact]
    public void StandardByHand()
    {
        var scaler = Scaler.Standard(Train());
        Assert.Equal([3, 7, 0], scaler.Offset);
        Assert.Equal([Math.Sqrt(5), 1, 1], scaler.Scale);
        Assert.Equal((float)(-3 / Math.Sqrt(5)), scaler.Apply(Train().X)[0, 0].ToSingle());
    }

    [Fact]
    public void MinMaxOfAllByHand()
    {
        var scaler = Scaler.MinMaxOfAll(Train());
        Assert.Equal([-1, -1, -1], scaler.Offset);
        Assert.Equal([8, 8, 8], scaler.Scale);
    }

    [Fact]
    public void ConstantColumnsAndASingleRowAreHarmless()
    {
        // 0.1f summed many times is not a multiple of 0.1f: the mean of equal values must still be that value.
        var constant = TrainingSet.Whole(new Dataset("constant", full([1000, 2], 0.1f), new int[1000]));
        var single = TrainingSet.Whole(new Dataset("single", tensor(new float[] { 3, 1e30f }, [1, 2]), [0]));
        foreach (var train in new[] { constant, single })
            foreach (var fit in new Func<TrainingSet, Scaler>[] { Scaler.MinMax, Scaler.Standard })
                Assert.All(ToArray(fit(train).Apply(train.X)), value => Assert.Equal(0, value));
    }

    [Fact]
    public void ManyRowsAndLargeOffsetsKeepTheirDigits()
    {
        // More than one batch; the variance is a trillionth of the squared mean.
        var values = Enumerable.Range(0, 5000).Select(i => 1_000_000f + i % 2).ToArray();
        var scaler = Scaler.Standard(TrainingSet.Whole(new Dataset("large", tensor(values, [5000, 1]), new int[5000])));
        Assert.Equal((1_000_000.5, 0.5), (scaler.Offset[0], scaler.Scale[0]));
        Assert.Equal([-1, 1], ToArray(scaler.Apply(tensor(values, [5000, 1]))).Distinct());
    }

    [Fact]
    public void BadInputIsNamed()
    {
        var scaler = Scaler.MinMax(Train());
        Assert.Contains("[n, 3]", Assert.Throws<ArgumentException>(() => scaler.Apply(zeros(2, 4))).Message);
        Assert.Contains("[n, 3]", Assert.Throws<ArgumentException>(() => scaler.Apply(zeros(3))).Message);
        var bad = TrainingSet.Whole(new Dataset("bad", tensor(new[] { 1, float.NaN }, [1, 2]), [0]));
        foreach (var fit in new Func<TrainingSet, Scaler>[] { Scaler.MinMax, Scaler.MinMaxOfAll, Scaler.Standard })
            Assert.Contains("'bad' holds NaN in column 1", Assert.Throws<ArgumentException>(() => fit(bad)).Message);
    }

    [Fact]
    public void WhatIsLearnedComesFromTrainingRowsOnly()
    {
        // The same training rows beside other test rows: the scaling is the same, to the last bit.
        var train = new Dataset("train", rand(50, 4), new int[50]);
        OneClassSplit Split(float factor) => OneClassSplit.Create(train,
            new Dataset("test", rand(20, 4) * factor, [.. Enumerable.Range(0, 20).Select(i => i % 2)]), [0]).Scaled(Scaler.Standard);
        Assert.Equal(ToArray(Split(1).Train.X), ToArray(Split(1000).Train.X));
        Assert.True(ToArray(Split(1000).Test.X).Max() > 100);
        // And the compiler sees to it: only a TrainingSet can be fitted to, and Test is none.
        Assert.All(typeof(Scaler).GetMethods().Where(method => method.IsStatic), method =>
            Assert.Equal(typeof(TrainingSet), Assert.Single(method.GetParameters()).ParameterType));
        Assert.Equal(typeof(Dataset), typeof(OneClassSplit).GetProperty(nameof(OneClassSplit.Test))!.PropertyType);
    }

    [Fact]
    public void GlobalContrastByHand()
    {
        var x = tensor(new float[] { 1, 2, 3, 6, 5, 5, 5, 5, 0.1f, 0.1f, 0.1f, 0.1f }, [3, 4]);
        static Tensor Normalised(Tensor x) => GlobalContrast.Apply(new Dataset("images", x, new int[x.shape[0]])).X;
        // Mean 3; distances −2 −1 0 3: mean size 1.5.
        Assert.Equal([-2 / 1.5f, -1 / 1.5f, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0], ToArray(Normalised(x)));
        // Exposure does not count: another brightness and contrast give the same.
        Assert.True(Normalised(x * 7 + 20).allclose(Normalised(x), atol: 1e-4));
        Assert.Equal([2500, 4], Normalised(rand(2500, 4)).shape);
    }
}
