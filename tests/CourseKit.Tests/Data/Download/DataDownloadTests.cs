using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace CourseKit.Tests;

/// <summary>Downloads from a server on this machine, on good and bad days.</summary>
public sealed class DataDownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i / 7))];
    private static readonly byte[] Compressed = Fuzz.Gzip(Content);

    private readonly string folder = Directory.CreateTempSubdirectory("coursekit get ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Target => Path.Combine(folder, "set", "file.gz");

    private string Part => Path.Combine(folder, "set", ".part-file.gz");

    private static DataEntry Entry(params string[] urls) =>
        Entry(new DataFile("set/file.gz", null, null, Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)), urls));

    private static DataEntry Entry(DataFile file) =>
        new("set", "Set", 1, 1, [], null, false, "http://example.org/set", "", "", "", "", [file]);

    private Task<IReadOnlyList<string>> GetAsync(DataEntry entry, IProgress<DownloadProgress>? progress = null, double patience = 10,
        CancellationToken cancellationToken = default) =>
        DataDownload.GetAsync(entry, folder, TimeSpan.FromSeconds(patience), progress, cancellationToken);

    /// <summary>Nothing but the file (and its lock) is left behind.</summary>
    private void OnlyTheFileIsThere()
    {
        Assert.Equal(Content, VerifiedFile.Read(Target, Entry().Files[0]));
        Assert.Equal([".lock-file.gz", "file.gz"],
            Directory.EnumerateFiles(Path.GetDirectoryName(Target)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task GetsTheFileOnceAndTellsHowFarItIs()
    {
        using var server = new SmallServer((_, _) => new(Compressed));
        var seen = new List<DownloadProgress>();
        Assert.Equal([Target], await GetAsync(Entry(server.Url("/a")), new Seen(seen)));
        OnlyTheFileIsThere();
        var last = seen.Last(one => one.Step == "downloading");
        Assert.Equal((Compressed.Length, Compressed.Length), (last.Bytes, last.Total));
        Assert.Equal(seen.Where(one => one.Step == "downloading").Select(one => one.Bytes).Order(),
            seen.Where(one => one.Step == "downloading").Select(one => one.Bytes));
        await GetAsync(Entry(server.Url("/a")));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task GoesOnWhereItBrokeOff()
    {
        using var server = new SmallServer((_, n) => new(Compressed, BreakAfter: n < 3 ? 1000 : null));
        await GetAsync(Entry(server.Url("/a")));
        OnlyTheFileIsThere();
        Assert.Equal([0, 1000, 2000], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task GoesOnAfterBeingCancelled()
    {
        using var server = new SmallServer((_, n) => n == 1 ? new(Compressed, BreakAfter: 5000, Declares: 10_000_000) : new(Compressed));
        using var stop = new CancellationTokenSource();
        var small = Entry(server.Url("/a"));
        // Cancelled in the middle; where exactly does not matter.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            GetAsync(small, new Seen([], one => stop.Cancel()), cancellationToken: stop.Token));
        Assert.False(File.Exists(Target));
        var have = new FileInfo(Part).Length;
        Assert.InRange(have, 1, 5000);
        await GetAsync(small);
        OnlyTheFileIsThere();
        Assert.Equal(have, server.Requests.Last().From);
    }

    [Fact]
    public async Task AServerWithoutRangesSendsAllAgain()
    {
        using var server = new SmallServer((_, n) => new(Compressed, Ranges: false, BreakAfter: n == 1 ? 1000 : null));
        await GetAsync(Entry(server.Url("/a")));
        OnlyTheFileIsThere();
    }

    [Fact]
    public async Task APartOfAnotherFileIsDropped()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Part)!);
        File.WriteAllBytes(Part, new byte[2000]); // resumed, the whole is wrong
        using var server = new SmallServer((_, _) => new(Compressed));
        await GetAsync(Entry(server.Url("/a")));
        OnlyTheFileIsThere();
        File.Delete(Target);
        File.WriteAllBytes(Part, new byte[Compressed.Length + 5]); // longer than the file
        await GetAsync(Entry(server.Url("/a")));
        OnlyTheFileIsThere();
        File.Delete(Target);
        File.WriteAllBytes(Part, Compressed); // whole, but never moved
        await GetAsync(Entry(server.Url("/a")));
        OnlyTheFileIsThere();
    }

    [Fact]
    public async Task ADamagedFileInPlaceIsReplaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target, [1, 2, 3]);
        using var server = new SmallServer((_, _) => new(Compressed));
        await GetAsync(Entry(server.Url("/a")));
        OnlyTheFileIsThere();
    }

    [Fact]
    public async Task MirrorsAreTriedInOrder()
    {
        using var server = new SmallServer((path, _) => path switch
        {
            "/missing" => new([], Status: 404),
            "/wrong" => new(Fuzz.Gzip([1, 2, 3])),
            "/short" => new(Compressed, BreakAfter: 10, Ranges: false),
            "/page" => new(Encoding.ASCII.GetBytes("<html>Log in</html>")),
            "/silent" => new([], Silent: true),
            "/huge" => new([1], Declares: 1L << 40),
            _ => new(Compressed),
        });
        await GetAsync(Entry("http://127.0.0.1:1/nobody", server.Url("/missing"), server.Url("/wrong"), server.Url("/short"),
            server.Url("/page"), server.Url("/silent"), server.Url("/huge"), server.Url("/good")), patience: 1);
        OnlyTheFileIsThere();
        Assert.Equal(["/missing", "/wrong", "/short", "/page", "/silent", "/huge", "/good"],
            server.Requests.Select(request => request.Path).Distinct());
        Assert.Single(server.Requests, request => request.Path == "/wrong");
    }

    [Fact]
    public async Task WithoutAnyMirrorItSaysWhatToDoByHand()
    {
        using var server = new SmallServer((path, _) => path == "/404" ? new([], Status: 404) : new(Fuzz.Gzip([1, 2, 3])));
        var error = await Assert.ThrowsAsync<IOException>(() =>
            GetAsync(Entry(server.Url("/404"), server.Url("/wrong"), "http://127.0.0.1:1/nobody")));
        string[] pieces = [server.Url("/404"), "404", "ends after 3 bytes", "http://127.0.0.1:1/nobody: ", $"put it to {Target}"];
        Assert.All(pieces, piece => Assert.Contains(piece, error.Message));
        Assert.False(File.Exists(Target));
        Assert.Equal([".lock-file.gz"], Directory.EnumerateFiles(Path.GetDirectoryName(Target)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task TwoAtOnceDownloadOnce()
    {
        using var server = new SmallServer((_, _) => new(Compressed));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => GetAsync(Entry(server.Url("/a"))))));
        Assert.Single(server.Requests);
        OnlyTheFileIsThere();
    }

    [Fact]
    public async Task AnotherProcessIsWaitedFor()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        using var server = new SmallServer((_, _) => new(Compressed));
        // flock(1) takes the same kind of lock as .NET does.
        if (!File.Exists("/usr/bin/flock")) return;
        using var other = Process.Start("/usr/bin/flock", [Path.Combine(folder, "set", ".lock-file.gz"), "sleep", "30"])!;
        try
        {
            await Task.Delay(500);
            var seen = new List<DownloadProgress>();
            using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                GetAsync(Entry(server.Url("/a")), new Seen(seen), cancellationToken: enough.Token));
            Assert.Equal(["waiting"], seen.Select(one => one.Step));
            Assert.Empty(server.Requests);
        }
        finally
        {
            other.Kill(entireProcessTree: true);
            await other.WaitForExitAsync();
        }
        await GetAsync(Entry(server.Url("/a"))); // who died holds no lock
        OnlyTheFileIsThere();
    }

    [Fact]
    public async Task ConvertsWhatComesInAnotherForm()
    {
        var npz = NpzFileTests.Npz(
            ("X", NpzFileTests.Npy("<f8", "2, 3", NpzFileTests.Doubles(0.1, 2, 1e-5, -0.25, 1e20, 0))),
            ("y", NpzFileTests.Npy("|u1", "2,", [0, 1])));
        var text = "x0,x1,x2,label\n0.1,2,1e-05,0\n-0.25,1e+20,0,1\n"u8.ToArray();
        DataFile File_(string url) =>
            new("set/file.gz", null, null, text.Length, Convert.ToHexStringLower(SHA256.HashData(text)), [url], "npz");
        using var server = new SmallServer((_, _) => new(npz));
        await GetAsync(Entry(File_(server.Url("/x/3_set.npz"))));
        Assert.Equal(text, VerifiedFile.Read(Target, File_("")));

        // By hand: the file as it comes, put beside the target.
        File.Delete(Target);
        var error = await Assert.ThrowsAsync<IOException>(() => GetAsync(Entry(File_("http://127.0.0.1:1/x/3_set.npz"))));
        var byHand = Path.Combine(folder, "set", "3_set.npz");
        Assert.Contains(byHand, error.Message);
        File.WriteAllBytes(byHand, npz);
        await GetAsync(Entry(File_("http://127.0.0.1:1/x/3_set.npz")));
        Assert.Equal(text, VerifiedFile.Read(Target, File_("")));
    }

    [Fact]
    public async Task ConvertsTheArrhythmiaTable()
    {
        // Attributes 1 to 279, the five with gaps among them, and the class.
        static string Line(int kind) => string.Join(",", Enumerable.Range(1, 279)
            .Select(i => i is >= 11 and <= 15 ? "?" : FormattableString.Invariant($"{i}"))) + FormattableString.Invariant($",{kind}\n");
        var source = Encoding.ASCII.GetBytes(Line(1) + Line(3) + Line(10) + Line(15));
        using var server = new SmallServer((_, _) => new(source));
        var x = string.Join(",", Enumerable.Range(1, 279).Where(i => i is < 11 or > 15));
        var text = Encoding.ASCII.GetBytes(string.Join(",", Enumerable.Range(0, 274).Select(i => $"x{i}"))
            + $",label\n{x},0\n{x},1\n{x},0\n{x},1\n");
        var file = new DataFile("set/file.gz", null, null, text.Length, Convert.ToHexStringLower(SHA256.HashData(text)),
            [server.Url("/arrhythmia.data")], "uci-arrhythmia");
        await GetAsync(Entry(file));
        Assert.Equal(text, VerifiedFile.Read(Target, file));
    }

    /// <summary>Tables that have a checksum are written with the same bytes again: what is converted elsewhere has that checksum.</summary>
    [Theory]
    [InlineData("glass")]
    [InlineData("ionosphere")]
    [InlineData("shuttle")]
    [InlineData("thyroid")]
    [InlineData("arrhythmia")]
    [InlineData("creditcard-sample")]
    public void WritingATableGivesItsChecksum(string name)
    {
        var file = DataManifest.Find(name).Files[0];
        if (DataFolder.TryFind(file) is null) return; // not on this machine
        var data = Datasets.Table(name);
        using var buffer = new MemoryStream();
        using (var writer = new StreamWriter(buffer, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
            Conversion.WriteTable(data.X.data<float>().ToArray().Chunk(data.Features).Select((row, i) => (row, data.Labels[i])), writer);
        Assert.Equal(file.ContentSha256, Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray())));
    }

    [Fact]
    public async Task WhatCannotBeDownloadedIsSaid()
    {
        Assert.Contains(
            "comes with the course",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => DataDownload.GetAsync(DataManifest.Find("mnist"), folder))).Message);
        Assert.Contains(Path.Combine(folder, "tabular", "cardio.csv.gz"), (await Assert.ThrowsAsync<InvalidOperationException>(() =>
            DataDownload.GetAsync(DataManifest.Find("cardio"), folder))).Message);
    }

    private sealed class Seen(List<DownloadProgress> list, Action<DownloadProgress>? then = null) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            list.Add(value);
            then?.Invoke(value);
        }
    }
}
