using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>A kernel that Jupyter finds: a folder with a <c>kernel.json</c>.</summary>
/// <param name="Name">What notebooks call it.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="Program">What CourseKit's kernel is started from; null if the kernel is another.</param>
public sealed record InstalledKernel(string Name, string Folder, string DisplayName, string? Program)
{
    /// <summary>The file that makes a folder a kernel.</summary>
    internal const string SpecFile = "kernel.json";

    /// <summary>The member of a kernel.json's metadata that says that we have written it, and what it starts.</summary>
    internal const string Mark = "coursekit";

    /// <summary>True if it is CourseKit's.</summary>
    public bool IsOurs => Program is not null;

    /// <summary>True if what it starts is still where it was.</summary>
    public bool Starts => Program is null || File.Exists(Program);

    /// <summary>All kernels in these folders, the ones that count first; a name can come more than once.</summary>
    public static IReadOnlyList<InstalledKernel> In(IEnumerable<string> folders) =>
        [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)).Select(Find).OfType<InstalledKernel>()];

    /// <summary>The kernel in a folder, or null if the folder is none. A kernel.json that cannot be read belongs to somebody else.</summary>
    internal static InstalledKernel? Find(string folder)
    {
        var file = Path.Combine(folder, SpecFile);
        var name = Path.GetFileName(folder).ToLowerInvariant();
        if (!File.Exists(file)) return null;
        try
        {
            var spec = JsonNode.Parse(File.ReadAllBytes(file), null, new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
            return new InstalledKernel(name, folder, MessageCodec.TryReadText(spec?["display_name"]) ?? name, MessageCodec.TryReadText((spec?["metadata"] as JsonObject)?[Mark]));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new InstalledKernel(name, folder, name, null);
        }
    }
}
