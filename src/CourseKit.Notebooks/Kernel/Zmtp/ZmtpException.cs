namespace CourseKit.Notebooks;

/// <summary>A peer does not speak ZMTP, or asks for more than it may have; its connection is closed.</summary>
internal sealed class ZmtpException(string message) : IOException(message);
