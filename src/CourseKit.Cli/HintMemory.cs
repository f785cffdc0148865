using System.Text.Json;

namespace CourseKit.Cli;

/// <summary>Remembers which hint of which exercise was shown last, in a small file of the user's.</summary>
/// <param name="path">The file.</param>
public sealed class HintMemory(string path)
{
    /// <summary>The file for this user: under XDG_STATE_HOME, <c>~/.local/state</c>, or the application data folder of Windows and macOS.</summary>
    public static string DefaultPath()
    {
        var xdg = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var folder = !string.IsNullOrEmpty(xdg) ? xdg
            : OperatingSystem.IsLinux() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state")
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return Path.Combine(folder, "coursekit", "hints.json");
    }

    /// <summary>The level (from 1) that was shown last, or 0.</summary>
    public int Last(string id) => Read().GetValueOrDefault(id);

    /// <summary>Keeps the level shown; where nothing can be written the next run just starts anew.</summary>
    public void Remember(string id, int level)
    {
        try
        {
            var levels = Read();
            levels[id] = level;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, JsonSerializer.Serialize(levels));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only home is no reason to withhold a hint.
        }
    }

    private Dictionary<string, int> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(path)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
