using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace CourseKit.Notebooks;

/// <summary>The doc comment of a type or a member, as text.</summary>
internal sealed partial class Documentation
{
    private const int MaxInheritance = 8;

    private readonly XElement comment;

    private Documentation(XElement member) => comment = member;

    /// <summary>The documentation of a symbol, or null if there is none on this machine.</summary>
    public static Documentation? Of(ISymbol symbol, Compilation compilation) => Of(symbol, compilation, 0);

    /// <summary>The summary; with details also parameters, result, exceptions and remarks.</summary>
    public string Text(bool markdown, bool details)
    {
        var parts = new List<string>();
        Add("summary", "");
        if (details)
        {
            foreach (var parameter in comment.Elements().Where(element => element.Name.LocalName is "typeparam" or "param"))
                parts.Add($"{Name(parameter.Attribute("name")?.Value ?? "", markdown)}: {Render(parameter, markdown)}");
            Add("returns", "Returns: ");
            Add("value", "Value: ");
            foreach (var exception in comment.Elements("exception"))
                parts.Add($"Throws {Name(Short(exception.Attribute("cref")?.Value ?? ""), markdown)}: {Render(exception, markdown)}");
            Add("remarks", "");
        }
        return string.Join("\n\n", parts);

        void Add(string element, string label)
        {
            if (comment.Element(element) is { } found && Render(found, markdown) is { Length: > 0 } text)
                parts.Add(label + text);
        }
    }

    private static Documentation? Of(ISymbol symbol, Compilation compilation, int depth)
    {
        symbol = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol.OriginalDefinition;
        if (depth > MaxInheritance || Element(symbol, compilation) is not { } member) return null;
        if (member.Element("inheritdoc") is not { } inherited || member.Element("summary") is not null)
            return new(member);
        var source = inherited.Attribute("cref")?.Value is { } cref
            ? DocumentationCommentId.GetFirstSymbolForDeclarationId(cref, compilation)
            : Inherited(symbol);
        return source is null ? null : Of(source, compilation, depth + 1);
    }

    private static XElement? Element(ISymbol symbol, Compilation compilation)
    {
        var xml = symbol.Locations.Any(location => location.IsInSource)
            ? symbol.GetDocumentationCommentXml() : DocumentationSource.Xml(symbol, compilation);
        try
        {
            return string.IsNullOrEmpty(xml) ? null : XElement.Parse(xml);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The member that this one overrides or implements, or the base of a type.</summary>
    private static ISymbol? Inherited(ISymbol symbol)
    {
        var overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            IEventSymbol happening => happening.OverriddenEvent,
            INamedTypeSymbol type =>
                type.BaseType is { SpecialType: not SpecialType.System_Object } parent ? parent : type.Interfaces.FirstOrDefault(),
            _ => (ISymbol?)null,
        };
        return overridden ?? symbol.ContainingType?.AllInterfaces
            .SelectMany(contract => contract.GetMembers())
            .FirstOrDefault(
                member =>
                    SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));
    }

    private static string Render(XElement element, bool markdown)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => Blank().Replace(plain.Value, " "),
                XElement { Name.LocalName: "see" or "seealso" } see => see.Attribute("langword")?.Value is { } word ? Name(word, markdown)
                    : see.Attribute("cref")?.Value is { } cref ? Name(Short(cref), markdown)
                    : see.Attribute("href")?.Value ?? "",
                XElement { Name.LocalName: "paramref" or "typeparamref" } reference =>
                    Name(reference.Attribute("name")?.Value ?? "", markdown),
                XElement { Name.LocalName: "c" } code => Name(code.Value, markdown),
                XElement { Name.LocalName: "code" } code =>
                    markdown ? $"\n\n```csharp\n{code.Value.Trim('\n', '\r')}\n```\n\n" : $"\n\n{code.Value}\n\n",
                XElement { Name.LocalName: "para" } paragraph => $"\n\n{Render(paragraph, markdown)}\n\n",
                XElement { Name.LocalName: "item" } item => $"\n- {Render(item, markdown)}",
                XElement { Name.LocalName: "list" } list => $"\n{Render(list, markdown)}\n\n",
                XElement other => Render(other, markdown),
                _ => "",
            });
        }
        return Gaps().Replace(text.ToString(), "\n\n").Trim();
    }

    private static string Name(string name, bool markdown) => markdown ? $"`{name}`" : name;

    /// <summary><c>Tensor.sum</c> for <c>M:TorchSharp.torch.Tensor.sum(System.Int64)</c>.</summary>
    private static string Short(string cref)
    {
        var name = (cref.Length > 1 && cref[1] == ':' ? cref[2..] : cref).Split('(')[0];
        var parts = Arity().Replace(name, "").Split('.');
        return cref.StartsWith("T:", StringComparison.Ordinal)
            || parts.Length < 2 ? parts[^1] : $"{parts[^2]}.{parts[^1]}".Replace(".#ctor", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@" *\n *\n\s*")]
    private static partial Regex Gaps();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}

/// <summary>
/// Finds doc comments in XML files: beside an assembly, and for the framework in the SDK's reference pack, if there is an SDK. The files
/// are searched as they lie, since reading thirty megabytes of XML into memory for one paragraph would be a waste.
/// </summary>
internal static class DocumentationSource
{
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly Lazy<string[]> ReferencePack = new(() => FrameworkFiles(FrameworkFolder));

    /// <summary>The <c>member</c> element of a symbol from a referenced assembly; null if there is none.</summary>
    public static string? Xml(ISymbol symbol, Compilation compilation)
    {
        if (symbol.GetDocumentationCommentId() is not { } id || symbol.ContainingAssembly is not { } assembly)
            return null;
        var start = Encoding.UTF8.GetBytes($"<member name=\"{id}\"");
        return Files(assembly, compilation).Select(file => Find(file, start)).FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<string> Files(IAssemblySymbol assembly, Compilation compilation)
    {
        if (FrameworkAssemblies.Names.Contains(assembly.Name))
        {
            // The parts of the core library are documented where programs reference them: in System.Runtime, mostly.
            return ReferencePack.Value.OrderBy(file => Rank(Path.GetFileNameWithoutExtension(file), assembly.Name));
        }
        return compilation.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } path }
            ? [Path.ChangeExtension(path, ".xml")] : [];
    }

    private static int Rank(string file, string assembly) =>
        file == assembly ? 0 : file switch { "System.Runtime" => 1, "System.Collections" => 2, "System.Linq" => 3, _ => 4 };

    private static string? Find(string file, ReadOnlySpan<byte> start)
    {
        if (!File.Exists(file)) return null;
        var text = File.ReadAllBytes(file).AsSpan();
        var from = text.IndexOf(start);
        var length = from < 0 ? -1 : text[from..].IndexOf("</member>"u8);
        return length < 0 ? null : Encoding.UTF8.GetString(text.Slice(from, length)) + "</member>";
    }

    // DOTNET/shared/Microsoft.NETCore.App/10.0.1 has its reference pack in DOTNET/packs/Microsoft.NETCore.App.Ref/10.0.*/ref/net10.0.
    private static string[] FrameworkFiles(string runtime)
    {
        var packs = Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        var framework = FormattableString.Invariant($"net{Environment.Version.Major}.0");
        return Directory.Exists(packs)
            ? [.. Directory.EnumerateDirectories(packs)
                .Select(version => Path.Combine(version, "ref", framework))
                .Where(Directory.Exists)
                .OrderDescending(StringComparer.Ordinal)
                .Take(1)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.xml"))]
            : [];
    }
}
