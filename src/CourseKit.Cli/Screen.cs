using Spectre.Console;

namespace CourseKit.Cli;

/// <summary>Output for people: colours and a live line on a terminal, plain lines in a file or pipe.</summary>
internal static class Screen
{
    /// <summary>Standard output.</summary>
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

    /// <summary>Writes one line; nothing in it is markup.</summary>
    public static void Line(string text) => Out.WriteLine(text);

    /// <summary>Writes one line to standard error.</summary>
    public static void Warn(string text) => Console.Error.WriteLine("coursekit: " + text);

    /// <summary>Shows how far something is while <paramref name="work"/> runs.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="work">Does the work; calls its argument with the number of steps done and what comes now.</param>
    /// <param name="tenths">Where every change becomes a line of its own, show one for each tenth only.</param>
    public static async Task<T> WithProgressAsync<T>(string name, int steps, Func<Action<int, string>, Task<T>> work, bool tenths = false)
    {
        if (!Out.Profile.Capabilities.Interactive || !Out.Profile.Capabilities.Ansi)
            return await PlainAsync(name, steps, work, tenths).ConfigureAwait(false);
        return await Out.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new ElapsedTimeColumn())
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

/// <summary>Passes progress on at once; <see cref="Progress{T}"/> would do so in another order.</summary>
internal sealed class Relay<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
