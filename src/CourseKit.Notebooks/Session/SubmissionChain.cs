using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace CourseKit.Notebooks;

/// <summary>
/// Compiles pieces of script code, each of which sees what the ones before it declared, and loads them into the session's own context.
/// </summary>
/// <remarks>
/// Roslyn's <c>Script</c> and <c>ScriptState</c> do this as well, but load referenced assemblies a second time when the host has them.
/// </remarks>
internal sealed class SubmissionChain(SubmissionLoadContext context, AssemblyReferences resolver)
{
    private static readonly string[] Usings =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading",
        "System.Threading.Tasks", typeof(NotebookScript).FullName!,
    ];

    // Two compilations that begin at once would each get their own symbols for the framework, and a third could not tell which are the
    // right ones: int would not be int in the next cell.
    private static readonly Lock Compiler = new();

    private readonly string name = $"Cells{Guid.NewGuid():N}";
    private CSharpCompilation? previous;
    private int compiled;

    // Where the submissions find each other: index 0 is for a globals object, which there is none of, then one slot for each.
    private object?[] instances = new object?[1];
    private int slots = 1;

    // What holds native memory, such as a tensor, looks small to .NET, which would free it late: it is asked to when the process has grown.
    private const long Growth = 32 << 20;

    private readonly HiddenVariables hidden = new();
    private long settled = Environment.WorkingSet;
    private int running;

    public Submission Compile(string code, string label, IEnumerable<MetadataReference> references, CancellationToken cancellationToken)
    {
        var written = Parse(code, label, (++compiled).ToString(CultureInfo.InvariantCulture), references, cancellationToken);
        var compilation = StopChecks.AddTo(written, cancellationToken);
        var root = ((CSharpSyntaxTree)written.SyntaxTrees[0]).GetCompilationUnitRoot(cancellationToken);
        if (root.Members.Count == 0)
        {
            // The compiler has nothing to emit here; using directives count for what follows all the same.
            ThrowIfWrong(compilation.GetDiagnostics(cancellationToken));
            return new Submission(root.Usings.Count > 0 ? compilation : null, null, new HashSet<string>());
        }
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        if (!Emit(compilation, assembly, symbols, cancellationToken).Success)
        {
            // Once more as it was written: the errors' columns are the author's then.
            compilation = written;
            assembly.SetLength(0);
            symbols.SetLength(0);
            ThrowIfWrong(Emit(compilation, assembly, symbols, cancellationToken).Diagnostics);
        }
        assembly.Position = 0;
        symbols.Position = 0;
        var start = context.LoadFromStream(assembly, symbols).GetType(compilation.ScriptClass!.MetadataName, throwOnError: true)!;
        var lateUses = hidden.LateUses(written, cancellationToken);
        return new Submission(root.Usings.Count > 0 || DeclaresAnything(compilation) ? compilation : null, start, lateUses);
    }

    // Code as the compiler understands it after the cells that have run; nothing is emitted or kept.
    public SemanticModel Understand(string code, IEnumerable<MetadataReference> references, CancellationToken cancellationToken)
    {
        var compilation = Parse(code, "", "Assist", references, cancellationToken);
        return compilation.GetSemanticModel(compilation.SyntaxTrees[0]);
    }

    private CSharpCompilation Parse(
        string code, string label, string number, IEnumerable<MetadataReference> references, CancellationToken cancellationToken)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), CellSteps.ParseOptions, label, cancellationToken);
        var latest = previous; // a cell may end meanwhile
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"{name}-{number}", tree, NewOf(references, latest), Options($"Submission{number}"), latest, typeof(object));
        lock (Compiler) _ = compilation.Assembly; // binds the references
        return compilation;
    }

    // Runs a submission; whatever it declares is there for the next one, even when it throws.
    public async Task<object?> RunAsync(Submission submission)
    {
        if (submission.Class is not { } type)
        {
            previous = submission.Compilation ?? previous;
            return null;
        }

        // The compiler's names: the constructor puts the object into its slot and fetches those it builds upon, the method is the code.
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        Array.Resize(ref instances, slots + 1);
        var instance = type.GetConstructor(Any, [typeof(object?[])])!.Invoke(BindingFlags.DoNotWrapExceptions, null, [instances], null);
        var run = type.GetMethod("<Initialize>", Any)!.CreateDelegate<Func<Task<object?>>>(instance);
        var hides = hidden.Replace(instances.AsSpan(1, slots - 1), instance, submission.LateUses, mayClear: running == 0);
        if (hides || Environment.WorkingSet > settled + Growth)
        {
            HiddenVariables.Collect();
            settled = Environment.WorkingSet;
        }
        if (submission.Compilation is { } compilation)
        {
            previous = compilation;
            slots++;
        }
        else
        {
            instances[slots] = null;
        }
        Interlocked.Increment(ref running);
        try
        {
            return await run();
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    // The variables that cells have declared, by name; of several of one name the newest.
    public IReadOnlyList<SessionVariable> Variables() =>
    [
        .. from slot in instances[1..slots].Reverse()
           where slot is not null
           from field in slot.GetType().GetFields(HiddenVariables.Declared)
           where !field.Name.StartsWith('<')
           group new SessionVariable(field.Name, field.FieldType, field.GetValue(slot)) by field.Name into same
           orderby same.Key
           select same.First(),
    ];

    // A compilation takes over the references of the one before it. Given all of them again, it would hold them twice, the next three
    // times.
    private static IEnumerable<MetadataReference> NewOf(IEnumerable<MetadataReference> references, CSharpCompilation? previous)
    {
        var known = new HashSet<MetadataReference>();
        for (var earlier = previous; earlier is not null; earlier = earlier.ScriptCompilationInfo!.PreviousScriptCompilation)
            known.UnionWith(earlier.ExternalReferences);
        return references.Where(reference => !known.Contains(reference));
    }

    // Most cells only do something. Nobody builds upon them, so the compiler's large memory of them need not be kept.
    private static bool DeclaresAnything(CSharpCompilation compilation) =>
        compilation.ScriptClass!.GetMembers().Any(member => member.CanBeReferencedByName);

    private static void ThrowIfWrong(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0) throw new CompilationFailedException(errors);
    }

    private static EmitResult Emit(CSharpCompilation compilation, Stream assembly, Stream symbols, CancellationToken cancellationToken) =>
        compilation.Emit(
            assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: cancellationToken);

    private CSharpCompilationOptions Options(string className) => new(
        OutputKind.DynamicallyLinkedLibrary,
        scriptClassName: className,
        usings: Usings,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        warningLevel: 0,
        concurrentBuild: false,
        metadataReferenceResolver: resolver,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);

    // Code that is loaded and can run. Compilation is null if it declares nothing that later code could use, and
    // Class if there is nothing to run, as with using directives alone.
    internal sealed record Submission(CSharpCompilation? Compilation, Type? Class, IReadOnlySet<string> LateUses);
}
