using static TorchSharp.torch;

namespace CourseKit;

/// <summary>The data sets of the course, checked and ready for use.</summary>
/// <remarks>
/// Files are looked for in the folders of <see cref="DataFolder.Candidates"/> and held against the checksums of the
/// <see cref="DataManifest"/>. Where nothing else is said, a method throws <see cref="FileNotFoundException"/> for a missing
/// file, with where it was looked for and how to get it, and <see cref="InvalidDataException"/> for a damaged one.
/// </remarks>
public static class Datasets
{
    private const int GeneratorSeed = 42;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, (Dataset Train, Dataset Test)> Images = [];

    /// <summary>
    /// MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 × 28 grey values from 0 (ground) to 1
    /// (ink), each image a row of 784 features; the label is the digit.
    /// </summary>
    /// <remarks>
    /// Read once for the process: all callers share the same tensors, so copy before writing into them. 220 MB of memory.
    /// </remarks>
    /// <exception cref="FileNotFoundException">A file is missing; the message says where it was looked for.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it and the remedy.</exception>
    public static (Dataset Train, Dataset Test) Mnist() => Shared("mnist");

    /// <summary>
    /// Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): articles of clothing in the form of MNIST, harder to tell apart. Labels: 0
    /// T-shirt, 1 trousers, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag, 9 ankle boot.
    /// </summary>
    /// <remarks>
    /// Downloaded by <c>./coursekit data get fashion-mnist</c>, or installed by Debian's package dataset-fashion-mnist. Shared like
    /// <see cref="Mnist"/>.
    /// </remarks>
    /// <inheritdoc cref="Mnist" path="/exception"/>
    public static (Dataset Train, Dataset Test) FashionMnist() => Shared("fashion-mnist");

    /// <summary>
    /// CIFAR-10 (Krizhevsky 2009): 50,000 training and 10,000 test colour images of 32 × 32 pixels, values from 0 to 1, each a row
    /// of 3072 features: the red plane line by line, then green, then blue. Labels: 0 airplane, 1 automobile, 2 bird, 3 cat,
    /// 4 deer, 5 dog, 6 frog, 7 horse, 8 ship, 9 truck.
    /// </summary>
    /// <remarks>
    /// Downloaded by <c>./coursekit data get cifar10</c>. Without the archive, a folder <c>cifar10</c> with <c>test.bin.gz</c> and
    /// <c>train_*.bin.gz</c> (records of some classes only) is read instead. 740 MB of memory, shared like <see cref="Mnist"/>.
    /// </remarks>
    /// <inheritdoc cref="Mnist" path="/exception"/>
    public static (Dataset Train, Dataset Test) Cifar10() => Shared("cifar10");

    /// <summary>Statlog Shuttle: 49,097 readings of 9 sensors of a space shuttle, 3,511 of them from rare states.</summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Shuttle() => Table("shuttle");

    /// <summary>
    /// Statlog Landsat Satellite: 6,435 patches of ground, 36 grey values each; the 2,036 of the three rarest kinds are the anomalies.
    /// </summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Satellite() => Table("satellite");

    /// <summary>
    /// Breast Cancer Wisconsin (original): 683 samples of cells, 9 grades from 1 to 10; the 239 malignant ones are the anomalies.
    /// </summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Breastw() => Table("breastw");

    /// <summary>Ionosphere: 351 radar echoes, 33 values each; the 126 that show no structure are the anomalies.</summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Ionosphere() => Table("ionosphere");

    /// <summary>Pima Indians Diabetes: 768 women, 8 measurements; the 268 with diabetes are the anomalies.</summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Pima() => Table("pima");

    /// <summary>Glass: 214 splinters, refraction and 8 oxides; the 9 from tableware are the anomalies.</summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Glass() => Table("glass");

    /// <summary>Thyroid: 3,772 patients, 6 measurements from 0 to 1; the 93 with hyperfunction are the anomalies. Downloaded.</summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Thyroid() => Table("thyroid");

    /// <summary>
    /// Arrhythmia: 452 electrocardiograms, 274 features; the 66 of the eight smallest classes are the anomalies. Downloaded.
    /// </summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Arrhythmia() => Table("arrhythmia");

    /// <summary>
    /// KDD Cup 1999, 10 %: 494,021 network connections, 118 features after one-hot; the 97,278 normal ones are the rare class, label 1.
    /// Downloaded.
    /// </summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Kdd99() => Table("kdd99");

    /// <summary>Credit-card fraud: 284,807 card payments, time, 28 principal components and amount; 492 are frauds. Downloaded.</summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset CreditCard() => Table("creditcard");

