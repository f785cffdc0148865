using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace CourseKit.Notebooks;

/// <summary>
/// Keeps plotly.js and KaTeX in a folder of the user's cache, restored with npm on first use and shared by all processes and versions.
/// </summary>
/// <remarks>Packages are locked by hash twice: npm checks the archives, and every read checks the files.</remarks>
public sealed class AssetCache
{
    private readonly string place;
    private readonly Func<string, CancellationToken, Task<string?>> npm;

    /// <summary>The user's cache: <c>coursekit/page</c> in <c>$XDG_CACHE_HOME</c>, <c>%LOCALAPPDATA%</c> or <c>~/.cache</c>.</summary>
    public AssetCache()
        : this(Path.Combine(UserFolders.Cache, "page"), NpmRestore.RunAsync) { }

    // "install" fills a folder with node_modules, and answers with what went wrong, a clause, or null.
    internal AssetCache(string root, Func<string, CancellationToken, Task<string?>> install)
    {
        var locked = OwnResources.PageText("package.json") + OwnResources.PageText("package-lock.json");
        place = Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(locked)).AsSpan(0, 8)));
        npm = install;
    }

    /// <summary>
    /// The assets to embed. Does not throw for want of npm, network or disk: then the pages link, and <see cref="WebAssets.Warning"/> says
    /// why.
    /// </summary>
    /// <param name="cancellationToken">Stops npm.</param>
    public async Task<WebAssets> RestoreAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (Read() is { } cached) return cached;
            return await InstallAsync(cancellationToken).ConfigureAwait(false) is { } problem
                ? new WebAssets(problem)
                : Read() ?? new WebAssets("npm left files that are not those of the lock file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new WebAssets($"the cache folder cannot be used ({e.Message})");
        }
    }

    /// <summary>What an earlier <see cref="RestoreAsync"/> has left in the cache; links if that is nothing.</summary>
    public WebAssets Restored() => Read() ?? new WebAssets("they have not been restored");

    private WebAssets? Read()
    {
        var files = new Dictionary<string, byte[]>();
        try
        {
            foreach (var file in WebFile.All)
            {
                var content = File.ReadAllBytes(Path.Combine(place, "node_modules", file.Package, file.Path));
                if (!file.IsIntact(content)) return null;
                files.Add(file.Path, content);
            }
            var fonts = Path.Combine(place, "node_modules", WebFile.KatexStyle.Package, "dist", "fonts");
            foreach (var font in Directory.EnumerateFiles(fonts, "*.woff2"))
                files.Add(Path.GetFileName(font), File.ReadAllBytes(font));
            return new WebAssets(files);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<string?> InstallAsync(CancellationToken cancellationToken)
    {
        var temporary = $"{place}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(temporary);
        try
        {
            foreach (var name in (string[])["package.json", "package-lock.json"])
                File.WriteAllText(Path.Combine(temporary, name), OwnResources.PageText(name));
            if (await npm(temporary, cancellationToken).ConfigureAwait(false) is { } problem) return problem;
            if (Read() is not null) return null; // another process was quicker

            // Whatever is in the place has just failed its check.
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
            Directory.Move(temporary, place);
            return null;
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }
}

/// <summary>Runs <c>npm ci</c>, which installs exactly what the lock file names and checks its hashes.</summary>
internal static class NpmRestore
{
    // No scripts of packages, and no retries: a laptop without network should learn so in seconds.
    private const string Arguments =
        "ci --ignore-scripts --no-audit --no-fund --prefer-offline --engine-strict=false --fetch-retries=0 --update-notifier=false "
        + "--loglevel=error";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Answers with what went wrong, a clause; null when the packages are there.
    public static async Task<string?> RunAsync(string folder, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", Arguments)
        {
            WorkingDirectory = folder,
            CreateNoWindow = true,
        };
        try
        {
            var (exitCode, _, errors) = await ChildProcess.RunAsync(start, limit.Token).ConfigureAwait(false);

            // npm's own lines begin with "npm error"; the first ones are codes, the later ones advice and the place of a log.
            var reasons = errors.Split('\n').Where(line => line.StartsWith("npm error ", StringComparison.Ordinal))
                .Select(line => line["npm error ".Length..].Trim()).Take(3);
            return exitCode == 0 ? null : $"npm failed ({string.Join("; ", reasons)})";
        }
        catch (Win32Exception)
        {
            return "npm is not installed";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FormattableString.Invariant($"npm took longer than {Patience.TotalSeconds} s");
        }
    }
}
