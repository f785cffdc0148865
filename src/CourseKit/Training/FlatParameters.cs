using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

// All parameters of a network as one, for optimisers that treat every number alike (SGD, Adam): they make some ten native calls for each
// parameter, which for small networks takes longer than forward and backward pass together. The network's parameters become views of one
// buffer, and so do their gradients. They stay what they are for everybody else.
internal sealed class FlatParameters : IDisposable
{
    private readonly Parameter[] parts;

    public FlatParameters(nn.Module module)
    {
        using var noGrad = no_grad();
        parts = [.. module.parameters()];
        All = [.. parts.GroupBy(part => part.dtype).Select(group => Join([.. group]))];
    }

    // What to give to an optimiser: one parameter for each type of number.
    public IReadOnlyList<Parameter> All { get; }

    // Lets go of the gradients; the network keeps its weights.
    public void Dispose()
    {
        foreach (var part in parts) part.grad = null;
        foreach (var one in All)
        {
            one.grad?.Dispose();
            one.Dispose();
        }
    }

    private static Parameter Join(Parameter[] parts)
    {
        using var scope = NewDisposeScope();
        var all = new Parameter(cat([.. parts.Select(part => part.detach().reshape(-1))], 0));
        var gradient = zeros_like(all);
        all.grad = gradient;
        long start = 0;
        foreach (var part in parts)
        {
            part.set_(all.detach().narrow(0, start, part.numel()).view(part.shape));
            part.grad = gradient.narrow(0, start, part.numel()).view(part.shape);
            start += part.numel();
        }
        return (Parameter)all.DetachFromDisposeScope();
    }
}
