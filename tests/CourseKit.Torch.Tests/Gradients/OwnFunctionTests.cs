using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>Functions with a gradient written by the user.</summary>
public sealed class OwnFunctionTests
{
    public sealed class Cube : autograd.SingleTensorFunction<Cube>
    {
        public override string Name => nameof(Cube);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("scale", vars[1]);
            return x * x * x * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ctx.get_saved_variables()[0].square() * (3 * (double)ctx.get_data("scale")!), null!];
    }

    /// <summary>Rounds, and lets the gradient through as if it had not.</summary>
    public sealed class StraightThrough : autograd.SingleTensorFunction<StraightThrough>
    {
        public override string Name => nameof(StraightThrough);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).round();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output];
    }

    public sealed class SumAndProduct : autograd.MultiTensorFunction<SumAndProduct>
    {
        public override string Name => nameof(SumAndProduct);

        internal static int Calls { get; private set; }

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (a, b) = ((Tensor)vars[0], (Tensor)vars[1]);
            ctx.save_for_backward([a, b]);
            var same = a.eq(b).to(float64);
            ctx.mark_non_differentiable([same]);
            return [a + b, a * b, same];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            Calls++;
            var kept = ctx.get_saved_variables();
            return [grad_outputs[0] + (grad_outputs[1] * kept[1]), grad_outputs[0] + (grad_outputs[1] * kept[0])];
        }
    }

    private static Tensor Leaf(params double[] values) => tensor(values, requires_grad: true);

    [Fact]
    public void Its_gradient_is_the_one_given()
    {
        var x = Leaf(0.3, -1.2);
        StraightThrough.apply(x).sum().backward();
        Assert.Equal([1.0, 1.0], x.grad!.data<double>().ToArray());
        Assert.Equal([0.0, -1.0], StraightThrough.apply(x).data<double>().ToArray());
        Assert.False(StraightThrough.apply(tensor(1.0)).requires_grad);
    }

    [Fact]
    public void Several_results_share_one_backward()
    {
        var (a, b) = (Leaf(2, 3), Leaf(5, 7));
        var y = SumAndProduct.apply(a, b);
        Assert.True(y[0].requires_grad && !y[2].requires_grad);
        var before = SumAndProduct.Calls;
        // Only the product: the sum's gradient arrives as zeros.
        y[1].sum().backward();
        Assert.Equal(1, SumAndProduct.Calls - before);
        Assert.Equal([5.0, 7.0], a.grad!.data<double>().ToArray());
        Assert.Equal([2.0, 3.0], b.grad!.data<double>().ToArray());
    }

    [Fact]
    public void What_it_saved_is_guarded()
    {
        var x = Leaf(1, 2);
        var y = x * 1;
        var z = Cube.apply(y, 2.0);
        y.add_(1);
        Assert.StartsWith("one of the variables needed for gradient computation has been modified", Assert.Throws<ExternalException>(() => z.sum().backward()).Message);
        var w = Cube.apply(x, 2.0).sum();
        w.backward();
        Assert.StartsWith("Trying to backward through the graph a second time", Assert.Throws<ExternalException>(() => w.backward()).Message);
    }
}
