using CourseKit.Notebooks;

namespace CourseKit.Cli;

// A notebook to run, and where; the document receives the outputs.
internal sealed record NotebookTask(string Path, string Name, NotebookDocument Document, string Folder)
{
    public static NotebookTask Load(CourseFolders course, string name, bool solutions)
    {
        var path = course.Resolve(name);
        var document = Files.Read(path, () => NotebookDocument.Load(path));
        if (solutions) ExerciseCells.Solve(document, course);
        return new NotebookTask(path, System.IO.Path.GetFileNameWithoutExtension(path), document, course.WorkingFolder(path));
    }

    public Task<NotebookOutcome> RunAsync(bool continueOnError, TimeSpan? cellLimit, CancellationToken cancellationToken) =>
        Screen.WithProgressAsync(Name, Document.Cells.Count, progress => NotebookProcess.RunAsync(
            Document, Name, Folder, continueOnError, cellLimit, cell => progress(cell, HeadingOf(cell)), cancellationToken));

    // What a reader would call the place: the heading above the cell.
    private string HeadingOf(int cell) => Document.Cells.Take(cell + 1).Where(one => one.Kind == CellKind.Markdown)
        .SelectMany(one => one.Source.Split('\n')).LastOrDefault(line => line.StartsWith('#'))?.TrimStart('#', ' ') ?? "…";
}
