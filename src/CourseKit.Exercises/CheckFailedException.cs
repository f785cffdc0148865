namespace CourseKit.Exercises;

/// <summary>Says that an answer is wrong; the message is what the student reads. Thrown by <see cref="Expect"/> and by checks.</summary>
/// <param name="message">One or two sentences: what was seen, what was expected, where to look.</param>
public sealed class CheckFailedException(string message) : Exception(message);
