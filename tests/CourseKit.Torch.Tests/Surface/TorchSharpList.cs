namespace TorchSharp.Tests.Surface;

/// <summary>The signatures of <c>torchsharp.txt</c>.</summary>
internal sealed class TorchSharpList
{
    internal sealed record Member(string Section, string Type, string Line);

    internal IReadOnlyList<Member> Members { get; }

    /// <summary>The real library's enumerations and their values.</summary>
    internal IReadOnlyDictionary<string, string[]> Enums { get; }

    internal TorchSharpList()
    {
        var (section, type) = ("", "");
        var members = new List<Member>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Surface", "torchsharp.txt")))
        {
            if (line.Length == 0 || line[0] == ';') continue;
            if (line[0] == '#') section = line[2..];
            else if (line[0] == '[') type = line[1..^1];
            else members.Add(new Member(section, type, line));
        }
        Enums = members.Where(m => m.Type == "enums").ToDictionary(m => m.Line.Split(' ')[0], m => m.Line.Split('{', '}')[1].Split(", "));
        Members = [.. members.Where(m => m.Type != "enums")];
    }

    /// <summary>What the factory of a module of this name is called with: TorchSharp's modules show these as properties.</summary>
    internal HashSet<string> FactoryParameters(string module) =>
        [.. Members.Where(m => m.Type == "torch.nn" && m.Line.StartsWith($"{module} {module}(", StringComparison.Ordinal)).SelectMany(m => m.Line.Split('(', 2)[1].Split(' ', ',', ')'))];
}
