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
    /// <summary>Downloads what is missing of a data set.</summary>
    /// <param name="folder">The data folder; <see cref="DataFolder.Downloads"/> if not given.</param>
    /// <param name="patience">How long a server may be silent; 30 s if not given.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends it early; what has been downloaded is kept for the next time.</param>
    /// <returns>The full paths of the files, in the manifest's order.</returns>
    /// <exception cref="InvalidOperationException">The set cannot be downloaded; the message says what to do.</exception>
    /// <exception cref="IOException">
    /// No mirror gave the right file, or the folder cannot be written; the message says what to do by hand.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<IReadOnlyList<string>> GetAsync(
        DataEntry entry, string? folder = null, TimeSpan? patience = null, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        folder ??= DataFolder.Downloads();
        string[] targets = [.. entry.Files.Select(file => DataFolder.Below(folder, file))];
        if (entry.Shipped) throw new InvalidOperationException($"'{entry.Name}' need not be downloaded: it comes with the course.");
        if (!entry.Downloadable)
            throw new InvalidOperationException(
                $"'{entry.Name}' cannot be downloaded. See {entry.Url}, and put its file to {string.Join(", ", targets)}.");
        foreach (var (file, target) in entry.Files.Zip(targets))
        {
            try
            {
                await new FileDownload(file, target, patience ?? TimeSpan.FromSeconds(30), progress, cancellationToken).RunAsync()
                    .ConfigureAwait(false);
            }
            catch (UnauthorizedAccessException error)
            {
                throw new IOException(
                    $"Cannot write {target}: {error.Message} Choose another folder with --to DIR, or set {DataFolder.Variable} to one.",
                    error);
            }
        }
        return targets;
    }
}
