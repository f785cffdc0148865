namespace CourseKit.Notebooks;

/// <summary>Folders of the user's that outlive a session.</summary>
internal static class UserFolders
{
    // CourseKit's in the user's cache: $XDG_CACHE_HOME, %LOCALAPPDATA% or ~/.cache.
    public static string Cache => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } chosen && Path.IsPathFullyQualified(chosen) ? chosen
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "coursekit");

    // NuGet's: a folder for each package, in lower case, and in that one for each version.
    public static string NuGetPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
