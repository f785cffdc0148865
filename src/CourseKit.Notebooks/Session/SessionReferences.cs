using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CourseKit.Notebooks;

/// <summary>What a session's cells have referenced with <c>#r</c>: for the compiler, and loaded.</summary>
internal sealed class SessionReferences(LibraryLoadContext context, AssemblyReferences files)
{
    private ImmutableArray<MetadataReference> references = [.. FrameworkAssemblies.References];
    private readonly HashSet<Assembly> known = [typeof(SessionReferences).Assembly];
    private readonly Dictionary<string, PackageRequest> packages = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<MetadataReference> All => references; // never changed in place: completion reads it from another thread

    // Follows an #r: a file from the current directory, a framework assembly's name, or "nuget: Name, Version".
    public void Add(string reference, string place, CancellationToken cancellationToken)
    {
        try
        {
            if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                AddPackage(PackageRequest.Parse(reference["nuget:".Length..].Trim()), cancellationToken);
            else if (!FrameworkAssemblies.Names.Contains(reference)
                && !FrameworkAssemblies.Names.Contains(Path.GetFileNameWithoutExtension(reference)))
                AddFile(reference);
        }
        catch (Exception e)
            when (e is DirectiveException or FormatException or BadImageFormatException or InvalidOperationException or IOException)
        {
            var problem = e is BadImageFormatException ? "this is not a .NET assembly." : e.Message;
            throw new DirectiveException($"{place}: #r \"{reference}\": {problem}");
        }
    }

    private void AddFile(string reference)
    {
        var path = Path.GetFullPath(reference);
        if (!File.Exists(path))
            throw new DirectiveException(
                $"there is no file {path}. Build the project that makes it, or correct the path, "
                + $"which counts from {Environment.CurrentDirectory}.");
        Add(context.LoadFile(path), path);
    }

    private void AddPackage(PackageRequest package, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, PackageRequest>(packages, StringComparer.OrdinalIgnoreCase) { [package.Name] = package };
        var files = PackageRestorer.Restore(wanted.Values, Environment.CurrentDirectory, cancellationToken);
        packages[package.Name] = package;
        context.AddFiles(files.Assemblies, files.NativeLibraries);
        foreach (var path in files.Assemblies)
            if (!FrameworkAssemblies.Names.Contains(Path.GetFileNameWithoutExtension(path)))
                Add(context.Find(AssemblyName.GetAssemblyName(path)) ?? context.LoadFile(path), path);
    }

    private void Add(Assembly assembly, string path)
    {
        if (known.Add(assembly)) references = references.Add(files.OfFile(path));
    }
}

/// <summary>
/// The session's assemblies as the compiler reads them, among them what a referenced assembly depends on and no cell has referenced. There
/// is one object for each file: with two, a type would be another type in the next cell.
/// </summary>
internal sealed class AssemblyReferences(LibraryLoadContext libraries) : MetadataReferenceResolver
{
    private readonly Dictionary<string, PortableExecutableReference> references = new(StringComparer.Ordinal);

    public override bool ResolveMissingAssemblies => true;

    // The reference to an assembly file, always the same one.
    public PortableExecutableReference OfFile(string path) =>
        references.TryGetValue(path, out var known) ? known : references[path] = MetadataReference.CreateFromFile(path);

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        libraries.PathOf(new AssemblyName(referenceIdentity.Name)) is { } path ? OfFile(path) : null;

    // #r is followed before the compiler sees the code.
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

    public override bool Equals(object? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>The assemblies of the running .NET itself, which every cell can use without <c>#r</c>.</summary>
internal static class FrameworkAssemblies
{
    private static readonly string[] Trusted =
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static readonly string Folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    // Simple names of the framework's assemblies.
    public static IReadOnlySet<string> Names { get; } = NamesWhere(IsFramework);

    // Simple names of the assemblies that came with the host program.
    public static IReadOnlySet<string> HostNames { get; } = NamesWhere(path => !IsFramework(path));

    // What the compiler reads: the framework, and this assembly for NotebookScript.
    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. Trusted.Where(IsFramework).Append(typeof(FrameworkAssemblies).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static bool IsFramework(string path) => Path.GetDirectoryName(path) == Folder;

    private static HashSet<string> NamesWhere(Func<string, bool> predicate) =>
        Trusted.Where(predicate).Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
