namespace CourseKit.Cli;

/// <summary>Reads the user's tables; what goes wrong becomes an error of the tool.</summary>
internal static class Tables
{
    public static IReadOnlyList<string> Columns(string file) => Try(file, () => CsvFile.ColumnsOf(file));

    public static bool Has(string file, string column) => Columns(file).Contains(column);

    public static Dataset Load(string file, string? label, IReadOnlyCollection<string> ignore) => Try(file, () => CsvFile.Load(file, label, ignore));

    /// <summary>A column that looks like the truth and is taken as a measurement would make any result worthless.</summary>
    public static void WarnOfLabels(Dataset data)
    {
        foreach (var column in data.Columns.Where(column => column.ToLowerInvariant() is "label" or "class" or "target" or "anomaly" or "is_anomaly"))
            Console.Error.WriteLine($"coursekit: '{column}' is taken as a measurement like any other. If it says what is an anomaly, add --label {column}.");
    }

    private static T Try<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"There is no file {file}.", ExitCodes.NotFound);
        }
        catch (InvalidDataException e)
        {
            var remedy = e.Message.Contains("expected a finite number", StringComparison.Ordinal) ? " Leave such a column out with --ignore, or fill or remove such rows." : "";
            throw new ToolException(e.Message + remedy, ExitCodes.Unreadable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Cannot read {file}: {e.Message}", ExitCodes.Unreadable);
        }
    }
}
