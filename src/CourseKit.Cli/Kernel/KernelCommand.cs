using System.CommandLine;
using System.Runtime.InteropServices;
using CourseKit.Notebooks;
using Spectre.Console;

namespace CourseKit.Cli;

// coursekit kernel: makes the C# kernel known to Jupyter and VS Code, and unknown again.
internal static class KernelCommand
{
    public static Command Create() =>
        new(KernelProcess.Command, "Install the C# kernel for VS Code and Jupyter.") { Install(), Uninstall(), List() };

    private static Command Install()
    {
        var (user, prefix) = Places("Install");
        var name = CommonOptions.Text(
            "--name",
            $"The kernel's name; {KernelInstaller.UsualName} if not given, or {KernelInstaller.OwnName} if that is another kernel's.", "N");
        var interactive = CommonOptions.Flag(
            "--dotnet-interactive", $"Install .NET Interactive's own kernel, {InteractiveTool.KernelName}, instead; see docs/vscode.md.");
        return new Command("install", "Make the kernel known to VS Code and Jupyter; again after the repository has been moved.")
        {
            user, prefix, name, interactive,
        }.Runs(async (parse, cancellationToken) =>
        {
            var assets = await new AssetCache().RestoreAsync(cancellationToken).ConfigureAwait(false);
            var folders = JupyterFolders.OfThisMachine();
            var (launch, chosen) = parse.GetValue(interactive)
                ? (DotNetInteractive(), parse.GetValue(name) ?? InteractiveTool.KernelName)
                : (Launch(), parse.GetValue(name));
            var (kernel, other) = new KernelInstaller(folders).Install(Target(folders, parse, user, prefix), launch, assets, chosen);
            if (other is not null)
                Screen.Line($"{other.Name} is another kernel's, in {other.Folder}; choose \"{kernel.DisplayName}\" in the notebook.");
            Screen.Line($"Installed {kernel.Name} (\"{kernel.DisplayName}\") in {kernel.Folder}");
            if (!folders.Kernels.Contains(Path.GetDirectoryName(kernel.Folder)))
                Screen.Line("Jupyter finds it when it is run from there, or when JUPYTER_PATH names the share/jupyter folder.");
            return ExitCodes.Ok;
        });
    }

    private static Command Uninstall()
    {
        var (user, prefix) = Places("Remove");
        var name = CommonOptions.Text("--name", "The kernel to remove; all of CourseKit's if not given.", "N");
        return new Command("uninstall", "Remove CourseKit's kernel.") { user, prefix, name }.Runs(parse =>
        {
            var target = Target(JupyterFolders.OfThisMachine(), parse, user, prefix);
            var removed = KernelInstaller.Uninstall(target, parse.GetValue(name));
            foreach (var kernel in removed) Screen.Line($"Removed {kernel.Name} from {kernel.Folder}");
            if (removed.Count > 0) return ExitCodes.Ok;
            var wanted = parse.GetValue(name) ?? "kernel of CourseKit's";
            throw new ToolException($"There is no {wanted} in {target}; ./coursekit kernel list shows what there is.", ExitCodes.NotFound);
        });
    }

    private static Command List() => new Command(
        "list", "Show the kernels that Jupyter finds, and whether CourseKit's still start.").Runs(_ =>
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "called", "", "folder");
        foreach (var kernel in InstalledKernel.In(JupyterFolders.OfThisMachine().Kernels))
        {
            var state = !kernel.IsOurs ? "another's" : kernel.Starts ? "CourseKit's"
                : $"CourseKit's, but {kernel.Program} is gone: install it again";
            table.AddRow(new Text(kernel.Name), new Text(kernel.DisplayName), new Text(state), new Text(kernel.Folder));
        }
        if (table.Rows.Count == 0) Screen.Line("Jupyter has no kernels yet; ./coursekit kernel install adds one.");
        else Screen.Out.Write(table);
        return ExitCodes.Ok;
    });

    private static (Option<bool> User, Option<string?> Prefix) Places(string verb)
    {
        var user = CommonOptions.Flag("--user", $"{verb} for this user, which is what happens without --prefix as well.");
        var prefix = CommonOptions.Text("--prefix", $"{verb} in an environment, such as a Python one: DIR/share/jupyter/kernels.", "DIR");
        return (user, prefix);
    }

    private static string Target(JupyterFolders folders, ParseResult parse, Option<bool> user, Option<string?> prefix)
    {
        if (parse.GetValue(prefix) is not { } folder) return folders.UserKernels;
        CommonOptions.Require(!parse.GetValue(user), "--user and --prefix name different places; choose one.");
        return folders.PrefixKernels(Path.GetFullPath(folder));
    }

    private static string Dotnet =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static KernelLaunch Launch() => OperatingSystem.IsWindows()
        ? KernelLaunch.Tool(Dotnet, typeof(KernelCommand).Assembly.Location)
        : KernelLaunch.Launcher(CourseFolders.Find().Launcher, Path.GetDirectoryName(Dotnet)!);

    private static KernelLaunch DotNetInteractive() =>
        InteractiveTool.Launch(CourseFolders.Find().Root, AppContext.BaseDirectory, Dotnet);
}

// The process that Jupyter starts: coursekit kernel run CONNECTION_FILE.
internal static class KernelProcess
{
    public const string Command = "kernel";
    public const string Run = "run";

    // Serves until a client shuts the kernel down. What a cell leaves running ends with it.
    public static int Serve(string connectionFile)
    {
        try
        {
            // The compiler takes a second to load; a client takes a moment to connect.
            _ = CSharpSession.WarmUpAsync();
            var file = ConnectionFile.Load(connectionFile);
            if (ConnectionFile.IsReadableByOthers(connectionFile))
                Warn($"other users of this machine can read {connectionFile} and run code as you; chmod 600 it.");

            using var stop = new CancellationTokenSource();
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                stop.Cancel();
            });
            var session = new CSharpSession(Environment.CurrentDirectory);
            using var kernel = new JupyterKernel(file, session);
            kernel.Run(stop.Token);
        }
        catch (KernelException e)
        {
            Warn(e.Message);
            return ExitCodes.Unreadable;
        }

        Environment.Exit(ExitCodes.Ok);
        return ExitCodes.Ok;
    }

    private static void Warn(string text) => Console.Error.WriteLine("coursekit kernel: " + text);
}
