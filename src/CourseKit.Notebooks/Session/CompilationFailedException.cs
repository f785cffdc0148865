using Microsoft.CodeAnalysis;

namespace CourseKit.Notebooks;

/// <summary>Code does not compile.</summary>
internal sealed class CompilationFailedException(IReadOnlyList<Diagnostic> errors) : Exception(errors[0].GetMessage())
{
    public IReadOnlyList<Diagnostic> Errors => errors;
}
