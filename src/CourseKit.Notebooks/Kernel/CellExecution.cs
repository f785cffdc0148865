using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Executes cells for clients.</summary>
internal sealed class CellExecution(
    CSharpSession session, KernelChannels channels, KernelInput input, ExecutionHistory history, Action abortQueued)
{
    private readonly Lock gate = new();
    private CancellationTokenSource? running;
    private int count;

    public void Interrupt()
    {
        lock (gate) running?.Cancel();
    }

    public JsonObject Execute(JupyterRequest request)
    {
        var code = request.Text("code");
        var silent = request.Flag("silent", false);
        var stored = !silent && request.Flag("store_history", true) && !string.IsNullOrWhiteSpace(code);
        if (stored) count++;
        if (!silent)
            channels.Publish("execute_input", request, new JsonObject { ["code"] = code, ["execution_count"] = count });
        input.AskFor(request.Flag("allow_stdin", true) ? request : null);
        var result = Run(code, silent ? new NoOutput() : new KernelOutput(channels, request), FormattableString.Invariant($"cell {count}"));
        if (stored) history.Add(count, code, result.Result?.Text("text/plain"));
        if (!silent) PublishOutcome(request, result);
        return Reply(request, result);
    }

    private void PublishOutcome(JupyterRequest request, CellResult result)
    {
        if (result.Error is { } error) channels.Publish("error", request, Replies.Error(error));
        if (result.Result is not { } bundle) return;
        var content = Replies.Data(bundle);
        content["execution_count"] = count;
        channels.Publish("execute_result", request, content);
    }

    private JsonObject Reply(JupyterRequest request, CellResult result)
    {
        var content = result.Error is { } error ? Replies.Error(error) : Replies.Ok();
        var expressions = new JsonObject();
        if (result.Error is null)
        {
            foreach (var (name, expression) in request.Content["user_expressions"] as JsonObject ?? [])
                expressions[name] = Evaluate(name, expression);
        }
        else if (request.Flag("stop_on_error", true)) abortQueued();
        content["execution_count"] = count;
        content["user_expressions"] = expressions;
        content["payload"] = new JsonArray();
        return content;
    }

    private JsonObject Evaluate(string name, JsonNode? expression)
    {
        if (MessageCodec.TryReadText(expression) is not { } code)
            return Replies.Error("ArgumentException", $"The expression '{name}' is not a string.", []);
        var result = Run(code, new NoOutput(), $"expression {name}");
        if (result.Error is { } error) return Replies.Error(error);
        var content = Replies.Data(result.Result);
        content["status"] = "ok";
        return content;
    }

    private CellResult Run(string code, IOutputSink output, string label)
    {
        using var stop = new CancellationTokenSource();
        lock (gate) running = stop;
        try
        {
            return session.ExecuteAsync(code, output, label, stop.Token).GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            // The session itself failed, or the way of the outputs did. The client learns of it as of every error of a cell.
            return new CellResult(count, CellStatus.Failed, null, null,
                new CellError(e.GetType().Name, e.Message, e.ToString().Split('\n')));
        }
        finally
        {
            lock (gate) running = null;
        }
    }
}
