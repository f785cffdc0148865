using System.CommandLine;
using CourseKit.Notebooks;
using Spectre.Console;

namespace CourseKit.Cli;

/// <summary><c>coursekit kernel</c>: makes the C# kernel known to Jupyter and VS Code, and unknown again.</summary>
internal static class KernelCommand
{
    public static Command Create() => new(KernelProcess.Command, "Install the C# kernel for VS Code and Jupyter.") { Install(), Uninstall(), List() };

    private static Command Install()
    {
        var (user, prefix) = Places("Install");
        var name = new Option<string?>("--name") { Description = $"The kernel's name; {KernelInstaller.UsualName} if not given, or {KernelInstaller.OwnName} if that belongs to another kernel.", HelpName = "N" };
        var command = new Command("install", "Make the kernel known to VS Code and Jupyter; again after the repository has been moved.") { user, prefix, name };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var assets = await new AssetCache().RestoreAsync(null, cancellationToken).ConfigureAwait(false);
            return Guarded(() =>
            {
                var folders = JupyterFolders.OfThisMachine();
                var (kernel, other) = new KernelInstaller(folders).Install(Target(folders, parse, user, prefix), Launch(), assets, parse.GetValue(name));
                if (other is not null) Screen.Line($"The name {other.Name} belongs to another kernel, in {other.Folder}; choose \"{kernel.DisplayName}\" in the notebook.");
                Screen.Line($"Installed {kernel.Name} (\"{kernel.DisplayName}\") in {kernel.Folder}");
                if (!folders.Kernels.Contains(Path.GetDirectoryName(kernel.Folder))) Screen.Line("Jupyter finds it when it is run from there, or when JUPYTER_PATH names the share/jupyter folder.");
            });
        });
        return command;
    }

    private static Command Uninstall()
    {
        var (user, prefix) = Places("Remove");
        var name = new Option<string?>("--name") { Description = "The kernel to remove; all of CourseKit's if not given.", HelpName = "N" };
        var command = new Command("uninstall", "Remove CourseKit's kernel.") { user, prefix, name };
        command.SetAction(parse => Guarded(() =>
        {
            var target = Target(JupyterFolders.OfThisMachine(), parse, user, prefix);
            var removed = KernelInstaller.Uninstall(target, parse.GetValue(name));
            foreach (var kernel in removed) Screen.Line($"Removed {kernel.Name} from {kernel.Folder}");
            if (removed.Count == 0) throw new ToolException($"There is no {parse.GetValue(name) ?? "kernel of CourseKit's"} in {target}; ./coursekit kernel list shows what there is.", ExitCodes.NotFound);
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Show the kernels that Jupyter finds, and whether CourseKit's still start.");
        command.SetAction(parse => Guarded(() =>
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("name", "called", "", "folder");
            foreach (var kernel in InstalledKernel.In(JupyterFolders.OfThisMachine().Kernels))
            {
                var state = !kernel.IsOurs ? "another's" : kernel.Starts ? "CourseKit's" : $"CourseKit's, but {kernel.Program} is gone: install it again";
                table.AddRow(new Text(kernel.Name), new Text(kernel.DisplayName), new Text(state), new Text(kernel.Folder));
            }

            if (table.Rows.Count == 0) Screen.Line("Jupyter has no kernels yet; ./coursekit kernel install adds one.");
            else Screen.Out.Write(table);
        }));
        return command;
    }

    private static (Option<bool> User, Option<string?> Prefix) Places(string verb)
    {
        var user = new Option<bool>("--user") { Description = $"{verb} for this user, which is what happens without --prefix as well." };
        var prefix = new Option<string?>("--prefix") { Description = $"{verb} in an environment, such as a Python one: DIR/share/jupyter/kernels.", HelpName = "DIR" };
        return (user, prefix);
    }

    private static string Target(JupyterFolders folders, ParseResult parse, Option<bool> user, Option<string?> prefix)
    {
        if (parse.GetValue(prefix) is not { } folder) return folders.UserKernels;
        if (parse.GetValue(user)) throw new ToolException("--user and --prefix name different places; choose one.", ExitCodes.Usage);
        return folders.PrefixKernels(Path.GetFullPath(folder));
    }

    private static KernelLaunch Launch()
    {
        var dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        return OperatingSystem.IsWindows()
            ? KernelLaunch.Tool(dotnet, typeof(KernelCommand).Assembly.Location)
            : KernelLaunch.Launcher(CourseFolders.Find().Launcher, Path.GetDirectoryName(dotnet)!);
    }

    private static int Guarded(Action action)
    {
        try
        {
            action();
            return ExitCodes.Ok;
        }
        catch (KernelException e)
        {
            throw new ToolException(e.Message, ExitCodes.Unreadable);
        }
    }
}
