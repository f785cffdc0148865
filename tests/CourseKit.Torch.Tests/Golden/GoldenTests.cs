using TorchSharp.Tests;

namespace TorchSharp.Golden;

/// <summary>Holds the engine to what the real TorchSharp computes.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Ids => [.. GoldenSuite.Instance.Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case_holds(string id)
    {
        var difference = GoldenSuite.Instance.Difference(id);
        if (GoldenSuite.Instance.Exceptions.ContainsKey(id))
            Assert.True(difference is not null, $"{id} holds now: remove it from exceptions.txt");
        else
            Assert.True(difference is null, $"{id}: {difference}");
    }

    [Fact]
    public void Every_exception_names_a_case() => Assert.All(GoldenSuite.Instance.Exceptions.Keys, id => Assert.Contains(id, GoldenSuite.Instance.Cases.Keys));

    [Fact]
    public void Page_of_what_holds_is_up_to_date()
    {
        // Other numbers, named by COURSEKIT_GOLDEN, do not belong on the page.
        if (Environment.GetEnvironmentVariable("COURSEKIT_GOLDEN") is not null) return;
        var suite = GoldenSuite.Instance;
        var cases = suite.Cases.Values;
        bool Holds(GoldenCase c) => suite.Difference(c.Id) is null;
        string Share(IEnumerable<GoldenCase> some) => $"{some.Count(Holds)} of {some.Count()}";
        var page = new List<string>
        {
            "# Golden cases",
            "",
            GeneratedPage.Notice,
            "",
            "Each case is a piece of TorchSharp source and what the real library computed from it; the tests compile and run it against the engine. It holds",
            "when every output and gradient has the same element type and shape and differs by no more than the case allows. The core tier is the surface",
            "that the engine is meant to have.",
            "",
            "| group | core | extra |",
            "|---|--:|--:|",
        };
        foreach (var group in cases.GroupBy(c => c.Group)) page.Add($"| {group.Key} | {Share(group.Where(c => c.IsCore))} | {Share(group.Where(c => !c.IsCore))} |");
        page.Add($"| **all** | **{Share(cases.Where(c => c.IsCore))}** | **{Share(cases.Where(c => !c.IsCore))}** |");
        page.AddRange(["", "Cases that do not hold:", ""]);
        page.AddRange(cases.Where(c => !Holds(c)).Select(c => $"- `{c.Id}` ({(c.IsCore ? "core" : "extra")}): {suite.Exceptions.GetValueOrDefault(c.Id, "broken")}"));
        GeneratedPage.Check("engine-golden.md", string.Join('\n', page) + "\n");
    }
}
