using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Non-linearity between layers.</summary>
public enum Activation
{
    /// <summary>max(0, a).</summary>
    ReLU,

    /// <summary>tanh a, in (−1, 1).</summary>
    Tanh,

    /// <summary>1 / (1 + e⁻ᵃ), in (0, 1).</summary>
    Sigmoid,

    /// <summary>a, no non-linearity: a stack of linear layers is one linear map.</summary>
    Identity,

    /// <summary>a for a > 0, else a / 100: passes a gradient everywhere.</summary>
    LeakyReLU,
}

internal static class Layers
{
    public static nn.Module<Tensor, Tensor> Layer(this Activation activation) => activation switch
    {
        Activation.ReLU => nn.ReLU(),
        Activation.LeakyReLU => nn.LeakyReLU(),
        Activation.Tanh => nn.Tanh(),
        Activation.Sigmoid => nn.Sigmoid(),
        _ => nn.Identity(),
    };

    // Linear layers of these sizes, from the input on.
    public static Sequential Dense(int[] sizes, Activation between, Activation last)
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (var i = 1; i < sizes.Length; i++)
        {
            layers.Add(nn.Linear(sizes[i - 1], sizes[i]));
            var activation = i < sizes.Length - 1 ? between : last;
            if (activation != Activation.Identity) layers.Add(activation.Layer());
        }
        return nn.Sequential(layers);
    }

    // A parameter that outlives the dispose scope in which its module is made, as those of built-in layers do.
    public static Parameter Parameter(Tensor initial)
    {
        var parameter = nn.Parameter(initial);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
