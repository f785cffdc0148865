namespace CourseKit;

/// <summary>Keeps other processes from working on the same file: holds <c>.lock-NAME</c> beside it open, which the system lets only one do.</summary>
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
