namespace CourseKit.Notebooks.Tests;

/// <summary>In the code of these tests, ¦ is the cursor.</summary>
public class CompletionTests
{
    [Theory]
    [InlineData("Console.Wr¦", "Write,WriteLine", "Read")]
    [InlineData("numbers.¦", "Add,Count,Select,Where", "Console,if")]
    [InlineData("numbers.Sel¦\nvar later = 1;", "Select,SelectMany", "later")]
    [InlineData("numbers.Where(n => n.Comp¦)", "CompareTo", "Add")]
    [InlineData("numbers.Select(n => nu¦)", "numbers", "Console")]
    [InlineData("numbers[0].To¦", "ToString", "ToList")]
    [InlineData("point?.¦", "X,Y,Deconstruct", "Point")]
    [InlineData("Point.¦", "Equals,ReferenceEquals", "X")]
    [InlineData("Colour.¦", "Red,Green", "")]
    [InlineData("int.Pa¦", "Parse", "")]
    [InlineData("System.Net.¦", "Http,IPAddress", "Console")]
    [InlineData("using System.Nu¦", "Numerics", "")]
    [InlineData("new Poi¦", "Point", "point")]
    [InlineData("var p = point with { ¦ }", "X,Y", "Console")]
    [InlineData("var o = new Options { Rate = 1, ¦", "Epochs", "Rate,Console")]
    [InlineData("Twice(¦", "x:,numbers,Console", "")]
    [InlineData("po¦", "point", "Point2")]
    [InlineData("int local = 5; { int inner = 6; loc¦ }", "local", "")]
    [InlineData("void F(int argument) { arg¦ }", "argument", "")]
    [InlineData("whi¦", "while", "if")]
    [InlineData("dis¦", "display", "")]
    [InlineData("#!import x.csx\nnumbers.Cou¦", "Count", "")]
    [InlineData("var q = numbers.¦\nforeach (var n in numbers) { }", "Add,Select", "")]
    [InlineData("$\"{numbers.Cou¦}\"", "Count", "")]
    [InlineData("3.Doub¦", "Doubled", "")]
    public async Task What_may_come_is_offered_and_what_may_not_is_not(string marked, string present, string absent)
    {
        await using var session = new Scripted();
        await session.Succeed(
            """
            var numbers = new List<int> { 1, 2 }; record Point(int X, int Y); enum Colour { Red, Green } int Twice(int x) => 2 * x;
            class Options { public int Rate { get; init; } public int Epochs { get; init; } public int ReadOnly => 1; }
            static int Doubled(this int value) => 2 * value;
            """);
        await session.Succeed("var point = new Point(1, 2);");

        var items = Complete(session, marked).Items.Select(item => item.Text).ToList();

        Assert.Superset(Names(present), items.ToHashSet());
        Assert.Empty(Names(absent).Intersect(items));
        Assert.Equal(items.Distinct(), items);
    }

    [Theory]
    [InlineData("// numbers.¦")]
    [InlineData("\"Console.¦\"")]
    [InlineData("/* Con¦ */")]
    [InlineData("'¦'")]
    [InlineData("$\"text ¦ text\"")]
    [InlineData("1.5¦")]
    [InlineData("nothing.¦")]
    [InlineData("var na¦")]
    [InlineData("class Na¦")]
    public async Task Nothing_is_offered_where_nothing_can_be_known(string marked)
    {
        await using var session = new Scripted();

        Assert.Empty(Complete(session, marked).Items);
    }

    [Theory]
    [InlineData("int é = 1; Console.Wr¦", 19, 21)]
    [InlineData("Console.Wr¦iteLine(1)", 8, 17)]
    [InlineData("Console.¦", 8, 8)]
    [InlineData("#!im¦", 0, 4)]
    [InlineData("  #!import sub/pa¦", 15, 17)]
    public async Task The_word_at_the_cursor_is_replaced(string marked, int start, int end)
    {
        await using var session = new Scripted();

        var list = Complete(session, marked);

        Assert.Equal((start, end), (list.Start, list.End));
    }

