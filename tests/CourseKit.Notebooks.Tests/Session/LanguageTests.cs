namespace CourseKit.Notebooks.Tests;

/// <summary>Whole features of the language from cell to cell, as a course uses them.</summary>
public class LanguageTests
{
    [Theory]
    [InlineData("async IAsyncEnumerable<int> Count() { for (int i = 0; i < 3; i++) { await Task.Yield(); yield return i; } }",
        "int sum = 0; await foreach (var i in Count()) sum += i; sum", "3")]
    [InlineData("record Point(int X, int Y);", "new Point(1, 2) with { Y = 5 } is { X: 1, Y: > 4 } and var (a, b) ? a + b : 0", "6")]
    [InlineData("static string Shout(this string s) => s.ToUpperInvariant() + \"!\";", "\"hey\".Shout()", "HEY!")]
    [InlineData("T Largest<T>(IEnumerable<T> items) where T : IComparable<T> => items.Max();", "Largest(new[] { 3, 9, 4 })", "9")]
    [InlineData("class Counter { public static int Made; public Counter() => Made++; }", "new Counter(); new Counter(); Counter.Made", "2")]
    [InlineData("static int calls = 0; int Call() => ++calls;", "Call(); Call(); calls", "2")]
    [InlineData("using System.Globalization;\nusing Numbers = System.Collections.Generic.List<double>;",
        "new Numbers { 1.5 }[0].ToString(CultureInfo.InvariantCulture)", "1.5")]
    [InlineData("using static System.Math;", "Abs(-3) + Max(1, 2)", "5")]
    [InlineData(
        "interface IShape { double Area { get; } } struct Square : IShape { public double Side; public double Area => Side * Side; }",
        "IShape shape = new Square { Side = 3 }; shape.Area", "9")]
    [InlineData("var (mean, deviation) = (2.0, 0.5); const int N = 4;", "mean + deviation * N", "4")]
    [InlineData(
        "enum Kind { Normal, Anomaly } string Name(Kind kind) => kind switch { Kind.Normal => \"n\", Kind.Anomaly => \"a\", _ => throw new "
            + "ArgumentException() };", "Name(Kind.Anomaly)", "a")]
    [InlineData("delegate double Loss(double x); Loss square = x => x * x;", "square(3)", "9")]
    [InlineData("abstract class Base { public abstract int V(); public int W() => V() + 1; }",
        "class Derived : Base { public override int V() => 4; }\nnew Derived().W()", "5")]
    [InlineData("Span<int> First(int[] a) => a.AsSpan(0, 2);",
        "int total = 0; foreach (var v in First(new[] { 1, 2, 3 })) total += v; total", "3")]
    [InlineData("int[] xs = [1, 2, .. new[] { 3 }];", "xs[^1] + xs[1..].Length", "5")]
    public async Task What_one_cell_declares_the_next_one_uses(string first, string second, string expected)
    {
        await using var session = new Scripted();
        await session.Succeed(first);

        Assert.Equal(expected, await session.Text(second));
    }

    [Fact]
    public async Task New_cells_see_the_new_declaration_and_old_ones_keep_theirs()
    {
        await using var session = new Scripted();
        await session.Succeed("int Version() => 1; class Model { public string Name => \"first\"; }");
        await session.Succeed("string Describe() => $\"{new Model().Name} {Version()}\"; var kept = new Model();");
        await session.Succeed("int Version() => 2; class Model { public string Name => \"second\"; public int More => 1; }");

        Assert.Equal("first 1|second 2|first", await session.Text("$\"{Describe()}|{new Model().Name} {Version()}|{kept.Name}\""));
        await session.Succeed("string Describe() => $\"{new Model().Name} {Version()}\";");
        Assert.Equal("second 2", await session.Text("Describe()"));
    }

    [Fact]
    public async Task A_using_statement_and_a_using_declaration_in_a_block_dispose()
    {
        await using var session = new Scripted();
        await session.Succeed(
            "class Resource : IDisposable { public static int Open; public Resource() => Open++; public void Dispose() => Open--; }");

        Assert.Equal("1", await session.Text("int inside; using (var r = new Resource()) { inside = Resource.Open; }\ninside"));
        Assert.Equal("0", await session.Text("void F() { using var r = new Resource(); }\nF(); Resource.Open"));
        Assert.Equal("0", await session.Text("{ using var r = new Resource(); }\nResource.Open"));
        await session.Fail("using (var r = new Resource()) { throw new Exception(); }");
        Assert.Equal("0", await session.Text("Resource.Open"));
    }

