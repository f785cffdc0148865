using System.Reflection;
using System.Runtime.Loader;

namespace CourseKit.Notebooks;

/// <summary>Holds the compiled cells of a session.</summary>
/// <remarks>
/// A context that can be unloaded would give a few kilobytes back for every cell of a session that has ended, but in such a context the
/// JIT optimises at once: cells start later, and inlining takes methods out of stack traces.
/// </remarks>
internal sealed class SubmissionLoadContext(LibraryLoadContext libraries) : AssemblyLoadContext("notebook cells", isCollectible: false)
{
    private static readonly Assembly Own = typeof(SubmissionLoadContext).Assembly;

    /// <summary>Where the outputs of the cells go.</summary>
    public OutputChannel? Output { get; set; }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == Own.GetName().Name ? Own : libraries.Find(assemblyName);
}
