using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TorchSharp.Golden;

/// <summary>
/// The golden cases, compiled from their own source against the engine. A case whose code does not compile is left out of the assembly and
/// its error remembered, so that the rest can run.
/// </summary>
internal sealed class GoldenSuite
{
    internal static readonly GoldenSuite Instance = new(Path.Combine(AppContext.BaseDirectory, "Golden"));

    private readonly ConcurrentDictionary<string, string?> results = new();
    private readonly Dictionary<string, string> compileErrors = [];
    private readonly Dictionary<string, Action<GoldenCase>> methods = [];

    internal IReadOnlyDictionary<string, GoldenCase> Cases { get; }

    /// <summary>Cases known not to hold, with the reason.</summary>
    internal IReadOnlyDictionary<string, string> Exceptions { get; }

    private GoldenSuite(string folder)
    {
        // The same file with other numbers can be checked by naming it.
        var file = Environment.GetEnvironmentVariable("COURSEKIT_GOLDEN") ?? Path.Combine(folder, "golden.json");
        var json = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        Cases = json.GetProperty("cases").EnumerateArray().Select(c => new GoldenCase(c)).ToDictionary(c => c.Id);
        Exceptions = File.ReadAllLines(Path.Combine(folder, "exceptions.txt")).Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split(' ', 2)).ToDictionary(l => l[0], l => l[1].Trim());
        Compile(File.ReadAllText(Path.Combine(folder, "Prelude.cs")));
    }

    /// <summary>Null when the case holds, else what is different.</summary>
    internal string? Difference(string id) => results.GetOrAdd(id, _ =>
        compileErrors.TryGetValue(id, out var error) ? "does not compile: " + error : Cases[id].Check(methods[id]));

    private void Compile(string prelude)
    {
        var ids = Cases.Keys.ToArray();
        var trees = new List<SyntaxTree> { CSharpSyntaxTree.ParseText(prelude, path: "Prelude.cs") };
        for (var i = 0; i < ids.Length; i++)
        {
            trees.Add(CSharpSyntaxTree.ParseText(
                $"public static class Case{i} {{ public static void Run(TorchSharp.Golden.GoldenCase _case) {{\n{Cases[ids[i]].Body}\n}} }}", path: ids[i]));
        }
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => (MetadataReference)MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create("GoldenCases", trees, references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        while (true)
        {
            var stream = new MemoryStream();
            var emitted = compilation.Emit(stream);
            if (emitted.Success)
            {
                var assembly = Assembly.Load(stream.ToArray());
                for (var i = 0; i < ids.Length; i++)
                    if (assembly.GetType($"Case{i}") is { } type) methods[ids[i]] = type.GetMethod("Run")!.CreateDelegate<Action<GoldenCase>>();
                return;
            }
            foreach (var errors in emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).GroupBy(d => d.Location.SourceTree!))
            {
                var first = errors.First();
                if (errors.Key.FilePath == "Prelude.cs")
                {
                    // Only the function or directive that does not compile goes, and with it the cases that need it.
                    var root = errors.Key.GetRoot();
                    var broken = root.FindNode(first.Location.SourceSpan).AncestorsAndSelf().First(n => n is MethodDeclarationSyntax or UsingDirectiveSyntax);
                    var rest = root.RemoveNode(broken, SyntaxRemoveOptions.KeepNoTrivia)!;
                    compilation = compilation.ReplaceSyntaxTree(errors.Key, CSharpSyntaxTree.Create((CSharpSyntaxNode)rest, path: "Prelude.cs"));
                }
                else
                {
                    compileErrors[errors.Key.FilePath] = $"{first.Id} {first.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
                    compilation = compilation.RemoveSyntaxTrees(errors.Key);
                }
            }
        }
    }
}
