namespace CourseKit.Notebooks.Tests;

public class ErrorTests
{
    [Fact]
    public async Task A_compile_error_names_cell_line_and_column()
    {
        await using var session = new Scripted();
        await session.Succeed("1");

        var error = await session.Fail("var a = 1;\nwhile (a < 2) { a++; }\n  var b = a + missing;");

        Assert.Equal("CompilationError", error.Name);
        Assert.Equal("cell 2, line 3: CS0103: The name 'missing' does not exist in the current context", error.Message);
        Assert.Equal([error.Message, "      var b = a + missing;", "                  ^^^^^^^"], error.Traceback);
    }

    [Fact]
    public async Task Every_compile_error_is_shown_in_order_up_to_a_limit()
    {
        await using var session = new Scripted();

        var error = await session.Fail(string.Concat(Enumerable.Range(0, 14).Select(i => $"x{i}();\n")));

        Assert.StartsWith("cell 1, line 1: CS0103", error.Traceback[0], StringComparison.Ordinal);
        Assert.StartsWith("cell 1, line 2: CS0103", error.Traceback[3], StringComparison.Ordinal);
        Assert.Equal("… and 4 more errors", error.Traceback[^1]);
    }

    [Fact]
    public async Task Line_numbers_count_the_directives_lines()
    {
        using var folder = new TempFolder();
        folder.Write("a.csx", "int a = 1;");
        await using var session = new Scripted(folder.Root);

        var error = await session.Fail("#r \"System.Xml\"\n#!import a.csx\n\nint b = a + c;");

        Assert.StartsWith("cell 1, line 4: CS0103", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_shows_where_it_came_from_and_nothing_of_ours()
    {
        await using var session = new Scripted();
        await session.Succeed("int Divide(int a, int b)\n{\n    return a / b;\n}");

        var error = await session.Fail("var list = new List<int> { 0 };\nlist.Select(x => Divide(1, x)).ToArray();");

        Assert.Equal("DivideByZeroException", error.Name);
        Assert.Equal("cell 1, line 3: Attempted to divide by zero.", error.Message);
        Assert.Equal("DivideByZeroException: Attempted to divide by zero.", error.Traceback[0]);
        Assert.Equal("   at Divide(Int32 a, Int32 b) in cell 1, line 3", error.Traceback[1]);
        Assert.Equal("        return a / b;", error.Traceback[2]);
        Assert.Contains("   at cell 2, line 2", error.Traceback);
        Assert.DoesNotContain(error.Traceback,
            line =>
                line.Contains("CourseKit", StringComparison.Ordinal)
                    || line.Contains("Submission", StringComparison.Ordinal) || line.Contains("MoveNext", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Async_methods_and_members_of_classes_keep_their_names()
    {
        await using var session = new Scripted();
        await session.Succeed(
            """
            class Net
            {
                public async Task TrainAsync()
                {
                    await Task.Delay(1);
                    throw new InvalidOperationException("no data", new FormatException("bad"));
                }
            }
            """);

        var error = await session.Fail("\nawait new Net().TrainAsync();");

        Assert.Equal("cell 1, line 6: no data", error.Message);
        Assert.Contains("   at Net.TrainAsync() in cell 1, line 6", error.Traceback);
        Assert.Contains("   at cell 2, line 2", error.Traceback);
        Assert.Equal("caused by FormatException: bad", error.Traceback[^1]);
    }

    [Fact]
    public async Task The_exception_inside_of_a_task_s_is_the_one_to_show()
    {
        await using var session = new Scripted();

        var error = await session.Fail("Task.Run(() => int.Parse(\"x\")).Wait();");

        Assert.Equal("FormatException", error.Name);
        Assert.IsType<FormatException>(error.Exception);
    }

    [Fact]
    public async Task An_attribute_whose_assembly_is_missing_hides_neither_an_error_nor_a_value()
    {
        using var folder = new TempFolder();
        await using var session = new Scripted(folder.Root);
        var marks = folder.Compile("Marks", "public class MarkAttribute : System.Attribute { } public class Gone { }");
        folder.Compile(
            "Marked",
            """
            [Mark] public class Marked
            {
                public int X => 5;
                [Mark] public static int Fail([Mark] int x) => throw new System.FormatException("bad");
                [Mark] public static int FailWith(Gone gone) => Fail(1);
                public static int Outer() => FailWith(null);
            }
            [Mark] public class Named { [Mark] public override string ToString() => "named"; }
            """,
            marks);
        File.Delete(marks);

        var error = await session.Fail("#r \"lib/Marked.dll\"\nMarked.Fail(1);");
        Assert.Equal("cell 1, line 2: bad", error.Message);
        Assert.Equal(["FormatException: bad", "   at Marked.Fail(Int32 x)", "   at cell 1, line 2", "        Marked.Fail(1);"],
            error.Traceback);
        Assert.Equal("property  value\nX         5", await session.Text("new Marked()"));
        Assert.Equal("[named, named]", await session.Text("new[] { new Named(), new Named() }"));
        error = await session.Fail("Marked.Outer();");
        Assert.Contains("   at Marked.FailWith(…)", error.Traceback);
    }

    [Fact]
    public async Task An_exception_that_cannot_even_tell_what_it_is_does_not_end_a_cell_without_a_word()
    {
        await using var session = new Scripted();

        var error = await session.Fail(
            "class Mute : Exception { public override string Message => throw new Exception(\"no\"); }\nthrow new Mute();");

        Assert.Contains("Mute, of which nothing more can be told: Exception: no", error.Message, StringComparison.Ordinal);
        Assert.Equal([error.Message], error.Traceback);
    }
}
