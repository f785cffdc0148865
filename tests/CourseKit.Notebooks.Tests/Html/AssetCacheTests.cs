using System.Text.Json;

namespace CourseKit.Notebooks.Tests;

public sealed class AssetCacheTests
{
    private static readonly Lazy<Task<string?>> RealPackages = new(FindRealPackages);

    [Theory]
    [InlineData("npm is not installed")]
    [InlineData("npm failed (code ENOTFOUND)")]
    public async Task Without_packages_pages_link_and_the_warning_gives_reason_and_remedy(string problem)
    {
        using var folder = new TempFolder();
        var assets = await new AssetCache(folder.Root, (_, _) => Task.FromResult<string?>(problem)).RestoreAsync();

        Assert.False(assets.Embedded);
        Assert.Contains(problem, assets.Warning, StringComparison.Ordinal);
        Assert.Contains("install Node.js with npm", assets.Warning, StringComparison.Ordinal);
        Assert.Contains($"because {problem}.", HtmlExporter.Export(SampleNotebook.Create(), new HtmlExportOptions { Assets = assets }),
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(folder.Root));
    }

    [Fact]
    public async Task Files_that_are_not_the_locked_ones_are_not_used()
    {
        using var folder = new TempFolder();
        var assets = await new AssetCache(folder.Root, (place, _) =>
        {
            foreach (var file in WebFile.All)
            {
                var path = Path.Combine(place, "node_modules", file.Package, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, "alert('other')");
            }
            Directory.CreateDirectory(Path.Combine(place, "node_modules", "katex", "dist", "fonts"));
            return Task.FromResult<string?>(null);
        }).RestoreAsync();

        Assert.False(assets.Embedded);
        Assert.Contains("not those of the lock file", assets.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_gives_links()
    {
        using var folder = new TempFolder();
        var file = folder.Write("file", "");
        var assets = await new AssetCache(Path.Combine(file, "cache"), (_, _) => Task.FromResult<string?>(null)).RestoreAsync();

        Assert.Contains("cannot be used", assets.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_stops_the_restore_and_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        using var cancellation = new CancellationTokenSource();
        var cache = new AssetCache(folder.Root, async (_, token) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cache.RestoreAsync(cancellation.Token));
        Assert.Empty(Directory.GetDirectories(folder.Root));
    }

    [Fact]
    public void The_lock_file_names_versions_and_hashes_but_no_registry()
    {
        using var locked = JsonDocument.Parse(OwnResources.PageText("package-lock.json"));
        foreach (var package in locked.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0))
        {
            Assert.StartsWith("sha512-", package.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal);
            Assert.False(package.Value.TryGetProperty("resolved", out _), package.Name);
        }
        Assert.All(WebFile.All, file => Assert.Equal(
            file.Version,
            locked.RootElement.GetProperty("packages").GetProperty($"node_modules/{file.Package}").GetProperty("version").GetString()));
    }

    // Where npm is present: two caches at once end in one folder, the files are the hashed ones, and damage is repaired.
    [Fact]
    public async Task Restores_for_all_and_again_after_damage()
    {
        if (await RealPackages.Value is not { } packages)
            return; // The pages of this computer link the scripts; the other tests say what that looks like.
        using var folder = new TempFolder();
        var installs = 0;
        async Task<string?> Install(string place, CancellationToken token)
        {
            Interlocked.Increment(ref installs);
            await Task.Delay(300, token);
            Copy(packages, Path.Combine(place, "node_modules"));
            return null;
        }

        var both = await Task.WhenAll(
            Task.Run(() => new AssetCache(folder.Root, Install).RestoreAsync()),
            Task.Run(() => new AssetCache(folder.Root, Install).RestoreAsync()));
        Assert.All(both, assets => Assert.True(assets.Embedded, assets.Warning));
        Assert.Null(both[0].Warning);
        Assert.Single(Directory.GetDirectories(folder.Root));

        var script = Directory.GetFiles(folder.Root, "katex.min.js", SearchOption.AllDirectories).Single();
        File.AppendAllText(script, "// damaged");
        installs = 0;
        Assert.True((await new AssetCache(folder.Root, Install).RestoreAsync()).Embedded);
        Assert.Equal(1, installs);

        // What is in the page is what the packages hold, fonts included.
        var page = HtmlExporter.Export(SampleNotebook.Create(), new HtmlExportOptions { Assets = both[0] });
        Assert.Contains(File.ReadAllText(Path.Combine(packages, "katex", "dist", "katex.min.js")), page, StringComparison.Ordinal);
        Assert.Contains("data:font/woff2;base64,", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(fonts/", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 1_500_000, 2_500_000);
    }

    private static async Task<string?> FindRealPackages()
    {
        if (!(await new AssetCache().RestoreAsync()).Embedded) return null;
        var cache = Path.Combine(UserFolders.Cache, "page");
        return Directory.GetDirectories(cache, "node_modules", SearchOption.AllDirectories)
            .OrderByDescending(Directory.GetCreationTimeUtc).First();
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
