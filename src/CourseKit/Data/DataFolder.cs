namespace CourseKit;

/// <summary>Finds data files: first in the folder named by <c>COURSEKIT_DATA</c>, then in the repository's <c>data</c> folder.</summary>
public static class DataFolder
{
    /// <summary>Environment variable that names a folder of one's own with data (<c>mnist/…</c>, as in the repository's <c>data</c>).</summary>
    public const string Variable = "COURSEKIT_DATA";

    /// <summary>
    /// The folders that are searched, in order: the one of <see cref="Variable"/> if set, then every <c>data</c> folder
    /// with a <c>manifest.json</c> at or above this assembly and at or above the current directory.
    /// </summary>
    public static IReadOnlyList<string> Candidates()
    {
        var folders = new List<string>();
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) folders.Add(Path.GetFullPath(named));
        if (RepositoryFolder(AppContext.BaseDirectory) is { } besideProgram) folders.Add(besideProgram);
        // Under a notebook kernel the program's base directory is the kernel's, the assembly's is ours.
        if (RepositoryFolder(Path.GetDirectoryName(typeof(DataFolder).Assembly.Location)) is { } besideAssembly) folders.Add(besideAssembly);
        if (RepositoryFolder(Environment.CurrentDirectory) is { } aboveCurrent) folders.Add(aboveCurrent);
        return [.. folders.Distinct()];
    }

    /// <summary>Full path of a data file.</summary>
    /// <param name="file">The file, as the manifest names it.</param>
    /// <exception cref="FileNotFoundException">The file is in none of the folders; the message names them and the remedy.</exception>
    public static string Find(DataFile file) => Find(file, Candidates());

    internal static string Find(DataFile file, IReadOnlyList<string> folders) =>
        folders.Select(folder => Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar))).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException(
            $"Data file '{file.Path}' not found. Looked in: {(folders.Count == 0 ? "no folder at all (no data/manifest.json above the program or the current directory)" : string.Join(", ", folders))}. "
            + $"Run from inside the CourseKit repository, restore it there (git checkout -- data), or set {Variable} to a folder that holds it.",
            file.Path);

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
