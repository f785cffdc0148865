using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>The data sets of the course, checked and ready for use.</summary>
/// <remarks>
/// Files are looked for in the folders of <see cref="DataFolder.Candidates"/> and held against the checksums of the
/// <see cref="DataManifest"/>. Every method throws <see cref="FileNotFoundException"/> for a missing file, with where it was looked for
/// and how to get it, and <see cref="InvalidDataException"/> for a damaged one. Sets of images are read once for the process: all callers
/// share the same tensors, so copy before writing into them.
/// </remarks>
public static class Datasets
{
    private const int GeneratorSeed = 42;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, (Dataset Train, Dataset Test)> Images = [];

    /// <summary>
    /// MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 × 28 grey values from 0 (ground) to 1
    /// (ink), each image a row of 784 features; the label is the digit. 220 MB of memory.
    /// </summary>
    public static (Dataset Train, Dataset Test) Mnist() => Shared("mnist");

    /// <summary>
    /// Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): articles of clothing in the form of MNIST, harder to tell apart. Labels: 0
    /// T-shirt, 1 trousers, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag, 9 ankle boot.
    /// </summary>
    /// <remarks>Downloaded, or installed by Debian's package dataset-fashion-mnist.</remarks>
    public static (Dataset Train, Dataset Test) FashionMnist() => Shared("fashion-mnist");

    /// <summary>
    /// CIFAR-10 (Krizhevsky 2009): 50,000 training and 10,000 test colour images of 32 × 32 pixels, values from 0 to 1, each a row
    /// of 3072 features: the red plane line by line, then green, then blue. Labels: 0 airplane, 1 automobile, 2 bird, 3 cat,
    /// 4 deer, 5 dog, 6 frog, 7 horse, 8 ship, 9 truck. 740 MB of memory.
    /// </summary>
    /// <remarks>Downloaded. Without the archive, <c>test.bin.gz</c> and <c>train_*.bin.gz</c> (some classes) are read.</remarks>
    public static (Dataset Train, Dataset Test) Cifar10() => Shared("cifar10");

    /// <summary>The table of that name; label 1 marks the anomalies. Of generated tables, that of seed 42.</summary>
    /// <param name="name">A name of <see cref="DataManifest.Entries"/>: <c>shuttle</c>, <c>ionosphere</c>, <c>glass</c>, ….</param>
    /// <exception cref="ArgumentException">No table has that name; the message lists those there are.</exception>
    public static Dataset Table(string name) => TableFrom(DataManifest.Find(name), DataFolder.Candidates());

    internal static Dataset TableFrom(DataEntry entry, IReadOnlyList<string> folders)
    {
        if (entry.Anomalies is null)
            throw new ArgumentException(
                $"'{entry.Name}' comes in two parts, for training and for testing: use Datasets.Mnist(), FashionMnist() or Cifar10().",
                nameof(entry));
        var data = entry.Name switch
        {
            "vibration" => Vibration.Generate(GeneratorSeed),
            "texture" => Texture.Generate(GeneratorSeed).Data,
            "creditcard-twin" => CreditCardTwin.Generate(GeneratorSeed),
            _ => ReadTable(entry, folders),
        };
        var anomalies = data.Labels.Count(label => label == 1);
        if (data.Count != entry.Rows || data.Features != entry.Features || anomalies != entry.Anomalies)
            throw new InvalidDataException(
                $"'{entry.Name}' has {data.Count} rows, {data.Features} features and {anomalies} anomalies; "
                + $"the manifest says {entry.Rows}, {entry.Features} and {entry.Anomalies}.");
        return data;
    }

    private static Dataset ReadTable(DataEntry entry, IReadOnlyList<string> folders)
    {
        var (content, path) = Read(entry.Files.Single(), folders);
        return entry.Name == "kdd99"
            ? KddFile.Parse(content, path, entry.Name)
            : CsvFile.Parse(content, path, entry.Name, entry.Name == "creditcard" ? "Class" : "label");
    }

    private static (byte[] Content, string Path) Read(DataFile file, IReadOnlyList<string> folders)
    {
        var path = DataFolder.Find(file, folders);
        return (VerifiedFile.Read(path, file), path);
    }

    internal static (Dataset Train, Dataset Test) ReadMnist(DataEntry entry, IReadOnlyList<string> folders)
    {
        var name = entry.Title.Split(' ')[0];
        // Decompression takes most of the time and cannot be split: the two image files side by side.
        var train = Task.Run(() => ReadPart(entry, folders, "train", $"{name} training"));
        var test = Task.Run(() => ReadPart(entry, folders, "t10k", $"{name} test"));
        return (train.GetAwaiter().GetResult(), test.GetAwaiter().GetResult());
    }

    private static Dataset ReadPart(DataEntry entry, IReadOnlyList<string> folders, string part, string name)
    {
        IdxFile Idx(string kind, int rank)
        {
            var file = entry.Files.Single(file => file.Path.Contains($"/{part}-{kind}", StringComparison.Ordinal));
            var (content, path) = Read(file, folders);
            return IdxFile.Parse(content, path, rank);
        }
        var (images, labels) = (Idx("images", rank: 3), Idx("labels", rank: 1));
        using var scope = NewDisposeScope();
        MemoryMarshal.TryGetArray(images.Values, out var bytes);
        var pixels = frombuffer(bytes.Array!, uint8, bytes.Count, bytes.Offset); // the bytes as they are, not another 47 MB of them
        var x = pixels.reshape(images.Shape[0], entry.Features).to(float32).div_(255);
        return new Dataset(name, x.DetachFromDisposeScope(), [.. labels.Values.ToArray().Select(label => (int)label)]);
    }

    internal static (Dataset Train, Dataset Test) ReadCifar(DataEntry entry, IReadOnlyList<string> folders)
    {
        const string name = "CIFAR-10";
        var archive = entry.Files.Single();
        if (DataFolder.TryFind(archive, folders) is null && DataFolder.TryFind(new DataFile("cifar10/test.bin.gz"), folders) is { } some)
        {
            string[] parts = [.. Directory.EnumerateFiles(Path.GetDirectoryName(some)!, "train_*.bin.gz").Order(StringComparer.Ordinal)];
            if (parts.Length > 0)
                return (CifarFile.Parse([.. parts.SelectMany(ReadRecords)], parts[0], $"{name} training"),
                    CifarFile.Parse(ReadRecords(some), some, $"{name} test"));
        }
        var path = DataFolder.Find(archive, folders);
        using var stream = File.OpenRead(path);
        var (train, test) = CifarFile.ReadArchive(stream, path);
        return (CifarFile.Parse(train, path, $"{name} training"), CifarFile.Parse(test, path, $"{name} test"));
    }

    private static byte[] ReadRecords(string path)
    {
        using var stream = VerifiedFile.Open(path);
        return VerifiedFile.ReadToEnd(stream, path, 512L << 20);
    }

    private static (Dataset Train, Dataset Test) Shared(string name)
    {
        lock (Gate)
        {
            // Somebody may have disposed of the shared tensors, e.g. in a dispose scope of theirs.
            if (!Images.TryGetValue(name, out var cached) || cached.Train.X.IsInvalid || cached.Test.X.IsInvalid)
            {
                var (entry, folders) = (DataManifest.Find(name), DataFolder.Candidates());
                Images[name] = cached = name == "cifar10" ? ReadCifar(entry, folders) : ReadMnist(entry, folders);
            }
            return cached;
        }
    }
}
