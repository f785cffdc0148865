using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Deals with a channel's requests one after the other, on a thread of its own: busy, answer, idle.</summary>
internal sealed class RequestLoop(Action shutDown)
{
    private const string RequestEnding = "_request";

    private readonly BlockingCollection<(long Number, JupyterRequest Request)> queue = [];
    private readonly Lock arrivals = new();
    private long arrived;
    private long abortUpTo;

    public void Add(JupyterRequest request)
    {
        lock (arrivals) queue.Add((++arrived, request));
    }

    // Whatever is to be executed and has arrived by now is aborted.
    public void AbortQueued()
    {
        lock (arrivals) abortUpTo = arrived;
    }

    // The handlers return an answer's content, or null for none.
    public void Start(
        KernelChannels channels, RouterSocket channel, IReadOnlyDictionary<string, Func<JupyterRequest, JsonObject?>> handlers)
    {
        new Thread(() =>
        {
            foreach (var (number, request) in queue.GetConsumingEnumerable())
                using (request) Handle(channels, channel, handlers, number, request);
        })
        { IsBackground = true, Name = channel.Name + " requests" }.UnsafeStart();
    }

    private void Handle(
        KernelChannels channels, RouterSocket channel, IReadOnlyDictionary<string, Func<JupyterRequest, JsonObject?>> handlers,
        long number, JupyterRequest request)
    {
        var granted = false;
        channels.PublishStatus("busy", request);
        try
        {
            var aborted = request.Type == "execute_request" && number <= abortUpTo;
            var content = aborted ? new JsonObject { ["status"] = "aborted" }
                : handlers.TryGetValue(request.Type, out var handler) ? handler(request)
                : null;
            if (content is not null)
            {
                channels.Reply(channel, request, ReplyType(request), content);
                granted = request.Type == "shutdown_request";
            }
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"coursekit kernel: {request.Type}: {(e is JsonException ? e.Message : e)}");
            if (request.Type.EndsWith(RequestEnding, StringComparison.Ordinal))
                channels.Reply(channel, request, ReplyType(request), Replies.Error(e.GetType().Name, e.Message, [e.Message]));
        }
        channels.PublishStatus("idle", request);
        if (granted) shutDown();
    }

    private static string ReplyType(JupyterRequest request) => request.Type[..^RequestEnding.Length] + "_reply";
}
