using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>
/// Every differentiable operation against central differences, on random shapes, strides and broadcast patterns. A failure prints its
/// recipe; <c>Catalogue.All[name].Make(new Cases(recipe))</c> is that case again.
/// </summary>
public sealed class GradientTests
{
    public static TheoryData<string> Names => [.. Catalogue.All.Keys];

    /// <summary>First derivatives by all inputs or some of them, of a function evaluated once or twice on the same leaves.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_difference_quotients(string name) => Proof.ForAll(name, 6, recipe =>
    {
        var cases = new Cases(recipe);
        var (f, inputs) = Catalogue.All[name].Make(cases);
        var wanted = inputs.Select(_ => cases.Coin()).ToArray();
        if (!wanted.Contains(true)) Array.Fill(wanted, true);
        GradientCheck.Holds(f, inputs, wanted, cases.Int(1, 2));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Second_gradients_are_difference_quotients_of_the_first(string name) => Proof.ForAll("second " + name, 2, recipe =>
    {
        var (f, inputs) = Catalogue.All[name].Make(new Cases(recipe));
        GradientCheck.Holds(GradientCheck.GradientOf(f), inputs);
    }, largest: 2);

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision_agrees_with_double(string name) => Proof.ForAll("single " + name, 4, recipe =>
    {
        var (f, inputs) = Catalogue.All[name].Make(new Cases(recipe));
        GradientCheck.SingleAgrees(f, inputs, Catalogue.All[name].SingleTolerance);
    });

    /// <summary>Without elements there is an error of the usual kind, or a gradient of the input's shape.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Empty_inputs_have_gradients_or_are_refused(string name) => Proof.ForAll("empty " + name, 3, recipe =>
    {
        var (f, inputs) = Catalogue.All[name].Make(new Cases(recipe));
        if (inputs.All(x => x.numel() > 0)) return;
        var leaves = inputs.Select(x => x.clone().requires_grad_()).ToArray();
        try
        {
            f(leaves).sum().backward();
        }
        catch (Exception e) when (e is ExternalException or ArgumentException and not ArgumentOutOfRangeException)
        {
            return;
        }
        Assert.All(leaves, x => Assert.Equal(x.shape, x.grad!.shape));
    }, empty: true);

    internal static (Tensor Leaf, Tensor Result) Conversion()
    {
        var x = tensor(new[] { 1.5, 2.5 }, requires_grad: true);
        return (x, x.to(float32) * tensor(new[] { 0.5f, 2 }));
    }

    [Fact]
    public void Conversion_passes_the_gradient_on_in_the_type_of_the_input()
    {
        var (x, y) = Conversion();
        Assert.Equal(float32, y.dtype);
        y.sum().backward();
        Assert.Equal(new[] { 0.5, 2 }, x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void Products_of_rows_with_zeros()
    {
        var x = tensor(new[,] { { 0, 1.5, -2, 0.5 }, { 0, 3, 0, 1 }, { 1, 2, 3, 4 }, { 2, 0.3, 4, 0 } });
        GradientCheck.Holds(v => v[0].prod(1L), [x]);
        GradientCheck.Holds(v => v[0].cumprod(1), [x]);
        GradientCheck.Holds(v => v[0].prod(0L, true), [x]);
        GradientCheck.Holds(v => v[0].prod(), [x.narrow(0, 0, 1)]);
    }
}
