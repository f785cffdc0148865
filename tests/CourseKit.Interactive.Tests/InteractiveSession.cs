using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace CourseKit.Interactive.Tests;

/// <summary>What a cell showed.</summary>
/// <param name="Displays">The values in their MIME types, in order; those of an update in the place of what it updates.</param>
/// <param name="Updates">How many outputs were changed in place.</param>
/// <param name="Printed">What went to the console.</param>
/// <param name="Error">Why the cell failed; null if it did not.</param>
internal sealed record CellOutput(IReadOnlyList<IReadOnlyDictionary<string, string>> Displays, int Updates, string Printed, string? Error);

/// <summary>.NET Interactive in this process, in the notebooks' folder, as its own kernels are put together.</summary>
internal sealed class InteractiveSession : IDisposable
{
    private readonly CompositeKernel kernel = new();

    public InteractiveSession()
    {
        Environment.CurrentDirectory = Notebooks;
        kernel.Add(new CSharpKernel().UseKernelHelpers().UseWho().UseValueSharing());
        kernel.UseImportMagicCommand();
    }

    /// <summary>The folder of the lessons.</summary>
    public static string Notebooks { get; } = Find();

    /// <summary>Runs a cell.</summary>
    public async Task<CellOutput> RunAsync(string code) => Read(await kernel.SendAsync(new SubmitCode(code)));

    /// <summary>Runs a cell and cancels it when it has shown something.</summary>
    public async Task<CellOutput> CancelAsync(string code)
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = kernel.KernelEvents.Subscribe(new Watch(e =>
        {
            if (e is DisplayedValueProduced) shown.TrySetResult();
        }));
        var running = kernel.SendAsync(new SubmitCode(code));
        await shown.Task.WaitAsync(TimeSpan.FromMinutes(2));
        await kernel.SendAsync(new Cancel());
        return Read(await running);
    }

    public void Dispose() => kernel.Dispose();

    private static CellOutput Read(KernelCommandResult result)
    {
        var shown = new List<(string? Id, IReadOnlyDictionary<string, string> Value)>();
        var (updates, printed) = (0, "");
        foreach (var one in result.Events.OfType<DisplayEvent>())
        {
            if (one is StandardOutputValueProduced or StandardErrorValueProduced or ErrorProduced)
            {
                printed += one.FormattedValues.First().Value;
            }
            else if (one is not ReturnValueProduced { Value: DisplayedValue })
            {
                var value = one.FormattedValues.ToDictionary(formatted => formatted.MimeType, formatted => formatted.Value);
                var place = one is DisplayedValueUpdated ? shown.FindIndex(earlier => earlier.Id == one.ValueId) : -1;
                if (place < 0) shown.Add((one.ValueId, value));
                else (shown[place], updates) = ((one.ValueId, value), updates + 1);
            }
        }
        var failed = result.Events.OfType<CommandFailed>().FirstOrDefault();
        var diagnostics = result.Events.OfType<DiagnosticsProduced>().SelectMany(one => one.FormattedDiagnostics).Select(one => one.Value);
        var error = failed is null ? null : string.Join('\n', [failed.Message, .. diagnostics]);
        return new([.. shown.Select(one => one.Value)], updates, printed, error);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CourseKit.sln"))) return Path.Combine(folder.FullName, "notebooks");
        }
        throw new DirectoryNotFoundException("The tests run in the repository.");
    }

    private sealed class Watch(Action<KernelEvent> onNext) : IObserver<KernelEvent>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(KernelEvent value) => onNext(value);
    }
}
