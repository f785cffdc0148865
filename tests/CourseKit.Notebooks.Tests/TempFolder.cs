using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CourseKit.Notebooks.Tests;

/// <summary>A folder that goes away with the test; its name has a space and a letter beyond ASCII, as folders of real people
/// have.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder()
    {
        // A temporary folder may be reached through a link (macOS); compare with what the process sees.
        Root = Path.Combine(Path.GetTempPath(), $"coursekit tést {Guid.NewGuid():N}");
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Makes an assembly in the folder "lib".</summary>
    public string Compile(string name, string code, params string[] references)
    {
        var path = Path.Combine(Root, "lib", name + ".dll");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var result = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(code)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                .. references.Select(file => MetadataReference.CreateFromFile(file))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // An assembly loaded from here stays open on Windows; the system empties its temporary folder.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
