using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CourseKit.Tests;

/// <summary>The page of figures names every factory, and its examples are cells of the notebook that is run.</summary>
public class FigurePageTests
{
    private static string Docs([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "../../../../docs"));

    [Fact]
    public void EveryFactoryHasAnExampleThatRuns()
    {
        var page = File.ReadAllText(Path.Combine(Docs(), "figures.md"));
        using var notebook = JsonDocument.Parse(File.ReadAllText(Path.Combine(Docs(), "figures.ipynb")));
        string[] cells = [.. notebook.RootElement.GetProperty("cells").EnumerateArray()
            .Select(cell => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString())))];

        var examples = Regex.Matches(page, @"\| `(\w+)` \| [^|]+ \| `(Figure\..+)` \|$", RegexOptions.Multiline)
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);
        var factories = typeof(Figure).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(Figure)).Select(method => method.Name).Distinct().Order();
        Assert.Equal(factories, examples.Keys.Order());
        foreach (var (factory, example) in examples)
        {
            Assert.StartsWith($"Figure.{factory}(", example);
            Assert.Contains(cells, cell => cell.Contains(example));
        }
    }
}
