using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace CourseKit.Notebooks;

/// <summary>The doc comment of a type or a member, as text.</summary>
internal sealed partial class Documentation(XElement comment)
{
    private const int MaxInheritance = 8;

    // The summary as Markdown; with details also parameters, result, exceptions and remarks.
    public string Text(bool details)
    {
        string[] wanted = details
            ? ["summary", "typeparam", "param", "returns", "value", "exception", "remarks"] : ["summary"];
        return string.Join("\n\n", wanted.SelectMany(name => comment.Elements(name)).Select(Part).Where(part => part.Length > 0));
    }

    private static string Part(XElement element) => (element.Name.LocalName, Render(element)) switch
    {
        ("typeparam" or "param", var text) => $"`{element.Attribute("name")?.Value}`: {text}",
        ("exception", var text) => $"Throws `{Short(element.Attribute("cref")?.Value ?? "")}`: {text}",
        ("returns", { Length: > 0 } text) => $"Returns: {text}",
        ("value", { Length: > 0 } text) => $"Value: {text}",
        (_, var text) => text,
    };

    // Null if there is none on this machine.
    public static Documentation? Of(ISymbol symbol, Compilation compilation, int depth = 0)
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

    // The member that this one overrides or implements, or the base of a type.
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
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(
                symbol, symbol.ContainingType.FindImplementationForInterfaceMember(member)));
    }

    private static string Render(XElement element)
    {
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => Blank().Replace(plain.Value, " "),
            XElement part => part.Name.LocalName switch
            {
                "see" or "seealso" when part.Attribute("langword")?.Value is { } word => $"`{word}`",
                "see" or "seealso" when part.Attribute("cref")?.Value is { } cref => $"`{Short(cref)}`",
                "see" or "seealso" => part.Attribute("href")?.Value,
                "paramref" or "typeparamref" => $"`{part.Attribute("name")?.Value}`",
                "c" => $"`{part.Value}`",
                "code" => "\n\n    " + part.Value.Trim('\n', '\r').ReplaceLineEndings("\n    ") + "\n\n",
                "para" => $"\n\n{Render(part)}\n\n",
                "item" => $"\n- {Render(part)}",
                "list" => $"\n{Render(part)}\n\n",
                _ => Render(part),
            },
            _ => "",
        }));
        return Gaps().Replace(text, "\n\n").Trim();
    }

    // Tensor.sum for M:TorchSharp.torch.Tensor.sum(System.Int64).
    private static string Short(string cref)
    {
        var name = (cref.Length > 1 && cref[1] == ':' ? cref[2..] : cref).Split('(')[0];
        var parts = Arity().Replace(name, "").Split('.');
        return cref.StartsWith("T:", StringComparison.Ordinal)
            || parts.Length < 2 ? parts[^1] : $"{parts[^2]}.{parts[^1]}".Replace(".#ctor", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@" *\n *\n\n*")]
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
    private static readonly Lazy<string[]> ReferencePack = new(FrameworkFiles);

    // The "member" element of a symbol from a referenced assembly; null if there is none.
    public static string? Xml(ISymbol symbol, Compilation compilation)
    {
        if (symbol.GetDocumentationCommentId() is not { } id || symbol.ContainingAssembly is not { } assembly) return null;
        var start = Encoding.UTF8.GetBytes($"<member name=\"{id}\"");
        return Files(assembly, compilation).Select(file => Find(file, start)).FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<string> Files(IAssemblySymbol assembly, Compilation compilation) =>
        // The parts of the core library are documented where programs reference them: in System.Runtime, mostly.
        FrameworkAssemblies.Names.Contains(assembly.Name)
            ? ReferencePack.Value.OrderBy(file => Path.GetFileNameWithoutExtension(file) is var name && name == assembly.Name ? 0
                : name is "System.Runtime" or "System.Collections" or "System.Linq" ? 1 : 2)
            : compilation.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } path }
            ? [Path.ChangeExtension(path, ".xml")] : [];

    private static string? Find(string file, ReadOnlySpan<byte> start)
    {
        if (!File.Exists(file)) return null;
        var text = File.ReadAllBytes(file).AsSpan();
        var from = text.IndexOf(start);
        var length = from < 0 ? -1 : text[from..].IndexOf("</member>"u8);
        return length < 0 ? null : Encoding.UTF8.GetString(text.Slice(from, length)) + "</member>";
    }

    // DOTNET/shared/Microsoft.NETCore.App/10.0.1 has its reference pack in DOTNET/packs/Microsoft.NETCore.App.Ref/10.0.*/ref/net10.0.
    private static string[] FrameworkFiles()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        if (!Directory.Exists(packs)) return [];
        var newest = Directory.EnumerateDirectories(packs)
            .Select(version => Path.Combine(version, "ref", FormattableString.Invariant($"net{Environment.Version.Major}.0")))
            .Where(Directory.Exists).Max(StringComparer.Ordinal);
        return newest is null ? [] : Directory.GetFiles(newest, "*.xml");
    }
}