    /// <summary>The table of that name from the manifest; for generated ones the set of seed 42.</summary>
    /// <param name="name">A name of <see cref="DataManifest.Entries"/>.</param>
    /// <exception cref="ArgumentException">No table has that name.</exception>
    /// <exception cref="FileNotFoundException">The file is missing; the message says how to get it.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it and the remedy.</exception>
    public static Dataset Table(string name) => TableFrom(DataManifest.Find(name), DataFolder.Candidates());

    internal static Dataset TableFrom(DataEntry entry, IReadOnlyList<string> folders)
    {
        if (entry.Classes.Any(one => one.Test > 0))
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
        var file = entry.Files.Single();
        var path = DataFolder.Find(file, folders);
        var content = VerifiedFile.Read(path, file);
        return entry.Name == "kdd99"
            ? KddFile.Parse(content, path, entry.Name)
            : CsvFile.Parse(content, path, entry.Name, entry.Name == "creditcard" ? "Class" : "label");
    }

    internal static (Dataset Train, Dataset Test) ReadMnist(DataEntry entry, IReadOnlyList<string> folders)
    {
        // Decompression takes most of the time and cannot be split: the two image files side by side.
        var train = Task.Run(() => ReadPart(entry, folders, "train"));
        var test = Task.Run(() => ReadPart(entry, folders, "t10k"));
        var name = entry.Title.Split(' ')[0];
        return (ToDataset($"{name} training", train.GetAwaiter().GetResult()), ToDataset($"{name} test", test.GetAwaiter().GetResult()));
    }

    internal static (Dataset Train, Dataset Test) ReadCifar(DataEntry entry, IReadOnlyList<string> folders)
    {
        var archive = entry.Files.Single();
        if (DataFolder.TryFind(archive.Path, folders) is null && DataFolder.TryFind("cifar10/test.bin.gz", folders) is { } testPath)
        {
            string[] parts = [.. Directory.EnumerateFiles(Path.GetDirectoryName(testPath)!, "train_*.bin.gz")
                .Order(StringComparer.Ordinal)];
            if (parts.Length > 0)
                return (CifarFile.Parse([.. parts.SelectMany(ReadRecords)], parts[0], "CIFAR-10 training"),
                    CifarFile.Parse(ReadRecords(testPath), testPath, "CIFAR-10 test"));
        }
        var path = DataFolder.Find(archive, folders);
        using var stream = File.OpenRead(path);
        var (train, test) = CifarFile.ReadArchive(stream, path);
        return (CifarFile.Parse(train, path, "CIFAR-10 training"), CifarFile.Parse(test, path, "CIFAR-10 test"));
    }

    private static byte[] ReadRecords(string path)
    {
        using var stream = new BoundedStream(VerifiedFile.Open(path), path, 512L << 20);
        return stream.ReadToEnd();
    }

    private static (Dataset Train, Dataset Test) Shared(string name)
    {
        lock (Gate)
        {
            // Somebody may have disposed of the shared tensors, e.g. in a dispose scope of theirs.
            if (!Images.TryGetValue(name, out var cached) || cached.Train.X.IsInvalid || cached.Test.X.IsInvalid)
            {
                var entry = DataManifest.Find(name);
                Images[name] = cached = name == "cifar10" ? ReadCifar(entry, DataFolder.Candidates())
                    : ReadMnist(entry, DataFolder.Candidates());
            }
            return cached;
        }
    }

    private static (IdxFile Images, IdxFile Labels) ReadPart(DataEntry entry, IReadOnlyList<string> folders, string part)
    {
        IdxFile Read(string kind, int rank)
        {
            var file = entry.Files.Single(file => file.Path.Contains($"/{part}-{kind}", StringComparison.Ordinal));
            var path = DataFolder.Find(file, folders);
            return IdxFile.Parse(VerifiedFile.Read(path, file), path, rank);
        }
        var (images, labels) = (Read("images", rank: 3), Read("labels", rank: 1));
        if (images.Shape[0] != labels.Shape[0] || images.Shape[1] * images.Shape[2] != entry.Features)
            throw new InvalidDataException(
                $"The {part} files of '{entry.Name}' do not fit together: images {string.Join(" x ", images.Shape)}, "
                + $"labels {labels.Shape[0]}, {entry.Features} features.");
        return (images, labels);
    }

    private static Dataset ToDataset(string name, (IdxFile Images, IdxFile Labels) part)
    {
        using var scope = NewDisposeScope();
        var shape = part.Images.Shape;
        var x = tensor(part.Images.Values.ToArray(), [shape[0], shape[1] * shape[2]]).to(float32).div_(255);
        return new Dataset(name, x.DetachFromDisposeScope(), [.. part.Labels.Values.ToArray().Select(label => (int)label)]);
    }
}
