namespace CourseKit.Tests;

/// <summary>A folder of its own for a test, with a space in its name.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("course kit ").FullName;

    public string PathOf(string file) => Path.Combine(path, file.Replace('/', Path.DirectorySeparatorChar));

    public void Dispose() => Directory.Delete(path, recursive: true);
}