    [Theory]
    [InlineData("using var f = new MemoryStream();", "var f = new MemoryStream()", 1)]
    [InlineData("using System.Globalization;\nusing MemoryStream f = new();\nf.WriteByte(1);\nf.Length", "MemoryStream f = new()", 2)]
    [InlineData("int a = 1;\nusing var f = File.OpenRead(\"x\");\nvar b = a + 1;", "var f = File.OpenRead(\"x\")", 2)]
    [InlineData("int a = 1;\nawait using var f = new MemoryStream();", "var f = new MemoryStream()", 2)]
    public async Task A_using_declaration_at_the_top_level_says_what_to_write(string code, string declaration, int line)
    {
        await using var session = new Scripted();

        var error = await session.Fail(code);

        Assert.Equal(
            $"cell 1, line {line}: a using declaration ends with its block, and the top level of a cell is no block. "
            + $"Write {declaration}; and, at the end of the cell, f.Dispose(); or put what needs f into using ({declaration}) {{ … }}.",
            error.Message);
        Assert.Equal([error.Message, "    " + code.Split('\n')[line - 1]], error.Traceback.Take(2));
    }

    [Theory]
    [InlineData("using Missing.Name;", "CS0246")]
    [InlineData("using static Missing;", "CS0246")]
    [InlineData("using Alias = Missing;", "CS0246")]
    [InlineData("using System.Globalization\nint a = 1;", "CS1002")]
    [InlineData("void F() { using var f = missing; }", "CS0103")]
    public async Task Other_errors_about_using_are_the_compiler_s(string code, string error)
    {
        await using var session = new Scripted();

        Assert.Contains($"line 1: {error}", (await session.Fail(code)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_using_directive_counts_for_the_cells_after_it()
    {
        await using var session = new Scripted();
        await session.Fail("Complex.One");

        await session.Succeed("using System.Numerics;");
        await session.Succeed("int between = 1;");

        Assert.Equal("1", await session.Text("Complex.One.Real"));
    }

    [Fact]
    public async Task Questions_about_the_session_are_answered()
    {
        await using var session = new Scripted();
        await session.Succeed("var rate = 0.5; string name = \"a\"; const int Limit = 3; int NotAVariable() => 1;");
        await session.Succeed("var rate = 2;");

        await session.Succeed("#!who");
        await session.Succeed("#!whos");
        await session.Succeed("#!about");
        await session.Succeed("#!help");

        Assert.Equal("display:Limit, name, rate", session.Events[0]);
        Assert.Matches(@"\n2 +rate +Int32 +2", session.Events[1]);
        Assert.Contains(".NET 1", session.Events[2], StringComparison.Ordinal);
        Assert.Contains("#!whos", session.Events[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_directive_is_in_the_help_the_completion_and_the_error_and_is_followed()
    {
        await using var session = new Scripted();
        await session.Succeed("#!help");
        string[] helped = [.. session.Events[0]["display:".Length..].Split('\n').Select(line => line.Split(' ')[0])];

        string[] offered = [.. session.Session.Complete("#", 1).Items.Select(item => item.Text)];
        var known = (await session.Fail("#!unknown")).Message;

        Assert.Superset(new HashSet<string> { "#r", "#load", "#!import", "#!time", "#!who", "#!whos", "#!about", "#!help" },
            helped.ToHashSet());
        Assert.Equal(helped, offered.Take(helped.Length));
        Assert.Contains($"Known are {string.Join(", ", helped)};", known, StringComparison.Ordinal);
        foreach (var name in helped)
        {
            var result = await session.Run(name);
            Assert.DoesNotContain("not known", result.Error?.Message ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cell_can_be_timed_and_keeps_its_result()
    {
        await using var session = new Scripted();

        Assert.Equal("5", await session.Text("#!time\nThread.Sleep(20);\n5"));
        Assert.Matches(@"^display:Wall time: [2-9]\d+\.\d ms$|^display:Wall time: \d{3,}\.\d ms$", Assert.Single(session.Events));
        await session.Fail("throw new Exception();\n#!time");
        Assert.Equal(2, session.Events.Count);
    }
}
