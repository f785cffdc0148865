using System.Net;

namespace CourseKit;

/// <summary>How far a download is.</summary>
/// <param name="File">The file, as the manifest names it.</param>
/// <param name="Step">What is being done: <c>waiting</c> (for another process), <c>downloading</c>, <c>checking</c>.</param>
/// <param name="Bytes">Bytes there are, with those of an earlier, interrupted download.</param>
/// <param name="Total">Bytes there will be, if known.</param>
public sealed record DownloadProgress(string File, string Step, long Bytes, long? Total);

/// <summary>Downloads data sets.</summary>
/// <remarks>
/// A file appears under its name only when it is whole and its checksum right, in one step. What an interrupted download has got
/// stays beside it as <c>.part-NAME</c>, and the next one goes on from there. Two processes that want the same file wait for each
/// other. Mirrors are tried in order.
/// </remarks>
public static class DataDownload
{
    private const int TriesPerMirror = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Downloads what is missing of a data set.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="folder">The data folder; <see cref="DataFolder.Downloads"/> if not given.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends it early; what has been downloaded is kept for the next time.</param>
    /// <returns>The full paths of the files, in the manifest's order.</returns>
    /// <exception cref="InvalidOperationException">The set cannot be downloaded; the message says what to do.</exception>
    /// <exception cref="IOException">
    /// No mirror gave the right file, or the folder cannot be written; the message says what to do by hand.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Task<IReadOnlyList<string>> GetAsync(
        DataEntry entry, string? folder = null, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        GetAsync(entry, folder ?? DataFolder.Downloads(), Patience, progress, cancellationToken);

    internal static async Task<IReadOnlyList<string>> GetAsync(
        DataEntry entry, string folder, TimeSpan patience, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Shipped) throw new InvalidOperationException($"'{entry.Name}' need not be downloaded: it comes with the course.");
        if (!entry.Downloadable)
        {
            var places = string.Join(", ", entry.Files.Select(file => DataFolder.Below(folder, file.Path)));
            throw new InvalidOperationException($"'{entry.Name}' cannot be downloaded. See {entry.Url}, and put its file to {places}.");
        }
        using var fetcher = new Fetcher(patience);
        var paths = new List<string>();
        foreach (var file in entry.Files)
            paths.Add(await GetAsync(fetcher, file, DataFolder.Below(folder, file.Path), progress, cancellationToken)
                .ConfigureAwait(false));
        return paths;
    }

    private static async Task<string> GetAsync(
        Fetcher fetcher, DataFile file, string target, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var only = await FileLock.TakeAsync(target, () => progress?.Report(new(file.Path, "waiting", 0, null)), cancellationToken)
                .ConfigureAwait(false);
            if (File.Exists(target) && Problem(file, target) is null) return target; // also when the process waited for has got it
            await DownloadAsync(fetcher, file, target, progress, cancellationToken).ConfigureAwait(false);
            return target;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(
                $"Cannot write {target}: {error.Message} Choose another folder with --to DIR, or set {DataFolder.Variable} to one.", error);
        }
    }

    private static async Task DownloadAsync(
        Fetcher fetcher, DataFile file, string target, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var (folder, name) = (Path.GetDirectoryName(target)!, Path.GetFileName(target));
        var byHand = Path.Combine(folder, Path.GetFileName(new Uri(file.Urls[0]).LocalPath));
        if (file.Made is not null && File.Exists(byHand))
        {
            if (Finish(file, byHand, target) is { } wrong) throw new IOException($"{byHand} {wrong}");
            return;
        }

        var part = Path.Combine(folder, ".part-" + name);
        var problems = new List<string>();
        foreach (var url in file.Urls)
        {
            for (var attempt = 1; attempt <= TriesPerMirror; attempt++)
            {
                var resumed = File.Exists(part);
                var problem = await fetcher.FetchAsync(url, file, part, progress, cancellationToken).ConfigureAwait(false);
                if (problem is null)
                {
                    progress?.Report(new(file.Path, "checking", new FileInfo(part).Length, null));
                    problem = Finish(file, part, target);
                    if (problem is null)
                    {
                        File.Delete(part);
                        return;
                    }
                    File.Delete(part);
                    // Two halves of different files look like this; a whole one that is wrong stays wrong.
                    if (!resumed) attempt = TriesPerMirror;
                }
                else if (!problem.EndsWith('…')) attempt = TriesPerMirror;
                if (attempt == TriesPerMirror) problems.Add($"{url}: {problem.TrimEnd('…')}");
            }
        }
        throw new IOException(
            $"Could not download {file.Path}.\n  {string.Join("\n  ", problems)}\n"
            + $"Without a network here, download it elsewhere from {file.Urls[0]}, "
            + (file.Made is null ? $"put it to {target}." : $"put it to {byHand}, and run this command again."));
    }

    /// <summary>Converts, checks and moves into place. Returns what is wrong with the file, or <c>null</c>.</summary>
    private static string? Finish(DataFile file, string source, string target)
    {
        var made = Path.Combine(Path.GetDirectoryName(target)!, ".made-" + Path.GetFileName(target));
        try
        {
            if (file.Made is null) File.Copy(source, made, overwrite: true);
            else Conversion.Run(file.Made, source, made);
            if (Problem(file, made) is { } problem) return problem;
            File.Move(made, target, overwrite: true);
            return null;
        }
        catch (InvalidDataException error)
        {
            return $"sent something else: {error.Message}";
        }
        finally
        {
            File.Delete(made);
        }
    }

    private static string? Problem(DataFile file, string path)
    {
        try
        {
            VerifiedFile.Check(path, file);
            return null;
        }
        catch (InvalidDataException error)
        {
            return $"sent a file whose check fails: {error.Message}";
        }
    }
}

