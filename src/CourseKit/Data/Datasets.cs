using static TorchSharp.torch;

namespace CourseKit;

/// <summary>The data sets of the course, checked and ready for use.</summary>
public static class Datasets
{
    private static readonly Lock Gate = new();
    private static (Dataset Train, Dataset Test)? mnist;

    /// <summary>
    /// MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 × 28 grey values from 0 (ground) to 1
    /// (ink), each image a row of 784 features; the label is the digit.
    /// </summary>
    /// <remarks>
    /// Looked for in the folders of <see cref="DataFolder.Candidates"/>. Read once for the process: all callers share the
    /// same tensors, so copy before writing into them. 220 MB of memory.
    /// </remarks>
    /// <exception cref="FileNotFoundException">A file is missing; the message says where it was looked for.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it and the remedy.</exception>
    public static (Dataset Train, Dataset Test) Mnist()
    {
        lock (Gate)
        {
            // Somebody may have disposed of the shared tensors, e.g. in a dispose scope of theirs.
            if (mnist is not { } cached || cached.Train.X.IsInvalid || cached.Test.X.IsInvalid)
                mnist = cached = ReadMnist(DataManifest.Find("mnist"), DataFolder.Candidates());
            return cached;
        }
    }

    internal static (Dataset Train, Dataset Test) ReadMnist(DataEntry entry, IReadOnlyList<string> folders)
    {
        // Decompression takes most of the time and cannot be split: the two image files side by side.
        var train = Task.Run(() => ReadPart(entry, folders, "train"));
        var test = Task.Run(() => ReadPart(entry, folders, "t10k"));
        return (ToDataset("MNIST training", train.GetAwaiter().GetResult()), ToDataset("MNIST test", test.GetAwaiter().GetResult()));
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
            throw new InvalidDataException($"The {part} files of '{entry.Name}' do not fit together: images {string.Join(" x ", images.Shape)}, labels {labels.Shape[0]}, {entry.Features} features.");
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
