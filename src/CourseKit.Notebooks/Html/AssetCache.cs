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
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string? home;
    private readonly Func<string, CancellationToken, Task<string?>> npm;

    /// <summary>The user's cache: <c>coursekit/page</c> in <c>$XDG_CACHE_HOME</c>, <c>%LOCALAPPDATA%</c> or <c>~/.cache</c>.</summary>
    public AssetCache()
        : this(DefaultRoot(), NpmRestore.RunAsync) { }

    /// <param name="root">The cache folder; null when the user has none.</param>
    /// <param name="install">Fills a folder with <c>node_modules</c>; answers with what went wrong, a clause, or null.</param>
    internal AssetCache(string? root, Func<string, CancellationToken, Task<string?>> install)
    {
        home = root;
        npm = install;
    }

    /// <summary>
    /// The assets to embed. Does not throw for want of npm, network or disk: then the pages link, and <see cref="WebAssets.Warning"/> says
    /// why.
    /// </summary>
    /// <param name="progress">Told one sentence before npm is started, as that may take a while.</param>
    /// <param name="cancellationToken">Stops npm and the wait for another process that runs it.</param>
    public async Task<WebAssets> RestoreAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        if (home is null) return NotRestored("the user has no folder for a cache");
        try
        {
            var folder = Path.Combine(home, Key());
            if (Read(folder) is { } cached) return cached;
            Directory.CreateDirectory(home);
            using var only = await LockAsync(cancellationToken).ConfigureAwait(false);
            if (only is null) return NotRestored("another process is restoring them and does not come to an end");
            if (Read(folder) is { } restoredMeanwhile) return restoredMeanwhile;
            progress?.Report("Restoring plotly.js and KaTeX with npm (once).");
            var problem = await InstallAsync(folder, cancellationToken).ConfigureAwait(false);
            return problem is null
                ? Read(folder) ?? NotRestored("npm left files that are not those of the lock file")
                : NotRestored(problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NotRestored($"the cache folder cannot be used ({e.Message})");
        }
    }

    /// <summary>What an earlier <see cref="RestoreAsync"/> has left in the cache; links if that is nothing.</summary>
    public WebAssets Restored() => (home is null ? null : Read(Path.Combine(home, Key()))) ?? NotRestored("they have not been restored");

    private static WebAssets NotRestored(string problem) => new(new Dictionary<string, byte[]>(), problem);

    internal static string? DefaultRoot()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!Path.IsPathFullyQualified(cache ?? ""))
        {
            cache = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        }
        return Path.IsPathFullyQualified(cache!) ? Path.Combine(cache!, "coursekit", "page") : null;
    }

    private static string Key()
    {
        var locked = PageResources.Read("package.json") + PageResources.Read("package-lock.json");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(locked)).AsSpan(0, 8));
    }

    private static WebAssets? Read(string folder)
    {
        var files = new Dictionary<string, byte[]>();
        try
        {
            foreach (var file in WebFile.All)
            {
                var content = File.ReadAllBytes(Path.Combine(folder, "node_modules", file.Package, file.Path));
                if (!file.IsIntact(content)) return null;
                files.Add($"{file.Package}/{file.Path}", content);
            }
            var katex = WebFile.KatexStyle.Package;
            foreach (var font in Directory.EnumerateFiles(Path.Combine(folder, "node_modules", katex, "dist", "fonts"), "*.woff2"))
                files.Add($"{katex}/dist/fonts/{Path.GetFileName(font)}", File.ReadAllBytes(font));
            return new WebAssets(files, null);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<string?> InstallAsync(string folder, CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(home!, $".{Guid.NewGuid():N}");
        Directory.CreateDirectory(temporary);
        try
        {
            foreach (var name in (string[])["package.json", "package-lock.json"])
                await File.WriteAllTextAsync(Path.Combine(temporary, name), PageResources.Read(name), cancellationToken)
                    .ConfigureAwait(false);
            if (await npm(temporary, cancellationToken).ConfigureAwait(false) is { } problem) return problem;

            // Whatever is in the place has just failed its check.
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.Move(temporary, folder);
            return null;
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    private async Task<FileStream?> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(home!, "lock");
        var start = Environment.TickCount64;
        while (true)
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Environment.TickCount64 - start < Patience.TotalMilliseconds)
            {
                await Task.Delay(200, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException)
            {
                return null;
            }
    }
}

/// <summary>Runs <c>npm ci</c>, which installs exactly what the lock file names and checks its hashes.</summary>
internal static class NpmRestore
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    // No scripts of packages, and no retries: a laptop without network should learn so in seconds.
    private const string Arguments =
        "ci --ignore-scripts --no-audit --no-fund --prefer-offline --engine-strict=false --fetch-retries=0 --update-notifier=false "
        + "--loglevel=error";

    /// <returns>What went wrong, a clause; null when the packages are there.</returns>
    public static async Task<string?> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", Arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        Process npm;
        try
        {
            npm = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return "npm is not installed";
        }
        using (npm)
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(Timeout);
            try
            {
                npm.StandardInput.Close();
                var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
                var errors = await npm.StandardError.ReadToEndAsync(limit.Token).ConfigureAwait(false);
                await output.ConfigureAwait(false);
                await npm.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return npm.ExitCode == 0 ? null : $"npm failed ({FirstError(errors)})";
            }
            catch (OperationCanceledException)
            {
                npm.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return FormattableString.Invariant($"npm took longer than {Timeout.TotalSeconds} s");
            }
        }
    }

    private static string FirstError(string errors)
    {
        // npm's own lines begin with "npm error"; the first ones are codes, the later ones advice and the place of a log.
        string[] lines =
        [
            .. errors.Split('\n')
                .Where(line => line.StartsWith("npm error ", StringComparison.Ordinal))
                .Select(line => line["npm error ".Length..].Trim())
                .Where(line => line.Length > 0),
        ];
        return lines.Length == 0 ? "no reason given" : string.Join("; ", lines.Take(3));
    }
}
