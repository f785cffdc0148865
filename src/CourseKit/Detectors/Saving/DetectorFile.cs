using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// The file of a fitted detector: a zip archive with <c>detector.json</c> (name, kind and options, what belongs to a
/// <see cref="TableModel"/>), one .npy file of float64 for each tensor that was learned, so that NumPy can look into it, too, and
/// <c>sha256</c>, the hash of it all: zip archives are not checked by what reads them.
/// </summary>
internal static class DetectorFile
{
    private const string Format = "coursekit.detector/2";
    private const string Description = "detector.json";
    private const string Checksum = "sha256";

    private static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKinds } },
    };

    private sealed record Header(string Format, string Name, DetectorOptions Options, SavedTable? Table);

    public static void Write(string path, AnomalyDetector detector, SavedTable? table = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var scope = NewDisposeScope();
        var arrays = detector.State().ToDictionary(
            one => one.Name, one => new NpyArray([.. one.Value.shape.Select(size => (int)size)], Rows.ToDoubles(one.Value)));
        if (DetectorCatalogue.Of(detector.Options).DetectorType != detector.GetType())
            throw new NotSupportedException($"{detector.GetType().Name} cannot be saved: it is not listed in {nameof(DetectorCatalogue)}.");
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header(Format, detector.Name, detector.Options, table), Json);

        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = FormattableString.Invariant($"{path}.{Environment.ProcessId}.tmp");
        try
        {
            using (var archive = ZipFile.Open(temporary, ZipArchiveMode.Create))
            {
                void Add(string name, Action<Stream> write)
                {
                    using var entry = archive.CreateEntry(name).Open();
                    write(entry);
                }
                Add(Description, entry => entry.Write(header));
                Add(Checksum, entry => entry.Write(Sha256(header, arrays)));
                foreach (var (name, array) in arrays) Add(name + ".npy", entry => NpzFile.WriteArray(entry, array));
            }
            File.Move(temporary, path, overwrite: true); // in one step: a reader sees the old file or the new one
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public static (AnomalyDetector Detector, SavedTable? Table) Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var stream = File.OpenRead(path);
        var arrays = NpzFile.Read(stream, path); // also says if it is no archive at all
        stream.Position = 0;
        AnomalyDetector? detector = null;
        try
        {
            using var archive = new ZipArchive(stream);
            byte[] Content(string name)
            {
                var entry = archive.GetEntry(name) ?? throw new InvalidDataException($"there is no {name} in it");
                using var content = entry.Open();
                return VerifiedFile.ReadToEnd(content, path, 8 << 20);
            }
            var description = Content(Description);
            if (!Content(Checksum).AsSpan().SequenceEqual(Sha256(description, arrays)))
                throw new InvalidDataException("it is damaged: its values are not those that were saved");
            var header = JsonSerializer.Deserialize<Header>(description, Json)!;
            if (header.Format != Format)
                throw new InvalidDataException($"its format is '{header.Format}', this version reads '{Format}'. Save the detector again");

            using var scope = NewDisposeScope();
            detector = DetectorCatalogue.Of(header.Options).Create(header.Options, header.Name);
            detector.LoadState(arrays.ToDictionary(
                one => one.Key, one => tensor(one.Value.Values, [.. one.Value.Shape.Select(size => (long)size)])));
            return (detector, header.Table);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or InvalidDataException
            or NotSupportedException or KeyNotFoundException or ExternalException)
        {
            detector?.Dispose();
            throw new InvalidDataException($"'{path}' holds no readable detector: {error.Message.TrimEnd('.')}.", error);
        }
    }

    private static byte[] Sha256(byte[] description, IReadOnlyDictionary<string, NpyArray> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(description);
        foreach (var (name, array) in arrays.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {string.Join(' ', array.Shape)}\n"));
            hash.AppendData(MemoryMarshal.AsBytes<double>(array.Values));
        }
        return hash.GetHashAndReset();
    }

    // Options of any kind, inside of other options, too: {"kind": "pca", …}.
    private static void NameKinds(JsonTypeInfo type)
    {
        if (type.Type != typeof(DetectorOptions)) return;
        type.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "kind" };
        foreach (var kind in DetectorCatalogue.All) type.PolymorphismOptions.DerivedTypes.Add(new(kind.OptionsType, kind.Name));
    }
}

/// <summary>What a <see cref="TableModel"/> saves beside its detector.</summary>
internal sealed record SavedTable(string[] Columns, double[] Offset, double[] Scale, double[] Means, double[] StandardDeviations);
