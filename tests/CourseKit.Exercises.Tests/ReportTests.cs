using System.Collections;
using System.Text.Json;

namespace CourseKit.Exercises.Tests;

public sealed class ReportTests
{
    private static readonly CheckReport Report = new(
        "toy.mean", "Mean & <more>", CheckStatus.Failed, 1, 3, "x < y", "./coursekit hint toy.mean",
        [new CheckPart("one", 1, 1, null), new CheckPart("many", 0, 2, "x < y")], "printed");

    [Fact]
    public void Json_round_trips_and_uses_the_documented_names()
    {
        var json = JsonSerializer.Serialize(Report, CheckReport.JsonOptions);

        Assert.Contains("\"status\":\"failed\",\"points\":1,\"max\":3,\"reason\":\"x < y\"", json, StringComparison.Ordinal);
        var read = JsonSerializer.Deserialize<CheckReport>(json, CheckReport.JsonOptions)!;
        Assert.Equal(Report with { Parts = [] }, read with { Parts = [] });
        Assert.Equal(Report.Parts, read.Parts);
    }

    [Fact]
    public void The_formatters_are_found_by_convention_and_offer_html_json_and_text()
    {
        var attribute = typeof(CheckReport).GetCustomAttributes(inherit: false)
            .Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        var items = (IEnumerable)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!;

        var bundle = items.Cast<object>().ToDictionary(
            item => (string)item.GetType().GetProperty("MimeType")!.GetValue(item)!,
            item =>
            {
                var writer = new StringWriter();
                Assert.Equal(true, item.GetType().GetMethod("Format")!.Invoke(item, [Report, writer]));
                return writer.ToString();
            });

        Assert.Equal(["text/html", "application/vnd.coursekit.check+json", "text/plain"], bundle.Keys);
        Assert.Contains("Mean &amp; &lt;more&gt;", bundle["text/html"], StringComparison.Ordinal);
        Assert.Contains("✗ not yet right", bundle["text/html"], StringComparison.Ordinal);
        Assert.Contains("./coursekit hint toy.mean", bundle["text/plain"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CheckStatus.Passed)]
    [InlineData(CheckStatus.Failed)]
    [InlineData(CheckStatus.NotAttempted)]
    public void States_differ_by_word_and_mark_not_by_colour_alone(CheckStatus status)
    {
        var others = Enum.GetValues<CheckStatus>().Where(other => other != status).ToList();

        Assert.DoesNotContain(StatusText.Words(status), others.Select(StatusText.Words));
        Assert.DoesNotContain(StatusText.Mark(status), others.Select(StatusText.Mark));
    }
}
