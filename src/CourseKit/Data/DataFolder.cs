namespace CourseKit;

/// <summary>
/// Finds data files: first in the folder named by <c>COURSEKIT_DATA</c>, then in the repository's <c>data</c> folder, then
/// among the downloads, then where Debian's data packages put them.
/// </summary>
public static class DataFolder
{
    /// <summary>Environment variable that names a folder with data of one's own, laid out like the repository's <c>data</c>.</summary>
    public const string Variable = "COURSEKIT_DATA";

    private const string DebianFolder = "/usr/share/datasets"; // e.g. the package dataset-fashion-mnist

    /// <summary>
    /// The folders that are searched, in order. The repository's <c>data</c> is one with a <c>manifest.json</c>, at or above this assembly
    /// or the current directory.
    /// </summary>
    public static IReadOnlyList<string> Candidates()
    {
        string?[] folders =
        [
            Named,
            RepositoryFolder(AppContext.BaseDirectory),
            // Under a notebook kernel the program's base directory is the kernel's, the assembly's is ours.
            RepositoryFolder(Path.GetDirectoryName(typeof(DataFolder).Assembly.Location)),
            RepositoryFolder(Environment.CurrentDirectory),
            Downloads(),
            Directory.Exists(DebianFolder) ? DebianFolder : null,
        ];
        return [.. folders.OfType<string>().Distinct()];
    }

    /// <summary>Where downloads are put: the folder of <see cref="Variable"/>, else one for this user, outside the repository.</summary>
    public static string Downloads()
    {
        if (Named is { } named) return named;
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "coursekit", "data");
    }

    /// <summary>Full path of a data file.</summary>
    /// <param name="file">The file, as the manifest names it.</param>
    /// <param name="folders">Where to look; <see cref="Candidates"/> if not given.</param>
    /// <exception cref="FileNotFoundException">The file is in none of the folders; the message names them and the remedy.</exception>
    public static string Find(DataFile file, IReadOnlyList<string>? folders = null)
    {
        folders ??= Candidates();
        return TryFind(file, folders) ?? throw new FileNotFoundException(
            $"Data file '{file.Path}' not found. Looked in: {string.Join(", ", folders)}. {Remedy(file)}", file.Path);
    }

    /// <summary>Full path of a data file, or <c>null</c> if it is in none of the folders.</summary>
    /// <inheritdoc cref="Find" path="/param"/>
    public static string? TryFind(DataFile file, IReadOnlyList<string>? folders = null) =>
        (folders ?? Candidates()).Select(folder => Below(folder, file)).FirstOrDefault(File.Exists);

    // The manifest's paths have forward slashes.
    internal static string Below(string folder, DataFile file) => Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));

    private static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? Path.GetFullPath(named) : null;

    private static string Remedy(DataFile file) =>
        DataManifest.Entries.FirstOrDefault(entry => entry.Files.Contains(file)) switch
        {
            { Downloadable: true } entry => $"Download it: ./coursekit data get {entry.Name}. Or set {Variable} to a folder that holds it.",
            { Shipped: false } => $"It cannot be downloaded: set {Variable} to a folder that holds it.",
            _ => $"Run from inside the CourseKit repository, restore it there (git checkout -- data), or set {Variable} to its folder.",
        };

    private static string? RepositoryFolder(string? start)
    {
        for (var folder = string.IsNullOrEmpty(start) ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "data");
            if (File.Exists(Path.Combine(data, "manifest.json"))) return data;
        }
        return null;
    }
}
