using System.CommandLine;
using System.Globalization;

namespace CourseKit.Cli;

/// <summary>What several commands have in common.</summary>
internal static class CommonOptions
{
    /// <summary><c>--cell-limit SECONDS</c>.</summary>
    public static Option<TimeSpan?> CellLimit(string otherwise) => new("--cell-limit")
    {
        Description = $"Stop a cell that runs longer than this many seconds ({otherwise} if not given).",
        HelpName = "SECONDS",
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 1e6) return TimeSpan.FromSeconds(seconds);
            result.AddError("--cell-limit needs a positive number of seconds.");
            return null;
        },
    };

    /// <exception cref="ToolException">The folder cannot be made.</exception>
    public static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Cannot write to the folder {folder}: {e.Message}", ExitCodes.Unreadable);
        }
    }
}
