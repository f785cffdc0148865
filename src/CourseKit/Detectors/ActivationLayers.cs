using static TorchSharp.torch;

namespace CourseKit;

/// <summary>The layer that computes an <see cref="Activation"/>.</summary>
internal static class ActivationLayers
{
    public static nn.Module<Tensor, Tensor> Layer(this Activation activation) => activation switch
    {
        Activation.ReLU => nn.ReLU(),
        Activation.LeakyReLU => nn.LeakyReLU(),
        Activation.Tanh => nn.Tanh(),
        Activation.Sigmoid => nn.Sigmoid(),
        _ => nn.Identity(),
    };
}
