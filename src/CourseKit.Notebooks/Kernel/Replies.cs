using System.Reflection;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Contents of answers that several requests share.</summary>
internal static class Replies
{
    public static JsonObject Ok() => new() { ["status"] = "ok" };

    public static JsonObject Error(string name, string message, IReadOnlyList<string> traceback) => new()
    {
        ["status"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. traceback.Select(line => JsonValue.Create(line))]),
    };

    public static JsonObject Data(MimeBundle? bundle) =>
        new() { ["data"] = bundle?.Data.DeepClone() ?? new JsonObject(), ["metadata"] = new JsonObject() };

    public static JsonObject Error(CellError error) => Error(error.Name, error.Message, error.Traceback);
}

/// <summary>What the kernel says of itself.</summary>
internal static class KernelInfo
{
    public static JsonObject Reply()
    {
        var version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
        var content = Replies.Ok();
        content["protocol_version"] = MessageCodec.ProtocolVersion;
        content["implementation"] = "coursekit";
        content["implementation_version"] = version;
        content["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = LanguageVersion,
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        };
        content["banner"] = $"CourseKit {version}: C# {LanguageVersion} on .NET {Environment.Version}";
        content["debugger"] = false;
        content["help_links"] = new JsonArray(new JsonObject
        {
            ["text"] = "The C# language",
            ["url"] = "https://learn.microsoft.com/dotnet/csharp/",
        });
        content["supported_features"] = new JsonArray();
        return content;
    }

    private static string LanguageVersion { get; } =
        Microsoft.CodeAnalysis.CSharp.LanguageVersionFacts.ToDisplayString(
            Microsoft.CodeAnalysis.CSharp.LanguageVersionFacts.MapSpecifiedToEffectiveVersion(
                Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest));
}
