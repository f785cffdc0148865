using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// The file of a fitted detector: a zip archive with <c>detector.json</c> (kind, name, options, width, threshold, SHA-256 of the values, names of the columns
/// where it belongs to a <see cref="TableModel"/>) and one .npy file of float64 for each tensor that was learned, so that NumPy can look into it, too.
/// </summary>
internal static class DetectorFile
{
    private const string Format = "coursekit.detector/1";
    private const string Description = "detector.json";

    private sealed record Header(string Format, string Kind, string Name, int Features, double Threshold, string Sha256, JsonElement Options, string[]? Columns = null);

    public static void Write(string path, AnomalyDetector detector, DetectorOptions options, IEnumerable<(string Name, Tensor Value)> learned, TableModel? table)
    {
        var kind = DetectorCatalogue.Of(detector).Name;
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = FormattableString.Invariant($"{path}.{Environment.ProcessId}.tmp");
        try
        {
            using (var archive = ZipFile.Open(temporary, ZipArchiveMode.Create))
            {
                var arrays = learned.ToDictionary(one => one.Name, one => new NpyArray([.. one.Value.shape.Select(size => (int)size)], Rows.ToDoubles(one.Value)));
                foreach (var (name, values) in table?.Numbers() ?? []) arrays.Add(name, new NpyArray([values.Length], values));
                string[]? columns = table is null ? null : [.. table.Columns];
                using (var description = archive.CreateEntry(Description).Open())
                {
                    var header = new Header(Format, kind, detector.Name, detector.Features, detector.Threshold, Sha256(arrays, columns), JsonSerializer.SerializeToElement(options, options.GetType()), columns);
                    JsonSerializer.Serialize(description, header);
                }
                foreach (var (name, array) in arrays)
                {
                    using var entry = archive.CreateEntry(name + ".npy").Open();
                    NpzFile.WriteArray(entry, array);
                }
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public static AnomalyDetector Read(string path) => Read(path, (detector, _, _) => detector);

    public static TableModel ReadModel(string path) => Read(path, (detector, header, saved) => header.Columns is { } columns
        ? TableModel.From(detector, columns, saved)
        : throw new InvalidDataException($"'{path}' holds a detector without the columns and the scaling of a table: it was saved by AnomalyDetector.Save. Save a TableModel."));

    private static T Read<T>(string path, Func<AnomalyDetector, Header, LearnedTensors, T> result)
    {
        using var stream = File.OpenRead(path);
        var arrays = NpzFile.Read(stream, path); // also says if it is no archive at all
        stream.Position = 0;
        AnomalyDetector? detector = null;
        try
        {
            using var archive = new ZipArchive(stream);
            using var content = new BoundedStream((archive.GetEntry(Description) ?? throw new InvalidDataException($"'{path}' holds no detector: there is no {Description} in it.")).Open(), path, 8 << 20);
            var header = JsonSerializer.Deserialize<Header>(content);
            var kind = DetectorCatalogue.All.FirstOrDefault(kind => kind.Name == header?.Kind);
            if (header is not { Options.ValueKind: JsonValueKind.Object, Name: not null } || header.Format != Format || kind is null || header.Features < 1 || !double.IsFinite(header.Threshold))
                throw new InvalidDataException($"'{path}' holds no detector that this version can read (format '{header?.Format}', kind '{header?.Kind}'; known: {string.Join(", ", DetectorCatalogue.All.Select(kind => kind.Name))}).");
            if (header.Sha256 != Sha256(arrays, header.Columns)) throw new InvalidDataException($"'{path}' is damaged: its values are not those that were saved.");
            detector = kind.Create((DetectorOptions)header.Options.Deserialize(kind.OptionsType)!, header.Name);
            var saved = new LearnedTensors(arrays, path, header.Features);
            detector.RestoreFrom(saved, header.Threshold);
            return result(detector, header, saved);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or InvalidDataException or NotSupportedException)
        {
            detector?.Dispose();
            if (error is InvalidDataException && error.Message.Contains(path, StringComparison.Ordinal)) throw;
            throw new InvalidDataException($"'{path}' holds no readable detector: {error.Message}", error);
        }
    }

    /// <summary>Of names, shapes and values; zip archives are not checked by what reads them.</summary>
    private static string Sha256(IReadOnlyDictionary<string, NpyArray> arrays, string[]? columns)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, array) in arrays.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {string.Join(' ', array.Shape)}\n"));
            hash.AppendData(MemoryMarshal.AsBytes<double>(array.Values));
        }
        if (columns is not null) hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(columns));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
