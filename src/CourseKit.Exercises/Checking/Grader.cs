using System.Runtime;
using System.Text;
using TorchSharp;

namespace CourseKit.Exercises;

// Runs a check on a thread of its own, so that an answer that never returns costs its time limit and nothing more.
internal static class Grader
{
    // Windows gives threads 1 MB; a student's recursion should not depend on that.
    private const int StackBytes = 16 << 20;

    public static CheckReport Grade(Exercise exercise, Delegate? answer, int seed)
    {
        if (answer is null) return Report(exercise, [], $"There is no method {exercise.EntryPoint} to check.");
        if (Signatures.Mismatch(exercise.EntryPoint, exercise.Signature, answer) is { } mismatch) return Report(exercise, [], mismatch);

        Libtorch.Load(); // before TorchSharp looks for it
        var grading = new Grading(exercise, answer, seed);
        string? reason = null;
        IReadOnlyList<CheckPart> parts;
        using var random = torch.get_rng_state();
        using var stop = new CancellationTokenSource();
        var worker = new Thread(() => RunUntil(stop.Token, () => reason = Run(exercise, grading)), StackBytes)
        {
            IsBackground = true,
            Name = "check",
        };
        var (console, output) = (Console.Out, new BoundedWriter(limit: 2000));
        Console.SetOut(output);
        worker.Start();
        try
        {
            // Taken before the worker is stopped: being stopped is not a mistake of the answer.
            var finished = worker.Join(exercise.TimeLimit);
            parts = grading.Parts;
            if (!finished) reason = parts.All(part => part.Reason is null) ? grading.TooSlow : null;
        }
        finally
        {
            // Also when the waiting thread is itself interrupted: nothing keeps computing behind the student's back.
            stop.Cancel();
            worker.Join(TimeSpan.FromSeconds(2));
            Console.SetOut(console);
        }
        torch.set_rng_state(random); // the notebook goes on as if nothing had been checked
        return Report(exercise, parts, reason, output.ToString(), grading.NotAttempted);
    }

    // Returns what ended the check outside its parts.
    private static string? Run(Exercise exercise, Grading grading)
    {
        try
        {
            using var scope = torch.NewDisposeScope();
            exercise.Check(grading);
            return null;
        }
        catch (Exception e)
        {
            return grading.Explain(e);
        }
    }

    private static void RunUntil(CancellationToken stop, Action body)
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

    private static CheckReport Report(
        Exercise exercise, IReadOnlyList<CheckPart> parts, string? reason, string output = "", bool notAttempted = false)
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

    // Keeps the beginning of what is written: a print in a loop must not flood the page.
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
