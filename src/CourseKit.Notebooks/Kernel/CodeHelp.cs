using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Answers what clients ask about code while it is typed. They count in characters (code points), C# in UTF-16 units.</summary>
internal sealed class CodeHelp(CSharpSession session)
{
    public JsonObject Complete(JupyterRequest request)
    {
        var code = request.Text("code");
        var list = session.Complete(code, ToUnits(code, request.Number("cursor_pos")));
        var start = ToCharacters(code, list.Start);
        var end = ToCharacters(code, list.End);
        var content = Replies.Ok();
        content["matches"] = new JsonArray([.. list.Items.Select(item => JsonValue.Create(item.Text))]);
        content["cursor_start"] = start;
        content["cursor_end"] = end;

        // Not in the protocol, but JupyterLab and VS Code show icons by it.
        content["metadata"] = new JsonObject
        {
            ["_jupyter_types_experimental"] = new JsonArray([.. list.Items.Select(item => new JsonObject
            {
                ["text"] = item.Text,
                ["type"] = item.Kind,
                ["signature"] = item.DisplayText,
                ["start"] = start,
                ["end"] = end,
            })]),
        };
        return content;
    }

    public JsonObject Inspect(JupyterRequest request)
    {
        var code = request.Text("code");
        var bundle = session.Inspect(code, ToUnits(code, request.Number("cursor_pos")), request.Number("detail_level") ?? 0);
        var content = Replies.Data(bundle);
        content["status"] = "ok";
        content["found"] = bundle is not null;
        return content;
    }

    public JsonObject IsComplete(JupyterRequest request)
    {
        var (status, indent) = session.IsComplete(request.Text("code"));
        var content = new JsonObject { ["status"] = status };
        if (status == "incomplete") content["indent"] = indent;
        return content;
    }

    // Where a character begins, in UTF-16 units; the end of the code if there is no such character.
    internal static int ToUnits(string code, int? characters) =>
        code.EnumerateRunes().Take(Math.Max(0, characters ?? int.MaxValue)).Sum(rune => rune.Utf16SequenceLength);

    // How many characters there are before a place given in UTF-16 units.
    internal static int ToCharacters(string code, int units) => code[..units].EnumerateRunes().Count();
}
