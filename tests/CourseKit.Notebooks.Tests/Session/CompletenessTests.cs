namespace CourseKit.Notebooks.Tests;

public class CompletenessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("1 + 1")]
    [InlineData("var x = 1;")]
    [InlineData("#!import setup.csx\nint F() => 2;")]
    [InlineData("#r \"nuget: A, 1\"")]
    [InlineData("if (true) { }")]
    [InlineData("class A\n{\n}")]
    [InlineData("// a comment")]
    public async Task Whole_code_can_be_run(string code)
    {
        await using var session = new Scripted();

        Assert.Equal(new("complete", ""), session.Session.IsComplete(code));
    }

    [Theory]
    [InlineData("var x =", "")]
    [InlineData("for (int i = 0; i < 3; i++)\n{", "    ")]
    [InlineData("class A\n{\n    void F() {\n        int x = 1;", "        ")]
    [InlineData("F(", "    ")]
    [InlineData("var s = \"\"\"\nabc", "")]
    [InlineData("/* open", "")]
    [InlineData("#!import setup.csx\nint F() {\n", "    ")]
    public async Task Open_code_goes_on_with_an_indent(string code, string indent)
    {
        await using var session = new Scripted();

        Assert.Equal(new("incomplete", indent), session.Session.IsComplete(code));
    }

    [Theory]
    [InlineData("int = 5;")]
    [InlineData("var x = 1; )")]
    [InlineData("#!fsharp\n1")]
    [InlineData("}")]
    public async Task Wrong_code_is_invalid(string code)
    {
        await using var session = new Scripted();

        Assert.Equal(new("invalid", ""), session.Session.IsComplete(code));
    }
}
