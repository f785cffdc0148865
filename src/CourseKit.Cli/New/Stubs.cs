using System.Net;
using System.Text.Json.Nodes;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// What the files of a new lesson or exercise begin with. It compiles; the proofs fail until the rest is written.
internal static class Stubs
{
    // Marks what an author must replace; the tests of the exercises look for it.
    public const string ToDo = "To be written";

    // The id of a notebook's last section; new exercises come before it.
    public const string SummaryCell = "summary";

    private const int Points = 3;

    public static NotebookDocument Notebook(string number, string title)
    {
        var notebook = new NotebookDocument();
        notebook.Cells.AddRange([
            Markdown("title", $"""
                # Lesson {number} · {title}

                *{ToDo}: the lesson in one sentence.*

                | | |
                |---|---|
                | **Goal** | {ToDo}: what a student can do afterwards. |
                | **You need** | {ToDo}: C#, and which lessons. |
                | **Time** | {ToDo}: minutes to read and run, and for the exercises. |
                | **Difficulty** | {ToDo}: easy, medium or hard. |
                | **Run time** | {ToDo}: seconds measured on 2 cores, in words as in lesson 03. |

                Run the cells from the top. A cell that begins with `// Exercise …` is yours: write the body, run it, then run the check
                below it.
                Nothing further down depends on your answers, so you can also read on and come back.
                """),
            Code("setup", "#!import setup.csx"),
            Markdown("question", $"## 1. {ToDo}: the question\n\n{ToDo}: theory in your own words, with formulas, $x \\in \\mathbb R^m$."),
            Code("data", $"// {ToDo}: a demo on real data; every figure has a text.\nvar (train, test) = Datasets.Mnist();"),
            Code("result", $"// {ToDo}: the number to be remembered.\nHeadline.Show(\"training images\", train.Count, \"0\")"),
            Markdown("wrong", $"## 2. What goes wrong\n\n{ToDo}"),
            Markdown(SummaryCell, $"## 3. What to take home\n\n- {ToDo}\n\n### Read on\n\n{ToDo}: the next lesson, and sources."),
        ]);
        return notebook;
    }

    public static string SolutionsHead(string number, string title) => $"""
        // Solutions to lesson {number}, {title}. Each section replaces the exercise cell with the same first line; each says why, and
        // shows another way where there is one.

        """;

    public static string WrongHead(string number) => $"""
        // Mistakes that students of lesson {number} make. Each must be rejected with a message that holds the text after "Expect:".

        """;

    public static string LessonClass(string name, string title) => $$"""
        namespace CourseKit.Exercises.Lesson{{name[..2]}};

        /// <summary>The exercises of lesson {{name[..2]}}, {{WebUtility.HtmlEncode(title)}}, in the order of the notebook.</summary>
        internal static class Lesson{{name[..2]}}
        {
            /// <summary>The notebook's name.</summary>
            public const string Notebook = "{{name}}";

            /// <summary>All of them.</summary>
            public static IReadOnlyList<Exercise> All { get; } =
            [
            ];
        }

        """;

    public static string CheckClass(string id, string number, string method) => $$"""
        using static System.FormattableString;

        namespace CourseKit.Exercises.Lesson{{number}};

        /// <summary>{{ToDo}}: what is to be programmed.</summary>
        internal static class {{method}}
        {
            public static Exercise Exercise { get; } = new()
            {
                Id = "{{id}}",
                Notebook = Lesson{{number}}.Notebook,
                Title = "{{ToDo}}: a few words",
                Points = {{Points}},
                Difficulty = Difficulty.Easy,
                Minutes = 10,
                Hints =
                [
                    "{{ToDo}}: a question?",
                    "{{ToDo}}: what to use.",
                    "{{ToDo}}: nearly the answer.",
                ],
                EntryPoint = "{{method}}",
                Signature = typeof(Func<double[], double>), // as in the notebook's cell
                Check = check =>
                {
                    // Parts add up to the points, smallest case first: it is the one the student sees.
                    check.Part(1, "one number", () => Compare(check, 1));
                    check.Part({{Points - 1}}, "several numbers", () => Compare(check, 2, 7));
                },
            };

            private static void Compare(Grading check, params int[] sizes)
            {
                foreach (var n in sizes)
                {
                    var x = check.Numbers(n);
                    Expect.Close(
                        check.Call<double>([x]), Oracle(x), 1e-9, Invariant($"The result for {n} number{(n == 1 ? "" : "s")}"),
                        (double.NaN, "{{ToDo}}: what to say to the known mistake that gives this number."));
                }
            }

            private static double Oracle(double[] x) =>
                throw new InvalidOperationException("{{ToDo}}: the right answer, found otherwise than in the solution.");
        }

        """;

    public static IEnumerable<NotebookCell> ExerciseCells(string id, string method, int number)
    {
        var cell = id.Replace('.', '-');
        return
        [
            Markdown(cell + "-task", $"**Exercise {number}.** {ToDo}: what goes in, what comes out, with shapes, and what it is for."),
            Graded(cell, $$"""
                // Exercise {{id}}
                double {{method}}(double[] x)
                {
                    throw new NotImplementedException("Exercise {{id}}: {{ToDo.ToLowerInvariant()}} in a few words");
                }
                """, answer: true),
            Graded(cell + "-check", $"Check(\"{id}\", {method})", answer: false),
        ];
    }

    public static string Solution(string id, string method) => $"""


        // Exercise {id}
        // {ToDo}: why it is so, and another way.
        double {method}(double[] x) => throw new InvalidOperationException("{ToDo}: the solution");

        """;

    public static string WrongAnswers(string id, string method) => string.Concat(Enumerable.Range(1, 3).Select(i => $"""


        // Exercise {id}
        // Wrong: {ToDo}: mistake {i} that students make
        // Expect: {ToDo}: a piece of the message that they get
        double {method}(double[] x) => {i};
        """)) + "\n";

    private static NotebookCell Markdown(string id, string text) => WithId(id, NotebookCell.Markdown(text));

    private static NotebookCell Code(string id, string text) => WithId(id, NotebookCell.Code(text));

    private static NotebookCell WithId(string id, NotebookCell cell)
    {
        cell.Id = id;
        return cell;
    }

    // The metadata of nbgrader: the answer is the student's, the check is locked and has the points.
    private static NotebookCell Graded(string id, string text, bool answer)
    {
        var cell = Code(id, text);
        var metadata = new JsonObject { ["grade"] = !answer, ["grade_id"] = id, ["locked"] = !answer };
        if (!answer) metadata["points"] = Points;
        metadata["schema_version"] = 3;
        metadata["solution"] = answer;
        metadata["task"] = false;
        cell.Metadata["nbgrader"] = metadata;
        return cell;
    }
}