/// <summary>Gets files over HTTP, going on where an earlier try broke off.</summary>
/// <param name="patience">How long a server may be silent.</param>
internal sealed class Fetcher(TimeSpan patience) : IDisposable
{
    private readonly HttpClient client = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Gets what is missing of the part file. Returns what went wrong, with "…" at the end if trying again may help.</summary>
    public async Task<string?> FetchAsync(
        string url, DataFile file, string part, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(patience);
        try
        {
            var have = File.Exists(part) ? new FileInfo(part).Length : 0;
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (have > 0) request.Headers.Range = new(have, null);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token)
                .ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // Nothing is missing, or the part is of another file: the checksum decides.
                return response.Content.Headers.ContentRange?.Length == have ? null : Restart(part, "has another file than the one begun…");
            }
            if (!response.IsSuccessStatusCode)
                return FormattableString.Invariant($"answers {(int)response.StatusCode} {response.ReasonPhrase}");
            var append = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
            if (response.StatusCode == HttpStatusCode.PartialContent && !append)
                return Restart(part, "sends another piece than asked for…");
            if (!append) have = 0;

            var total = response.Content.Headers.ContentLength + have;
            var most = MaxBytes(file);
            if (total > most) return $"offers {total:N0} bytes, which is more than the file has";
            using var source = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            using var sink = new FileStream(part, append ? FileMode.Append : FileMode.Create, FileAccess.Write);
            var buffer = new byte[1 << 17];
            while (true)
            {
                silence.CancelAfter(patience);
                int count;
                try
                {
                    count = await source.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
                }
                catch (IOException error) // of the network; one of the disk is the caller's
                {
                    return $"broke off after {have:N0} bytes: {error.Message}…";
                }
                if (count == 0) break;
                have += count;
                if (have > most)
                {
                    sink.Dispose();
                    return Restart(part, $"sends more than {most:N0} bytes, which is more than the file has");
                }
                await sink.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                progress?.Report(new(file.Path, "downloading", have, total));
            }
            return have < total ? $"ended after {have:N0} of {total:N0} bytes…" : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FormattableString.Invariant($"was silent for {patience.TotalSeconds:0} s…");
        }
        catch (HttpRequestException error) when (error.StatusCode is null && error.HttpRequestError is not HttpRequestError.ResponseEnded)
        {
            return error.Message;
        }
        catch (HttpRequestException error)
        {
            return error.Message + "…";
        }
    }

    // A gzip file may be compressed less well elsewhere, but hardly beyond its content.
    private static long MaxBytes(DataFile file) => file.Bytes ?? Math.Max(2 * file.ContentBytes ?? 0, 10 << 20);

    private static string Restart(string part, string problem)
    {
        File.Delete(part);
        return problem;
    }

    public void Dispose() => client.Dispose();
}

/// <summary>
/// Keeps other processes from working on the same file: holds <c>.lock-NAME</c> beside it open, which the system lets only one do.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock, waiting as long as another process has it. A process that dies gives it up.</summary>
    /// <param name="path">The file to be worked on.</param>
    /// <param name="waiting">Called once if there is somebody to wait for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<FileLock> TakeAsync(string path, Action waiting, CancellationToken cancellationToken)
    {
        var name = Path.Combine(Path.GetDirectoryName(path)!, ".lock-" + Path.GetFileName(path));
        for (var told = false; ; told = true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                // Left lying when released: deleted, it could be locked twice, once by name and once by who still has it open.
                return new FileLock(new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException error) when (IsSharingViolation(error))
            {
                if (!told) waiting();
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => stream.Dispose();

    // Windows: ERROR_SHARING_VIOLATION; Unix: EWOULDBLOCK of Linux and of macOS.
    private static bool IsSharingViolation(IOException error) => (error.HResult & 0xFFFF) is 32 or 11 or 35;
}
