using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>
/// Finds a package's assemblies through the SDK's own restore, so that NuGet.Config, credentials and caches work as everywhere. The answer
/// is kept per set of packages; a version left open stays what it was when it was first asked for.
/// </summary>
internal static class PackageRestorer
{
    // NuGet's error for a source that does not answer.
    private const string SourceUnreachable = "NU1301";

    private static string CacheFolder
    {
        get
        {
            var data = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "coursekit", "packages");
        }
    }

    // In it is a folder for each package, in lower case, and in that one for each version.
    private static string NuGetCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The packages that NuGet has restored on this machine before.</summary>
    public static IEnumerable<string> CachedPackages() => Folders(NuGetCache);

    /// <summary>The versions of a package that NuGet has restored before, and needs no network for.</summary>
    public static IEnumerable<string> CachedVersions(string package) => Folders(Path.Combine(NuGetCache, package.ToLowerInvariant()));

    /// <summary>The files of the packages and of all they depend on.</summary>
    /// <param name="packages">The packages asked for.</param>
    /// <param name="folder">Where NuGet begins to look for a NuGet.Config.</param>
    /// <param name="cancellationToken">Stops the restore.</param>
    /// <exception cref="DirectiveException">The restore failed; the message is its own, with advice if a source is out of reach.</exception>
    public static PackageFiles Restore(IReadOnlyCollection<PackageRequest> packages, string folder, CancellationToken cancellationToken)
    {
        var project = ProjectText(packages);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)).AsSpan(0, 12));
        var work = Path.Combine(CacheFolder, key);
        var answer = Path.Combine(work, "files.json");
        if (PackageFiles.TryRead(answer) is { } known) return known;
        Directory.CreateDirectory(work);
        var projectFile = Path.Combine(work, "packages.csproj");
        AtomicFile.WriteAllText(projectFile, project);
        PackageFiles files;
        try
        {
            files = RunRestore(projectFile, folder, cancellationToken);
        }
        catch (DirectiveException e) when (e.Message.Contains(SourceUnreachable, StringComparison.Ordinal))
        {
            throw new DirectiveException(
                $"{e.Message} {Advice(packages.Where(package => !CachedVersions(package.Name).Contains(package.Version)))}");
        }
        AtomicFile.WriteAllText(answer, JsonSerializer.Serialize(files));
        return files;
    }

    // Nothing of the folders above may leak in: a Directory.Packages.props in the user's home would change what is restored.
    private static string ProjectText(IEnumerable<PackageRequest> packages)
    {
        var references = packages
            .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase)
            .Select(package => (Name: SecurityElement.Escape(package.Name), Version: SecurityElement.Escape(package.Version)))
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

    private static PackageFiles RunRestore(string projectFile, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(DotnetPath())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(projectFile)!,
        };
        foreach (var argument in (string[])
            ["msbuild", projectFile, "-nologo", "-restore", "-nodeReuse:false", "-t:ResolvePackageAssets",
                $"-p:RestoreRootConfigDirectory={folder}", "-getItem:RuntimeCopyLocalItems,NativeCopyLocalItems"])
        {
            start.ArgumentList.Add(argument);
        }

        // A program started by the SDK inherits settings that point MSBuild at the SDK that started it.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);

        // NuGet waits 100 seconds for a source that does not answer, and asks six times if it is not told otherwise.
        start.Environment.TryAdd("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "2");
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            cancellationToken.ThrowIfCancellationRequested();
            return process.ExitCode == 0 ? Read(output) : throw new DirectiveException(Reason($"{errors.Result}\n{output}"));
        }
        catch (Win32Exception e)
        {
            throw new DirectiveException(
                $"the .NET SDK, which restores packages, cannot be started ({e.Message}). Install it, or put dotnet on the PATH.");
        }
    }

    private static PackageFiles Read(string output)
    {
        var items = JsonNode.Parse(output)!["Items"]!;
        return new PackageFiles(Paths("RuntimeCopyLocalItems"), Paths("NativeCopyLocalItems"));

        List<string> Paths(string name) =>
            [.. items[name]!.AsArray()
                .Select(item => item!["FullPath"]!.GetValue<string>())
                .Where(path => !path.EndsWith(".resources.dll", StringComparison.Ordinal))];
    }

    /// <summary>The errors of MSBuild's output, each once and without the temporary project's path.</summary>
    private static string Reason(string output)
    {
        const string Mark = ": error ";
        var errors = output.Split('\n')
            .Where(line => line.Contains(Mark, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].Trim())
            .Select(line => line.LastIndexOf(" [", StringComparison.Ordinal) is var at and > 0 ? line[..at] : line)
            .Distinct()
            .ToList();
        errors.RemoveAll(error => errors.Exists(other => other.Length > error.Length && other.StartsWith(error, StringComparison.Ordinal)));
        return errors.Count > 0 ? string.Join(' ', errors) : $"the restore failed: {output.Trim()}";
    }

    private static IEnumerable<string> Folders(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.OrdinalIgnoreCase) : [];

    private static string Advice(IEnumerable<PackageRequest> packages)
    {
        string[] cached = [
            .. packages.SelectMany(package => CachedVersions(package.Name).Select(version => $"#r \"nuget: {package.Name}, {version}\""))];
        return "Check the network, and the sources in NuGet.Config. "
            + (cached.Length > 0
                ? $"Without a network you can use what has been downloaded before: {string.Join(" or ", cached)}."
                : "Without a network you can use packages that have been downloaded before, which these have not.");
    }

    private static string DotnetPath()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            Path.GetFileName(Environment.ProcessPath) == name ? Environment.ProcessPath : null,
            Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? Path.Combine(root, name) : null,
        ];
        return candidates.FirstOrDefault(File.Exists) ?? name;
    }
}

/// <summary>One package that cells ask for with <c>#r "nuget: Name, Version"</c>.</summary>
/// <param name="Name">Package id.</param>
/// <param name="Version">A version or range as NuGet writes them; <c>*</c> for the newest.</param>
internal sealed record PackageRequest(string Name, string Version)
{
    /// <summary>Reads what follows "nuget:".</summary>
    /// <exception cref="FormatException">It is not a name, or a name and a version.</exception>
    public static PackageRequest Parse(string text)
    {
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        var version = parts.Length == 2 ? parts[1] : "*";
        var valid = IsWord(parts[0], "._-") && IsWord(version, ".-+*[]()," + " ");
        return valid
            ? new PackageRequest(parts[0], version)
            : throw new FormatException("write #r \"nuget: Name, 1.2.3\", or #r \"nuget: Name\" for the newest version");
    }

    private static bool IsWord(string text, string others) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || others.Contains(c, StringComparison.Ordinal));
}

/// <summary>The files that a set of packages comes down to on this machine, dependencies included.</summary>
internal sealed record PackageFiles(IReadOnlyList<string> Assemblies, IReadOnlyList<string> NativeLibraries)
{
    /// <summary>Reads what an earlier restore has written; null if there is nothing usable.</summary>
    public static PackageFiles? TryRead(string path)
    {
        try
        {
            var files = File.Exists(path) ? JsonSerializer.Deserialize<PackageFiles>(File.ReadAllText(path)) : null;
            return files is not null && files.Assemblies.Concat(files.NativeLibraries).All(File.Exists) ? files : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
