using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CourseKit.Tests;

public class FlatParametersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void AnOptimizerTakesTheSameStepsAsWithAParameterForEachLayer(double weightDecay)
    {
        manual_seed(1);
        using var x = rand(32, 6);
        using var one = Network();
        using var other = Network();
        other.load_state_dict(one.state_dict());
        using var adam = optim.Adam(one.parameters(), 0.01, weight_decay: weightDecay);
        using (var flat = new FlatParameters(other))
        using (var flatAdam = optim.Adam(flat.All, 0.01, weight_decay: weightDecay))
        {
            for (var step = 0; step < 20; step++)
            {
                Step(one, adam, x);
                Step(other, flatAdam, x);
            }
        }
        foreach (var (expected, actual) in one.parameters().Zip(other.parameters()))
        {
            Assert.True(expected.allclose(actual, rtol: 1e-5, atol: 1e-6));
            Assert.Null(actual.grad);
        }
        // The network is whole without the buffer's owner: it saves, loads and computes.
        using var third = Network();
        third.load_state_dict(other.state_dict());
        Assert.True(third.call(x).allclose(other.call(x)));
    }

    [Fact]
    public void NothingIsLeftBehind()
    {
        using var network = Network();
        using var x = rand(4, 6);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10; i++)
        {
            using var flat = new FlatParameters(network);
            using var adam = optim.Adam(flat.All, 0.01);
            Step(network, adam, x);
        }
        Assert.InRange(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before, -4, 4);
    }

    private static Module<Tensor, Tensor> Network() => Sequential(Linear(6, 4), Tanh(), Linear(4, 6));

    private static void Step(Module<Tensor, Tensor> network, optim.Optimizer optimizer, Tensor x)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        functional.mse_loss(network.call(x), x).backward();
        optimizer.step();
    }
}
