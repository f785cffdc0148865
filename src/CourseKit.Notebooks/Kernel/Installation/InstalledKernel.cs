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
    internal const string SpecFile = "kernel.json";

    // The member of a kernel.json's metadata that says that we have written it, and what it starts.
    internal const string Mark = "coursekit";

    /// <summary>True if it is CourseKit's.</summary>
    public bool IsOurs => Program is not null;

    /// <summary>True if what it starts is still where it was.</summary>
    public bool Starts => Program is null || File.Exists(Program);

    /// <summary>All kernels in these folders, the ones that count first; a name can come more than once.</summary>
    public static IReadOnlyList<InstalledKernel> In(IEnumerable<string> folders) =>
        [.. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            .Select(Find).OfType<InstalledKernel>()];

    // The kernel in a folder, or null. A kernel.json that cannot be read belongs to somebody else.
    internal static InstalledKernel? Find(string folder)
    {
        var file = Path.Combine(folder, SpecFile);
        var name = Path.GetFileName(folder).ToLowerInvariant();
        if (!File.Exists(file)) return null;
        try
        {
            var spec = JsonNode.Parse(File.ReadAllBytes(file), null, new() { AllowDuplicateProperties = false }) as JsonObject;
            return new InstalledKernel(name, folder, MessageCodec.TryReadText(spec?["display_name"]) ?? name,
                MessageCodec.TryReadText((spec?["metadata"] as JsonObject)?[Mark]));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new InstalledKernel(name, folder, name, null);
        }
    }
}

/// <summary>How Jupyter starts the kernel.</summary>
/// <param name="Program">The file without which it cannot start.</param>
/// <param name="Arguments">The command line; Jupyter puts the connection file in.</param>
public sealed record KernelLaunch(string Program, IReadOnlyList<string> Arguments)
{
    internal const string ConnectionFile = "{connection_file}";

    /// <summary>What people call the kernel; null for the usual name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What Jupyter adds to the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Through the launcher of a repository on Unix, which builds what is not built. When the repository has been moved, the shell says so
    /// where Jupyter shows what a kernel complains of. The SDK's folder counts for programs that start without a terminal's PATH.
    /// </summary>
    public static KernelLaunch Launcher(string launcher, string sdk)
    {
        const string Script = """
            if [ ! -x "$0" ]; then
              echo "CourseKit is not at $0 any more. Where it is now, ./coursekit kernel install makes the kernel work again." >&2
              exit 6
            fi
            export PATH="$PATH:$2"
            exec "$0" kernel run "$1"
            """;
        return new KernelLaunch(launcher, ["/bin/sh", "-c", Script, launcher, ConnectionFile, sdk]);
    }

    /// <summary>The built tool itself, as on Windows, where a script between Jupyter and the kernel would survive it.</summary>
    public static KernelLaunch Tool(string dotnet, string tool) => new(tool, [dotnet, tool, "kernel", "run", ConnectionFile]);

    internal JsonObject Spec(string displayName) => new()
    {
        ["argv"] = new JsonArray([.. Arguments.Select(argument => JsonValue.Create(argument))]),
        ["display_name"] = DisplayName ?? displayName,
        ["language"] = "C#",
        ["env"] = new JsonObject(Environment.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value))),

        // A message reaches the kernel on every system and through every proxy; a signal does not, and while .NET starts it kills.
        ["interrupt_mode"] = "message",
        ["metadata"] = new JsonObject { ["debugger"] = false, [InstalledKernel.Mark] = Program },
    };
}
