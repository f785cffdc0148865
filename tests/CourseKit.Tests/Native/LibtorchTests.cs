using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace CourseKit.Tests;

public class LibtorchTests
{
    // Tests use TorchSharp before they use CourseKit.
    [ModuleInitializer]
    internal static void LoadFirst() => Libtorch.Load();

    [Theory]
    [InlineData("linux-x64", null)]
    [InlineData("win-x64", null)]
    [InlineData("win-arm64", null)]
    [InlineData("osx-arm64", null)]
    [InlineData("debian.12-x64", null)]
    [InlineData("linux-arm64", "Linux on ARM")]
    [InlineData("osx-x64", "Intel")]
    [InlineData("osx.13-x64", "Intel")]
    [InlineData("linux-musl-x64", "musl")]
    [InlineData("linux-musl-arm64", "musl")]
    [InlineData("linux-arm", "'linux-arm'")]
    [InlineData("win-x86", "'win-x86'")]
    public void UnsupportedSystemsAreToldWhatToDo(string rid, string? told)
    {
        var reason = Libtorch.Unsupported(rid);
        if (told is null)
        {
            Assert.Null(reason);
            return;
        }
        Assert.Contains(told, reason);
        Assert.Contains("Use ", reason);
    }

    [Fact]
    public void LibtorchIsLoadedOnceAndFromOnePlace()
    {
        using var x = torch.ones(2);
        Assert.Equal(2, x.sum().ToSingle());
        if (!OperatingSystem.IsLinux()) return;
        var files = File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .Where(path => path.StartsWith('/')).Distinct()
            .Where(path => Path.GetFileName(path) is "libtorch_cpu.so" or "libLibTorchSharp.so").ToArray();
        Assert.Equal(2, files.Length);
        Assert.DoesNotContain(files, file => file.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(AppContext.BaseDirectory, "libtorch*", SearchOption.AllDirectories));
    }

    [Fact]
    public void MissingAndDamagedLibrariesAreNamedWithTheRemedy()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TempFolder();
        var missing = Assert.Throws<DllNotFoundException>(() => Libtorch.LoadFrom(folder.PathOf("."), folder.PathOf(".")));
        Assert.Contains("is missing", missing.Message);
        Assert.Contains("dotnet restore", missing.Message);

        // The first half of a library: to map it would be a crash.
        var whole = File.ReadAllBytes(typeof(object).Assembly.Location.Replace("System.Private.CoreLib.dll", "libSystem.Native.so"));
        File.WriteAllBytes(folder.PathOf("libgomp-1.so.1"), whole[..(whole.Length / 2)]);
        var damaged = Assert.Throws<DllNotFoundException>(() => Libtorch.LoadFrom(folder.PathOf("."), folder.PathOf(".")));
        Assert.Contains("libgomp-1.so.1' is damaged", damaged.Message);
        Assert.Contains("dotnet restore", damaged.Message);
    }

    [Fact]
    public void OnlyTheNamedVersionBecomesWeak()
    {
        if (!OperatingSystem.IsLinux()) return;
        var library = typeof(object).Assembly.Location.Replace("System.Private.CoreLib.dll", "libclrjit.so");
        var before = File.ReadAllBytes(library);
        var after = (byte[])before.Clone();
        Assert.False(ElfFile.MakeWeak(after, "GLIBC_99"));
        Assert.Equal(before, after);
        Assert.True(ElfFile.MakeWeak(after, "GLIBC_2.2.5"));
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToArray();
        Assert.NotEmpty(changed);
        // Each changed byte is the low byte of vna_flags, 4 after the hash of the version's name.
        foreach (var i in changed)
        {
            Assert.Equal(before[i] | 2, after[i]);
            Assert.Equal(Hash("GLIBC_2.2.5"), BinaryPrimitives.ReadUInt32LittleEndian(before.AsSpan(i - 4)));
        }
        using var folder = new TempFolder();
        var copy = folder.PathOf("copy.so");
        File.WriteAllBytes(copy, after);
        NativeLibrary.Free(NativeLibrary.Load(copy));
    }

    // The System V ABI's hash of a name.
    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (var letter in name)
        {
            hash = (hash << 4) + letter;
            var top = hash & 0xf0000000;
            hash = (hash ^ (top >> 24)) & ~top;
        }
        return hash;
    }
}
