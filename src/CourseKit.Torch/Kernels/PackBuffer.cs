namespace TorchSharp;

/// <summary>One scratch buffer a thread for packed matrices: it grows to what was needed and stays with the thread.</summary>
internal static unsafe class PackBuffer
{
    [ThreadStatic]
    private static Storage? t_storage;

    /// <summary>Room for <paramref name="count"/> numbers at a cache line's start. Valid on this thread until the next call.</summary>
    public static T* Rent<T>(nint count) where T : unmanaged
    {
        var bytes = checked(count * sizeof(T));
        if (t_storage is null || t_storage.Bytes < bytes || Storage.Guards is not null)
        {
            t_storage?.Release();
            t_storage = new Storage(bytes);
        }
        return (T*)t_storage.Start;
    }
}
