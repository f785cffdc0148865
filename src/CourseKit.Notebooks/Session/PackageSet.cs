using System.Text.Json;

namespace CourseKit.Notebooks;

/// <summary>One package that cells ask for with <c>#r "nuget: Name, Version"</c>.</summary>
/// <param name="Name">Package id.</param>
/// <param name="Version">A version or range as NuGet writes them; <c>*</c> for the newest.</param>
internal sealed record PackageRequest(string Name, string Version)
{
    /// <summary>Reads what follows "nuget:".</summary>
    /// <exception cref="FormatException">It is not a name, or a name and a version.</exception>
    public static PackageRequest Parse(string text)
    {
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        var version = parts.Length == 2 ? parts[1] : "*";
        var valid = IsWord(parts[0], "._-") && IsWord(version, ".-+*[]()," + " ");
        return valid ? new PackageRequest(parts[0], version) : throw new FormatException("write #r \"nuget: Name, 1.2.3\", or #r \"nuget: Name\" for the newest version");
    }

    private static bool IsWord(string text, string others) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || others.Contains(c, StringComparison.Ordinal));
}

/// <summary>The files that a set of packages comes down to on this machine, dependencies included.</summary>
internal sealed record PackageFiles(IReadOnlyList<string> Assemblies, IReadOnlyList<string> NativeLibraries)
{
    /// <summary>Reads what an earlier restore has written; null if there is nothing usable.</summary>
    public static PackageFiles? TryRead(string path)
    {
        try
        {
            var files = File.Exists(path) ? JsonSerializer.Deserialize<PackageFiles>(File.ReadAllText(path)) : null;
            return files is not null && files.Assemblies.Concat(files.NativeLibraries).All(File.Exists) ? files : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
