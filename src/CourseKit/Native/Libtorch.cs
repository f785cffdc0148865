using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace CourseKit;

/// <summary>
/// Loads libtorch, TorchSharp's native half, when this assembly is first used. On Linux it comes straight from where NuGet unpacked it, so
/// that its 480 MB lie on the disk once; elsewhere TorchSharp finds the copies that its packages put beside the program.
/// </summary>
/// <remarks>
/// TorchSharp looks for its libraries by name and finds the ones that are loaded already. It must not be the first to look: before it gives
/// up it copies all of libtorch into the program's folder.
/// </remarks>
public static class Libtorch
{
    private static readonly Lock Gate = new();
    private static bool loaded;

    /// <summary>
    /// Threads that large work may use; as many as there are processors, unless set. Small work takes those that
    /// <c>torch.set_num_threads</c> was told, at first one.
    /// </summary>
    public static int MaxThreads
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one thread is needed.");
    } = Environment.ProcessorCount;

    /// <summary>Loads libtorch if that has not happened. Using anything of this assembly does the same.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this system.</exception>
    /// <exception cref="DllNotFoundException">A file is missing or damaged; the message says which, and what to do.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (loaded) return;
            if (Unsupported(RuntimeInformation.RuntimeIdentifier) is { } reason) throw new PlatformNotSupportedException(reason);
            if (OperatingSystem.IsLinux()) LoadFrom(Folder("Libtorch"), Folder("LibTorchSharp"));
            loaded = true;
            torch.set_num_threads(1);
        }
    }

    // What a program that merely references this assembly gets without asking.
#pragma warning disable CA2255 // the rule is for libraries that do not have to be first
    [ModuleInitializer]
    internal static void Initialize() => Load();
#pragma warning restore CA2255

    /// <summary>Why a kind of machine cannot run the course; null if it can.</summary>
    /// <param name="rid">.NET's name of the system, such as <c>linux-x64</c>.</param>
    internal static string? Unsupported(string rid) => rid switch
    {
        _ when rid.StartsWith("linux-musl", StringComparison.Ordinal) || rid.StartsWith("alpine", StringComparison.Ordinal) =>
            "TorchSharp has no libtorch for Linux with musl (Alpine). Use a distribution with glibc, such as Debian or Ubuntu.",
        _ when rid.StartsWith("osx", StringComparison.Ordinal) && rid.EndsWith("-x64", StringComparison.Ordinal) =>
            "TorchSharp has no libtorch for Macs with an Intel processor. Use the dev container (.devcontainer), which runs Linux on x64.",
        _ when rid.EndsWith("-arm64", StringComparison.Ordinal) && !rid.StartsWith("osx", StringComparison.Ordinal)
            && !rid.StartsWith("win", StringComparison.Ordinal) =>
            "TorchSharp has no libtorch for Linux on ARM. Use an x64 processor; the dev container (.devcontainer) asks for one.",
        _ when rid.EndsWith("-x64", StringComparison.Ordinal) || rid.EndsWith("-arm64", StringComparison.Ordinal) => null,
        _ => $"TorchSharp has no libtorch for '{rid}'. Use 64-bit Linux or Windows on x64, or a Mac with an Apple processor.",
    };

    /// <summary>Loads the libraries from two folders, in the order in which they need each other.</summary>
    internal static void LoadFrom(string libtorch, string libTorchSharp)
    {
        PrepareProcess();
        foreach (var pattern in (string[])["libgomp-*.so*", "libc10.so", "libtorch_cpu.so", "libtorch.so"])
        {
            var path = Directory.Exists(libtorch) ? Directory.EnumerateFiles(libtorch, pattern).FirstOrDefault() : null;
            NativeLibrary.Load(Checked(path ?? Path.Combine(libtorch, pattern)));
        }
        var bindings = Checked(Path.Combine(libTorchSharp, "libLibTorchSharp.so"));
        try
        {
            NativeLibrary.Load(bindings);
        }
        catch (DllNotFoundException error) when (error.Message.Contains("GLIBCXX_3.4.32", StringComparison.Ordinal))
        {
            NativeLibrary.Load(ElfFile.CopyWithWeakVersion(bindings, "GLIBCXX_3.4.32"));
        }
    }

    private static string Folder(string name) => typeof(Libtorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(one => one.Key == name).Value!;

    private static string Checked(string path)
    {
        if (!File.Exists(path)) throw Missing($"'{path}' is missing");
        // Mapping a file that ends too early would kill the process instead of failing.
        if (!ElfFile.IsWhole(path)) throw Missing($"'{path}' is damaged");
        return path;

        static DllNotFoundException Missing(string what) => new(
            $"{what}, a part of libtorch. Delete its package's folder if it is there, and let 'dotnet restore --force' in the course's "
            + "folder fetch it again.");
    }

    /// <summary>
    /// Tells the C library to keep freed blocks: by default it gives large ones back to the system at once, and the page faults of the next
    /// training step cost more than its arithmetic. And tells OpenMP's threads to sleep while they wait: where other programs need the
    /// cores, their spinning makes a step up to a hundred times slower. (.NET's own environment does not reach native code.)
    /// </summary>
    private static void PrepareProcess()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null) setenv("GOMP_SPINCOUNT", "0", overwrite: 0);
        const int trimThreshold = -1, topPad = -2, mmapThreshold = -3;
        mallopt(mmapThreshold, 32 << 20);
        mallopt(trimThreshold, int.MaxValue);
        mallopt(topPad, 64 << 20);
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int setenv(string name, string value, int overwrite);

    [DllImport("libc")]
    private static extern int mallopt(int parameter, int value);
}
