using System.Text.Json.Nodes;

namespace CourseKit.Cli.Tests;

/// <summary><c>kernel install --dotnet-interactive</c>, with a package of three files in place of NuGet's.</summary>
public sealed class InteractiveKernelTests
{
    private const string Kernel = "prefix/share/jupyter/kernels/.net-csharp-interactive/kernel.json";

    private static Tool WithPackage(params string[] files)
    {
        var tool = new Tool();
        var manifest = Path.Combine(Path.GetDirectoryName(CourseFolders.Find().Launcher)!, ".config", "dotnet-tools.json");
        var version = (string?)JsonNode.Parse(File.ReadAllText(manifest))!["tools"]!["microsoft.dotnet-interactive"]!["version"];
        foreach (var file in files)
        {
            var path = tool.PathOf($"packages/microsoft.dotnet-interactive/{version}/tools/net10.0/any/{file}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file);
        }
        tool.Environment["NUGET_PACKAGES"] = tool.PathOf("packages");
        tool.Environment["XDG_CACHE_HOME"] = tool.Environment["LOCALAPPDATA"] = tool.PathOf("cache");
        tool.Environment["PATH"] = tool.Folder; // without npm nothing is restored, which this is not about
        return tool;
    }

    [Fact]
    public async Task ItStartsACopyWithTheFSharpCoreOfTheCourse()
    {
        using var tool = WithPackage("Microsoft.DotNet.Interactive.App.dll", "FSharp.Core.dll", "runtimes/any/other.dll");
        for (var i = 0; i < 2; i++) // the second time the copy is there
        {
            var installed = await tool.RunAsync("kernel", "install", "--dotnet-interactive", "--prefix", "prefix");
            Assert.True(installed.ExitCode == ExitCodes.Ok, installed.Errors);
        }
        var spec = tool.Json(Kernel);
        string[] command = [.. spec["argv"]!.AsArray().Select(part => (string)part!)];
        Assert.Equal(["jupyter", "--default-kernel", "csharp", "--http-local-only", "{connection_file}"], command[2..]);
        Assert.Equal("1", (string?)spec["env"]!["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"]);

        var copy = Path.GetDirectoryName(command[1])!;
        Assert.StartsWith(tool.PathOf("cache"), copy, StringComparison.Ordinal);
        Assert.Equal("Microsoft.DotNet.Interactive.App.dll", File.ReadAllText(command[1]));
        Assert.Equal("runtimes/any/other.dll", File.ReadAllText(Path.Combine(copy, "runtimes", "any", "other.dll")));
        Assert.True(new FileInfo(Path.Combine(copy, "FSharp.Core.dll")).Length > 1_000_000, "the package's FSharp.Core.dll is still there");
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(copy)!));

        Assert.Contains(".net-csharp-interactive", (await tool.RunAsync("kernel", "uninstall", "--prefix", "prefix")).Output);
        Assert.False(File.Exists(tool.PathOf(Kernel)));
    }

    [Fact]
    public async Task APackageWithoutTheProgramIsSaid()
    {
        using var tool = WithPackage("other.dll");
        var failed = await tool.RunAsync("kernel", "install", "--dotnet-interactive", "--prefix", "prefix");
        Assert.Equal(ExitCodes.Unreadable, failed.ExitCode);
        Assert.Contains("microsoft.dotnet-interactive", failed.Errors);
        Assert.False(File.Exists(tool.PathOf(Kernel)));
    }
}
