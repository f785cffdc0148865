using System.Runtime.InteropServices;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>The process that Jupyter starts: <c>coursekit kernel run CONNECTION_FILE</c>.</summary>
internal static class KernelProcess
{
    public const string Command = "kernel";
    public const string Run = "run";

    /// <summary>Serves until a client shuts the kernel down. What a cell leaves running ends with it.</summary>
    public static int Serve(string connectionFile)
    {
        try
        {
            // The compiler takes a second to load; a client takes a moment to connect.
            _ = CSharpSession.WarmUpAsync();
            var file = ConnectionFile.Load(connectionFile);
            if (ConnectionFile.IsReadableByOthers(connectionFile))
            {
                Warn($"other users of this machine can read {connectionFile} and run code as you; chmod 600 it.");
            }

            using var stop = new CancellationTokenSource();
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                stop.Cancel();
            });
            var session = new CSharpSession(Environment.CurrentDirectory);
            using (var kernel = new JupyterKernel(file, session))
            {
                kernel.Run(stop.Token);
            }
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
