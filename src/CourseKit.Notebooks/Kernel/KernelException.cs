namespace CourseKit.Notebooks;

/// <summary>The kernel cannot start, or cannot be installed; the message says why and what to do about it.</summary>
public sealed class KernelException(string message, Exception? cause = null) : Exception(message, cause);
