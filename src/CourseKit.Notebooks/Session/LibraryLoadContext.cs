using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CourseKit.Notebooks;

/// <summary>
/// Loads what a session references with <c>#r</c>. The framework's assemblies, and those that the host process has from an identical file,
/// are the host's own, so that host and cells mean the same types; everything else belongs to the session.
/// </summary>
internal sealed class LibraryLoadContext() : AssemblyLoadContext("notebook libraries", isCollectible: false)
{
    private readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> nativeFiles = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Assembly> hostAssemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> folders = [];

    // Loads an assembly; its folder is searched for what it depends on.
    public Assembly LoadFile(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!folders.Contains(folder)) folders.Add(folder);
        return LoadShared(path);
    }

    // Makes files of packages known, to be loaded when they are needed.
    public void AddFiles(IEnumerable<string> assemblies, IEnumerable<string> nativeLibraries)
    {
        foreach (var file in assemblies)
            files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        foreach (var file in nativeLibraries)
            nativeFiles.TryAdd(Path.GetFileNameWithoutExtension(file), file);
    }

    // The assembly a cell asks for, or null if it is the host's.
    public Assembly? Find(AssemblyName name) => Loaded(name.Name!) ?? Load(name);

    // Where an assembly that is not the framework's lies, or null if it is nowhere.
    public string? PathOf(AssemblyName name) =>
        FrameworkAssemblies.Names.Contains(name.Name!)
            ? null
            : files.GetValueOrDefault(name.Name!)
                ?? folders.Select(folder => Path.Combine(folder, name.Name + ".dll")).FirstOrDefault(File.Exists);

    public static Guid ModuleVersionId(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    protected override Assembly? Load(AssemblyName assemblyName) => PathOf(assemblyName) is { } path ? LoadShared(path) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var bare = Path.GetFileNameWithoutExtension(unmanagedDllName);
        var path = nativeFiles.GetValueOrDefault(bare) ?? nativeFiles.GetValueOrDefault("lib" + bare)
            ?? folders.SelectMany(NativeCandidates).FirstOrDefault(File.Exists);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);

        IEnumerable<string> NativeCandidates(string folder) =>
            from place in (string[])[folder, Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")]
            from file in (string[])[unmanagedDllName, bare + ".dll", $"lib{bare}.so", $"lib{bare}.dylib"]
            select Path.Combine(place, file);
    }

    private Assembly LoadShared(string path)
    {
        var name = AssemblyName.GetAssemblyName(path).Name!;
        if (FrameworkAssemblies.Names.Contains(name)) return Default.LoadFromAssemblyName(new AssemblyName(name));
        var build = ModuleVersionId(path);
        if (Loaded(name) is { } loaded)
            return loaded.ManifestModule.ModuleVersionId == build
                ? loaded
                : throw new InvalidOperationException(
                    $"{name} has been loaded in another build and cannot be exchanged. Restart the kernel to use this one.");
        return HostAssembly(name) is { } host && host.ManifestModule.ModuleVersionId == build
            ? hostAssemblies[name] = host
            : LoadFromAssemblyPath(path);
    }

    // What cells have had of the host stays theirs, even if the file is another by now.
    private Assembly? Loaded(string name) =>
        Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name) ?? hostAssemblies.GetValueOrDefault(name);

    private static Assembly? HostAssembly(string name)
    {
        var loaded = Default.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name);
        return loaded is null
            && FrameworkAssemblies.HostNames.Contains(name) ? Default.LoadFromAssemblyName(new AssemblyName(name)) : loaded;
    }
}

/// <summary>Holds the compiled cells of a session.</summary>
/// <remarks>
/// A context that can be unloaded would give a few kilobytes back for every cell of a session that has ended, but in such a context the
/// JIT optimises at once: cells start later, and inlining takes methods out of stack traces.
/// </remarks>
internal sealed class SubmissionLoadContext(LibraryLoadContext libraries) : AssemblyLoadContext("notebook cells", isCollectible: false)
{
    private static readonly Assembly Own = typeof(SubmissionLoadContext).Assembly;

    public OutputChannel? Output { get; set; }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == Own.GetName().Name ? Own : libraries.Find(assemblyName);
}
