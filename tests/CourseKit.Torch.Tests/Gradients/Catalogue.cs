namespace TorchSharp.Tests.Gradients;

/// <summary>
/// Every differentiable operation, as functions whose gradients are compared with difference quotients. A new operation gets a line in
/// the file of its family; <see cref="CompletenessTests"/> fails until it has one.
/// </summary>
internal static partial class Catalogue
{
    internal static IReadOnlyDictionary<string, GradientCase> All => field ??=
        new[] { Elementwise(), Dimensions(), Matrices(), Writes(), Layers(), Losses() }.SelectMany(family => family).ToDictionary(c => c.Name);
}
