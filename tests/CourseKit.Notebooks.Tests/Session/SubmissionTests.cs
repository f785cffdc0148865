namespace CourseKit.Notebooks.Tests;

public class SubmissionTests
{
    [Fact]
    public async Task Cells_see_what_earlier_cells_declared()
    {
        await using var session = new Scripted();
        await session.Succeed(
            "using System.Globalization;\nint n = 20; int Twice(int x) => 2 * x; record Point(int X, int Y); enum Colour { Red }");
        await session.Succeed("// nothing but a comment");
        await session.Succeed("n += Twice(1);");

        Assert.Equal("22", await session.Text("n"));
        Assert.Equal("Point { X = 22, Y = 44 }", (await session.Succeed("new Point(n, Twice(n))")).Value!.ToString());
        Assert.Equal("True", (await session.Succeed("CultureInfo.InvariantCulture.Name == \"\" && Colour.Red == 0")).Value!.ToString());
        Assert.Equal(6, session.Session.ExecutionCount);
    }

    [Fact]
    public async Task Variables_methods_and_types_can_be_declared_again()
    {
        await using var session = new Scripted();
        await session.Succeed("var x = 1; string Name() => \"old\"; class A { public int V = 1; }");
        await session.Succeed("var old = new A();");
        await session.Succeed("var x = \"text\"; string Name() => \"new\"; class A { public int V = 2; }");

        Assert.Equal("text new 2 1", await session.Text("$\"{x} {Name()} {new A().V} {old.V}\""));
    }

    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("1.ToString();\n", null)]
    [InlineData("int a = 3;", null)]
    [InlineData("var b = 4;\nb", "4")]
    [InlineData("(string)null", null)]
    [InlineData("Console.Write(\"\")", null)]
    [InlineData("await Task.FromResult(\"awaited\")", "awaited")]
    [InlineData("\"a string\"", "a string")]
    [InlineData("", null)]
    [InlineData("new List<int> { 1, 2 }.Select(i => i * i)", "[1, 4]")]
    [InlineData("unsafe { int i = 1; int* p = &i; *p = 2; }\n", null)]
    [InlineData("#nullable enable\nstring? s = null;\ns", null)]
    public async Task Only_a_trailing_expression_is_a_result(string code, string? expected)
    {
        await using var session = new Scripted();

        Assert.Equal(expected, await session.Text(code));
        Assert.Empty(session.Events);
    }

    [Fact]
    public async Task A_cell_is_awaited_before_the_next_one_and_goes_on_where_it_began()
    {
        await using var session = new Scripted();
        await session.Succeed("int thread = Environment.CurrentManagedThreadId; int done = 0;");
        await session.Succeed("for (int i = 0; i < 3; i++) { await Task.Delay(5); done++; }");

        Assert.Equal("3", await session.Text("done"));
        Assert.Equal("true", await session.Text("await Task.Delay(300); Environment.CurrentManagedThreadId == thread"));
    }

    [Fact]
    public async Task Blocking_on_a_task_does_not_deadlock()
    {
        await using var session = new Scripted();
        await session.Succeed("async Task<int> Slow(int x) { await Task.Delay(10); await Task.Yield(); return x; }");

        Assert.Equal("7", await session.Text("Slow(3).Result + (await Task.WhenAll(Slow(1), Slow(3))).Sum()"));
    }

    [Fact]
    public async Task What_a_cell_did_before_it_threw_is_kept()
    {
        await using var session = new Scripted();
        await session.Fail("int before = 1; int Helper() => 5; throw new Exception(\"x\"); int after = 2;");

        Assert.Equal("6", await session.Text("before + Helper()"));
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_changes_nothing()
    {
        await using var session = new Scripted();
        await session.Succeed("int n = 1;");
        await session.Fail("string n = 2;");

        Assert.Equal("1", await session.Text("n"));
    }

    [Fact]
    public async Task Cells_run_in_the_folder_and_what_they_change_it_to()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, "sub"));
        var host = Environment.CurrentDirectory;
        await using var session = new Scripted(folder.Root);

        Assert.EndsWith(Path.GetFileName(folder.Root), await session.Text("Environment.CurrentDirectory"), StringComparison.Ordinal);
        await session.Succeed("Environment.CurrentDirectory = \"sub\";");
        Assert.Equal("sub", await session.Text("Path.GetFileName(Environment.CurrentDirectory)"));
        Assert.Equal(host, Environment.CurrentDirectory);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_refused()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => new CSharpSession("no such folder"));
        Assert.Contains("no such folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caller_s_culture_is_the_cell_s_and_results_are_invariant()
    {
        await using var session = new Scripted();
        var german = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        System.Globalization.CultureInfo.CurrentCulture = german;

        Assert.Equal("1,5", await session.Text("1.5.ToString()"));
        Assert.Equal("[1.5, 2.25]", await session.Text("new[] { 1.5, 2.25f }"));
        Assert.Equal("0.1", await session.Text("0.1f"));
        Assert.Equal("Value { X = 0.5 }", ValueText.Inline(new Value(0.5), 0));
    }

    [Fact]
    public async Task A_cell_cannot_run_cells()
    {
        await using var session = new Scripted();
        Hooks.Inner = () => session.Run("1");

        var error = await session.Fail($"#r \"{typeof(Hooks).Assembly.Location}\"\nawait CourseKit.Notebooks.Tests.Hooks.Inner();");

        Assert.Equal("InvalidOperationException", error.Name);
    }

    [Fact]
    public async Task A_session_that_has_ended_lets_its_variables_go()
    {
        var variable = await RunAndForget();
        for (var i = 0; i < 100 && variable.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20);
        }
        Assert.False(variable.IsAlive);
    }

    [Fact]
    public async Task Running_a_cell_that_declares_nothing_again_and_again_keeps_little()
    {
        await using var session = new Scripted();
        await session.Succeed("int n = 0;");
        await session.Succeed("n++; display(n);");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 60; i++)
            await session.Succeed("n++; n + 0");
        Assert.Equal("61", await session.Text("n"));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 6_000_000);
    }

    [Theory]
    [InlineData("var v = a + 1;")]
    [InlineData("class A { public int P { get; set; } }")]
    public async Task Running_a_cell_that_declares_something_again_and_again_keeps_little_and_no_more_each_time(string code)
    {
        const int Warm = 20, Reruns = 300;
        await using var session = new Scripted();
        await session.Succeed("int a = 1;");
        var (bytes, assemblies) = (0L, 0);
        for (var i = 0; i < Warm + Reruns; i++)
        {
            if (i == Warm)
                (bytes, assemblies) = (GC.GetTotalMemory(forceFullCollection: true), AppDomain.CurrentDomain.GetAssemblies().Length);
            await session.Succeed(code);
        }

        // Roslyn's own scripting keeps about 50 KB. A cost that grows with each rerun is far above this after 300.
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - bytes) / Reruns, long.MinValue, 100_000);
        Assert.InRange(AppDomain.CurrentDomain.GetAssemblies().Length - assemblies, Reruns, Reruns + 10);
    }

    [Theory]
    [InlineData("int.TryParse(\"5\", out var later);")]
    [InlineData("var (later, other) = (5, 6);")]
    [InlineData("int later() => 5;")]
    [InlineData("if (((object)5) is int later) { }")]
    [InlineData("event Action happened; static int later = 5;")]
    [InlineData("using later = System.Int32;")]
    public async Task Whatever_a_cell_declares_is_there_later(string code)
    {
        await using var session = new Scripted();
        await session.Succeed(code);

        Assert.Contains("5",
            await session.Text(
                code.StartsWith("using", StringComparison.Ordinal)
                    ? "(later)5" : code.Contains("later()", StringComparison.Ordinal) ? "later()" : "later"), StringComparison.Ordinal);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunAndForget()
    {
        await using var session = new Scripted();
        await session.Succeed("class Held { public int X { get; set; } }");
        return new WeakReference((await session.Succeed("var held = new Held(); display(held); held")).Value);
    }

    private sealed record Value(double X);
}

/// <summary>Reached from cells.</summary>
public static class Hooks
{
    public static Func<Task> Inner { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether <see cref="HearNothing"/> goes on.</summary>
    public static volatile bool Deaf;

    /// <summary>A computation inside of a library, which has no place to ask whether it should stop.</summary>
    public static void HearNothing()
    {
        while (Deaf)
            Thread.SpinWait(100);
    }
}
