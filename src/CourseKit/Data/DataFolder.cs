namespace CourseKit;

/// <summary>
/// Finds data files: first in the folder named by <c>COURSEKIT_DATA</c>, then in the repository's <c>data</c> folder, then
/// among the downloads, then where Debian's data packages put them.
/// </summary>
public static class DataFolder
{
    /// <summary>
    /// Environment variable that names a folder of one's own with data (<c>mnist/…</c>, as in the repository's <c>data</c>).
    /// </summary>
    public const string Variable = "COURSEKIT_DATA";

    private const string DebianFolder = "/usr/share/datasets"; // e.g. the package dataset-fashion-mnist

    /// <summary>
    /// The folders that are searched, in order: the one of <see cref="Variable"/> if set, then every <c>data</c> folder
    /// with a <c>manifest.json</c> at or above this assembly and at or above the current directory, then
    /// <see cref="Downloads"/> and Debian's folder.
    /// </summary>
    public static IReadOnlyList<string> Candidates()
    {
        var folders = new List<string>();
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) folders.Add(Path.GetFullPath(named));
        if (RepositoryFolder(AppContext.BaseDirectory) is { } besideProgram) folders.Add(besideProgram);
        // Under a notebook kernel the program's base directory is the kernel's, the assembly's is ours.
        if (RepositoryFolder(Path.GetDirectoryName(typeof(DataFolder).Assembly.Location)) is { } besideAssembly)
            folders.Add(besideAssembly);
        if (RepositoryFolder(Environment.CurrentDirectory) is { } aboveCurrent) folders.Add(aboveCurrent);
        folders.Add(Downloads());
        if (Directory.Exists(DebianFolder)) folders.Add(DebianFolder);
        return [.. folders.Distinct()];
    }

    /// <summary>
    /// Where downloads are put: the folder of <see cref="Variable"/> if set, else one for this user, outside the repository.
    /// </summary>
    public static string Downloads() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.Combine(LocalData() is { Length: > 0 } home ? home : Path.GetTempPath(), "coursekit", "data");

    private static string LocalData() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>Full path of a data file.</summary>
    /// <param name="file">The file, as the manifest names it.</param>
    /// <exception cref="FileNotFoundException">The file is in none of the folders; the message names them and the remedy.</exception>
    public static string Find(DataFile file) => Find(file, Candidates());

    /// <summary>Full path of a data file, or <c>null</c> if it is in none of the folders.</summary>
    /// <param name="file">The file, as the manifest names it.</param>
    public static string? TryFind(DataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return TryFind(file.Path, Candidates());
    }

    /// <summary>Reads a file and holds it against the manifest.</summary>
    /// <param name="file">What the manifest says.</param>
    /// <param name="path">Where it lies.</param>
    /// <exception cref="InvalidDataException">It is damaged or another file; the message says how, and the remedy.</exception>
    public static void Verify(DataFile file, string path) => VerifiedFile.Check(path, file);

    internal static string Find(DataFile file, IReadOnlyList<string> folders) =>
        TryFind(file.Path, folders)
        ?? throw new FileNotFoundException($"Data file '{file.Path}' not found. Looked in: {Listed(folders)}. {Remedy(file)}", file.Path);

    private static string Listed(IReadOnlyList<string> folders) =>
        folders.Count > 0 ? string.Join(", ", folders)
        : "no folder at all (no data/manifest.json above the program or the current directory)";

    /// <summary>Full path of a file in the first folder that has it, or <c>null</c>.</summary>
    internal static string? TryFind(string path, IReadOnlyList<string> folders) =>
        folders.Select(folder => Below(folder, path)).FirstOrDefault(File.Exists);

    /// <summary>The place of a manifest's path (forward slashes) below a folder.</summary>
    internal static string Below(string folder, string path) => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));

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
