using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>Lets go of what new declarations hide, so that a cell that is run again does not keep its old values alive.</summary>
/// <remarks>
/// Variables are fields of the object that a submission becomes when it runs. The chain drops the object when all that it declares is
/// declared anew: nobody can name it any more, and whoever has it, such as a delegate or a task, keeps it alive. Of an object that stays,
/// a hidden variable is cleared unless code that may still run reads it: a function, a lambda or a query of a submission that is still
/// there. Values are never disposed, since they may be shared.
/// </remarks>
internal sealed partial class HiddenVariables
{
    public const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly List<Entry> entries = [];

    // The variables that a submission reads or writes where it does so later than it runs: "Submission7.x".
    public IReadOnlySet<string> LateUses(CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var tree = compilation.SyntaxTrees[0];
        var names = compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>().Select(field => field.Name)
            .Concat(entries.SelectMany(entry => entry.Fields).Select(field => field.Name)).ToHashSet();
        var found = tree.GetRoot(cancellationToken)
            .DescendantNodes(node => node is not BaseTypeDeclarationSyntax)
            .OfType<IdentifierNameSyntax>()
            .Where(name => names.Contains(name.Identifier.ValueText) && name.Ancestors().Any(RunsLater))
            .ToList();
        var model = found.Count > 0 ? compilation.GetSemanticModel(tree) : null;
        return found.Select(name => model!.GetSymbolInfo(name, cancellationToken).Symbol)
            .OfType<IFieldSymbol>()
            .Select(field => $"{field.ContainingType.Name}.{field.Name}")
            .ToHashSet();
    }

    // Takes in a submission that is about to run, and lets go of what it hides.
    public bool Replace(Span<object?> earlier, object newest, IReadOnlySet<string> lateUses, bool mayClear)
    {
        entries.RemoveAll(entry => !entry.Instance.IsAlive);
        var added = new Entry(newest, lateUses);
        var names = new HashSet<string>(added.Names);
        var owns = false;
        for (var i = earlier.Length - 1; i >= 0; i--)
        {
            if (earlier[i] is not { } instance || entries.Find(entry => entry.Instance.Target == instance) is not { } entry)
                continue;
            entry.Hide(names);
            if (entry.IsHidden(names))
            {
                owns |= entry.Fields.Any(field => MayOwn(field.GetValue(instance)));
                earlier[i] = null;
            }
            names.UnionWith(entry.Names);
        }
        entries.Add(added);
        return (mayClear && Clear()) | owns;
    }

    // Frees what nobody can reach any more, native memory behind finalizers included.
    public static void Collect()
    {
        GC.Collect();
        Task.Run(GC.WaitForPendingFinalizers).Wait(TimeSpan.FromSeconds(1)); // a finalizer may hang
    }

    private bool Clear()
    {
        var owns = false;
        foreach (var entry in entries)
            foreach (var field in entry.Hidden.Where(field => !entries.Exists(other => other.LateUses.Contains(NameOf(field)))).ToList())
            {
                if (entry.Instance.Target is { } instance)
                {
                    owns |= MayOwn(field.GetValue(instance));
                    field.SetValue(instance, null);
                }
                entry.Hidden.Remove(field);
            }
        return owns;
    }

    private static string NameOf(FieldInfo field) => $"{field.DeclaringType!.Name}.{field.Name}";

    private static bool RunsLater(SyntaxNode node) => node
        is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
        or QueryExpressionSyntax;

    // An array of numbers is all its own; anything else may lead to something with a finalizer.
    private static bool MayOwn(object? value) =>
        value is not (null or string or bool or IFormattable) && value.GetType().GetElementType()?.IsPrimitive != true;

    [GeneratedRegex(@"Submission\d+\+")]
    private static partial Regex SubmissionPrefix();

    // What is known of a submission's object, for as long as it lives.
    private sealed class Entry
    {
        private readonly string[] functions;
        private readonly bool isKnown;

        public Entry(object instance, IReadOnlySet<string> lateUses)
        {
            (Instance, LateUses) = (new WeakReference(instance), lateUses);
            try
            {
                var fields = instance.GetType().GetFields(Declared).Where(field => field.Name[0] != '<').ToList();
                var methods = instance.GetType().GetMethods(Declared).Where(method => method.Name[0] != '<').ToList();
                Fields = [.. fields.Where(field => !field.IsStatic)];
                functions = [.. methods.Where(method => !method.IsStatic).Select(Signature)];
                Names = [.. fields.SelectMany(NamesOf), .. methods.Select(Signature)];
                isKnown = true;
            }
            catch (Exception e) when (ValueText.IsMissing(e))
            {
                (Fields, functions, Names) = ([], [], []); // of a type whose assembly is missing
            }
        }

        public WeakReference Instance { get; }
        public IReadOnlySet<string> LateUses { get; }

        public FieldInfo[] Fields { get; }

        // Variables, those that can be called once more, and functions with their parameters' types.
        public IReadOnlyList<string> Names { get; }

        public HashSet<FieldInfo> Hidden { get; } = [];

        public void Hide(HashSet<string> names) =>
            Hidden.UnionWith(
                Fields.Where(field => !field.IsInitOnly && !field.FieldType.IsPrimitive && NamesOf(field).All(names.Contains)));

        // Whether later code cannot name anything of the object.
        public bool IsHidden(HashSet<string> names) =>
            isKnown && Fields.All(field => NamesOf(field).All(names.Contains)) && functions.All(names.Contains);

        // A call passes over variables that cannot be called, to an older one that can.
        private static string[] NamesOf(FieldInfo field) =>
            typeof(Delegate).IsAssignableFrom(field.FieldType) || field.FieldType == typeof(object) || field.FieldType.IsFunctionPointer
                ? [field.Name, field.Name + "()"]
                : [field.Name];

        // A type that is declared anew takes the place of the old one.
        private static string Signature(MethodInfo method)
        {
            var parameters = string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType));
            return SubmissionPrefix().Replace($"{method.Name}`{method.GetGenericArguments().Length}({parameters})", "");
        }
    }
}
