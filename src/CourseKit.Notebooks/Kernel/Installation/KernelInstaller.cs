using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>Makes CourseKit's kernel known to Jupyter and VS Code, and unknown again.</summary>
public sealed partial class KernelInstaller(JupyterFolders folders)
{
    /// <summary>The name that the notebooks ask for.</summary>
    public const string UsualName = ".net-csharp";

    /// <summary>The name when the usual one belongs to another kernel.</summary>
    public const string OwnName = "coursekit-csharp";

    private const string UsualDisplayName = ".NET (C#)";
    private const string OwnDisplayName = ".NET (C#), CourseKit";

    private static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

    // Jupyter Notebook loads kernel.js with the kernel, and it loads plotly.js from beside it.
    private const string PageScript = "kernel.js";
    private static readonly string Plotly = WebFile.Plotly.Path;

    /// <summary>Installs the kernel, or brings it up to date.</summary>
    /// <param name="target">A folder of kernels.</param>
    /// <param name="assets">Where plotly.js comes from; without it, charts in Jupyter Notebook need the network.</param>
    /// <param name="name">Its name; if null, the usual one, or our own if that belongs to another kernel.</param>
    /// <returns>The kernel, and the other one whose name we could not have, if any.</returns>
    /// <exception cref="KernelException">The name is not one, or belongs to another kernel, or the folder cannot be written.</exception>
    public (InstalledKernel Kernel, InstalledKernel? Other) Install(
        string target, KernelLaunch launch, WebAssets assets, string? name = null)
    {
        if (name is not null && !KernelName().IsMatch(name))
            throw new KernelException($"'{name}' is no name for a kernel: letters, digits, dots, hyphens and underscores make one.");
        var other = name is null ? Stranger(target, UsualName) : null;
        var chosen = (name ?? (other is null ? UsualName : OwnName)).ToLowerInvariant();
        if (Stranger(target, chosen) is { } owner)
            throw new KernelException($"The name {chosen} belongs to another kernel, in {owner.Folder}; choose another with --name.");
        var folder = Path.Combine(target, chosen);
        var spec = launch.Spec(other is null ? UsualDisplayName : OwnDisplayName).ToJsonString(new() { WriteIndented = true });
        Guard("write to", folder, () => Write(folder, spec + "\n", assets));
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
            throw new KernelException(
                $"The kernel {other.Name} in {other.Folder} is not CourseKit's, so it stays; "
                + $"jupyter kernelspec remove {other.Name} removes it.");
        found.ForEach(kernel => Guard("remove", kernel.Folder, () => Remove(kernel)));
        return found;
    }

    // Jupyter tells names apart without regard to case.
    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    // A kernel of this name that is not ours, wherever Jupyter finds it.
    private InstalledKernel? Stranger(string target, string name) =>
        InstalledKernel.In(folders.Kernels.Prepend(target).Distinct()).FirstOrDefault(kernel => !kernel.IsOurs && Same(kernel.Name, name));

    private static void Write(string folder, string spec, WebAssets assets)
    {
        Directory.CreateDirectory(folder);
        foreach (var logo in Logos)
            AtomicFile.WriteAllBytes(Path.Combine(folder, logo), OwnResources.Bytes("Kernel/" + logo));

        // An older plotly.js is not the one that the charts are made for.
        File.Delete(Path.Combine(folder, PageScript));
        File.Delete(Path.Combine(folder, Plotly));
        if (assets.Embedded)
        {
            AtomicFile.WriteAllBytes(Path.Combine(folder, Plotly), assets.BytesOf(WebFile.Plotly));
            AtomicFile.WriteAllBytes(Path.Combine(folder, PageScript), OwnResources.Bytes("Kernel/" + PageScript));
        }

        // Last: only with it is the folder a kernel.
        AtomicFile.WriteAllText(Path.Combine(folder, InstalledKernel.SpecFile), spec);
    }

    private static void Remove(InstalledKernel kernel)
    {
        foreach (var file in (string[])[InstalledKernel.SpecFile, PageScript, Plotly, .. Logos])
            File.Delete(Path.Combine(kernel.Folder, file));
        if (!Directory.EnumerateFileSystemEntries(kernel.Folder).Any()) Directory.Delete(kernel.Folder);
    }

    private static void Guard(string what, string folder, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"Cannot {what} {folder}: {e.Message}", e);
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]+$")]
    private static partial Regex KernelName();
}
