using System.CommandLine;
using System.Globalization;

namespace CourseKit.Cli;

/// <summary>What several commands have in common.</summary>
internal static class CommonOptions
{
    /// <summary>An option with one word after it; null if it is not given.</summary>
    public static Option<string?> Text(string name, string description, string help = "FILE") =>
        new(name) { Description = description, HelpName = help };

    /// <summary>An option with a number after it; null if it is not given.</summary>
    public static Option<T?> Number<T>(string name, string description, string help)
        where T : struct
        => new(name) { Description = description, HelpName = help };

    /// <summary>An option with a value that counts if none is given.</summary>
    public static Option<T> Default<T>(string name, T value, string description, string help) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => value };

    /// <summary>An option with several words after it.</summary>
    public static Option<string[]> Words(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    /// <summary>The words that a command is about.</summary>
    public static Argument<string[]> Names(string name, string description, ArgumentArity arity) =>
        new(name) { Description = description, Arity = arity };

    /// <summary><c>--solutions</c>.</summary>
    public static Option<bool> Solutions() => new("--solutions") { Description = "Put the solutions into the exercise cells first." };

    /// <summary><c>--json FILE</c>.</summary>
    public static Option<string?> Json(string description = "Write the results to this file as well.") => Text("--json", description);

    /// <summary><c>--cell-limit SECONDS</c>.</summary>
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
