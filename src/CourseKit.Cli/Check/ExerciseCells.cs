using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// The exercises in a notebook, recognised by the first line of their cells wherever a student moved them.
internal static class ExerciseCells
{
    // The exercises that a notebook should answer: all of every lesson that one of its exercise cells belongs to, or, when it has none
    // left, of the lesson that the file is named after.
    public static IReadOnlyList<Exercise> Expected(NotebookDocument notebook, string fileName)
    {
        var ids = notebook.Cells.Select(IdOf).OfType<string>().ToHashSet();
        var lessons = ExerciseBook.All.Where(exercise => ids.Contains(exercise.Id)).Select(exercise => exercise.Notebook).ToHashSet();
        if (lessons.Count == 0) lessons.Add(fileName);
        return [.. ExerciseBook.All.Where(exercise => lessons.Contains(exercise.Notebook))];
    }

    // The index of the cell that answers an exercise (the last one, as it wins), or -1.
    public static int IndexOf(NotebookDocument notebook, string id) => notebook.Cells.FindLastIndex(cell => IdOf(cell) == id);

    public static void Solve(NotebookDocument notebook, CourseFolders course)
    {
        foreach (var cell in notebook.Cells)
        {
            if (IdOf(cell) is not { } id || ExerciseBook.All.FirstOrDefault(exercise => exercise.Id == id) is not { } exercise) continue;
            var path = course.SolutionsOf(exercise.Notebook);
            cell.Source = Read(path).FirstOrDefault(section => section.Id == id)?.Source
                ?? throw new ToolException(
                    $"{CourseFolders.Shorten(path)} has no section \"// Exercise {id}\"; add it.", ExitCodes.NotFound);
        }
    }

    private static IReadOnlyList<ExerciseSection> Read(string path) => File.Exists(path)
        ? ExerciseSection.Parse(File.ReadAllText(path))
        : throw new ToolException(
            $"There are no solutions in {CourseFolders.Shorten(path)}; restore the file, for instance with git checkout.",
            ExitCodes.NotFound);

    private static string? IdOf(NotebookCell cell) => cell.Kind == CellKind.Code ? ExerciseSection.IdOf(cell.Source) : null;
}
