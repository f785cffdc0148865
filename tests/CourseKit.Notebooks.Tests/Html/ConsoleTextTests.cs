namespace CourseKit.Notebooks.Tests;

public sealed class ConsoleTextTests
{
    [Theory]
    [InlineData("plain <b> & text", "plain &lt;b&gt; &amp; text")]
    [InlineData("\u001b[31mred\u001b[0m.", "red.")]
    [InlineData("\u001b[38;5;31mx\u001b[48;2;31;32;33my\u001b[m", "xy")]
    [InlineData("\u001b[2K\u001b[1Aup\u001b]0;title\u0007!", "up!")]
    [InlineData("a\u0008\u0000b", "ab")]
    [InlineData("1 %\r50 %\r100 %\ndone", "100 %\ndone")]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("100 %\r", "100 %")]
    public void Terminal_text_becomes_markup(string text, string expected) => Assert.Equal(expected, ConsoleText.ToHtml(text));
}
