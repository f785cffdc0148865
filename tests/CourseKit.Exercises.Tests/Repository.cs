using System.Runtime.CompilerServices;

namespace CourseKit.Exercises.Tests;

/// <summary>Files of the repository that the tests look at.</summary>
internal static class Repository
{
    // Tests may ask TorchSharp for a tensor before they ask the library for anything.
    [ModuleInitializer]
    internal static void LoadFirst() => Libtorch.Load();

    private static readonly string Root = Find();

    /// <summary>The full path of a file or folder.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CourseKit.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No CourseKit.sln above the tests.");
        return folder.FullName;
    }
}
