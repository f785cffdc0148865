using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CourseKit.Notebooks;

/// <summary>.NET Interactive's own kernel, in the version that the repository's <c>.config/dotnet-tools.json</c> names.</summary>
/// <remarks>
/// The tool brings an <c>FSharp.Core.dll</c> that is older than Plotly.NET and Deedle ask for, and .NET lets no notebook load another. So
/// the kernel starts from a copy of the tool in the user's cache, made of links, in which that one file is the course's.
/// </remarks>
public static class InteractiveTool
{
    /// <summary>The kernel's name in Jupyter.</summary>
    public const string KernelName = ".net-csharp-interactive";

    private const string Package = "microsoft.dotnet-interactive";
    private const string Program = "Microsoft.DotNet.Interactive.App.dll";
    private const string FSharpCore = "FSharp.Core.dll";

    /// <summary>
    /// Makes the copy, unless it is there, and says how Jupyter starts it: with HTTP on the loopback interface alone, and no telemetry.
    /// </summary>
    /// <param name="repository">The folder with <c>.config/dotnet-tools.json</c>.</param>
    /// <param name="libraries">The folder with the <c>FSharp.Core.dll</c> that the libraries need.</param>
    /// <exception cref="KernelException">The tool cannot be restored, or the cache cannot be written.</exception>
    public static KernelLaunch Launch(string repository, string libraries, string dotnet)
    {
        var program = Path.Combine(Copy(repository, Path.Combine(libraries, FSharpCore), dotnet), Program);
        string[] command = [dotnet, program, "jupyter", "--default-kernel", "csharp", "--http-local-only", KernelLaunch.ConnectionFile];
        return new KernelLaunch(program, command)
        {
            DisplayName = ".NET Interactive (C#), CourseKit",
            Environment = new Dictionary<string, string>
            {
                ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
                ["Logging__LogLevel__Default"] = "Warning", // else its web server greets in the terminal that Jupyter runs in
            },
        };
    }

    private static string Copy(string repository, string fsharpCore, string dotnet)
    {
        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(repository, ".config", "dotnet-tools.json")));
            var version = manifest.RootElement.GetProperty("tools").GetProperty(Package).GetProperty("version").GetString()!;
            var stamp = $"{version}-fsharp-{FileVersionInfo.GetVersionInfo(fsharpCore).FileVersion}";
            var folder = Path.Combine(UserFolders.Cache, "dotnet-interactive", stamp);
            if (Directory.Exists(folder)) return folder;

            var source = Restored(repository, version, dotnet);
            var temporary = $"{folder}.{Guid.NewGuid():N}";
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(temporary, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                if (Path.GetRelativePath(source, file) == FSharpCore) File.Copy(fsharpCore, target);
                else if (!Link(file, target)) File.Copy(file, target);
            }
            Directory.Move(temporary, folder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            throw new KernelException($"Cannot make the copy of .NET Interactive: {e.Message}", e);
        }
    }

    // The folder of the tool's program in NuGet's cache.
    private static string Restored(string repository, string version, string dotnet)
    {
        var tools = Path.Combine(UserFolders.NuGetPackages, Package, version, "tools");
        if (!Directory.Exists(tools)) Restore(repository, dotnet);
        var found = Directory.Exists(tools) ? Directory.EnumerateFiles(tools, Program, SearchOption.AllDirectories).FirstOrDefault() : null;
        return Path.GetDirectoryName(found)
            ?? throw new KernelException($"dotnet tool restore has not put {Package} {version} into {UserFolders.NuGetPackages}.");
    }

    private static void Restore(string repository, string dotnet)
    {
        try
        {
            var start = new ProcessStartInfo(dotnet, ["tool", "restore"]) { WorkingDirectory = repository };
            var (exitCode, output, errors) = ChildProcess.RunAsync(start, CancellationToken.None).GetAwaiter().GetResult();
            if (exitCode == 0) return;
            var reason = string.Join(' ', $"{output} {errors}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            throw new KernelException($"dotnet tool restore failed in {repository}; it needs the network once. It said: {reason}");
        }
        catch (Win32Exception e)
        {
            throw new KernelException($"{dotnet} does not start: {e.Message}", e);
        }
    }

    private static bool Link(string file, string target) =>
        OperatingSystem.IsWindows() ? CreateHardLink(target, file, 0) : LinkOnUnix(file, target) == 0;

    [DllImport("kernel32", EntryPoint = "CreateHardLinkW", CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CreateHardLink(string target, string file, nint security);

    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int LinkOnUnix(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string file, [MarshalAs(UnmanagedType.LPUTF8Str)] string target);
}
