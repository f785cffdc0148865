using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>Losses, centre and radius of Deep SVDD against numbers worked by hand, and gradients against differences.</summary>
public class SvddLossesTests
{
    // Distances from c: (3, 4) is 5 away, (0, 1) is 1, c itself 0, (0, 2) is 2; squared 25, 1, 0, 4.
    private static readonly Tensor C = tensor([1.0, -1.0]);
    private static readonly Tensor Z = tensor([4.0, 3.0, 1.0, 0.0, 1.0, -1.0, 1.0, 1.0], 4, 2);

    [Fact]
    public void ByHand()
    {
        Assert.Equal([25, 1, 0, 4], SvddLosses.SquaredDistance(Z, C).data<double>().ToArray());
        Assert.Equal(30 / 4.0, SvddLosses.OneClass(Z, C).ToDouble(), 1e-12);
        // R = 1.5, R² = 2.25: outside are 25 and 4, by 22.75 and 1.75; ν = 0.5 and n = 4.
        Assert.Equal(2.25 + 24.5 / (0.5 * 4), SvddLosses.SoftBoundary(Z, C, tensor(1.5), 0.5).ToDouble(), 1e-12);
        // All inside: only the sphere costs.
        Assert.Equal(36, SvddLosses.SoftBoundary(Z, C, tensor(6.0), 0.1).ToDouble(), 1e-12);
        // R = 0 and ν = 1: the one-class loss.
        Assert.Equal(7.5, SvddLosses.SoftBoundary(Z, C, tensor(0.0), 1).ToDouble(), 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GradientsAreThoseOfTheDifferences(bool soft)
    {
        using var generator = new Generator(5);
        double Loss(Tensor z) => (soft ? SvddLosses.SoftBoundary(z, C, tensor(1.1), 0.3) : SvddLosses.OneClass(z, C)).ToDouble();
        var z = randn([6, 2], dtype: ScalarType.Float64, generator: generator).requires_grad_();
        (soft ? SvddLosses.SoftBoundary(z, C, tensor(1.1), 0.3) : SvddLosses.OneClass(z, C)).backward();
        var values = z.detach().data<double>().ToArray();
        var gradient = z.grad!.data<double>().ToArray();
        Assert.Contains(gradient, one => one != 0);
        for (var i = 0; i < values.Length; i++)
        {
            double At(double step) => Loss(tensor([.. values.Select((value, j) => j == i ? value + step : value)], 6, 2));
            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, gradient[i], 1e-7);
        }
    }

    [Fact]
    public void TheCentreIsTheMeanButNoCoordinateIsNearZero()
    {
        var z = tensor([2.0, 0.06, -0.02, 0.2, -0.3, 4.0, 0.06, -0.06, -0.2, -0.5], 2, 5);
        // Means 3, 0.06, −0.04, 0, −0.4.
        Assert.Equal([3, 0.1, -0.1, 0.1, -0.4], SvddLosses.Centre(z).data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        var exact = tensor([0.1, -0.1, 0.0999, -0.0999], 1, 4);
        Assert.Equal([0.1, -0.1, 0.1, -0.1], SvddLosses.Centre(exact).data<double>().ToArray());
        Assert.False(SvddLosses.Centre(z.requires_grad_()).requires_grad);
    }

    [Fact]
    public void TheRadiusIsTheQuantileOfTheDistances()
    {
        var squared = tensor([25.0, 1, 0, 4, 9]); // distances 0, 1, 2, 3, 5
        Assert.Equal(3, SvddLosses.Radius(squared, 0.25).ToDouble(), 1e-12);
        Assert.Equal(0, SvddLosses.Radius(squared, 1).ToDouble(), 1e-12);
        Assert.Equal(3 + 2 * 0.6, SvddLosses.Radius(squared, 0.1).ToDouble(), 1e-12); // NumPy's quantile: place 0.9 · 4 = 3.6
        Assert.Throws<ArgumentOutOfRangeException>(() => SvddLosses.Radius(squared, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SvddLosses.SoftBoundary(Z, C, tensor(1.0), 1.5));
    }

    [Fact]
    public void TheQuantileMinimisesTheSoftBoundary()
    {
        using var generator = new Generator(6);
        var z = randn([200, 2], dtype: ScalarType.Float64, generator: generator);
        foreach (var nu in new[] { 0.05, 0.1, 0.5 })
        {
            var best = SvddLosses.Radius(SvddLosses.SquaredDistance(z, C), nu).ToDouble();
            double Loss(double r) => SvddLosses.SoftBoundary(z, C, tensor(r), nu).ToDouble();
            // With 200 rows the quantile lies between two of them; nothing on a fine grid is better by more than that gap.
            var grid = Enumerable.Range(0, 1000).Select(i => Loss(i * 0.006)).Min();
            Assert.True(Loss(best) <= grid + 0.01, $"ν = {nu}: {Loss(best)} at the quantile, {grid} on the grid");
        }
    }
}
