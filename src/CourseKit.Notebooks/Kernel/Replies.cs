using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Contents of answers that several requests share.</summary>
internal static class Replies
{
    /// <summary>It went well.</summary>
    public static JsonObject Ok() => new() { ["status"] = "ok" };

    /// <summary>It did not.</summary>
    public static JsonObject Error(string name, string message, IReadOnlyList<string> traceback) => new()
    {
        ["status"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. traceback.Select(line => JsonValue.Create(line))]),
    };

    /// <inheritdoc cref="Error(string, string, IReadOnlyList{string})"/>
    public static JsonObject Error(CellError error) => Error(error.Name, error.Message, error.Traceback);
}
