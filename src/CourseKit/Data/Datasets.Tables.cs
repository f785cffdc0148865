namespace CourseKit;

// Tables in one piece: label 0 is normal, label 1 an anomaly. OneClassSplit.FromOne makes training and test rows of them.
public static partial class Datasets
{
    private const int GeneratorSeed = 42;

    /// <summary>Statlog Shuttle: 49,097 readings of 9 sensors of a space shuttle, 3,511 of them from rare states.</summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Shuttle() => Table("shuttle");

    /// <summary>Statlog Landsat Satellite: 6,435 patches of ground, 36 grey values each; the 2,036 of the three rarest kinds are the anomalies.</summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Satellite() => Table("satellite");

    /// <summary>Breast Cancer Wisconsin (original): 683 samples of cells, 9 grades from 1 to 10; the 239 malignant ones are the anomalies.</summary>
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

    /// <summary>Arrhythmia: 452 electrocardiograms, 274 features; the 66 of the eight smallest classes are the anomalies. Downloaded.</summary>
    /// <inheritdoc cref="Table" path="/exception"/>
    public static Dataset Arrhythmia() => Table("arrhythmia");

    /// <summary>KDD Cup 1999, 10 %: 494,021 network connections, 118 features after one-hot; the 97,278 normal ones are the rare class, label 1. Downloaded.</summary>
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
            throw new ArgumentException($"'{entry.Name}' comes in two parts, for training and for testing: use Datasets.Mnist(), FashionMnist() or Cifar10().", nameof(entry));
        var data = entry.Name switch
        {
            "vibration" => Vibration.Generate(GeneratorSeed),
            "texture" => Texture.Generate(GeneratorSeed).Data,
            "creditcard-twin" => CreditCardTwin.Generate(GeneratorSeed),
            _ => ReadTable(entry, folders),
        };
        if (data.Count != entry.Rows || data.Features != entry.Features || data.Labels.Count(label => label == 1) != entry.Anomalies)
            throw new InvalidDataException($"'{entry.Name}' has {data.Count} rows, {data.Features} features and {data.Labels.Count(label => label == 1)} anomalies; the manifest says {entry.Rows}, {entry.Features} and {entry.Anomalies}.");
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
}
