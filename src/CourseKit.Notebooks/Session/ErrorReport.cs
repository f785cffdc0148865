using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CourseKit.Notebooks;

/// <summary>Turns what went wrong in a cell into lines that name cell and line and show the source.</summary>
internal sealed partial class ErrorReport(AssemblyLoadContext cells)
{
    private const int MaxErrors = 10;
    private const int MaxFrames = 30;

    // Read by threads that outlive their cell.
    private readonly ConcurrentDictionary<string, string> sources = new(StringComparer.Ordinal);

    // Keeps a piece of code, for the lines that errors quote from it.
    public void Remember(string label, string code) => sources[label] = code;

    public CellError OfCompilation(CompilationFailedException failure)
    {
        var errors = failure.Errors
            .OrderBy(error => error.Location.SourceSpan.Start)
            .Select(error => (error.Location, Problem: $"{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}"))
            .ToList();
        if (errors[0].Location.SourceTree is { } tree && UsingDeclarations.In(tree).ToList() is { Count: > 0 } declarations)
            errors = declarations; // what else does not compile may be due to them
        var lines = new List<string>();
        foreach (var (location, problem) in errors.Take(MaxErrors))
        {
            lines.Add(Headline(location, problem));
            AddSource(lines, location);
        }
        if (errors.Count > MaxErrors)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"… and {errors.Count - MaxErrors} more errors"));
        return new CellError("CompilationError", lines[0], lines);
    }

    public CellError OfException(Exception exception)
    {
        try
        {
            return Describe(exception);
        }
        catch (Exception e)
        {
            // An exception whose own members throw, say. A cell never fails without a word.
            var name = exception.GetType().ToString();
            var message = $"{name}, of which nothing more can be told: {ValueText.Inline(e)}";
            return new CellError(name, message, [message], exception);
        }
    }

    private CellError Describe(Exception exception)
    {
        while (exception is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 } or TypeInitializationException
            && exception.InnerException is { } inner)
            exception = inner;
        string? place = null;
        var lines = new List<string>();
        for (var (e, depth) = (exception, 0); e is not null && depth < 5; e = e.InnerException, depth++)
        {
            lines.Add($"{(depth == 0 ? "" : "caused by ")}{ValueText.TypeName(e.GetType())}: {e.Message}");
            place ??= AddFrames(lines, e);
        }
        var message = exception.Message.ReplaceLineEndings(" ");
        return new CellError(ValueText.TypeName(exception.GetType()), place is null ? message : $"{place}: {message}", lines, exception);
    }

    private static string Headline(Location location, string problem)
    {
        var span = location.GetLineSpan();
        return span.IsValid ? $"{Place(span.Path, span.StartLinePosition.Line + 1)}: {problem}" : problem;
    }

    private static string Place(string label, int line) => string.Create(CultureInfo.InvariantCulture, $"{label}, line {line}");

    private static void AddSource(List<string> lines, Location location)
    {
        var span = location.GetLineSpan();
        if (location.SourceTree?.GetText() is not { } text || span.StartLinePosition.Line >= text.Lines.Count) return;
        var line = text.Lines[span.StartLinePosition.Line].ToString();
        var start = Math.Min(span.StartLinePosition.Character, line.Length);
        var end = span.EndLinePosition.Line == span.StartLinePosition.Line ? span.EndLinePosition.Character : line.Length;
        string indent = new([.. line[..start].Select(c => c == '\t' ? '\t' : ' ')]);
        lines.Add("    " + line);
        lines.Add("    " + indent + new string('^', Math.Max(1, end - start)));
    }

    // Adds the frames down to the last one in a cell, and returns the place of the first one in a cell.
    private string? AddFrames(List<string> lines, Exception exception)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames().Where(frame => !IsPlumbing(frame)).ToList();
        var last = frames.FindLastIndex(IsInCell);
        if (last >= 0) frames.RemoveRange(last + 1, frames.Count - last - 1);
        string? first = null;
        foreach (var frame in frames.Take(MaxFrames))
        {
            var name = FrameName(frame.GetMethod()!);
            if (IsInCell(frame) && frame.GetFileName() is { } label && frame.GetFileLineNumber() is var number and > 0)
            {
                var place = Place(label, number);
                first ??= place;
                lines.Add(name.Length == 0 ? $"   at {place}" : $"   at {name} in {place}");
                if (sources.TryGetValue(label, out var source)
                    && source.ReplaceLineEndings("\n").Split('\n') is var quoted && number <= quoted.Length)
                    lines.Add("        " + quoted[number - 1].Trim());
            }
            else
            {
                lines.Add($"   at {name}");
            }
        }
        if (frames.Count > MaxFrames)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"   … {frames.Count - MaxFrames} more"));
        return first;
    }

    private bool IsInCell(StackFrame frame) =>
        frame.GetMethod()?.Module.Assembly is { } assembly && AssemblyLoadContext.GetLoadContext(assembly) == cells;

    private static bool IsPlumbing(StackFrame frame)
    {
        var method = frame.GetMethod();
        return method is null
            || method.Module.Assembly == typeof(ErrorReport).Assembly
            || ValueText.Has<StackTraceHiddenAttribute>(method)
            || (method.DeclaringType is { } type && ValueText.Has<StackTraceHiddenAttribute>(type))
            || method.DeclaringType?.Namespace == "System.Runtime.CompilerServices";
    }

    // A method as its author wrote it; empty for a cell's own top level.
    private static string FrameName(MethodBase method)
    {
        // Compilers hide the author's names in theirs: <Train>d__3.MoveNext, <>c.<Train>b__0_1, <Train>g__Step|2_0.
        var type = method.DeclaringType;
        var name = method.Name;
        if (name == "MoveNext" && type is not null && type.Name.StartsWith('<'))
        {
            name = type.Name;
            type = type.DeclaringType;
        }
        while (type is not null && type.Name.StartsWith('<'))
            type = type.DeclaringType;
        if (GeneratedName().Match(name) is { Success: true } match)
        {
            var outer = match.Groups["outer"].Value;
            name = match.Groups["local"] is { Success: true } local ? local.Value
                : match.Groups["kind"].Value != "b" ? outer
                : outer.Length > 0 ? $"a lambda in {outer}" : "a lambda";
        }
        var owner = SubmissionPrefix().Replace((type?.FullName ?? type?.Name ?? "").Replace('+', '.'), "");
        if (name.Length == 0 || (owner.Length == 0 && name.StartsWith("a ", StringComparison.Ordinal))) return name;
        return $"{owner}{(owner.Length > 0 ? "." : "")}{name}{Parameters(method)}";
    }

    private static string Parameters(MethodBase method)
    {
        try
        {
            var parameters = method.Name == "MoveNext" ? [] : method.GetParameters();
            return $"({string.Join(", ", parameters.Select(p => $"{ValueText.TypeName(p.ParameterType)} {p.Name}"))})";
        }
        catch (Exception e) when (ValueText.IsMissing(e))
        {
            return "(…)";
        }
    }

    [GeneratedRegex(@"^<(<Initialize>|(?<outer>[^<>]*))>(?<kind>[a-z])__((?<local>\w+)\|)?")]
    private static partial Regex GeneratedName();

    [GeneratedRegex(@"^Submission\d+(\.|$)")]
    private static partial Regex SubmissionPrefix();
}

