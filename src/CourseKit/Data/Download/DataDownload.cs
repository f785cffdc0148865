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
    /// <exception cref="IOException">No mirror gave the right file, or the folder cannot be written; the message says what to do by hand.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Task<IReadOnlyList<string>> GetAsync(DataEntry entry, string? folder = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        GetAsync(entry, folder ?? DataFolder.Downloads(), Patience, progress, cancellationToken);

    internal static async Task<IReadOnlyList<string>> GetAsync(DataEntry entry, string folder, TimeSpan patience, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Shipped) throw new InvalidOperationException($"'{entry.Name}' need not be downloaded: it comes with the course.");
        if (!entry.Downloadable)
            throw new InvalidOperationException($"'{entry.Name}' cannot be downloaded. See {entry.Url}, and put its file to {string.Join(", ", entry.Files.Select(file => DataFolder.Below(folder, file.Path)))}.");
        using var fetcher = new Fetcher(patience);
        var paths = new List<string>();
        foreach (var file in entry.Files) paths.Add(await GetAsync(fetcher, file, DataFolder.Below(folder, file.Path), progress, cancellationToken).ConfigureAwait(false));
        return paths;
    }

    private static async Task<string> GetAsync(Fetcher fetcher, DataFile file, string target, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var only = await FileLock.TakeAsync(target, () => progress?.Report(new(file.Path, "waiting", 0, null)), cancellationToken).ConfigureAwait(false);
            if (File.Exists(target) && Problem(file, target) is null) return target; // also when the process waited for has got it
            await DownloadAsync(fetcher, file, target, progress, cancellationToken).ConfigureAwait(false);
            return target;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"Cannot write {target}: {error.Message} Choose another folder with --to DIR, or set {DataFolder.Variable} to one.", error);
        }
    }

    private static async Task DownloadAsync(Fetcher fetcher, DataFile file, string target, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
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
            $"Could not download {file.Path}.\n  {string.Join("\n  ", problems)}\nWithout a network here, download it elsewhere from {file.Urls[0]}, put it to {(file.Made is null ? target : byHand)}"
            + (file.Made is null ? "." : ", and run this command again."));
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
