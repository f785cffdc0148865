using System.Globalization;
using System.Text.Json;

namespace CourseKit.Interactive.Tests;

/// <summary>
/// Every lesson, unsolved, in .NET Interactive; each headline lies in the range that claims/ gives it. It takes a minute a lesson, so
/// <c>dotnet test</c> leaves it out; <c>dotnet test tests/CourseKit.Interactive.Tests -p:Lessons=true</c> runs it.
/// </summary>
[Collection("one process, one current folder")]
[Trait("Kind", "Lesson")]
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
        // What the lesson says in words rests on these numbers: the ranges are what several seeds gave.
        var claims = Claims(lesson);
        Assert.NotEmpty(claims);
        Assert.Equal(claims.Keys.Order(StringComparer.Ordinal), headlines.Keys.Order(StringComparer.Ordinal));
        Assert.All(headlines, one => Assert.True(
            one.Value >= claims[one.Key][0] && one.Value <= claims[one.Key][1],
            string.Create(CultureInfo.InvariantCulture, $"{one.Key}: {one.Value} is not in [{string.Join(", ", claims[one.Key])}]")));

        void Add(string json)
        {
            using var headline = JsonDocument.Parse(json);
            headlines[headline.RootElement.GetProperty("name").GetString()!] = headline.RootElement.GetProperty("value").GetDouble();
        }
    }

    private static Dictionary<string, double[]> Claims(string lesson) => JsonSerializer.Deserialize<Dictionary<string, double[]>>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "claims", Path.ChangeExtension(lesson, ".json"))))!;

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
