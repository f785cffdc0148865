using System.Collections.Concurrent;
using CourseKit.Notebooks;

namespace CourseKit.Exercises.Tests.Proofs;

/// <summary>
/// Proves of every exercise in the book: the stub in the notebook gets no points and a reason, the solution gets all of them,
/// and each wrong answer is rejected with a message that helps. Nothing is registered here; adding an exercise is enough.
/// </summary>
public sealed class ExerciseProofs
{
    private static readonly ConcurrentDictionary<string, Lesson> Lessons = new();

    public static TheoryData<string> Ids => [.. ExerciseBook.All.Select(exercise => exercise.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_stub_in_the_notebook_gets_no_points_and_a_reason(string id)
    {
        var (exercise, lesson) = Find(id);
        var cell = Assert.Single(lesson.Notebook.Cells, cell => cell.Kind == CellKind.Code && ExerciseSection.IdOf(cell.Source) == id);

        Assert.Contains($"throw new NotImplementedException(\"Exercise {id}", cell.Source, StringComparison.Ordinal);
        var report = exercise.Grade(await lesson.Scripts.CompileAsync(exercise, cell.Source));

        Assert.Equal(CheckStatus.NotAttempted, report.Status);
        Assert.Equal(0, report.Points);
        Assert.Contains(exercise.EntryPoint, report.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_check_cell_follows_its_exercise(string id)
    {
        var (exercise, lesson) = Find(id);
        var cells = lesson.Notebook.Cells;
        var index = cells.FindIndex(cell => cell.Kind == CellKind.Code && ExerciseSection.IdOf(cell.Source) == id);

        var call = $"Check(\"{id}\", {exercise.EntryPoint})";
        Assert.Contains(
            cells.Skip(index + 1).Take(2), cell => cell.Kind == CellKind.Code && cell.Source.Contains(call, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_solution_gets_all_points_for_any_seed(string id)
    {
        var (exercise, lesson) = Find(id);
        var solution = Assert.Single(lesson.Solutions, section => section.Id == id);

        var answer = await lesson.Scripts.CompileAsync(exercise, solution.Source);

        foreach (var seed in (int[])[Exercise.DefaultSeed, 1, 2])
        {
            var report = exercise.Grade(answer, seed);
            Assert.True(report.Status == CheckStatus.Passed, report.ToString());
            Assert.Equal(exercise.Points, report.Points);
            Assert.Equal(exercise.Points, report.Parts.Sum(part => part.Max));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Three_wrong_answers_or_more_are_rejected_each_with_its_own_message(string id)
    {
        var (exercise, lesson) = Find(id);
        var wrong = lesson.Wrong.Where(answer => answer.Id == id).ToList();
        Assert.True(wrong.Count >= 3, $"{id} has {wrong.Count} wrong answers in wrong/{exercise.Notebook}.cs; three are needed.");

        var reasons = new HashSet<string>();
        foreach (var answer in wrong)
        {
            var report = exercise.Grade(await lesson.Scripts.CompileAsync(exercise, answer.Source));
            Assert.True(report.Status == CheckStatus.Failed && report.Points < report.Max, $"Not rejected: {answer.What}\n{report}");
            Assert.True(
                report.Reason.Contains(answer.Expect, StringComparison.OrdinalIgnoreCase),
                $"{answer.What}\nshould get a message with: {answer.Expect}\nbut gets:                  {report.Reason}");
            Assert.True(reasons.Add(report.Reason), $"Two wrong answers to {id} get the same message: {report.Reason}");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_definition_is_complete(string id)
    {
        var exercise = ExerciseBook.Get(id);

        Assert.Single(ExerciseBook.All, other => other.Id == id);
        Assert.Matches(@"^[a-z0-9-]+\.[a-z0-9-]+$", id);
        Assert.InRange(exercise.Points, 1, 20);
        Assert.InRange(exercise.Minutes, 1, 60);
        Assert.Equal(3, exercise.Hints.Count);
        Assert.EndsWith("?", exercise.Hints[0], StringComparison.Ordinal); // a question first
        Assert.All([exercise.Title, .. exercise.Hints], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.Equal(typeof(MulticastDelegate), exercise.Signature.BaseType);
    }

    private static (Exercise Exercise, Lesson Lesson) Find(string id)
    {
        var exercise = ExerciseBook.Get(id);
        return (exercise, Lessons.GetOrAdd(exercise.Notebook, Lesson.Load));
    }

    private sealed record Lesson(
        NotebookDocument Notebook, IReadOnlyList<ExerciseSection> Solutions, IReadOnlyList<WrongAnswer> Wrong, AnswerScripts Scripts)
    {
        public static Lesson Load(string name)
        {
            var solutions = ExerciseSection.Parse(File.ReadAllText(Repository.PathOf("notebooks", "solutions", name + ".cs")));
            return new Lesson(
                NotebookDocument.Load(Repository.PathOf("notebooks", name + ".ipynb")),
                solutions,
                WrongAnswer.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wrong", name + ".cs"))),
                new AnswerScripts(File.ReadAllText(Repository.PathOf("notebooks", "setup.csx")), solutions));
        }
    }
}
