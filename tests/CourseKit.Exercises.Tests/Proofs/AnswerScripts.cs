using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace CourseKit.Exercises.Tests.Proofs;

/// <summary>
/// Compiles answers the way a notebook does: the usings of <c>setup.csx</c>, the solutions of the exercises before, and the answer.
/// </summary>
/// <param name="setup">The text of <c>setup.csx</c>.</param>
/// <param name="solutions">The sections of the solutions file.</param>
internal sealed class AnswerScripts(string setup, IReadOnlyList<ExerciseSection> solutions)
{
    private static readonly ScriptOptions Options = ScriptOptions.Default.WithReferences(
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path)));

    // The assemblies are the ones under test, wherever #r finds them for a notebook.
    private readonly string usings =
        string.Join('\n', setup.Split('\n').Select(line => line.StartsWith("#r ", StringComparison.Ordinal) ? "" : line));

    /// <summary>The method of <paramref name="answer"/> that is the entry point of <paramref name="exercise"/>.</summary>
    /// <exception cref="CompilationErrorException">It does not compile.</exception>
    public async Task<Delegate> CompileAsync(Exercise exercise, string answer)
    {
        var script = (Script)CSharpScript.Create(usings, Options);
        foreach (var earlier in solutions.TakeWhile(section => section.Id != exercise.Id)) script = script.ContinueWith(earlier.Source);
        var state = await script.ContinueWith(answer).ContinueWith<Delegate>($"(System.Delegate){exercise.EntryPoint}").RunAsync();
        return state.ReturnValue;
    }
}
