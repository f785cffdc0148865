using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>
/// Finds a package's assemblies through the SDK's own restore, so that NuGet.Config, credentials and caches work as everywhere. The answer
/// is kept per set of packages; a version left open stays what it was when it was first asked for.
/// </summary>
internal static partial class PackageRestorer
{
    // NuGet's error for a source that does not answer.
    private const string SourceUnreachable = "NU1301";

    // What NuGet has restored on this machine before, and needs no network for.
    public static IEnumerable<string> CachedPackages() => Folders(UserFolders.NuGetPackages);
    public static IEnumerable<string> CachedVersions(string package) =>
        Folders(Path.Combine(UserFolders.NuGetPackages, package.ToLowerInvariant()));

    // The files of the packages and of all they depend on; NuGet begins in the folder to look for a NuGet.Config.
    public static PackageFiles Restore(IReadOnlyCollection<PackageRequest> packages, string folder, CancellationToken cancellationToken)
    {
        var project = ProjectText(packages);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)).AsSpan(0, 12));
        var work = Path.Combine(UserFolders.Cache, "packages", key);
        var answer = Path.Combine(work, "files.json");
        if (PackageFiles.TryRead(answer) is { } known) return known;
        Directory.CreateDirectory(work);
        var projectFile = Path.Combine(work, "packages.csproj");
        AtomicFile.WriteAllText(projectFile, project);
        var (exitCode, output) = RunRestore(projectFile, folder, cancellationToken);
        if (exitCode != 0)
        {
            var reason = Reason(output);
            var offline = reason.Contains(SourceUnreachable, StringComparison.Ordinal);
            throw new DirectiveException(offline ? $"{reason} {Advice(packages)}" : reason);
        }
        var items = JsonNode.Parse(output)!["Items"]!;
        var files = new PackageFiles(Paths(items["RuntimeCopyLocalItems"]!), Paths(items["NativeCopyLocalItems"]!));
        AtomicFile.WriteAllText(answer, JsonSerializer.Serialize(files));
        return files;
    }

    // Nothing of the folders above may leak in: a Directory.Packages.props in the user's home would change what is restored.
    private static string ProjectText(IEnumerable<PackageRequest> packages)
    {
        var references = packages
            .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase)
            .Select(package => $"""    <PackageReference Include="{package.Name}" Version="{package.Version}" />""");
        return $"""
            <Project>
              <PropertyGroup>
                <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
                <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
                <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
              </PropertyGroup>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
            {string.Join('\n', references)}
              </ItemGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>

            """;
    }

    private static (int ExitCode, string Output) RunRestore(string projectFile, string folder, CancellationToken cancellationToken)
    {
        var dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(dotnet,
        [
            "msbuild", projectFile, "-nologo", "-restore", "-nodeReuse:false", "-t:ResolvePackageAssets",
            $"-p:RestoreRootConfigDirectory={folder}", "-getItem:RuntimeCopyLocalItems,NativeCopyLocalItems",
        ])
        {
            WorkingDirectory = Path.GetDirectoryName(projectFile)!,
        };

        // A program started by the SDK inherits settings that point MSBuild at the SDK that started it.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);

        // NuGet waits 100 seconds for a source that does not answer, and asks six times if it is not told otherwise.
        start.Environment.TryAdd("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "2");
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        try
        {
            var (exitCode, output, errors) = ChildProcess.RunAsync(start, cancellationToken).GetAwaiter().GetResult();
            return (exitCode, exitCode == 0 ? output : $"{errors}\n{output}");
        }
        catch (Win32Exception e)
        {
            throw new DirectiveException(
                $"the .NET SDK, which restores packages, cannot be started ({e.Message}). Install it, or put dotnet on the PATH.");
        }
    }

    private static List<string> Paths(JsonNode items) =>
    [
        .. items.AsArray().Select(item => (string)item!["FullPath"]!)
            .Where(path => !path.EndsWith(".resources.dll", StringComparison.Ordinal)),
    ];

    // The errors of MSBuild's output, each once and without the temporary project's path.
    private static string Reason(string output)
    {
        var errors = Error().Matches(output).Select(match => match.Groups[1].Value).Distinct().ToList();
        errors.RemoveAll(error => errors.Exists(other => other.Length > error.Length && other.StartsWith(error, StringComparison.Ordinal)));
        return errors.Count > 0 ? string.Join(' ', errors) : $"the restore failed: {output.Trim()}";
    }

    private static string Advice(IEnumerable<PackageRequest> packages)
    {
        string[] cached =
        [
            .. from package in packages
               let versions = CachedVersions(package.Name).ToList()
               where !versions.Contains(package.Version)
               from version in versions
               select $"#r \"nuget: {package.Name}, {version}\"",
        ];
        return "Check the network, and the sources in NuGet.Config. "
            + (cached.Length > 0
                ? $"Without a network you can use what has been downloaded before: {string.Join(" or ", cached)}."
                : "Without a network you can use packages that have been downloaded before, which these have not.");
    }

    private static IEnumerable<string> Folders(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.OrdinalIgnoreCase) : [];

    [GeneratedRegex(@": error (.+?)(?: \[[^\[]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex Error();
}

/// <summary>A package that cells ask for with <c>#r "nuget: Name, Version"</c>; the version may be a range or <c>*</c>.</summary>
internal sealed partial record PackageRequest(string Name, string Version)
{
    public static PackageRequest Parse(string text)
    {
        var match = Syntax().Match(text);
        return match.Success
            ? new PackageRequest(match.Groups["name"].Value, match.Groups["version"] is { Success: true } version ? version.Value : "*")
            : throw new FormatException("write #r \"nuget: Name, 1.2.3\", or #r \"nuget: Name\" for the newest version");
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9._-]+)\s*(,\s*(?<version>[A-Za-z0-9.+*,()[\] -]+))?$")]
    private static partial Regex Syntax();
}

/// <summary>The files that a set of packages comes down to on this machine, dependencies included.</summary>
internal sealed record PackageFiles(IReadOnlyList<string> Assemblies, IReadOnlyList<string> NativeLibraries)
{
    // What an earlier restore has written; null if there is nothing usable.
    public static PackageFiles? TryRead(string path)
    {
        var files = File.Exists(path) ? JsonSerializer.Deserialize<PackageFiles>(File.ReadAllText(path)) : null;
        return files is not null && files.Assemblies.Concat(files.NativeLibraries).All(File.Exists) ? files : null;
    }
}
