using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace CourseKit.Notebooks;

/// <summary>Follows a cell's directives and runs its code, on the session's thread.</summary>
internal sealed class CellInterpreter
{
    private readonly SubmissionLoadContext cells;
    private readonly SessionReferences references;
    private readonly SubmissionChain chain;
    private readonly ErrorReport errors;
    private readonly Stack<string> imports = new();

    public CellInterpreter()
    {
        var libraries = new LibraryLoadContext();
        cells = new SubmissionLoadContext(libraries);
        var files = new AssemblyReferences(libraries);
        references = new SessionReferences(libraries, files);
        chain = new SubmissionChain(cells, files);
        errors = new ErrorReport(cells);
    }

    public CellResult Run(string code, string label, int count, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (value, bundle) = RunSteps(code, label, keepValue: true, cancellationToken);
            return new CellResult(count, CellStatus.Succeeded, value, bundle, null);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted(count, label, "was interrupted");
        }
        catch (Exception e)
        {
            return new CellResult(count, CellStatus.Failed, null, null, e switch
            {
                CompilationFailedException failure => errors.OfCompilation(failure),
                DirectiveException => new CellError("DirectiveError", e.Message, [e.Message]),
                _ => errors.OfException(e),
            });
        }
        finally
        {
            imports.Clear();
        }
    }

    // To whom the exceptions of the cells' own threads are reported.
    public void SendOutputsTo(OutputChannel? channel) => cells.Output = channel;

    // An exception as the report of a failed cell shows it; may be called on any thread.
    public string Describe(Exception exception) => string.Join('\n', errors.OfException(exception).Traceback);

    public CompletionList Complete(string code, int cursor, string folder, CancellationToken cancellationToken) =>
        CellSteps.IsInDirective(code, cursor)
            ? DirectiveCompletion.Of(code, cursor, folder)
            : new CodeCompletion(Understand(code, cancellationToken), cursor, cancellationToken).Items();

    public MimeBundle? Inspect(string code, int cursor, int detail, CancellationToken cancellationToken) =>
        CellSteps.IsInDirective(code, cursor)
            ? null
            : Inspection.Of(Understand(code, cancellationToken), cursor, detail, cancellationToken);

    public static CellResult Interrupted(int count, string label, string what) =>
        new(count, CellStatus.Cancelled, null, null, new CellError("Interrupted", $"{label} {what}.", [$"{label} {what}."]));

    public static void WarmUp()
    {
        new CellInterpreter().RunSteps(
            "string.Join(\" \", new List<int> { 1 }.Select(x => x + 1))", "warm-up", keepValue: true, CancellationToken.None);
    }

    private SemanticModel Understand(string code, CancellationToken cancellationToken) =>
        chain.Understand(CellSteps.WithoutDirectives(code), references.All, cancellationToken);

    private (object? Value, MimeBundle? Bundle) RunSteps(string code, string label, bool keepValue, CancellationToken cancellationToken)
    {
        errors.Remember(label, code);
        object? value = null;
        MimeBundle? bundle = null;
        var steps = CellSteps.Of(code, label);
        var clock = Stopwatch.StartNew();
        try
        {
            foreach (var step in steps)
                RunStep(step, step == steps[^1]);
        }
        finally
        {
            if (steps.Any(step => step.Directive?.Name == Directive.Time))
                NotebookScript.display(new RawContent(
                    "text/plain", string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.Elapsed.TotalMilliseconds:0.0} ms")));
        }
        return (value, bundle);

        void RunStep(CellStep step, bool isLast)
        {
            switch (step.Directive)
            {
                case null:
                    var submission = chain.Compile(step.Text, label, references.All, cancellationToken);
                    SessionThread.RunInterruptibly(
                        async () =>
                        {
                            var result = await chain.RunAsync(submission);
                            if (keepValue && isLast && result is not null) (value, bundle) = (result, ValueFormatter.Format(result));
                        },
                        cancellationToken);
                    break;
                case { Answer: { } answer }: NotebookScript.display(answer(chain.Variables())); break;
                case { Name: Directive.Reference }: references.Add(step.Text, Place(label, step), cancellationToken); break;
                case { TakesArgument: true }: Import(step.Text, Place(label, step), cancellationToken); break;
            }
        }
    }

    private void Import(string file, string place, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
            throw new DirectiveException(
                $"{place}: there is no file {path} to import. Correct the path, which counts from {Environment.CurrentDirectory}.");
        if (imports.Contains(path))
            throw new DirectiveException(
                $"{place}: {file} imports itself: {string.Join(" → ", imports.Reverse().Append(path).Select(Path.GetFileName))}.");
        imports.Push(path);
        var name = Path.GetFileName(path);
        if (!Path.GetExtension(path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase))
            RunSteps(File.ReadAllText(path), name, keepValue: false, cancellationToken);
        else
            try
            {
                foreach (var (index, cell) in NotebookDocument.Load(path).Cells.Index())
                    if (cell.Kind == CellKind.Code)
                        RunSteps(cell.Source, FormattableString.Invariant($"{name} cell {index + 1}"), keepValue: false, cancellationToken);
            }
            catch (NotebookFormatException e)
            {
                throw new DirectiveException($"{place}: {e.Message}");
            }
        imports.Pop();
    }

    private static string Place(string label, CellStep step) => FormattableString.Invariant($"{label}, line {step.Line}");
}
