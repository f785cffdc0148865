using static TorchSharp.torch;

namespace CourseKit;

// Early stopping: remembers the weights of the epoch with the lowest loss and counts the epochs since; without patience does nothing.
internal sealed class BestWeights(nn.Module model, int? patience) : IDisposable
{
    private readonly Dictionary<string, Tensor> weights = [];
    private double lowest = double.PositiveInfinity;
    private int waited;

    public bool Exhausted => waited >= patience;

    public void Offer(double loss)
    {
        if (patience is null) return;
        waited++;
        if (!(loss < lowest)) return;
        (lowest, waited) = (loss, 0);
        Dispose();
        using var scope = NewDisposeScope();
        foreach (var (name, weight) in model.state_dict()) weights[name] = weight.detach().clone().DetachFromDisposeScope();
    }

    public void Restore()
    {
        if (waited == 0 || weights.Count == 0) return;
        using var noGrad = no_grad();
        foreach (var (name, weight) in model.state_dict()) weight.copy_(weights[name]);
    }

    public void Dispose()
    {
        foreach (var weight in weights.Values) weight.Dispose();
    }
}
