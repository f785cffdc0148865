using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Outputs in nbformat's shape, with members in Jupyter's order.</summary>
internal static class NotebookOutputs
{
    // What Jupyter keeps as a list of lines; other representations are one string each.
    private static readonly string[] TextTypes = ["application/javascript", "image/svg+xml"];

    public static JsonObject Stream(ConsoleStream stream, string text) => new()
    {
        ["name"] = stream == ConsoleStream.Out ? "stdout" : "stderr",
        ["output_type"] = "stream",
        ["text"] = MultilineText.Split(text),
    };

    public static JsonObject DisplayData(MimeBundle bundle) => new()
    {
        ["data"] = Data(bundle),
        ["metadata"] = new JsonObject(),
        ["output_type"] = "display_data",
    };

    public static JsonObject ExecuteResult(MimeBundle bundle, int executionCount) => new()
    {
        ["data"] = Data(bundle),
        ["execution_count"] = executionCount,
        ["metadata"] = new JsonObject(),
        ["output_type"] = "execute_result",
    };

    public static JsonObject Error(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]),
    };

    // When a cell began and ended, as Jupyter keeps it in the member "execution" of the cell's metadata.
    public static JsonObject Times(DateTime begin, TimeSpan elapsed)
    {
        return new JsonObject { ["iopub.execute_input"] = Stamp(begin), ["shell.execute_reply"] = Stamp(begin + elapsed) };

        static string Stamp(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
    }

    public static TimeSpan Elapsed(JsonObject times)
    {
        return Read("shell.execute_reply") - Read("iopub.execute_input");

        DateTimeOffset Read(string name) => DateTimeOffset.Parse((string)times[name]!, CultureInfo.InvariantCulture);
    }

    public static JsonObject Data(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (mimeType, value) in bundle.Data.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            var lines = value?.GetValueKind() == JsonValueKind.String
                && (mimeType.StartsWith("text/", StringComparison.Ordinal) || TextTypes.Contains(mimeType));
            data[mimeType] = lines ? MultilineText.Split(value!.GetValue<string>()) : value?.DeepClone();
        }
        return data;
    }
}
