namespace CourseKit.Notebooks.Tests;

/// <summary>The checks that let a cell be interrupted must not change what it means, nor where its lines are.</summary>
public class StopCheckTests
{
    [Theory]
    [InlineData("int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2);\nF(10)", "55")]
    [InlineData("int n = 0; void Up() => n++;\nUp(); Up(); n", "2")]
    [InlineData("int n = 0; async Task Up() => await Task.Run(() => n++);\nawait Up(); n", "1")]
    [InlineData("async Task<int> Five() => await Task.FromResult(5);\nawait Five()", "5")]
    [InlineData("int n = 0; Action up = () => n++; Func<int> down = () => n--; up(); up(); down()", "2")]
    [InlineData("Func<Task> t = async () => await Task.Yield(); Func<Task<int>> u = async () => 3; await t(); await u()", "3")]
    [InlineData("Func<int> f = () => throw new Exception(\"no\"); try { f(); } catch (Exception e) { Console.Write(\"\"); }\n1", "1")]
    [InlineData("int[] a = { 1, 2 }; ref int Last() => ref a[1];\nLast() = 7; a[1]", "7")]
    [InlineData("Func<int?> f = () => default; Func<List<int>> g = () => new() { 1 };\n$\"{f()}|{g().Count}\"", "|1")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, bool>> e = x => x > 1;\ne.Body.ToString()", "(x > 1)")]
    [InlineData("new[] { 1, 2, 3 }.AsQueryable().Where(x => new[] { 2 }.Any(y => y == x)).Single()", "2")]
    [InlineData("var f = (int x) => x * 2; var g = () => { };\ng(); f(4)", "8")]
    [InlineData("string Which(Action a) => \"action\"; string Which(Func<int> f) => \"function\"; int One() => 1;\nWhich(() => One())",
        "function")]
    [InlineData(
        "class A { int v = 2; public int P { get => v; set => v = value; } public int Q => v + 1; public int this[int i] => i + v; public "
            + "static A operator +(A a, A b) => new A { P = a.P + b.P }; }\nvar s = new A() + new A(); $\"{s.P} {s.Q} {s[1]}\"", "4 5 5")]
    [InlineData(
        "IEnumerable<int> Odd(int n) { for (int i = 1; i < n; i += 2) yield return i; }\n(from i in Odd(9) where i > 2 && i != 5 || i == 1 "
            + "select i).ToList()", "[1, 3, 7]")]
    [InlineData("int n = 0;\nstart: n++;\nif (n < 3) goto start;\nswitch (n) { case 3: goto case 4; case 4: n = 40; break; }\nn", "40")]
    [InlineData("static int Twice(this int x) => 2 * x;\nnew[] { 1, 2 }.Select(Twice).Sum(x => x.Twice())", "12")]
    [InlineData("T Same<T>(T x) => x; Func<string, Func<string>> curried = s => () => Same(s);\ncurried(\"a\")()", "a")]
    public async Task Code_means_what_it_meant(string code, string expected)
    {
        await using var session = new Scripted();

        Assert.Equal(expected, await session.Text(code));
    }

    [Fact]
    public async Task Lines_stay_where_they_are()
    {
        await using var session = new Scripted();

        var error = await session.Fail(
            """
            int F(int x) => // why
                x
                + 1;
            class A
            {
                public int P =>
                    1;
                public int this[int i]
                    => i;
            }
            Func<int, int> g = x =>
                F(x);
            throw new Exception("here");
            """);

        Assert.Equal("cell 1, line 13: here", error.Message);
    }

    [Fact]
    public async Task An_error_in_a_lambda_is_at_its_own_line()
    {
        await using var session = new Scripted();

        var error = await session.Fail("var f =\n    (int x) =>\n        10 / x;\n\nf(0)");

        Assert.Equal("cell 1, line 3: Attempted to divide by zero.", error.Message);
    }
}
