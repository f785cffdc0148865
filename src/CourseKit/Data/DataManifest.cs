using System.Text.Json;

namespace CourseKit;

/// <summary>One file of a data set and what it must contain; <c>null</c> is what is not known, or differs between good copies.</summary>
/// <param name="Path">Path below a data folder, with forward slashes, e.g. <c>mnist/train-images-idx3-ubyte.gz</c>.</param>
/// <param name="Bytes">Size of the file as it lies on disk.</param>
/// <param name="Sha256">SHA-256 of the file as it lies on disk, 64 lower-case hexadecimal digits.</param>
/// <param name="ContentBytes">Size in bytes after decompression; readers never take more than this. <c>null</c> for archives.</param>
/// <param name="ContentSha256">SHA-256 of the decompressed content: what readers check, whatever tool has compressed the copy.</param>
/// <param name="Urls">Where it can be downloaded, the original first, then mirrors; empty where it cannot.</param>
/// <param name="Made">How it is converted: <c>npz</c> or <c>uci-arrhythmia</c>; <c>null</c> if it is used as it comes.</param>
public sealed record DataFile(
    string Path,
    long? Bytes = null,
    string? Sha256 = null,
    long? ContentBytes = null,
    string? ContentSha256 = null,
    IReadOnlyList<string>? Urls = null,
    string? Made = null)
{
    /// <summary>Where it can be downloaded; empty where it cannot.</summary>
    public IReadOnlyList<string> Urls { get; } = Urls ?? [];
}

/// <summary>One class of a labelled data set.</summary>
/// <param name="Train">Number of training rows of this class; of all rows where there is no test set.</param>
/// <param name="Test">Number of test rows of this class.</param>
public sealed record DataClass(int Label, string Name, int Train, int Test);

/// <summary>What the manifest says about one data set: origin, licence, size and files.</summary>
/// <param name="Name">Short name, as <see cref="Datasets.Table"/> takes it: <c>mnist</c>.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Rows">Number of rows, training and test together.</param>
/// <param name="Anomalies">Number of rows marked as anomalies; <c>null</c> where a one-class split decides.</param>
/// <param name="Shipped">Whether the files are part of the repository, or made by a generator that is.</param>
/// <param name="Url">Page of the data's makers.</param>
/// <param name="Treatment">How the values are turned into features.</param>
/// <param name="Files">The files; none for generated data.</param>
public sealed record DataEntry(
    string Name,
    string Title,
    int Rows,
    int Features,
    IReadOnlyList<DataClass> Classes,
    int? Anomalies,
    bool Shipped,
    string Url,
    string Licence,
    string Citation,
    string Made,
    string Treatment,
    IReadOnlyList<DataFile> Files)
{
    /// <summary>Whether all its files can be downloaded.</summary>
    public bool Downloadable => !Shipped && Files.All(file => file.Urls.Count > 0);
}

/// <summary>The list of data sets the course knows: <c>data/manifest.json</c>, built into this assembly.</summary>
public static class DataManifest
{
    private static readonly Lazy<IReadOnlyList<DataEntry>> Loaded = new(() =>
    {
        using var stream = typeof(DataManifest).Assembly.GetManifestResourceStream("manifest.json")!;
        return JsonSerializer.Deserialize<Content>(stream, JsonSerializerOptions.Web)!.Datasets;
    });

    /// <summary>All data sets, in the order of the file.</summary>
    public static IReadOnlyList<DataEntry> Entries => Loaded.Value;

    /// <summary>The data set of that name.</summary>
    /// <exception cref="ArgumentException">No data set has that name; the message lists the names there are.</exception>
    public static DataEntry Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException(
            $"Unknown data set '{name}'. Known: {string.Join(", ", Entries.Select(entry => entry.Name))}.", nameof(name));

    private sealed record Content(IReadOnlyList<DataEntry> Datasets);
}
