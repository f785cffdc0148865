using System.Text.Json;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>Writes results so that a reader sees the old file or the new one, never half of one.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Options = new(CheckReport.JsonOptions) { WriteIndented = true };

    /// <exception cref="ToolException">The file cannot be written.</exception>
    public static void Write<T>(string path, T value) => WriteText(path, JsonSerializer.Serialize(value, Options) + "\n");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    /// <exception cref="ToolException">The file cannot be read.</exception>
    public static T? Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Cannot read {path}: {e.Message}", ExitCodes.Unreadable);
        }
    }

    /// <summary>Writes any text in the same way.</summary>
    /// <exception cref="ToolException">The file cannot be written.</exception>
    public static void WriteText(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            AtomicFile.WriteAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Cannot write {path}: {e.Message}", ExitCodes.Unreadable);
        }
    }
}
