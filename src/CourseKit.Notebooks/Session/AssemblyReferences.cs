using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CourseKit.Notebooks;

/// <summary>
/// The session's assemblies as the compiler reads them, among them what a referenced assembly depends on and no cell has referenced. There
/// is one object for each file: with two, a type would be another type in the next cell.
/// </summary>
internal sealed class AssemblyReferences(LibraryLoadContext libraries) : MetadataReferenceResolver
{
    private readonly Dictionary<string, PortableExecutableReference> references = new(StringComparer.Ordinal);

    public override bool ResolveMissingAssemblies => true;

    /// <summary>The reference to an assembly file, always the same one.</summary>
    public PortableExecutableReference OfFile(string path)
    {
        if (!references.TryGetValue(path, out var reference))
        {
            reference = MetadataReference.CreateFromFile(path);
            references.Add(path, reference);
        }

        return reference;
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        libraries.PathOf(new AssemblyName(referenceIdentity.Name)) is { } path ? OfFile(path) : null;

    // #r is followed before the compiler sees the code.
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
