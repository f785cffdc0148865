namespace TorchSharp;

/// <summary>Writes files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside and moves into place, so that a failure leaves an old file as it was.</summary>
    internal static void Write(string location, Action<Stream> write)
    {
        var temporary = location + ".tmp";
        try
        {
            using (var stream = File.Create(temporary)) write(stream);
            File.Move(temporary, location, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
