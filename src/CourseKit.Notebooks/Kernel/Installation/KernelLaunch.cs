using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>How Jupyter starts the kernel.</summary>
/// <param name="Program">The file without which it cannot start.</param>
/// <param name="Arguments">The command line; Jupyter puts the connection file in.</param>
public sealed record KernelLaunch(string Program, IReadOnlyList<string> Arguments)
{
    private const string ConnectionFile = "{connection_file}";

    /// <summary>
    /// Through the launcher of a repository on Unix, which builds what is not built. When the repository has been moved, the shell says so
    /// where Jupyter shows what a kernel complains of. The SDK's folder counts for programs that start without a terminal's PATH.
    /// </summary>
    /// <param name="launcher">The repository's <c>coursekit</c>.</param>
    /// <param name="sdk">The folder of <c>dotnet</c>.</param>
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
    /// <param name="dotnet">The program <c>dotnet</c>.</param>
    /// <param name="tool">The built <c>CourseKit.Cli.dll</c>.</param>
    public static KernelLaunch Tool(string dotnet, string tool) => new(tool, [dotnet, tool, "kernel", "run", ConnectionFile]);

    /// <summary>The kernel.json.</summary>
    internal JsonObject Spec(string displayName) => new()
    {
        ["argv"] = new JsonArray([.. Arguments.Select(argument => JsonValue.Create(argument))]),
        ["display_name"] = displayName,
        ["language"] = "C#",

        // A message reaches the kernel on every system and through every proxy; a signal does not, and while .NET starts it kills.
        ["interrupt_mode"] = "message",
        ["metadata"] = new JsonObject { ["debugger"] = false, [InstalledKernel.Mark] = Program },
    };
}
