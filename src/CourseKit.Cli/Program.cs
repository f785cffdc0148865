using System.Text;
using CourseKit.Cli;

// UTF-8 on every system; a console that cannot do that keeps its own encoding.
try
{
    Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
}
catch (IOException)
{
}

return args switch
{
    [WorkerProtocol.Command, var pipe] => await Worker.RunAsync(pipe).ConfigureAwait(false),
    [KernelProcess.Command, KernelProcess.Run, var connectionFile] => KernelProcess.Serve(connectionFile),
    _ => await CommandLine.RunAsync(args).ConfigureAwait(false),
};
