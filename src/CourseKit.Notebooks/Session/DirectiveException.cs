namespace CourseKit.Notebooks;

/// <summary>A directive such as <c>#r</c> or <c>#!import</c> cannot be followed; the message says why and what to do.</summary>
internal sealed class DirectiveException(string message) : Exception(message);
