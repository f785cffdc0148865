using CourseKit.Exercises;

namespace CourseKit.Cli;

/// <summary>Where the course lies on disk, and which file a notebook's name means.</summary>
public sealed class CourseFolders
{
    private readonly string root;

    private CourseFolders(string root) => this.root = root;

    /// <summary>The folder of the notebooks and of <c>setup.csx</c>.</summary>
    public string Notebooks => Path.Combine(root, "notebooks");

    /// <summary>The script that builds the tool if need be, and starts it; not for Windows.</summary>
    public string Launcher => Path.Combine(root, "coursekit");

    /// <summary>Finds the course that this tool was built in.</summary>
    /// <exception cref="ToolException">The tool has been moved out of it.</exception>
    public static CourseFolders Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CourseKit.sln"))) return new CourseFolders(folder.FullName);
        }
        throw new ToolException(
            "This tool was moved out of its repository; start it with ./coursekit in the repository.", ExitCodes.NotBuilt);
    }

    /// <summary>All notebooks of the course, in the order of the lessons.</summary>
    public IReadOnlyList<string> AllNotebooks() => Directory.Exists(Notebooks)
        ? [.. Directory.EnumerateFiles(Notebooks, "*.ipynb").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>
    /// The file that <paramref name="name"/> means: a path, with or without <c>.ipynb</c>, or the name or number of a lesson.
    /// </summary>
    /// <exception cref="ToolException">There is none; the message offers near names.</exception>
    public string Resolve(string name)
    {
        var places = ((string[])[Environment.CurrentDirectory, Notebooks, root]).Select(folder => Path.Combine(folder, name));
        if (places.SelectMany(path => (string[])[path, path + ".ipynb"]).FirstOrDefault(File.Exists) is { } found)
            return Path.GetFullPath(found);

        var lessons = AllNotebooks();
        if (lessons.Where(lesson => Lesson(lesson).StartsWith(name + "-", StringComparison.OrdinalIgnoreCase)).ToList() is [var only])
            return only;

        var near = NearNames.DidYouMean(Path.GetFileNameWithoutExtension(name), lessons.Select(Lesson));
        throw new ToolException($"There is no notebook {name}.{near} The notebooks are in {Shorten(Notebooks)}.", ExitCodes.NotFound);
    }

    /// <summary>
    /// The folder that a notebook runs in: its own when it belongs to the course, otherwise the course's notebooks folder, so
    /// that a copy handed in from anywhere finds <c>setup.csx</c> and the data.
    /// </summary>
    public string WorkingFolder(string notebook)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(notebook))!;
        var inside = (folder + Path.DirectorySeparatorChar).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return inside && File.Exists(Path.Combine(folder, "setup.csx")) ? folder : Notebooks;
    }

    /// <summary>The file with the solutions of a lesson.</summary>
    public string SolutionsOf(string lesson) => Path.Combine(Notebooks, "solutions", lesson + ".cs");

    /// <summary>A notebook's name without folder and ending.</summary>
    public static string Lesson(string path) => Path.GetFileNameWithoutExtension(path);

    /// <summary>A path as somebody in the current folder would write it, if that is shorter.</summary>
    public static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
