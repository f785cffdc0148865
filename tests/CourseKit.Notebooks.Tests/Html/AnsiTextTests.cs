namespace CourseKit.Notebooks.Tests;

public sealed class AnsiTextTests
{
    [Theory]
    [InlineData("plain <b> & text", "plain &lt;b&gt; &amp; text")]
    [InlineData("\u001b[31mred\u001b[0m.", "<span class=\"ansi-red\">red</span>.")]
    [InlineData("\u001b[1;92mok\u001b[22m ok\u001b[39m",
        "<span class=\"ansi-green ansi-bold\">ok</span><span class=\"ansi-green\"> ok</span>")]
    [InlineData("\u001b[1mbold\u001b[m", "<span class=\"ansi-bold\">bold</span>")]
    [InlineData("\u001b[38;5;31mx\u001b[48;2;31;32;33my", "xy")]
    [InlineData("\u001b[2K\u001b[1Aup\u001b]0;title\u0007!", "up!")]
    [InlineData("\u001b[31m<i>", "<span class=\"ansi-red\">&lt;i&gt;</span>")]
    [InlineData("a\u0008\u0000b", "ab")]
    [InlineData("1 %\r50 %\r100 %\ndone", "100 %\ndone")]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("100 %\r", "100 %")]
    public void Terminal_text_becomes_markup(string text, string expected) => Assert.Equal(expected, AnsiText.ToHtml(text));
}
