using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// While it lasts, backward stops with an error at the first operation whose gradient is not a number. Per thread; it ends with
/// <see cref="Dispose"/>: <c>using (torch.autograd.detect_anomaly()) …</c>.
/// </summary>
public sealed class AnomalyMode : IDisposable
{
    [ThreadStatic]
    private static bool checks;

    private readonly bool before = checks;

    internal AnomalyMode(bool enabled, bool checkNan) => checks = enabled && checkNan;

    /// <summary>Goes back to what held before.</summary>
    public void Dispose() => checks = before;

    /// <exception cref="ExternalException">A gradient is not a number.</exception>
    internal static void Check(Node node, torch.Tensor?[] gradients)
    {
        if (!checks) return;
        for (var i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is { } g && (bool)g.detach().isnan().any())
                throw new ExternalException($"Function '{node.Name}' returned nan values in its {i}th output.");
        }
    }
}