/// <summary>
/// Finds <c>using var f = …;</c> at the top level of a cell. Scripts have no such declaration: the compiler takes it for a using directive
/// that went wrong, and its errors are of no help.
/// </summary>
internal static class UsingDeclarations
{
    public static IEnumerable<(Location Location, string Problem)> In(SyntaxTree tree)
    {
        var code = tree.ToString();

        // Where the parser does not expect the keyword, it skips it: it is trivia then.
        foreach (var token in tree.GetRoot()
            .DescendantTokens(descendIntoTrivia: true).Where(token => token.IsKind(SyntaxKind.UsingKeyword) && IsAtTopLevel(token)))
        {
            if (SyntaxFactory.ParseStatement(code, token.SpanStart,
                tree.Options) is LocalDeclarationStatementSyntax { Declaration: { } declaration }
                && declaration.Variables.All(variable => variable is { Identifier.IsMissing: false, Initializer: not null }))
            {
                var name = declaration.Variables[0].Identifier.Text;
                yield return (
                    Location.Create(tree, new TextSpan(token.SpanStart, declaration.Span.End)),
                    "a using declaration ends with its block, and the top level of a cell is no block. "
                    + $"Write {declaration}; and, at the end of the cell, "
                    + $"{name}.Dispose(); or put what needs {name} into using ({declaration}) {{ … }}.");
            }
        }
    }

    private static bool IsAtTopLevel(SyntaxToken token) =>
        !token.Parent!.AncestorsAndSelf().Any(node => node is BlockSyntax or TypeDeclarationSyntax);
}

/// <summary>Code does not compile.</summary>
internal sealed class CompilationFailedException(IReadOnlyList<Diagnostic> errors) : Exception(errors[0].GetMessage())
{
    public IReadOnlyList<Diagnostic> Errors => errors;
}
