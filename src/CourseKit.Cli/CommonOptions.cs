using System.CommandLine;
using System.Globalization;

namespace CourseKit.Cli;

// What several commands have in common.
internal static class CommonOptions
{
    public static Command Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.SetAction(action);
        return command;
    }

    public static Command Runs(this Command command, Func<ParseResult, int> action)
    {
        command.SetAction(action);
        return command;
    }

    public static void Require(bool condition, string message)
    {
        if (!condition) throw new ToolException(message, ExitCodes.Usage);
    }

    public static Option<string?> Text(string name, string description, string help = "FILE") =>
        new(name) { Description = description, HelpName = help };

    public static Option<T?> Number<T>(string name, string description, string help) where T : struct =>
        new(name) { Description = description, HelpName = help };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<T> Default<T>(string name, T value, string description, string help) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => value };

    public static Option<string[]> Words(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    public static Argument<string[]> Names(string name, string description, ArgumentArity arity) =>
        new(name) { Description = description, Arity = arity };

    public static Option<bool> Solutions() => Flag("--solutions", "Put the solutions into the exercise cells first.");

    public static Option<string?> Json(string description = "Write the results to this file as well.") => Text("--json", description);

    public static Option<TimeSpan?> CellLimit(string otherwise) => new("--cell-limit")
    {
        Description = $"Stop a cell that runs longer than this many seconds ({otherwise} if not given).",
        HelpName = "SECONDS",
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and <= 1e6)
                return TimeSpan.FromSeconds(seconds);
            result.AddError("--cell-limit needs a positive number of seconds.");
            return null;
        },
    };
}
