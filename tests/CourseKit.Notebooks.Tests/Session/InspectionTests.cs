namespace CourseKit.Notebooks.Tests;

/// <summary>In the code of these tests, ¦ is the cursor.</summary>
public class InspectionTests
{
    [Theory]
    [InlineData("num¦ber + 1", "int number")]
    [InlineData("number¦", "int number")]
    [InlineData("Twice(¦3)", "int Twice(int x, int y = 4)")]
    [InlineData("Twice(Math.Abs(3), ¦", "int Twice(int x, int y = 4)")]
    [InlineData("new Poi¦nt(1, 2)", "Point.Point(int X, int Y)")]
    [InlineData("typeof(Poi¦nt)", "record Point")]
    [InlineData("new Point(1, 2).¦X", "int Point.X { get; init; }")]
    [InlineData("var lo¦cal = 2.5;", "double local")]
    [InlineData("va¦r local = 2.5;", "double")]
    [InlineData("Day¦OfWeek.Monday", "enum System.DayOfWeek")]
    [InlineData("int Fresh¦(int z) => z;", "int Fresh(int z)")]
    [InlineData("System.Te¦xt.Encoding.UTF8", "namespace System.Text")]
    public async Task A_name_has_a_signature(string marked, string signature)
    {
        await using var session = new Scripted();
        await session.Succeed("int number = 1; record Point(int X, int Y); int Twice(int x, int y = 4) => 2 * x;");

        var bundle = Inspect(session, marked)!;

        Assert.Contains(signature, bundle.Text("text/plain")!.Split("\n\n")[0], StringComparison.Ordinal);
        Assert.StartsWith($"```csharp\n", bundle.Text("text/markdown"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("¦")]
    [InlineData("1 + ¦ 2")]
    [InlineData("unknown¦")]
    [InlineData("// number¦")]
    [InlineData("#!import ¦x.csx")]
    public async Task Where_nothing_is_known_there_is_no_answer(string marked)
    {
        await using var session = new Scripted();

        Assert.Null(Inspect(session, marked));
    }

    [Fact]
    public async Task Our_own_documentation_is_shown_inherited_too()
    {
        await using var session = new Scripted();
        await session.Succeed(
            $"#r \"{typeof(Documented).Assembly.Location}\"\nusing CourseKit.Notebooks.Tests;\nvar d = new DocumentedMore();");

        var summary = Inspect(session, "d.Fi¦t(1)")!.Text("text/markdown")!;
        var all = Inspect(session, "d.Fi¦t(1)", detail: 1)!.Text("text/markdown")!;
        var plain = Inspect(session, "d.Fi¦t(1)", detail: 1)!.Text("text/plain")!;

        Assert.EndsWith("\n\nFits to `rows`, see `Documented` and `null`.", summary, StringComparison.Ordinal);
        Assert.Contains("`rows`: How many.", all, StringComparison.Ordinal);
        Assert.Contains("Throws `ArgumentException`: None.", all, StringComparison.Ordinal);
        Assert.Contains("rows: How many.", plain, StringComparison.Ordinal);
        Assert.Contains("Another type's words.", Inspect(session, "d.Ot¦her()")!.Text("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documentation_of_a_cell_s_own_methods_is_shown()
    {
        await using var session = new Scripted();
        await session.Succeed("/// <summary>Doubles a number.</summary>\nint Twice(int x) => 2 * x;");

        Assert.EndsWith("\n\nDoubles a number.", Inspect(session, "Twi¦ce(1)")!.Text("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_framework_s_documentation_is_shown_where_the_sdk_is_installed()
    {
        await using var session = new Scripted();

        var length = Inspect(session, "\"a\".Len¦gth")!.Text("text/plain")!;
        var select = Inspect(session, "new[] { 1 }.Sel¦ect(x => x)")!.Text("text/plain")!;
        var list = Inspect(session, "List¦<int> numbers", detail: 1)!.Text("text/plain")!;

        // The tests are run by the SDK, which has the pack.
        Assert.StartsWith("int string.Length { get; }\n\nGets the number of characters", length, StringComparison.Ordinal);
        Assert.Contains("Projects each element of a sequence", select, StringComparison.Ordinal);
        Assert.Contains("strongly typed list", list, StringComparison.Ordinal);
    }

    private static MimeBundle? Inspect(Scripted session, string marked, int detail = 0)
    {
        var cursor = marked.IndexOf('¦', StringComparison.Ordinal);
        return session.Session.Inspect(marked.Remove(cursor, 1), cursor, detail);
    }
}

/// <summary>Looked up by the tests above.</summary>
public class Documented
{
    /// <summary>Fits to <paramref name="rows"/>, see <see cref="Documented"/>
    /// and <see langword="null"/>.</summary>
    /// <param name="rows">How many.</param>
    /// <exception cref="ArgumentException">None.</exception>
    public virtual int Fit(int rows) => rows;

    /// <summary>Another type's words.</summary>
    public void Words() { }
}

/// <inheritdoc/>
public sealed class DocumentedMore : Documented
{
    /// <inheritdoc/>
    public override int Fit(int rows) => rows + 1;

    /// <inheritdoc cref="Documented.Words"/>
    public void Other() { }
}
