using System.Runtime;
using System.Text;
using TorchSharp;

namespace CourseKit.Exercises;

/// <summary>Runs a check on a thread of its own, so that an answer that never returns costs its time limit and nothing more.</summary>
internal static class Grader
{
    // Windows gives threads 1 MB; a student's recursion should not depend on that.
    private const int StackBytes = 16 << 20;

    public static CheckReport Grade(Exercise exercise, Delegate? answer, int seed)
    {
        if (answer is null) return Report(exercise, [], $"There is no method {exercise.EntryPoint} to check.", "");
        if (Signatures.Mismatch(exercise.EntryPoint, exercise.Signature, answer) is { } mismatch) return Report(exercise, [], mismatch, "");

        Libtorch.Load(); // before TorchSharp looks for it
        var grading = new Grading(exercise, answer, seed);
        string? outside = null;
        string? reason = null;
        var parts = (IReadOnlyList<CheckPart>)[];
        using var console = new ConsoleCapture();
        using var random = torch.get_rng_state();
        RunWithin(
            exercise.TimeLimit,
            () =>
            {
                try
                {
                    using var scope = torch.NewDisposeScope();
                    exercise.Check(grading);
                }
                catch (Exception e)
                {
                    outside = grading.Explain(e);
                }
            },
            finished =>
            {
                parts = grading.Close(finished ? null : TooSlow(exercise));
                reason = finished ? outside : parts.All(part => part.Reason is null) ? TooSlow(exercise) : null;
            });
        torch.set_rng_state(random); // the notebook goes on as if nothing had been checked
        return Report(exercise, parts, reason, console.Text, grading.NotAttempted);
    }

    private static CheckReport Report(
        Exercise exercise, IReadOnlyList<CheckPart> parts, string? reason, string output, bool notAttempted = false)
    {
        var points = Math.Min(parts.Sum(part => part.Points), exercise.Points);
        reason ??= parts.FirstOrDefault(part => part.Reason is not null)?.Reason;
        var status = points == exercise.Points && reason is null ? CheckStatus.Passed
            : points == 0 && notAttempted ? CheckStatus.NotAttempted
            : CheckStatus.Failed;
        return new CheckReport(
            exercise.Id, exercise.Title, status, points, exercise.Points, reason ?? "All checks pass.",
            status == CheckStatus.Passed ? null : exercise.HintCommand, parts, output);
    }

    private static string TooSlow(Exercise exercise) => FormattableString.Invariant(
        $"{exercise.EntryPoint} took longer than {exercise.TimeLimit.TotalSeconds:0.#} s and was stopped; is there a loop without end?");

    // The result is taken before the worker is stopped: being stopped is not a mistake of the answer.
    private static void RunWithin(TimeSpan limit, Action body, Action<bool> takeResult)
    {
        using var stop = new CancellationTokenSource();
        var worker = new Thread(() => RunUntil(body, stop.Token), StackBytes) { IsBackground = true, Name = "check" };
        worker.Start();
        try
        {
            takeResult(worker.Join(limit));
        }
        finally
        {
            // Also when the waiting thread is itself interrupted: nothing keeps computing behind the student's back.
            if (worker.IsAlive)
            {
                stop.Cancel();
                worker.Join(TimeSpan.FromSeconds(2));
            }
        }
    }

    private static void RunUntil(Action body, CancellationToken stop)
    {
        try
        {
#pragma warning disable SYSLIB0046 // The one way to end a loop that never looks at a token; the answer's state is thrown away.
            ControlledExecution.Run(body, stop);
#pragma warning restore SYSLIB0046
        }
        catch (OperationCanceledException)
        {
            // Stopped; the waiting thread has reported it.
        }
    }
}

/// <summary>Keeps the beginning of what is written to the console while a check runs: a print in a loop must not flood the page.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter original = Console.Out;
    private readonly BoundedWriter writer = new(limit: 2000);

    public ConsoleCapture() => Console.SetOut(writer);

    public string Text => writer.ToString();

    public void Dispose() => Console.SetOut(original);

    private sealed class BoundedWriter(int limit) : TextWriter
    {
        private readonly StringBuilder text = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (text)
            {
                if (text.Length < limit) text.Append(value);
                else if (text.Length == limit) text.Append("\n…");
            }
        }

        public override string ToString()
        {
            lock (text) return text.ToString();
        }
    }
}
