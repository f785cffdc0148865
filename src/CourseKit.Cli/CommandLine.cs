using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// The commands that people type. Kernels and workers start without it, and so without what parses a command line.
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            """
            CourseKit: anomaly detection with autoencoders, in notebooks that run, grade themselves and can be trusted.

            Examples:
              ./coursekit run notebooks/03-autoencoder.ipynb    run a lesson and write out/03-autoencoder.html
              ./coursekit run                                   run all lessons
              ./coursekit check notebooks/03-autoencoder.ipynb  grade its exercises
              ./coursekit check ~/handed-in/*.ipynb --json points.json
              ./coursekit hint ae.reconstruction-error          the next hint for an exercise
              ./coursekit kernel install                        the C# kernel for VS Code and Jupyter
              ./coursekit data get fashion-mnist                download a data set that does not come with the course
              ./coursekit detect --train good.csv --score new.csv --detector pca --report new.html
              ./coursekit evaluate --data glass pima --detector pca isolation-forest --seeds 5
            """)
        {
            RunCommand.Create(),
            CheckCommand.Create(),
            HintCommand.CreateHint(),
            HintCommand.CreateList(),
            DataCommand.Create(),
            DetectCommand.Create(),
            EvaluateCommand.Create(),
            ReproduceCommand.Create(),
            KernelCommand.Create(),
            NewCommand.Create(),
        };
        root.HelpName = "./coursekit";
        root.SetAction(parse => new HelpAction().Invoke(parse));

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext context)
        {
            // The first time in good order; who asks twice means it.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }

        var parse = root.Parse(args);
        if (parse.Errors.Count > 0)
        {
            Screen.Warn($"{string.Join(' ', parse.Errors.Select(error => error.Message))} See ./coursekit --help.");
            return ExitCodes.Usage;
        }
        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parse.InvokeAsync(configuration, stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (Failure(e) is var (exitCode, message)
            && (exitCode != ExitCodes.Internal || Environment.GetEnvironmentVariable("COURSEKIT_DEBUG") is null))
        {
            if (message is not null) Screen.Warn(message.ReplaceLineEndings(" "));
            return exitCode;
        }
    }

    private static (int ExitCode, string? Message) Failure(Exception e) => e switch
    {
        ToolException tool => (tool.ExitCode, e.Message),
        KernelException or IOException or InvalidDataException => (ExitCodes.Unreadable, e.Message),
        OperationCanceledException => (ExitCodes.Interrupted, null),
        _ when e.GetBaseException() is DllNotFoundException or PlatformNotSupportedException => // libtorch: see Libtorch
            (ExitCodes.NotBuilt, e.GetBaseException().Message),
        _ => (
            ExitCodes.Internal,
            $"this is a mistake in the tool itself ({e.GetType().Name}: {e.Message}). COURSEKIT_DEBUG=1 shows where."),
    };
}
