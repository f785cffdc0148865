using System.Buffers.Binary;
using System.Text;

namespace CourseKit;

/// <summary>What has to be known of a Linux library's file (ELF, 64 bits, little-endian) before it is loaded.</summary>
internal static class ElfFile
{
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const uint Loaded = 1; // PT_LOAD
    private const ushort Weak = 2; // VER_FLG_WEAK

    /// <summary>Whether the file begins like a library and holds all that will be mapped into memory.</summary>
    public static bool IsWhole(string path)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[4096];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length < 64 || !start.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8)) return false;
        var (offset, size, count) = ((int)UInt64(start, 32), start[54], start[56]);
        for (var i = 0; i < count; i++)
        {
            var at = offset + i * size;
            if (at < 0 || at + size > length) return false;
            var segment = start.AsSpan(at, size);
            if (UInt32(segment, 0) == Loaded && UInt64(segment, 8) + UInt64(segment, 32) > (ulong)stream.Length) return false;
        }
        return count > 0;
    }

    /// <summary>
    /// A private copy of a library that loads although the system's libraries lack a version which it asks for. libLibTorchSharp.so names
    /// GLIBCXX_3.4.32, of GCC 13, for one marker symbol (_ZSt21ios_base_library_initv) that nothing in it refers to; Debian 12, Ubuntu
    /// 22.04 and RHEL 9 have an older one. The original stays as it is: it may be a link into NuGet's cache.
    /// </summary>
    /// <param name="path">The library.</param>
    /// <param name="version">The name of the version, of which the copy asks weakly.</param>
    /// <returns>The copy's path, in the user's cache or, where that cannot be written, in the folder for temporary files.</returns>
    public static string CopyWithWeakVersion(string path, string version)
    {
        var content = File.ReadAllBytes(path);
        if (!MakeWeak(content, version)) throw new DllNotFoundException($"'{path}' does not ask for the version {version}.");
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        try
        {
            return Store(content, Path.Combine(cache, "coursekit", "native"), Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Store(content, Directory.CreateTempSubdirectory("coursekit-").FullName, Path.GetFileName(path));
        }
    }

    /// <summary>Flags the need of a version as weak, wherever the file has it.</summary>
    /// <returns>Whether it has it.</returns>
    internal static bool MakeWeak(Span<byte> file, string version)
    {
        var found = false;
        var (sections, size, count) = Sections(file);
        for (var i = 0; i < count; i++)
        {
            var section = file[(int)(sections + i * size)..];
            if (UInt32(section, 4) != VersionNeeds) continue;
            // sh_link is the table of the names; sh_offset is where a table lies.
            var names = (int)UInt64(file[(int)(sections + UInt32(section, 40) * size)..], 24);
            var need = (int)UInt64(section, 24);
            for (uint next = 1; next != 0; need += (int)next)
            {
                next = UInt32(file[need..], 12);
                var one = need + (int)UInt32(file[need..], 8);
                for (uint after = 1; after != 0; one += (int)after)
                {
                    after = UInt32(file[one..], 12);
                    var name = file[(names + (int)UInt32(file[one..], 8))..];
                    if (Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]) != version) continue;
                    var flags = file.Slice(one + 4, 2);
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | Weak));
                    found = true;
                }
            }
        }
        return found;
    }

    private static string Store(byte[] content, string folder, string name)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)) return path;
        // In one step: another process may be loading the file.
        var temporary = FormattableString.Invariant($"{path}.{Environment.ProcessId}");
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    private static (long Offset, long Size, long Count) Sections(ReadOnlySpan<byte> header) =>
        ((long)UInt64(header, 40), BinaryPrimitives.ReadUInt16LittleEndian(header[58..]),
            BinaryPrimitives.ReadUInt16LittleEndian(header[60..]));

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
