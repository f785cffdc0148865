using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CourseKit;

/// <summary>
/// The file of a fitted detector: a zip archive with <c>detector.json</c> (kind, name, options, width, threshold, SHA-256 of the values,
/// names of the columns where it belongs to a <see cref="TableModel"/>) and one .npy file of float64 for each tensor that was learned, so
/// that NumPy can look into it, too.
/// </summary>
internal static class DetectorFile
{
    private const string Format = "coursekit.detector/1";
    private const string Description = "detector.json";

    private sealed record Header(
        string Format, string Kind, string Name, int Features, double Threshold, string Sha256, JsonElement Options,
        string[]? Columns = null);

    /// <summary>Writes the file in one step: a reader sees the old one or the new one.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="detector">The fitted detector.</param>
    /// <param name="columns">Names of the columns, if it belongs to a table.</param>
    /// <param name="beside">Numbers to be saved beside the detector's own.</param>
    public static void Write(
        string path, AnomalyDetector detector, string[]? columns = null, IEnumerable<(string Name, double[] Values)>? beside = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var arrays = detector.SavedState();
        foreach (var (name, values) in beside ?? []) arrays.Add(name, new NpyArray([values.Length], values));
        var header = new Header(
            Format, DetectorCatalogue.Of(detector).Name, detector.Name, detector.Features, detector.Threshold, Sha256(arrays, columns),
            JsonSerializer.SerializeToElement(detector.Options, detector.Options.GetType()), columns);
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = FormattableString.Invariant($"{path}.{Environment.ProcessId}.tmp");
        try
        {
            using (var archive = ZipFile.Open(temporary, ZipArchiveMode.Create))
            {
                using (var description = archive.CreateEntry(Description).Open()) JsonSerializer.Serialize(description, header);
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

    /// <summary>Reads a detector.</summary>
    /// <param name="path">The file.</param>
    public static AnomalyDetector Read(string path) => Read(path, (detector, _, _) => detector);

    /// <summary>Reads a detector and what was saved beside it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="result">Detector, names of the columns and all that was saved ↦ result.</param>
    public static T Read<T>(string path, Func<AnomalyDetector, string[]?, DetectorState, T> result)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var stream = File.OpenRead(path);
        var arrays = NpzFile.Read(stream, path); // also says if it is no archive at all
        stream.Position = 0;
        AnomalyDetector? detector = null;
        try
        {
            using var archive = new ZipArchive(stream);
            var entry = archive.GetEntry(Description)
                ?? throw new InvalidDataException($"'{path}' holds no detector: there is no {Description} in it.");
            using var content = entry.Open();
            var header = JsonSerializer.Deserialize<Header>(VerifiedFile.ReadToEnd(content, path, 8 << 20));
            var kind = DetectorCatalogue.All.FirstOrDefault(kind => kind.Name == header?.Kind);
            if (header is not { Format: Format, Options.ValueKind: JsonValueKind.Object, Name: not null, Features: > 0 }
                || kind is null || !double.IsFinite(header.Threshold))
            {
                throw new InvalidDataException(
                    $"'{path}' holds no detector that this version can read (format '{header?.Format}', kind '{header?.Kind}'; "
                    + $"known: {string.Join(", ", DetectorCatalogue.All.Select(kind => kind.Name))}).");
            }
            if (header.Sha256 != Sha256(arrays, header.Columns))
                throw new InvalidDataException($"'{path}' is damaged: its values are not those that were saved.");
            detector = kind.Create((DetectorOptions)header.Options.Deserialize(kind.OptionsType)!, header.Name);
            var state = new DetectorState(arrays, path, header.Features);
            detector.LoadState(state, header.Threshold);
            return result(detector, header.Columns, state);
        }
        catch (Exception error)
            when (error is JsonException or ArgumentException or InvalidOperationException or InvalidDataException or NotSupportedException)
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

/// <summary>Options of any kind of detector in JSON: <c>{"Kind": "pca", "Options": {…}}</c>.</summary>
internal sealed class NamedOptionsConverter : JsonConverter<DetectorOptions>
{
    public override DetectorOptions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var named = JsonSerializer.Deserialize<Named>(ref reader);
        var kind = DetectorCatalogue.Find(named?.Kind ?? "");
        return (DetectorOptions?)named!.Options.Deserialize(kind.OptionsType)
            ?? throw new JsonException($"The options of '{kind.Name}' are missing.");
    }

    public override void Write(Utf8JsonWriter writer, DetectorOptions value, JsonSerializerOptions options)
    {
        var kind = DetectorCatalogue.Of(value);
        JsonSerializer.Serialize(writer, new Named(kind.Name, JsonSerializer.SerializeToElement(value, kind.OptionsType)));
    }

    private sealed record Named(string? Kind, JsonElement Options);
}
