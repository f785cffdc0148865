using System.Diagnostics;
using TorchSharp;

namespace CourseKit.Tests;

public class DatasetsTests
{
    [Fact]
    public void MnistIsWholeAndScaled()
    {
        var (train, test) = Datasets.Mnist();
        Assert.Equal((60_000, 784, 10_000, 784), (train.Count, train.Features, test.Count, test.Features));
        Assert.Equal([60_000, 784], train.X.shape);
        Assert.Equal(torch.float32, train.X.dtype);
        foreach (var one in DataManifest.Find("mnist").Classes)
        {
            Assert.Equal(one.Train, train.Labels.Count(label => label == one.Label));
            Assert.Equal(one.Test, test.Labels.Count(label => label == one.Label));
        }
        // The published mean and deviation of the training pixels.
        using var scope = torch.NewDisposeScope();
        Assert.Equal(0.1307, train.X.to(torch.float64).mean().ToDouble(), 4);
        Assert.Equal(0.3081, train.X.to(torch.float64).std().ToDouble(), 4);
        Assert.Equal((0f, 1f), (train.X.min().ToSingle(), train.X.max().ToSingle()));
        // The first images of the two files, as everybody knows them.
        Assert.Equal([5, 0, 4, 1, 9], train.Labels.Take(5));
        Assert.Equal([7, 2, 1, 0, 4], test.Labels.Take(5));
        // The grey value in line 5, column 12 of the first image is the first that is not 0: 3 of 255.
        Assert.Equal(5 * 28 + 12, Array.FindIndex(train.X[0].data<float>().ToArray(), value => value > 0));
        Assert.Equal(3 / 255f, train.X[0, 5 * 28 + 12].ToSingle());
    }

    [Fact]
    public void MnistIsReadOnce()
    {
        var first = Datasets.Mnist();
        var clock = Stopwatch.StartNew();
        Assert.Same(first.Train, Datasets.Mnist().Train);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 50);
    }

    [Fact]
    public void MnistSurvivesADisposeScope()
    {
        using (torch.NewDisposeScope()) Datasets.Mnist();
        Assert.False(Datasets.Mnist().Test.X.IsInvalid);
    }

    [Fact]
    public void DamagedMnistIsNamed()
    {
        var entry = DataManifest.Find("mnist");
        var folder = Directory.CreateTempSubdirectory("coursekit-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "mnist"));
            var bad = Path.Combine(folder.FullName, "mnist", "t10k-labels-idx1-ubyte.gz");
            File.WriteAllText(bad, "not gzip");
            string[] folders = [folder.FullName, .. DataFolder.Candidates()];
            Assert.Contains(bad, Assert.Throws<InvalidDataException>(() => Datasets.ReadMnist(entry, folders)).Message);
            Assert.Throws<FileNotFoundException>(() => Datasets.ReadMnist(entry, [folder.FullName]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
