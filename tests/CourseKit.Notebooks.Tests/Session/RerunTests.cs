using System.Collections.Concurrent;

namespace CourseKit.Notebooks.Tests;

/// <summary>What a cell that is run again lets go, and what it must not.</summary>
public class RerunTests
{
    private const int Megabyte = 1 << 20;

    private static readonly string Usings = $"#r \"{typeof(Finalized).Assembly.Location}\"\nusing CourseKit.Notebooks.Tests;\n";

    [Theory]
    [InlineData("var a = new byte[8 << 20]; Array.Fill(a, (byte)1);", 100)]
    [InlineData(
        "record Box(byte[] Bytes); int Size(Box box) => box.Bytes.Length + more.Length; var box = new Box(new byte[7 << 20]); var more = "
            + "new byte[1 << 20];")]
    [InlineData(
        "var a = new byte[8 << 20]; Func<int> size = () => a.Length; int Twice() => 2 * a.Length; T First<T>(T[] x) => x[0]; byte F => "
            + "a[0];")]
    [InlineData("object o = new byte[8 << 20]; var late = from i in Enumerable.Range(0, 3) select ((byte[])o)[i];")]
    public async Task A_cell_that_is_run_again_and_again_keeps_one_value(string code, int reruns = 20)
    {
        await using var session = new Scripted();
        await session.Succeed(code);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < reruns; i++)
            await session.Succeed(code);
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Megabyte, -1000, 15);
    }

    [Fact]
    public async Task What_other_cells_were_computed_from_goes_with_the_rerun_of_its_own_cell()
    {
        await using var session = new Scripted();
        await session.Succeed("var p = new byte[1];");
        long before = 0;
        for (var i = 0; i < 15; i++)
        {
            await session.Succeed("var q = new byte[4 << 20]; q[0] = p[0];");
            await session.Succeed("var p = new byte[4 << 20]; p[0] = q[0]; var sum = q.Take(3).Sum(x => x + 1);");
            before = i == 0 ? GC.GetTotalMemory(forceFullCollection: true) : before;
        }
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Megabyte, -1000, 8);
    }

    [Theory]
    [InlineData("int F() => a.Length;", "F()")]
    [InlineData("Func<int> f = () => a.Length;", "f()")]
    [InlineData("int P => a.Length;", "P")]
    [InlineData("int P { get { return a.Length; } }", "P")]
    [InlineData("int F() { int Inner() => a.Length; return Inner(); }", "F()")]
    [InlineData("IEnumerable<int> q = from i in Enumerable.Range(1, 1) select i * a.Length;", "q.Single()")]
    [InlineData("IEnumerable<int> q = new[] { 1 }.Select(delegate(int i) { return i * a.Length; });", "q.Single()")]
    [InlineData("var gate = new TaskCompletionSource(); async Task<int> F() { await gate.Task; return a.Length; } var t = F();",
        "(gate, t.IsCompleted, a)", "gate.SetResult(); await t")]
    public async Task What_code_that_stays_reads_is_kept(string reader, string read, string? readLast = null)
    {
        await using var session = new Scripted();
        await session.Succeed("int[] a = new int[3]; " + reader);
        await session.Succeed(read);
        for (var i = 0; i < 3; i++)
            await session.Succeed("int[] a = new int[5];");
        Assert.Equal("3", await session.Text(readLast ?? read));
        Assert.Equal("5", await session.Text("a.Length"));
    }

    [Fact]
    public async Task Code_of_another_cell_keeps_what_it_reads_and_lets_it_go_when_it_is_replaced()
    {
        await using var session = new Scripted();
        await session.Succeed(Usings + "var f = new Finalized(\"read by Name\"); var g = new Finalized(\"not read\");");
        await session.Succeed("string Name() => f.ToString();");
        await session.Succeed("var f = new Finalized(\"new\"); var other = 0;");
        Assert.Equal("read by Name", await session.Text("Name()"));

        await session.Succeed("string Name() => f.ToString();");
        await session.Succeed("var g = 0;");
        Assert.Contains("not read", Finalized.Names);
        await session.Succeed("var other = 1;");

        Assert.Equal("new", await session.Text("Name()"));
        Assert.Contains("read by Name", Finalized.Names);
        Assert.DoesNotContain("new", Finalized.Names);
    }

    [Fact]
    public async Task A_delegate_that_somebody_has_keeps_the_variables_of_its_cell()
    {
        await using var session = new Scripted();
        const string Cell = "var a = new int[3]; void Fill() => a[0]++; kept.Add(Fill); kept.Add(() => a[1]++); int F() => a[0] + a[1];";
        await session.Succeed("var kept = new List<Action>();");
        await session.Succeed(Cell);
        await session.Succeed(Cell);
        GC.Collect();

        Assert.Equal("2", await session.Text("kept.ForEach(action => action()); F()"));
    }

    [Fact]
    public async Task A_variable_that_can_be_called_is_not_hidden_by_one_that_cannot()
    {
        await using var session = new Scripted();
        await session.Succeed("int one = 1; Func<int> call = () => one;");
        await session.Succeed("int one = 2; int call = 5;");

        Assert.Equal("(1, 5)", await session.Text("(call(), call)"));
    }

    [Fact]
    public async Task A_reference_across_cells_changes_the_variable_that_it_was_taken_of()
    {
        await using var session = new Scripted();
        await session.Succeed("var a = new[] { 1, 2 }; int n = 0; ref int First() => ref a[0];");
        await session.Succeed(
            "First() = 7; Interlocked.Increment(ref n); System.Runtime.InteropServices.CollectionsMarshal.AsSpan(a.ToList())[0] = 1;");
        await session.Succeed("int n = 10; var b = 1;");
        await session.Succeed("var a = new[] { 3 }; Interlocked.Increment(ref n);");

        Assert.Equal("(7, 3, 11)", await session.Text("(First(), a[0], n)"));
    }

    [Fact]
    public async Task A_task_that_goes_on_keeps_what_it_uses()
    {
        await using var session = new Scripted();
        const string Cell =
            "var a = new int[3]; var gate = new TaskCompletionSource(); var t = Task.Run(async () => { await gate.Task; return a.Length; "
                + "});";
        await session.Succeed(Cell);
        await session.Succeed("var first = (gate, t);");
        await session.Succeed(Cell);
        await session.Succeed("var a = 1;");

        Assert.Equal("3", await session.Text("first.gate.SetResult(); await first.t"));
    }

    [Theory]
    [InlineData("var value = new Finalized(\"one\");", "one")]
    [InlineData("var value = new[] { new Finalized(\"two\") }; int Length() => value.Length;", "two")]
    [InlineData("static string Name(Finalized f) => f.ToString(); var (value, n) = (new Finalized(\"three\"), 1); Name(value);", "three")]
    public async Task What_only_a_finalizer_frees_is_freed_before_the_new_value_is_made(string code, string name)
    {
        await using var session = new Scripted();
        await session.Succeed(Usings + code);
        Assert.DoesNotContain(name, Finalized.Names);

        Assert.Equal("1", await session.Text($"var before = Finalized.Names.Count(n => n == \"{name}\"); {code}\nbefore"));
    }

    [Fact]
    public async Task A_cell_that_throws_at_once_has_hidden_its_variables_all_the_same()
    {
        await using var session = new Scripted();
        await session.Succeed("var a = new int[1]; int Size() => a.Length;");
        await session.Fail("throw new Exception(\"x\"); var a = new int[2]; int Size() => a.Length;");

        Assert.Equal("null", await session.Text("a is null ? \"null\" : \"kept\""));
        Assert.Equal("NullReferenceException", (await session.Fail("Size()")).Name);
    }
}

/// <summary>An object of which one can tell that it is gone.</summary>
public sealed class Finalized(string name)
{
    private static readonly ConcurrentQueue<string> Gone = new();

    ~Finalized() => Gone.Enqueue(name);

    /// <summary>Those that are gone.</summary>
    public static IEnumerable<string> Names => Gone;

    public override string ToString() => name;
}
