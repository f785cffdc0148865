using System.Reflection;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>Makes CourseKit's kernel known to Jupyter and VS Code, and unknown again.</summary>
/// <param name="folders">Where kernels are found.</param>
public sealed partial class KernelInstaller(JupyterFolders folders)
{
    /// <summary>The name that the notebooks ask for.</summary>
    public const string UsualName = ".net-csharp";

    /// <summary>The name when the usual one belongs to another kernel.</summary>
    public const string OwnName = "coursekit-csharp";

    private const string UsualDisplayName = ".NET (C#)";
    private const string OwnDisplayName = ".NET (C#), CourseKit";

    private static readonly string[] s_logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

    /// <summary>Installs the kernel, or brings it up to date.</summary>
    /// <param name="target">A folder of kernels.</param>
    /// <param name="launch">How it starts.</param>
    /// <param name="name">Its name; if null, the usual one, or our own if that belongs to another kernel.</param>
    /// <returns>The kernel, and the other one whose name we could not have, if any.</returns>
    /// <exception cref="KernelException">The name is not one, or belongs to another kernel, or the folder cannot be written.</exception>
    public (InstalledKernel Kernel, InstalledKernel? Other) Install(string target, KernelLaunch launch, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(launch);
        if (name is not null)
        {
            CheckName(name);
        }

        var other = name is null ? Stranger(target, UsualName) : null;
        string chosen = (name ?? (other is null ? UsualName : OwnName)).ToLowerInvariant();
        if (Stranger(target, chosen) is { } owner)
        {
            throw new KernelException($"The name {chosen} belongs to another kernel, in {owner.Folder}; choose a different one with --name.");
        }

        string folder = Path.Combine(target, chosen);
        Write(folder, launch.Spec(other is null ? UsualDisplayName : OwnDisplayName).ToJsonString(new() { WriteIndented = true }) + "\n");
        return (InstalledKernel.Find(folder)!, other);
    }

    /// <summary>Removes CourseKit's kernels from a folder of kernels; what others have put beside our files stays.</summary>
    /// <param name="target">A folder of kernels.</param>
    /// <param name="name">The one to remove; all of ours if null.</param>
    /// <returns>Those that are gone.</returns>
    /// <exception cref="KernelException">The kernel is another's, or its folder cannot be written.</exception>
    public static IReadOnlyList<InstalledKernel> Uninstall(string target, string? name = null)
    {
        var found = InstalledKernel.In([target]).Where(kernel => name is null ? kernel.IsOurs : Same(kernel.Name, name)).ToList();
        if (found.Find(kernel => !kernel.IsOurs) is { } other)
        {
            throw new KernelException($"The kernel {other.Name} in {other.Folder} is not CourseKit's, so it stays; jupyter kernelspec remove {other.Name} removes it.");
        }

        found.ForEach(Remove);
        return found;
    }

    private static void CheckName(string name)
    {
        if (!KernelName().IsMatch(name))
        {
            throw new KernelException($"'{name}' is no name for a kernel: letters, digits, dots, hyphens and underscores make one.");
        }
    }

    // Jupyter tells names apart without regard to case.
    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>A kernel of this name that is not ours, wherever Jupyter finds it.</summary>
    private InstalledKernel? Stranger(string target, string name) =>
        InstalledKernel.In(folders.Kernels.Prepend(target).Distinct()).FirstOrDefault(kernel => !kernel.IsOurs && Same(kernel.Name, name));

    private static void Write(string folder, string spec)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (string logo in s_logos)
            {
                using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("Kernel/" + logo)!;
                using var bytes = new MemoryStream();
                resource.CopyTo(bytes);
                AtomicFile.WriteAllBytes(Path.Combine(folder, logo), bytes.ToArray());
            }

            // Last: only with it is the folder a kernel.
            AtomicFile.WriteAllText(Path.Combine(folder, InstalledKernel.SpecFile), spec);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"Cannot write to {folder}: {e.Message}", e);
        }
    }

    private static void Remove(InstalledKernel kernel)
    {
        try
        {
            foreach (string file in s_logos.Prepend(InstalledKernel.SpecFile))
            {
                File.Delete(Path.Combine(kernel.Folder, file));
            }

            if (!Directory.EnumerateFileSystemEntries(kernel.Folder).Any())
            {
                Directory.Delete(kernel.Folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"Cannot remove {kernel.Folder}: {e.Message}", e);
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]+$")]
    private static partial Regex KernelName();
}
