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

    /// <summary>All assemblies that cells may use.</summary>
    public IReadOnlyList<MetadataReference> All => references; // never changed in place: completion reads it from another thread

    /// <summary>Follows an <c>#r</c>: a file relative to the current directory, a framework assembly's name, or "nuget: Name, Version".</summary>
    /// <exception cref="DirectiveException">It cannot be found, loaded or restored.</exception>
    public void Add(string reference, string place, CancellationToken cancellationToken)
    {
        try
        {
            if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                AddPackage(PackageRequest.Parse(reference["nuget:".Length..].Trim()), cancellationToken);
            else if (!FrameworkAssemblies.Names.Contains(WithoutExtension(reference))) AddFile(reference);
        }
        catch (Exception e) when (e is DirectiveException or FormatException or BadImageFormatException or InvalidOperationException or IOException)
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
                $"there is no file {path}. Build the project that makes it, or correct the path, which counts from {Environment.CurrentDirectory}.");
        Add(context.LoadFile(path), path);
    }

    private void AddPackage(PackageRequest package, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, PackageRequest>(packages, StringComparer.OrdinalIgnoreCase) { [package.Name] = package };
        var files = PackageRestorer.Restore(wanted.Values, Environment.CurrentDirectory, cancellationToken);
        packages[package.Name] = package;
        context.AddFiles(files.Assemblies, files.NativeLibraries);
        foreach (var path in files.Assemblies)
        {
            if (!FrameworkAssemblies.Names.Contains(Path.GetFileNameWithoutExtension(path)))
                Add(context.Find(AssemblyName.GetAssemblyName(path)) ?? context.LoadFile(path), path);
        }
    }

    private void Add(Assembly assembly, string path)
    {
        if (known.Add(assembly)) references = references.Add(files.OfFile(path));
    }

    private static string WithoutExtension(string reference) =>
        reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference[..^4] : reference;
}
