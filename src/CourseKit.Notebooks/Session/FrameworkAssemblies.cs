using Microsoft.CodeAnalysis;

namespace CourseKit.Notebooks;

/// <summary>The assemblies of the running .NET itself, which every cell can use without <c>#r</c>.</summary>
internal static class FrameworkAssemblies
{
    private static readonly string[] Trusted =
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static readonly string Folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Metadata = new(
        () => [.. Trusted.Where(IsFramework).Select(path => MetadataReference.CreateFromFile(path)), Own()]);

    /// <summary>Simple names of the framework's assemblies.</summary>
    public static IReadOnlySet<string> Names { get; } = NamesWhere(IsFramework);

    /// <summary>Simple names of the assemblies that came with the host program.</summary>
    public static IReadOnlySet<string> HostNames { get; } = NamesWhere(path => !IsFramework(path));

    /// <summary>What the compiler reads: the framework, and this assembly for <see cref="NotebookScript"/>.</summary>
    public static IReadOnlyList<MetadataReference> References => Metadata.Value;

    private static MetadataReference Own() => MetadataReference.CreateFromFile(typeof(FrameworkAssemblies).Assembly.Location);

    private static bool IsFramework(string path) => Path.GetDirectoryName(path) == Folder;

    private static HashSet<string> NamesWhere(Func<string, bool> predicate) =>
        Trusted.Where(predicate).Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
