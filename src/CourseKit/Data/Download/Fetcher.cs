using System.Net;

namespace CourseKit;

/// <summary>Gets files over HTTP, going on where an earlier try broke off.</summary>
/// <param name="patience">How long a server may be silent.</param>
internal sealed class Fetcher(TimeSpan patience) : IDisposable
{
    private readonly HttpClient client = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Gets what is missing of the part file. Returns what went wrong, with "…" at the end if trying again may help.</summary>
    public async Task<string?> FetchAsync(string url, DataFile file, string part, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(patience);
        try
        {
            var have = File.Exists(part) ? new FileInfo(part).Length : 0;
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (have > 0) request.Headers.Range = new(have, null);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // Nothing is missing, or the part is of another file: the checksum decides.
                return response.Content.Headers.ContentRange?.Length == have ? null : Restart(part, "has another file than the one begun…");
            }
            if (!response.IsSuccessStatusCode) return FormattableString.Invariant($"answers {(int)response.StatusCode} {response.ReasonPhrase}");
            var append = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
            if (response.StatusCode == HttpStatusCode.PartialContent && !append) return Restart(part, "sends another piece than asked for…");
            if (!append) have = 0;

            var total = response.Content.Headers.ContentLength + have;
            var most = MostBytes(file);
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
    private static long MostBytes(DataFile file) => file.Bytes ?? Math.Max(2 * file.ContentBytes ?? 0, 10 << 20);

    private static string Restart(string part, string problem)
    {
        File.Delete(part);
        return problem;
    }

    public void Dispose() => client.Dispose();
}
