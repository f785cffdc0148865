using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CourseKit.Tests;

/// <summary>What the server is to answer to one request.</summary>
internal sealed record Answer(byte[] Body, bool Ranges = true, int? BreakAfter = null, int Status = 200, bool Silent = false,
    long? Declares = null);

/// <summary>A web server on this machine that can do what real ones do on bad days.</summary>
internal sealed class SmallServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, int, Answer> answer;
    private readonly ConcurrentDictionary<string, int> counts = new();
    private readonly CancellationTokenSource stop = new();

    /// <summary>Answers to a path and the number of the request for it, from 1.</summary>
    public SmallServer(Func<string, int, Answer> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
        });
    }

    /// <summary>Requests so far: path, and first byte asked for.</summary>
    public ConcurrentQueue<(string Path, long From)> Requests { get; } = new();

    public string Url(string path) => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}{path}";

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var path = (await reader.ReadLineAsync())?.Split(' ')[1] ?? "";
            long from = 0;
            while (await reader.ReadLineAsync() is { Length: > 0 } header)
                if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                    from = long.Parse(header["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            Requests.Enqueue((path, from));

            var reply = answer(path, counts.AddOrUpdate(path, 1, (_, count) => count + 1));
            if (reply.Silent)
            {
                await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }
            var partial = reply.Ranges && from > 0;
            var head = partial && from >= reply.Body.Length ? $"416 Range Not Satisfiable\r\nContent-Range: bytes */{reply.Body.Length}"
                : partial ? $"206 Partial Content\r\nContent-Range: bytes {from}-{reply.Body.Length - 1}/{reply.Body.Length}"
                : $"{reply.Status} Whatever";
            var body = head.StartsWith("416", StringComparison.Ordinal) ? [] : partial ? reply.Body[(int)from..] : reply.Body;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {head}\r\nContent-Length: {reply.Declares ?? body.Length}\r\nConnection: close\r\n\r\n"));
            await stream.WriteAsync(body.AsMemory(0, Math.Min(reply.BreakAfter ?? int.MaxValue, body.Length)));
        }
    }
}
