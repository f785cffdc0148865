using System.Security.Cryptography;

namespace CourseKit.Tests;

/// <summary>The manifest tells the truth about the files beside it.</summary>
public class DataManifestTests
{
    [Fact]
    public void ShippedFilesAreThoseOfTheManifest()
    {
        foreach (var file in DataManifest.Entries.Where(entry => entry.Shipped).SelectMany(entry => entry.Files))
        {
            var path = DataFolder.Find(file,
                DataFolder.Candidates().Where(folder => File.Exists(Path.Combine(folder, "manifest.json"))).ToArray());
            Assert.Equal(file.Bytes, new FileInfo(path).Length);
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
            Assert.Equal(file.ContentBytes, VerifiedFile.Read(path, file).Length);
        }
    }

    [Fact]
    public void EveryEntryIsComplete() => Assert.All(DataManifest.Entries, entry =>
    {
        Assert.All([entry.Name, entry.Title, entry.Url, entry.Licence, entry.Citation, entry.Made, entry.Treatment], text =>
            Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.All(entry.Files, file => Assert.True(file.Sha256 is null or { Length: 64 } && file.ContentSha256 is null or { Length: 64 }));
        if (entry.Files.Count == 0) Assert.Contains("generated", entry.Made);
        if (entry.Anomalies is { } anomalies) Assert.Equal(anomalies, entry.Classes.Single(one => one.Label == 1).Train);
        Assert.Equal(entry.Rows, entry.Classes.Sum(one => one.Train + one.Test));
    });

    [Fact]
    public void EveryFileIsHeldAgainstSomething() => Assert.All(DataManifest.Entries.SelectMany(entry => entry.Files), file =>
    {
        // Without a SHA-256 the size must be known, and what else is checked be said.
        if (file.ContentSha256 is not null) Assert.NotNull(file.ContentBytes);
        else Assert.NotNull(file.Bytes);
        Assert.All(file.Urls, url =>
            Assert.True(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"));
    });

    [Fact]
    public void NamesAreUnique() => Assert.Equal(DataManifest.Entries.Count, DataManifest.Entries.DistinctBy(entry => entry.Name).Count());

    [Fact]
    public void UnknownNameListsTheKnown() =>
        Assert.Contains("Known: mnist", Assert.Throws<ArgumentException>(() => DataManifest.Find("minst")).Message);

    [Fact]
    public void MissingFileSaysWhereItWasLookedFor()
    {
        var file = new DataFile("mnist/absent.gz", 0, "", 0, "");
        var error = Assert.Throws<FileNotFoundException>(() => DataFolder.Find(file, ["/one", "/two"]));
        Assert.Contains("'mnist/absent.gz' not found", error.Message);
        Assert.Contains("/one, /two", error.Message);
        Assert.Contains("COURSEKIT_DATA", error.Message);
    }

    [Fact]
    public void TheFirstFolderWithTheFileWins()
    {
        var folder = Directory.CreateTempSubdirectory("coursekit data ").FullName;
        try
        {
            var file = new DataFile("set/file.gz", 0, "", 0, "");
            foreach (var name in new[] { "b", "c" })
            {
                Directory.CreateDirectory(Path.Combine(folder, name, "set"));
                File.WriteAllText(Path.Combine(folder, name, "set", "file.gz"), "");
            }
            var found = DataFolder.Find(file, [Path.Combine(folder, "a"), Path.Combine(folder, "b"), Path.Combine(folder, "c")]);
            Assert.Equal(Path.Combine(folder, "b", "set", "file.gz"), found);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
