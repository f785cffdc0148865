using System.Globalization;
using System.Text.Json;

namespace CourseKit.Interactive.Tests;

/// <summary>Every lesson, unsolved, in .NET Interactive.</summary>
[Collection("one process, one current folder")]
[Trait("Kind", "Training")]
public sealed class LessonTests
{
    private const string Headline = "application/vnd.coursekit.headline+json";

    public static TheoryData<string> Lessons { get; } =
    [
        .. new DirectoryInfo(InteractiveSession.Notebooks).EnumerateFiles("*.ipynb").Select(one => one.Name).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task EveryCellSucceedsAndShowsWhatItShould(string lesson)
    {
        using var session = new InteractiveSession();
        var (charts, headlines, checks) = (0, new Dictionary<string, double>(), 0);
        foreach (var code in Cells(lesson))
        {
            var output = await session.RunAsync(code);
            Assert.True(output.Error is null, $"{code}\n\n{output.Error}");
            if (code.StartsWith("Check(", StringComparison.Ordinal))
            {
                Assert.Contains("not attempted", Assert.Single(output.Displays)["text/html"]);
                checks++;
            }
            foreach (var shown in output.Displays)
            {
                Assert.DoesNotContain("dni-treeview", shown.GetValueOrDefault("text/html", "")); // taken apart by its properties
                if (shown.TryGetValue(Headline, out var json)) Add(json);
                if (!shown.TryGetValue("application/vnd.plotly.v1+json", out var plotly)) continue;
                charts++;
                using (JsonDocument.Parse(plotly)) Assert.InRange(plotly.Length, 200, 2_000_000);
                Assert.Contains("coursekit-figure", shown["text/html"]);
            }
        }
        Assert.True(charts > 0 && checks > 0, $"{charts} charts, {checks} checks");
        // A lesson that trains has learnt something: chance is 0.5.
        Assert.All(
            headlines.Where(one => one.Key.StartsWith("AUROC, ", StringComparison.Ordinal)),
            one => Assert.True(one.Value is > 0.9 and <= 1, $"{one.Key}: {one.Value.ToString(CultureInfo.InvariantCulture)}"));
        Assert.NotEmpty(headlines);

        void Add(string json)
        {
            using var headline = JsonDocument.Parse(json);
            headlines[headline.RootElement.GetProperty("name").GetString()!] = headline.RootElement.GetProperty("value").GetDouble();
        }
    }

    private static string[] Cells(string lesson)
    {
        using var notebook = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(InteractiveSession.Notebooks, lesson)));
        return
        [
            .. notebook.RootElement.GetProperty("cells").EnumerateArray()
                .Where(cell => cell.GetProperty("cell_type").GetString() == "code")
                .Select(cell => cell.GetProperty("source"))
                .Select(source => source.ValueKind == JsonValueKind.Array
                    ? string.Concat(source.EnumerateArray().Select(line => line.GetString()))
                    : source.GetString()!),
        ];
    }
}
