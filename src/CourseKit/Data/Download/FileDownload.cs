using System.Net;
using System.Net.Sockets;

namespace CourseKit;

/// <summary>Gets one file of a data set over HTTP, going on where an earlier try broke off.</summary>
internal sealed class FileDownload(
    DataFile file, string target, TimeSpan patience, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
{
    private const int TriesPerMirror = 3;

    private static readonly HttpClient Client = new() { Timeout = Timeout.InfiniteTimeSpan };

    // A gzip file may be compressed less well elsewhere, but hardly beyond its content.
    private readonly long maxBytes = file.Bytes ?? Math.Max(2 * file.ContentBytes ?? 0, 10 << 20);
    private readonly string part = Beside(target, ".part-");

    public async Task RunAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var only = await LockAsync().ConfigureAwait(false);
        if (File.Exists(target) && Problem(target) is null) return; // also when the process waited for has got it

        var byHand = file.Made is null ? target
            : Path.Combine(Path.GetDirectoryName(target)!, Path.GetFileName(new Uri(file.Urls[0]).LocalPath));
        if (file.Made is not null && File.Exists(byHand))
        {
            if (Finish(byHand) is { } wrong) throw new IOException($"{byHand}: {wrong}");
            return;
        }
        var problems = new List<string>();
        foreach (var url in file.Urls)
        {
            if (await FromAsync(url).ConfigureAwait(false) is not { } problem) return;
            problems.Add($"{url}: {problem}");
        }
        throw new IOException(
            $"Could not download {file.Path}.\n  {string.Join("\n  ", problems)}\n"
            + $"Without a network here, download it elsewhere from {file.Urls[0]}, put it to {byHand}"
            + (file.Made is null ? "." : ", and run this command again."));
    }

    // Keeps other processes from working on the same file: the system lets only one hold .lock-NAME open, and a process that dies gives it
    // up. It is left lying: deleted, it could be locked twice, once by name and once by who still has it open.
    private async Task<FileStream> LockAsync()
    {
        for (var told = false; ; told = true)
        {
            try
            {
                return new FileStream(Beside(target, ".lock-"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            // Windows: ERROR_SHARING_VIOLATION; Unix: EWOULDBLOCK of Linux and of macOS.
            catch (IOException error) when ((error.HResult & 0xFFFF) is 32 or 11 or 35)
            {
                if (!told) progress?.Report(new(file.Path, "waiting", 0, null));
                await Task.Delay(200, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Returns what went wrong in the end, or null.
    private async Task<string?> FromAsync(string url)
    {
        for (var attempt = 1; ; attempt++)
        {
            var resumed = File.Exists(part);
            var (problem, again) = await FetchAsync(url).ConfigureAwait(false);
            if (problem is null)
            {
                progress?.Report(new(file.Path, "checking", new FileInfo(part).Length, null));
                problem = Finish(part);
                File.Delete(part);
                // Two halves of different files look wrong; a whole one that is wrong stays wrong.
                again = resumed;
            }
            if (problem is null || !again || attempt == TriesPerMirror) return problem;
        }
    }

    // Gets what is missing of the part. Returns what went wrong and whether trying again may help.
    private async Task<(string? Problem, bool Again)> FetchAsync(string url)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(patience);
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (have > 0) request.Headers.Range = new(have, null);
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token)
                .ConfigureAwait(false);
            var (code, range) = (response.StatusCode, response.Content.Headers.ContentRange);
            // Nothing is missing, or the part is of another file: the checksum decides.
            if (code == HttpStatusCode.RequestedRangeNotSatisfiable && range?.Length == have) return (null, false);
            var goesOn = code == HttpStatusCode.PartialContent && range?.From == have;
            if (code is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent && !goesOn)
            {
                File.Delete(part);
                return ("has another file than the one begun", true);
            }
            if (!response.IsSuccessStatusCode) return (FormattableString.Invariant($"answers {(int)code} {response.ReasonPhrase}"), false);
            if (!goesOn) have = 0;
            var total = response.Content.Headers.ContentLength + have;
            if (total > maxBytes) return ($"offers {total:N0} bytes, which is more than the file has", false);

            using var source = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            using var sink = new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write);
            var buffer = new byte[1 << 17];
            for (int count; (count = await source.ReadAsync(buffer, silence.Token).ConfigureAwait(false)) > 0;)
            {
                if (have + count > maxBytes)
                {
                    sink.SetLength(0);
                    return ($"sends more than {maxBytes:N0} bytes, which is more than the file has", false);
                }
                await sink.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                have += count;
                progress?.Report(new(file.Path, "downloading", have, total));
                silence.CancelAfter(patience);
            }
            return have < total ? ($"ended after {have:N0} of {total:N0} bytes", true) : (null, false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (FormattableString.Invariant($"was silent for {patience.TotalSeconds:0} s"), true);
        }
        catch (HttpRequestException error)
        {
            return (error.Message, error.HttpRequestError == HttpRequestError.ResponseEnded);
        }
        // Of the network; one of the disk is the caller's.
        catch (IOException error) when (error is HttpIOException || error.InnerException is SocketException)
        {
            return ($"broke off after {have:N0} bytes: {error.Message}", true);
        }
    }

    // Returns what is wrong with the file, or null when it is in place.
    private string? Finish(string source)
    {
        var made = file.Made is null ? source : Beside(target, ".made-");
        var problem = Problem(made, convertedFrom: source);
        if (problem is null) File.Move(made, target, overwrite: true);
        else File.Delete(made);
        return problem;
    }

    private string? Problem(string path, string? convertedFrom = null)
    {
        try
        {
            if (file.Made is not null && convertedFrom is not null) Conversion.Run(file.Made, convertedFrom, path);
            VerifiedFile.Check(path, file);
            return null;
        }
        catch (InvalidDataException error)
        {
            return $"not the file that is wanted: {error.Message}";
        }
    }

    private static string Beside(string path, string prefix) => Path.Combine(Path.GetDirectoryName(path)!, prefix + Path.GetFileName(path));
}
