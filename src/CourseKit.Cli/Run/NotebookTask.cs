using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>A notebook to run: the file it came from, its content, and where it runs.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Name">Its name without folder and ending.</param>
/// <param name="Document">Its content, which receives the outputs.</param>
/// <param name="Folder">The folder it runs in.</param>
internal sealed record NotebookTask(string Path, string Name, NotebookDocument Document, string Folder)
{
    /// <summary>Loads a notebook.</summary>
    /// <exception cref="ToolException">There is none, or it cannot be read, or a solution is missing.</exception>
    public static NotebookTask Load(CourseFolders course, string name, bool solutions)
    {
        var path = course.Resolve(name);
        try
        {
            var document = Files.Read(path, () => NotebookDocument.Load(path));
            if (solutions) ExerciseCells.Solve(document, course);
            return new NotebookTask(path, CourseFolders.Lesson(path), document, course.WorkingFolder(path));
        }
        catch (NotebookFormatException e)
        {
            throw new ToolException(e.Message, ExitCodes.Unreadable);
        }
    }

    /// <summary>Runs the notebook with a progress display.</summary>
    public Task<NotebookOutcome> RunAsync(bool continueOnError, TimeSpan? cellLimit, CancellationToken cancellationToken) =>
        Screen.WithProgressAsync(Name, Document.Cells.Count, progress => NotebookProcess.RunAsync(
            Document, Name, Folder, continueOnError, cellLimit, cell => progress(cell, HeadingOf(cell)), cancellationToken));

    // What a reader would call the place: the heading above the cell.
    private string HeadingOf(int cell)
    {
        for (var i = cell; i >= 0; i--)
        {
            if (Document.Cells[i].Kind != CellKind.Markdown) continue;
            var heading = Document.Cells[i].Source.Split('\n').LastOrDefault(line => line.StartsWith('#'));
            if (heading is not null) return heading.TrimStart('#', ' ');
        }
        return "…";
    }
}
