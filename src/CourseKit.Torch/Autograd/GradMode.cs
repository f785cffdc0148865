namespace TorchSharp;

/// <summary>Whether operations are recorded; per thread, as in PyTorch.</summary>
internal static class GradMode
{
    [ThreadStatic]
    private static bool disabled;

    [ThreadStatic]
    private static bool inference;

    internal static bool Enabled
    {
        get => !disabled;
        set => disabled = !value;
    }

    internal static bool Inference => inference;

    internal static IDisposable Set(bool enabled, bool inferenceMode = false)
    {
        var previous = new Restore(disabled, inference);
        disabled = !enabled;
        inference = inferenceMode;
        return previous;
    }

    private sealed class Restore(bool wasDisabled, bool wasInference) : IDisposable
    {
        public void Dispose() => (disabled, inference) = (wasDisabled, wasInference);
    }
}

public static partial class torch
{
    /// <summary>Nothing is recorded for gradients until the returned value is disposed: <c>using (torch.no_grad()) …</c>.</summary>
    public static IDisposable no_grad() => GradMode.Set(false);

    /// <summary>Operations are recorded until the returned value is disposed, even inside <see cref="no_grad"/>.</summary>
    public static IDisposable enable_grad(bool enabled = true) => GradMode.Set(enabled);

    /// <summary>Switches recording on or off until the returned value is disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => GradMode.Set(mode);

    /// <summary>Like <see cref="no_grad"/>, for evaluation only.</summary>
    public static IDisposable inference_mode(bool mode = true) => GradMode.Set(!mode, mode);

    /// <summary>True when operations are recorded on this thread.</summary>
    public static bool is_grad_enabled() => GradMode.Enabled;

    /// <summary>True inside <see cref="inference_mode"/>.</summary>
    public static bool is_inference_mode_enabled() => GradMode.Inference;
}
