namespace CourseKit.Exercises;

/// <summary>All exercises of the course, in the order of the lessons.</summary>
public static class ExerciseBook
{
    /// <summary>All exercises, lesson by lesson.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        .. Lesson01.Lesson01.All,
        .. Lesson02.Lesson02.All,
        .. Lesson03.Lesson03.All,
        .. Lesson04.Lesson04.All,
        .. Lesson05.Lesson05.All,
        .. Lesson07.Lesson07.All,
    ];

    /// <summary>The exercises of one notebook, in their order there.</summary>
    public static IEnumerable<Exercise> ForNotebook(string notebook) =>
        All.Where(exercise => string.Equals(exercise.Notebook, notebook, StringComparison.OrdinalIgnoreCase));

    /// <summary>The exercise with this id.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names ids that come near.</exception>
    public static Exercise Get(string id) =>
        All.FirstOrDefault(exercise => exercise.Id == id) ?? throw new KeyNotFoundException(Unknown(id));

    /// <summary>
    /// Checks an answer; the check cell of a notebook calls it. Never throws because of the student's code: what goes wrong is
    /// in the report.
    /// </summary>
    public static CheckReport Check(string id, Delegate answer)
    {
        var exercise = All.FirstOrDefault(exercise => exercise.Id == id);
        return exercise is null
            ? new CheckReport(id, id, CheckStatus.Failed, 0, 0, Unknown(id), "./coursekit list", [])
            : exercise.Grade(answer);
    }

    private static string Unknown(string id) =>
        $"There is no exercise {id}.{NearNames.DidYouMean(id, All.Select(exercise => exercise.Id))} ./coursekit list names them all.";
}
