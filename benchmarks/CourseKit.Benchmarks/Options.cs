using System.Globalization;

namespace CourseKit.Benchmarks;

/// <summary>What to measure.</summary>
/// <param name="Command">time, first, memory, detectors or reruns.</param>
/// <param name="Work">The work's letter.</param>
/// <param name="Threads">Threads that large work may use.</param>
/// <param name="Batch">Rows of a batch; 0 for the work's own.</param>
/// <param name="Width">Width of the first hidden layer, or channels of the first convolution; 0 for the work's own.</param>
/// <param name="Size">Pixels along a side of an image; 0 for 28.</param>
/// <param name="Seconds">How long to measure.</param>
/// <param name="WarmUp">How long to run before, in seconds.</param>
/// <param name="Steps">Training steps or reruns, where memory is measured.</param>
internal sealed record Options(
    string Command, string Work, int Threads, int Batch, int Width, int Size, double Seconds, double WarmUp, int Steps)
{
    public static Options Parse(string[] args)
    {
        var named = new Dictionary<string, string>();
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].StartsWith("--", StringComparison.Ordinal)) named[args[i][2..]] = args[++i];
            else rest.Add(args[i]);
        }
        return new(
            rest.ElementAtOrDefault(0) ?? "", rest.ElementAtOrDefault(1) ?? "",
            (int)Number("threads", 2), (int)Number("batch", 0), (int)Number("width", 0), (int)Number("size", 0),
            Number("seconds", 3), Number("warm-up", 3), (int)Number("steps", 10_000));

        double Number(string name, double otherwise) =>
            named.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
