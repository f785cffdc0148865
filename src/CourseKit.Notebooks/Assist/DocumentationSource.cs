using System.Text;
using Microsoft.CodeAnalysis;

namespace CourseKit.Notebooks;

/// <summary>
/// Finds doc comments in XML files: beside an assembly, and for the framework in the SDK's reference pack, if there is an SDK. The files are
/// searched as they lie, since reading thirty megabytes of XML into memory for one paragraph would be a waste.
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

        return compilation.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } path } ? [Path.ChangeExtension(path, ".xml")] : [];
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
