using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>How long a cell ran, from the time stamps that Jupyter keeps in its metadata under <c>execution</c>.</summary>
internal static class CellTime
{
    /// <summary>The time as text such as "0.42 s"; null when it was not recorded.</summary>
    public static string? Of(NotebookCell cell) =>
        cell.Json["metadata"]?["execution"] is JsonObject stamps
        && (Stamp(stamps, "iopub.execute_input") ?? Stamp(stamps, "iopub.status.busy")) is { } start
        && (Stamp(stamps, "shell.execute_reply") ?? Stamp(stamps, "iopub.status.idle")) is { } end
        && end >= start
            ? Format(end - start)
            : null;

    private static string Format(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.01 => "< 0.01 s",
        < 10 => FormattableString.Invariant($"{time.TotalSeconds:0.00} s"),
        < 60 => FormattableString.Invariant($"{time.TotalSeconds:0.0} s"),
        _ => FormattableString.Invariant($"{(int)time.TotalMinutes} min {time.Seconds} s"),
    };

    private static DateTimeOffset? Stamp(JsonObject stamps, string name) =>
        stamps[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
