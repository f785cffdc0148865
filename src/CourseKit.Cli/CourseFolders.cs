using CourseKit.Exercises;

namespace CourseKit.Cli;

// Where the course lies on disk, and which file a notebook's name means.
internal sealed class CourseFolders
{
    private CourseFolders(string root) => Root = root;

    public string Root { get; }

    public string Notebooks => Path.Combine(Root, "notebooks");

    // The script that builds the tool if need be, and starts it; not for Windows.
    public string Launcher => Path.Combine(Root, "coursekit");

    public static CourseFolders Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CourseKit.sln"))) return new(folder.FullName);
        }
        throw new ToolException(
            "This tool was moved out of its repository; start it with ./coursekit in the repository.", ExitCodes.NotBuilt);
    }

    public IReadOnlyList<string> AllNotebooks() => [.. Directory.EnumerateFiles(Notebooks, "*.ipynb").Order(StringComparer.Ordinal)];

    // The file that name means: a path, with or without .ipynb, or the name or number of a lesson.
    public string Resolve(string name)
    {
        var places = ((string[])[Environment.CurrentDirectory, Notebooks, Root]).Select(folder => Path.Combine(folder, name));
        if (places.SelectMany(path => (string[])[path, path + ".ipynb"]).FirstOrDefault(File.Exists) is { } found)
            return Path.GetFullPath(found);

        var lessons = AllNotebooks();
        bool HasNumber(string lesson) => Path.GetFileName(lesson).StartsWith(name + "-", StringComparison.OrdinalIgnoreCase);
        if (lessons.Where(HasNumber).ToList() is [var only]) return only;

        var near = NearNames.DidYouMean(Path.GetFileNameWithoutExtension(name), lessons.Select(Path.GetFileNameWithoutExtension)!);
        throw new ToolException($"There is no notebook {name}.{near} The notebooks are in {Shorten(Notebooks)}.", ExitCodes.NotFound);
    }

    // The folder that a notebook runs in: its own when it belongs to the course, otherwise the course's notebooks folder, so that a copy
    // handed in from anywhere finds setup.csx and the data.
    public string WorkingFolder(string notebook)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(notebook))!;
        var inside = (folder + Path.DirectorySeparatorChar).StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return inside && File.Exists(Path.Combine(folder, "setup.csx")) ? folder : Notebooks;
    }

    public string SolutionsOf(string lesson) => Path.Combine(Notebooks, "solutions", lesson + ".cs");

    // A path as somebody in the current folder would write it, if that is shorter.
    public static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
