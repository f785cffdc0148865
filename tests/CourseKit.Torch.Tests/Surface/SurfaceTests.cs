using System.Text.RegularExpressions;

namespace TorchSharp.Tests.Surface;

/// <summary>Code that compiles against the engine must compile against TorchSharp; what it lacks is said on a page.</summary>
public sealed class SurfaceTests
{
    private static readonly TorchSharpList List = new();

    /// <summary>Members that are not in the list, and members of the list that they stand for.</summary>
    private static readonly (Regex Members, Regex? Listed)[] Exceptions =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Surface", "exceptions.txt")).Where(l => l.Length > 0 && l[0] != ';')
            .Select(l => l.Split(" :: ")).Select(l => (Whole(l[0]), l.Length > 2 ? Whole(l[2]) : null))];

    [Fact]
    public void Every_member_is_TorchSharps_or_a_named_exception()
    {
        var listed = List.Members.Select(m => $"{m.Type} | {m.Line}").ToHashSet();
        var used = new HashSet<Regex>();
        var invented = new List<string>();
        foreach (var (type, line) in PublicSurface.Members())
        {
            var member = $"{type} | {line}";
            if (listed.Contains(member) || IsFactoryArgument(type, line)) continue;
            var exceptions = Exceptions.Where(e => e.Members.IsMatch(member)).ToArray();
            used.UnionWith(exceptions.Select(e => e.Members));
            if (exceptions.Length == 0) invented.Add(member);
        }
        Assert.True(invented.Count == 0, "not TorchSharp's: change it, or name it with a reason in Surface/exceptions.txt\n" + string.Join('\n', invented));
        var unused = Exceptions.Where(e => !used.Contains(e.Members)).Select(e => e.Members.ToString()).ToArray();
        Assert.True(unused.Length == 0, "no member needs these lines of Surface/exceptions.txt any more\n" + string.Join('\n', unused));
    }

    [Fact]
    public void Every_enumeration_has_TorchSharps_numbers()
    {
        foreach (var line in PublicSurface.Enums())
        {
            var name = line.Split(' ')[0];
            if (name is "compute_mode" or "QRMode" or "RoundingMode") continue; // not in the list
            Assert.All(line.Split('{', '}')[1].Split(", "), value => Assert.Contains(value, List.Enums[name]));
        }
    }

    [Fact]
    public void Page_of_what_is_not_built_is_up_to_date()
    {
        var ours = PublicSurface.Members(inherited: true).Select(m => $"{m.Type} | {m.Line}").ToHashSet();
        bool Built(TorchSharpList.Member m) => ours.Contains($"{m.Type} | {m.Line}") || Exceptions.Any(e => e.Listed?.IsMatch($"{m.Type} | {m.Line}") == true);
        var page = new List<string>
        {
            "# What the engine has of TorchSharp",
            "",
            GeneratedPage.Notice,
            "",
            "Counted against the signatures in `tests/CourseKit.Torch.Tests/Surface/torchsharp.txt` (its header says where they come from): the part of",
            "TorchSharp that a deep-learning course uses. A signature counts as built when its parameter types, names, defaults and result are the same,",
            "or when one method of the engine takes the calls of several.",
            "Everything public in the engine is TorchSharp's, but for the exceptions in `Surface/exceptions.txt`, each with its reason.",
            "",
            "| section | built | of |",
            "|---|--:|--:|",
        };
        foreach (var section in List.Members.GroupBy(m => m.Section)) page.Add($"| {section.Key} | {section.Count(Built)} | {section.Count()} |");
        page.Add($"| **all** | **{List.Members.Count(Built)}** | **{List.Members.Count}** |");
        page.AddRange(["", "Not built; using one is a compile error:"]);
        foreach (var section in List.Members.Where(m => !Built(m)).GroupBy(m => m.Section))
        {
            page.AddRange(["", $"## {section.Key}", "", "```csharp"]);
            foreach (var type in section.GroupBy(m => m.Type)) page.AddRange(type.Select(m => m.Line).Prepend("// " + type.Key));
            page.Add("```");
        }
        GeneratedPage.Check("engine-surface.md", string.Join('\n', page) + "\n");
    }

    private static Regex Whole(string pattern) => new($"^(?:{pattern})$", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static bool IsFactoryArgument(string type, string line) =>
        Regex.Match(line, @"^prop \S+ (\w+) \{ get; (set; )?\}$") is { Success: true } m && List.FactoryParameters(type).Contains(m.Groups[1].Value);
}
