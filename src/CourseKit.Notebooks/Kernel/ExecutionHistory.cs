using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>The cells that have run since the kernel began, for <c>history_request</c>. Nothing is kept for the next kernel.</summary>
internal sealed class ExecutionHistory
{
    // Jupyter's name for the session that is running.
    private const int CurrentSession = 0;
    private const int SessionNumber = 1;
    private const int MaxCells = 10_000;

    private readonly List<(int Count, string Input, string? Output)> cells = [];

    public void Add(int count, string input, string? output)
    {
        cells.Add((count, input, output));
        if (cells.Count > MaxCells) cells.RemoveAt(0);
    }

    public JsonObject Reply(JupyterRequest request)
    {
        var output = request.Flag("output", false);
        IEnumerable<(int Count, string Input, string? Output)> found = request.Text("hist_access_type", "tail") switch
        {
            "tail" => Tail(cells, request.Number("n")),
            "range" => Range(request),
            "search" => Search(request),
            var other => throw new ArgumentException($"There is no hist_access_type '{other}'."),
        };
        var content = Replies.Ok();
        content["history"] = new JsonArray([.. found.Select(cell => new JsonArray(
            SessionNumber, cell.Count, output ? new JsonArray(cell.Input, cell.Output) : cell.Input))]);
        return content;
    }

    private static IEnumerable<T> Tail<T>(IReadOnlyCollection<T> cells, int? n) =>
        cells.Skip(Math.Max(0, cells.Count - (n ?? cells.Count)));

    private IEnumerable<(int Count, string Input, string? Output)> Range(JupyterRequest request)
    {
        var start = request.Number("start") ?? 0;
        var stop = request.Number("stop") ?? int.MaxValue;
        return request.Number("session") is null or CurrentSession or SessionNumber
            ? cells.Where(cell => cell.Count >= start && cell.Count < stop) : [];
    }

    private IEnumerable<(int Count, string Input, string? Output)> Search(JupyterRequest request)
    {
        var glob = request.Text("pattern", "*");
        var pattern = Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        var regex = new Regex($"^{pattern}$", RegexOptions.Singleline | RegexOptions.NonBacktracking);
        var found = cells.Where(cell => regex.IsMatch(cell.Input)).ToList();
        if (request.Flag("unique", false))
        {
            // The last of each, in the order in which they ran.
            found = [.. found.AsEnumerable().Reverse().DistinctBy(cell => cell.Input).Reverse()];
        }
        return Tail(found, request.Number("n"));
    }
}
