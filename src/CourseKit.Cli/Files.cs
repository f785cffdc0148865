using System.Text.Json;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>Files that the tool reads and writes: what goes wrong becomes an error of the tool, in one line.</summary>
internal static class Files
{
    private static readonly JsonSerializerOptions Options = new(CheckReport.JsonOptions) { WriteIndented = true };

    /// <exception cref="ToolException">There is no such file, or it cannot be read.</exception>
    public static T Read<T>(string path, Func<T> read, string kind = "file")
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"There is no {kind} {CourseFolders.Shorten(path)}.", ExitCodes.NotFound);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Cannot read {CourseFolders.Shorten(path)}: {e.Message}", ExitCodes.Unreadable);
        }
    }

    /// <exception cref="ToolException">The file or folder cannot be written.</exception>
    public static void Write(string path, Action write)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Cannot write {path}: {e.Message}", ExitCodes.Unreadable);
        }
    }

    /// <summary>Writes text so that a reader sees the old file or the new one, never half of one.</summary>
    /// <exception cref="ToolException">The file cannot be written.</exception>
    public static void WriteText(string path, string text) => Write(path, () => AtomicFile.WriteAllText(path, text));

    /// <inheritdoc cref="WriteText"/>
    public static void WriteJson<T>(string path, T value) => WriteText(path, JsonSerializer.Serialize(value, Options) + "\n");

    /// <summary>Reads what <see cref="WriteJson"/> wrote.</summary>
    /// <exception cref="ToolException">The file cannot be read, or it holds something else.</exception>
    public static T ReadJson<T>(string path)
    {
        try
        {
            return Read(path, () => JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options))
                ?? throw new JsonException("it holds nothing");
        }
        catch (JsonException e)
        {
            throw new ToolException($"{path} is not what it should be: {e.Message.ReplaceLineEndings(" ")}", ExitCodes.Unreadable);
        }
    }
}
