using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>A random instance of a differentiable function: the function, and inputs in double precision.</summary>
internal sealed record Instance(Func<Tensor[], Tensor> Function, params Tensor[] Inputs);

/// <summary>A differentiable function of which random instances can be made.</summary>
internal sealed class GradientCase(string name, Func<Cases, Instance> make)
{
    internal string Name { get; } = name;

    /// <summary>How far float32 may be from float64, relative to the largest number: products and sums of a few dozen terms.</summary>
    internal double SingleTolerance { get; init; } = 3e-5;

    /// <summary>
    /// An instance whose inputs come in random layouts. Each input is a leaf of its own; the function sees views of it.
    /// </summary>
    internal Instance Make(Cases cases)
    {
        var instance = make(cases);
        var layouts = instance.Inputs.Select(_ => cases.Layout()).ToArray();
        return instance with { Function = leaves => instance.Function([.. leaves.Zip(layouts, (x, layout) => layout(x))]) };
    }
}
