using TorchSharp;

namespace CourseKit.Tests;

public class TableTests
{
    public static TheoryData<string> Shipped =>
        [.. DataManifest.Entries.Where(entry => entry.Shipped && entry.Anomalies is not null).Select(entry => entry.Name)];

    /// <summary>Those that a machine has and others have not.</summary>
    public static TheoryData<string> Local =>
        [.. DataManifest.Entries.Where(entry => !entry.Shipped && entry.Anomalies is not null).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void ShippedTablesAreWhatTheManifestSays(string name)
    {
        var (data, entry) = (Datasets.Table(name), DataManifest.Find(name));
        Assert.Equal((entry.Rows, entry.Features), (data.Count, data.Features));
        Assert.All(entry.Classes, one => Assert.Equal(one.Train, data.Labels.Count(label => label == one.Label)));
        using var scope = torch.NewDisposeScope();
        Assert.True(data.X.isfinite().all().ToBoolean());
    }

    [Theory]
    [MemberData(nameof(Local))]
    public void OtherTablesAreWhatTheManifestSays(string name)
    {
        var entry = DataManifest.Find(name);
        if (entry.Files.Any(file => DataFolder.TryFind(file) is null))
        {
            // Not here: that must be said, with what to do.
            var error = Assert.Throws<FileNotFoundException>(() => Datasets.Table(name));
            Assert.Contains(entry.Downloadable ? $"./coursekit data get {name}" : "cannot be downloaded", error.Message);
            return;
        }
        using var scope = torch.NewDisposeScope();
        var data = Datasets.Table(name);
        Assert.Equal((entry.Rows, entry.Features, entry.Anomalies), (data.Count, data.Features, data.Labels.Count(label => label == 1)));
    }

    /// <summary>Rows that anybody can look up in the original files.</summary>
    [Fact]
    public void FirstRowsAreThoseOfTheOriginals()
    {
        Assert.Equal([50, 21, 77, 0, 28, 0, 27, 48, 22], First(Datasets.Table("shuttle")));
        Assert.Equal([92, 115, 120, 94], First(Datasets.Table("satellite"))[..4]);
        Assert.Equal([5, 1, 1, 1, 2, 1, 3, 1, 1], First(Datasets.Table("breastw")));
        Assert.Equal([1, 0.99539f, -0.05889f, 0.85243f], First(Datasets.Table("ionosphere"))[..4]);
        Assert.Equal([6, 148, 72, 35, 0, 33.6f, 0.627f, 50], First(Datasets.Table("pima")));
        Assert.Equal([1.52101f, 13.64f, 4.49f, 1.1f, 71.78f, 0.06f, 8.75f, 0, 0], First(Datasets.Table("glass")));
        Assert.Equal([1, 0], Datasets.Table("pima").Labels.Take(2));
    }

    [Fact]
    public void DamageIsNamed()
    {
        var folder = Directory.CreateTempSubdirectory("coursekit-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "tabular"));
            var good = File.ReadAllBytes(DataFolder.Find(DataManifest.Find("glass").Files[0]));
            var path = Path.Combine(folder, "tabular", "glass.csv.gz");
            Fuzz.Reader(good, path, content =>
            {
                File.WriteAllBytes(path, content);
                Assert.Equal(214, Datasets.TableFrom(DataManifest.Find("glass"), [folder]).Count);
            }, changes: 100);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void SetsInTwoPartsAndUnknownNamesAreSaid()
    {
        Assert.Contains("Datasets.Mnist()", Assert.Throws<ArgumentException>(() => Datasets.Table("mnist")).Message);
        Assert.Contains("Unknown data set 'shutle'", Assert.Throws<ArgumentException>(() => Datasets.Table("shutle")).Message);
    }

    [Fact]
    public void FashionMnistAndCifarAreReadWhereTheyAre()
    {
        (string, Func<(Dataset Train, Dataset Test)>, int)[] sets =
            [("fashion-mnist", Datasets.FashionMnist, 6000), ("cifar10", Datasets.Cifar10, 5000)];
        foreach (var (name, read, rows) in sets)
        {
            Dataset train, test;
            try
            {
                (train, test) = read();
            }
            catch (FileNotFoundException error)
            {
                Assert.Contains($"./coursekit data get {name}", error.Message);
                continue;
            }
            Assert.Equal(DataManifest.Find(name).Features, train.Features);
            Assert.Equal(10_000, test.Count);
            // A machine may have only some classes of the training images; those are whole.
            Assert.All(train.Labels.GroupBy(label => label), one => Assert.Equal(rows, one.Count()));
            Assert.All(test.Labels.GroupBy(label => label), one => Assert.Equal(1000, one.Count()));
        }
    }

    private static float[] First(Dataset data)
    {
        using var scope = torch.NewDisposeScope();
        return data.X[0].data<float>().ToArray();
    }
}