    [Fact]
    public async Task Items_tell_their_kind_and_signature()
    {
        await using var session = new Scripted();
        await session.Succeed("int number = 1; const int Limit = 3; int Twice(int x, bool y = true) => x;");

        Assert.Equal(new("number", "int number", "variable"), Complete(session, "numbe¦").Items[0]);
        Assert.Equal(new("Twice", "int Twice(int x, bool y = true)", "method"), Complete(session, "Twic¦").Items[0]);
        Assert.Equal("class", Complete(session, "StringBuild¦").Items[0].Kind);
        Assert.Equal("enum", Complete(session, "DayOfWee¦").Items[0].Kind);
        Assert.Equal(new("while", "while", "keyword"), Complete(session, "whil¦").Items[0]);
        Assert.Equal("namespace", Complete(session, "System.Net.Htt¦").Items.Single(item => item.Text == "Http").Kind);
        Assert.Contains("(+", Complete(session, "Console.WriteLine¦").Items[0].DisplayText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_of_several_declarations_counts_and_nothing_is_run()
    {
        await using var session = new Scripted();
        await session.Succeed("var x = 1; int ran = 0; int Touch() => ++ran;");
        await session.Succeed("var x = \"text\";");

        Assert.Contains(Complete(session, "x.¦").Items, item => item.Text == "Substring");
        Complete(session, "var y = Touch(); Touch().¦");
        Assert.Equal("0", await session.Text("ran"));
    }

    [Fact]
    public async Task While_a_cell_runs_the_state_before_it_counts()
    {
        await using var session = new Scripted();
        await session.Succeed("var early = 1;");
        using var stop = new CancellationTokenSource();
        var running = session.Run("var late = 2; while (true) Thread.Sleep(1);", stop.Token);

        var items = await Task.Run(() => Complete(session, "¦").Items.Select(item => item.Text).ToList());

        Assert.False(running.IsCompleted);
        Assert.Contains("early", items);
        Assert.DoesNotContain("late", items);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Directives_offer_names_files_and_packages()
    {
        using var folder = new TempFolder();
        folder.Write("setup.csx", "");
        folder.Write("notes.txt", "");
        folder.Write("sub/part.ipynb", "{}");
        folder.Write("sub/lib.dll", "");
        await using var session = new Scripted(folder.Root);

        Assert.Equal(["#!import"], Texts("#!i¦"));
        Assert.Equal(["#!who", "#!whos"], Texts("#!w¦"));
        Assert.Contains("#load", Texts("#¦"));
        Assert.Equal(["setup.csx", "sub/"], Texts("#!import ¦"));
        Assert.Equal(["part.ipynb"], Texts("1\n#!import \"sub/¦"));
        Assert.Equal(["lib.dll"], Texts("#r \"sub/l¦"));
        Assert.Contains("nuget:", Texts("#r \"n¦"));
        Assert.Contains("xunit", Texts("#r \"nuget: xun¦"));
        Assert.Contains("2.9.3", Texts("#r \"nuget: xunit, 2.¦"));
        Assert.Empty(Texts("#!import nowhere/¦"));
        Assert.Empty(Texts("var s = \"\"\"\n#!im¦\n\"\"\";"));

        IEnumerable<string> Texts(string marked) => Complete(session, marked).Items.Select(item => item.Text);
    }

    [Fact]
    public async Task A_cursor_outside_of_the_code_is_refused()
    {
        await using var session = new Scripted();

        Assert.Throws<ArgumentOutOfRangeException>(() => session.Session.Complete("ab", 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Session.Inspect("ab", -1));
    }

    [Fact]
    public async Task Every_place_of_any_code_is_answered()
    {
        await using var session = new Scripted();
        const string Code =
            "using System.IO;\n#r \"x\nvar f = new List<(int, string)> { (1, $\"a{1:F2}b\") }; foreach (var (a, b) in f) if (a is > 3 and "
                + "{ } c) _ = f?[0].Item2!.Length switch { 1 => 2, _ => throw null };\nclass A<T> where T : new() { [Obsolete] int "
                    + "this[int i] => i; } /* end";

        for (var i = 0; i <= Code.Length; i += 3)
        {
            session.Session.Complete(Code[..i], i);
            session.Session.Inspect(Code, i, 1);
        }
    }

    private static CompletionList Complete(Scripted session, string marked)
    {
        var cursor = marked.IndexOf('¦', StringComparison.Ordinal);
        return session.Session.Complete(marked.Remove(cursor, 1), cursor);
    }

    private static HashSet<string> Names(string list) => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries)];
}
