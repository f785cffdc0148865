using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CourseKit.Exercises;

/// <summary>The report as JSON: what the check cell leaves in the notebook and what the tool reads back.</summary>
public static class CheckReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a report, for instance <c>{"id":"ae.score","status":"passed","points":3,"max":3,…}</c>.</summary>
    public static string Write(CheckReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>Reads a report that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not such a report.</exception>
    public static CheckReport Read(string json) =>
        JsonSerializer.Deserialize<CheckReport>(json, Options) ?? throw new JsonException("The report is empty.");
}
