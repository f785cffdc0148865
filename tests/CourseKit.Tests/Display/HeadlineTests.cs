using System.Text.Json.Nodes;

namespace CourseKit.Tests;

public class HeadlineTests
{
    [Fact]
    public void ShowsItselfInThreeWays()
    {
        var headline = Headline.Show("AUROC <2 units>", 0.96249);
        var bundle = new HeadlineFormatters().CreateTypeFormatters().ToDictionary(one => one.MimeType, one =>
        {
            using var writer = new StringWriter();
            Assert.True(one.Format(headline, writer));
            return writer.ToString();
        });
        var json = JsonNode.Parse(bundle["application/vnd.coursekit.headline+json"])!;
        Assert.Equal(("AUROC <2 units>", 0.96249, "0.962"), ((string?)json["name"], (double)json["value"]!, (string?)json["text"]));
        Assert.Equal("<p>AUROC &lt;2 units&gt;: <strong>0.962</strong></p>", bundle["text/html"]);
        Assert.Equal("AUROC <2 units>: 0.962", bundle["text/plain"]);
    }

    [Fact]
    public void FormatterRefusesOtherTypes()
    {
        using var writer = new StringWriter();
        Assert.All(new HeadlineFormatters().CreateTypeFormatters(), one => Assert.False(one.Format("text", writer)));
        Assert.Empty(writer.ToString());
    }

    [Fact]
    public void TakesAFormat() => Assert.Equal("12 s", Headline.Show("training", 11.6, "0 s").Text);

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Throws<ArgumentException>(() => Headline.Show(" ", 1));
        Assert.Contains(
            "'AUROC' is not a finite number: NaN",
            Assert.Throws<ArgumentException>(() => Headline.Show("AUROC", double.NaN)).Message);
    }
}
