using Spectre.Console;

namespace CourseKit.Cli;

// Output for people: colours and a live line on a terminal, plain lines in a file or pipe.
internal static class Screen
{
    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        // Without a terminal there is no width to respect; wrapped lines would only be harder to search.
        if (redirected) console.Profile.Width = 200;
        return console;
    }

    public static void Line(string text) => Out.WriteLine(text);

    public static void Warn(string text) => Console.Error.WriteLine("coursekit: " + text);

    // Calls the work with what it tells its steps to: the number done, and what comes now. Where every change becomes a line of its own,
    // tenths shows one for each tenth only.
    public static async Task<T> WithProgressAsync<T>(string name, int steps, Func<Action<int, string>, Task<T>> work, bool tenths = false)
    {
        if (!Out.Profile.Capabilities.Interactive || !Out.Profile.Capabilities.Ansi)
            return await PlainAsync(name, steps, work, tenths).ConfigureAwait(false);
        return await Out.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new ElapsedTimeColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(steps, 1));
                return await work((done, what) =>
                {
                    task.Value = done;
                    task.Description = Markup.Escape($"{name}  {what}");
                }).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    private static Task<T> PlainAsync<T>(string name, int steps, Func<Action<int, string>, Task<T>> work, bool tenths)
    {
        var (last, tenth) = ("", -1);
        return work((done, what) =>
        {
            if (what == last || (tenths && done * 10 / steps == tenth && done + 1 < steps)) return;
            (last, tenth) = (what, done * 10 / steps);
            Line(FormattableString.Invariant($"{name}  {done + 1}/{steps}  {what}"));
        });
    }
}

// Passes progress on at once; Progress{T} would do so in another order.
internal sealed class Relay<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
