using System.Text.Json;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// Files that the tool reads and writes: what goes wrong becomes an error of the tool, in one line.
internal static class Files
{
    private static readonly JsonSerializerOptions Options = new(CheckReport.JsonOptions) { WriteIndented = true };

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
        catch (Exception e) when (e is InvalidDataException or NotebookFormatException)
        {
            throw new ToolException(e.Message, ExitCodes.Unreadable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Cannot read {CourseFolders.Shorten(path)}: {e.Message}", ExitCodes.Unreadable);
        }
    }

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

    // Writes text so that a reader sees the old file or the new one, never half of one.
    public static void WriteText(string path, string text) => Write(path, () => AtomicFile.WriteAllText(path, text));

    public static void WriteJson<T>(string path, T value) => WriteText(path, JsonSerializer.Serialize(value, Options) + "\n");

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
