using TorchSharp.Tests.Gradients;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Bounds;

/// <summary>
/// Every differentiable operation forward, backward and backward again, in guarded memory: no buffer is left, and the numbers are those of
/// ordinary memory, so that nothing comes from memory that nobody wrote.
/// </summary>
public sealed class GuardedGradientTests
{
    public static TheoryData<string> Names => [.. Catalogue.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Stays_inside_its_buffers(string name) => Proof.ForAll("guarded " + name, 3, recipe =>
    {
        var type = recipe.Seed % 2 == 0 ? float32 : float64;
        var want = Everything(name, recipe, type);
        GuardedMemory.Run(() =>
        {
            var got = Everything(name, recipe, type);
            for (var i = 0; i < want.Length; i++) GuardedMemory.Same(want[i], got[i]);
        });
    });

    private static double[][] Everything(string name, Recipe recipe, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (f, inputs) = Catalogue.All[name].Make(new Cases(recipe));
        var leaves = inputs.Select(x => x.to(type).requires_grad_()).ToArray();
        var y = f(leaves);
        var first = autograd.grad([(y * y).sum()], leaves, create_graph: true);
        var second = autograd.grad([.. first.Where(g => g.requires_grad).Select(g => (g * g).sum())], leaves, allow_unused: true);
        return [.. new[] { y }.Concat(first).Concat(second).Where(t => t is not null).Select(t => t.detach().to(float64).data<double>().ToArray())];
    }
}
