using System.Runtime.InteropServices;

namespace CourseKit.Notebooks;

/// <summary>Where Jupyter, and VS Code's Jupyter extension, look for kernels, by the rules of <c>jupyter_core.paths</c>.</summary>
/// <param name="variable">Looks up an environment variable; null if it is not set.</param>
public sealed class JupyterFolders(OSPlatform platform, string home, Func<string, string?> variable)
{
    /// <summary>The folders of this machine and user.</summary>
    public static JupyterFolders OfThisMachine() => new(
        OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Environment.GetEnvironmentVariable);

    /// <summary>The user's own kernels.</summary>
    public string UserKernels => Join(UserData, "kernels");

    /// <summary>All folders in which kernels are found; of two with the same name, the first counts.</summary>
    public IReadOnlyList<string> Kernels =>
        [.. Named("JUPYTER_PATH").Append(UserData).Concat(SystemData).Select(folder => Join(folder, "kernels")).Distinct()];

    /// <summary>The kernels of an environment, such as Python's <c>sys.prefix</c>.</summary>
    public string PrefixKernels(string prefix) => Join(prefix, "share", "jupyter", "kernels");

    internal string Join(params ReadOnlySpan<string?> parts) => string.Join(platform == OSPlatform.Windows ? '\\' : '/', parts!);

    private string UserData =>
        Set("JUPYTER_DATA_DIR") is { } named ? named
        : platform == OSPlatform.OSX ? Join(home, "Library", "Jupyter")
        : platform == OSPlatform.Windows ? Set("APPDATA") is { } appData ? Join(appData, "jupyter") : Join(home, ".jupyter", "data")
        : Join(Set("XDG_DATA_HOME") ?? Join(home, ".local", "share"), "jupyter");

    private IEnumerable<string> SystemData => platform == OSPlatform.Windows
        ? Set("PROGRAMDATA") is { } programData ? [Join(programData, "jupyter")] : []
        : ["/usr/local/share/jupyter", "/usr/share/jupyter"];

    private string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;

    private IEnumerable<string> Named(string name) => (Set(name) ?? "")
        .Split(platform == OSPlatform.Windows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => folder.Length > 1 ? folder.TrimEnd(platform == OSPlatform.Windows ? '\\' : '/') : folder);
}
