namespace CourseKit.Notebooks.Tests;

/// <summary>Whole features of the language from cell to cell, as a course uses them.</summary>
public class LanguageTests
{
    [Theory]
    [InlineData("async IAsyncEnumerable<int> Count() { for (int i = 0; i < 3; i++) { await Task.Yield(); yield return i; } }", "int sum = 0; await foreach (var i in Count()) sum += i; sum", "3")]
    [InlineData("record Point(int X, int Y);", "new Point(1, 2) with { Y = 5 } is { X: 1, Y: > 4 } and var (a, b) ? a + b : 0", "6")]
    [InlineData("static string Shout(this string s) => s.ToUpperInvariant() + \"!\";", "\"hey\".Shout()", "HEY!")]
    [InlineData("T Largest<T>(IEnumerable<T> items) where T : IComparable<T> => items.Max();", "Largest(new[] { 3, 9, 4 })", "9")]
    [InlineData("class Counter { public static int Made; public Counter() => Made++; }", "new Counter(); new Counter(); Counter.Made", "2")]
    [InlineData("static int calls = 0; int Call() => ++calls;", "Call(); Call(); calls", "2")]
    [InlineData("using System.Globalization;\nusing Numbers = System.Collections.Generic.List<double>;", "new Numbers { 1.5 }[0].ToString(CultureInfo.InvariantCulture)", "1.5")]
    [InlineData("using static System.Math;", "Abs(-3) + Max(1, 2)", "5")]
    [InlineData("interface IShape { double Area { get; } } struct Square : IShape { public double Side; public double Area => Side * Side; }", "IShape shape = new Square { Side = 3 }; shape.Area", "9")]
    [InlineData("var (mean, deviation) = (2.0, 0.5); const int N = 4;", "mean + deviation * N", "4")]
    [InlineData("enum Kind { Normal, Anomaly } string Name(Kind kind) => kind switch { Kind.Normal => \"n\", Kind.Anomaly => \"a\", _ => throw new ArgumentException() };", "Name(Kind.Anomaly)", "a")]
    [InlineData("delegate double Loss(double x); Loss square = x => x * x;", "square(3)", "9")]
    [InlineData("abstract class Base { public abstract int V(); public int W() => V() + 1; }", "class Derived : Base { public override int V() => 4; }\nnew Derived().W()", "5")]
    [InlineData("Span<int> First(int[] a) => a.AsSpan(0, 2);", "int total = 0; foreach (var v in First(new[] { 1, 2, 3 })) total += v; total", "3")]
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
    public async Task A_using_statement_disposes_and_a_using_declaration_says_what_to_write()
    {
        await using var session = new Scripted();
        await session.Succeed("class Resource : IDisposable { public static int Open; public Resource() => Open++; public void Dispose() => Open--; }");

        Assert.Equal("1", await session.Text("int inside; using (var r = new Resource()) { inside = Resource.Open; }\ninside"));
        Assert.Equal("0", await session.Text("void F() { using var r = new Resource(); }\nF(); Resource.Open"));
        Assert.Equal("0", await session.Text("{ using var r = new Resource(); }\nResource.Open"));
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
    public async Task A_cell_can_be_timed_and_keeps_its_result()
    {
        await using var session = new Scripted();

        Assert.Equal("5", await session.Text("#!time\nThread.Sleep(20);\n5"));
        Assert.Matches(@"^display:Wall time: [2-9]\d+\.\d ms$|^display:Wall time: \d{3,}\.\d ms$", Assert.Single(session.Events));
        await session.Fail("throw new Exception();\n#!time");
        Assert.Equal(2, session.Events.Count);
    }
}
