using System.Net;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks.Tests;

public sealed class CSharpMarkupTests
{
    [Theory]
    [InlineData("using var x = new Autoencoder(options);", "k:using k:var k:new t:Autoencoder")]
    [InlineData("Console.WriteLine($\"n = {n:F2}\");", "t:Console f:WriteLine s:$\" s:n =  s:F2 s:\"")]
    [InlineData("#!import setup.csx", "d:#!import setup.csx")]
    [InlineData("#r \"a.dll\"\nint i = 1;", "d:#r \"a.dll\" k:int n:1")]
    [InlineData("// note\nawait Task.Delay(10);", "c:// note k:await t:Task f:Delay n:10")]
    [InlineData("table", "")]
    [InlineData("Tensor Error(Tensor x) => x.pow(2).sum(1);", "t:Tensor f:Error t:Tensor f:pow n:2 f:sum n:1")]
    [InlineData("public sealed class Net : Module<Tensor, Tensor> { }", "k:public k:sealed k:class t:Net t:Module t:Tensor t:Tensor")]
    [InlineData("var s = \"\"\"\n  raw\n  \"\"\";", "k:var s:\"\"\"\n  raw\n  \"\"\"")]
    [InlineData("char c = 'x';", "k:char s:'x'")]
    [InlineData("record P(int X);", "k:record t:P k:int")]
    [InlineData("print(nameof(P));", "f:print k:nameof")]
    public void Colours_by_what_a_token_is(string code, string expected)
    {
        var spans = Regex.Matches(CSharpMarkup.Colour(code), "<span class=\"(.)\">(.*?)</span>", RegexOptions.Singleline)
            .Select(span => $"{span.Groups[1].Value}:{WebUtility.HtmlDecode(span.Groups[2].Value)}");

        Assert.Equal(expected, string.Join(' ', spans));
    }

    [Theory]
    [InlineData("if (a < b && c > d) { /* <b> */ }\n#!import x.csx\n\"unterminated")]
    [InlineData("not C# at all: <script>alert('x')</script> & so on }}}")]
    [InlineData("%%html\n<h1>x</h1>\n\t#if\r\n#region a\n")]
    [InlineData("/// <summary>x</summary>\nint F() => 1; // é 😀")]
    public void Shows_any_text_as_it_is(string code)
    {
        var html = CSharpMarkup.Colour(code);

        Assert.Equal(code, WebUtility.HtmlDecode(Regex.Replace(html, "</?span[^>]*>", "")));
        Assert.DoesNotMatch("<(?!/?span)", html);
    }
}
