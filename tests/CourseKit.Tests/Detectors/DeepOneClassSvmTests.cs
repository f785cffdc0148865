using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class DeepOneClassSvmTests
{
    private static readonly DeepOneClassSvmOptions Small = new()
    {
        HiddenSizes = [16],
        CodeSize = 3,
        Activation = Activation.Tanh,
        PretrainingEpochs = 20,
        Epochs = 20,
        BatchSize = 32,
        LearningRate = 3e-3,
        RandomFeatures = 200,
    };

    private static double Auroc(DeepOneClassSvmOptions options, Tensor train, Tensor test, IReadOnlyList<bool> isAnomaly)
    {
        using var detector = new DeepOneClassSvm(options);
        detector.Fit(train);
        var scores = detector.Score(test);
        Assert.True(scores.Distinct().Count() > scores.Length / 2, "The scores are nearly all the same.");
        return Evaluation.Auroc(isAnomaly, scores);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [Trait("Kind", "Training")]
    public void TheShareNuOfTheTrainingRowsLiesOutside(double nu)
    {
        var (train, _, _) = Toy.Parabola(1, rows: 300);
        using var detector = new DeepOneClassSvm(Small with { Nu = nu, Epochs = 5 });
        detector.Fit(train);
        Assert.InRange(detector.Score(train).Count(score => score > 0) / 300.0, nu - 0.005, nu);
    }

    [Fact]
    public void TheLossFallsAndAllMovesButTheFrequencies()
    {
        var (train, _, _) = Toy.Parabola(0);
        var options = Small with { PretrainingEpochs = 0, Epochs = 30 };
        using var trained = new DeepOneClassSvm(options);
        using var untrained = new DeepOneClassSvm(options with { Epochs = 0 });
        trained.Fit(train);
        untrained.Fit(train);
        Assert.True(trained.History.Loss[^1] < 0.7 * trained.History.Loss[0], string.Join(" ", trained.History.Loss));
        foreach (var ((name, weight), (_, start)) in trained.Network.named_parameters().Zip(untrained.Network.named_parameters()))
            Assert.False(weight.allclose(start), $"{name} has not changed.");
        Assert.True(trained.Network.Frequencies.allclose(untrained.Network.Frequencies));
        // What the reconstruction is weighed by: without it the codes draw together.
        double Error(DeepOneClassSvm detector) => (detector.Reconstruct(train) - train).square().mean().ToDouble();
        using var marginOnly = new DeepOneClassSvm(options with { Alpha = 0 });
        marginOnly.Fit(train);
        Assert.True(Error(trained) < 0.5 * Error(marginOnly), $"{Error(trained)} and {Error(marginOnly)}");
        double Spread(DeepOneClassSvm detector) => detector.Encode(train).var(0).mean().ToDouble();
        Assert.True(Spread(marginOnly) < 0.5 * Spread(trained), $"{Spread(marginOnly)} and {Spread(trained)}");
    }

    [Fact]
    public void TheFeaturesAreThoseOfTheKernelOnTheCodes()
    {
        var (train, _, _) = Toy.Parabola(0, rows: 50);
        double Error(int count) => Enumerable.Range(0, 8).Average(seed =>
        {
            using var detector = new DeepOneClassSvm(Small with { Epochs = 0, Sigma = 0.1, RandomFeatures = count, Seed = seed });
            detector.Fit(train);
            var codes = detector.Encode(train);
            var z = detector.Network.Map(codes);
            var kernel = (Kernels.SquaredDistances(codes, codes.to(float64)) / (-2 * 0.1 * 0.1)).exp();
            return (z.mm(z.t()) - kernel).square().mean().sqrt().ToDouble();
        });
        var (few, many) = (Error(100), Error(1600)); // sixteen times as many: a quarter of the error
        Assert.InRange(few / many, 2.8, 5.6);
        Assert.InRange(many, 0, 0.03);
    }

    [Fact]
    public void AttributionsAreFiniteDifferencesAndTheChainRule()
    {
        var (train, test, _) = Toy.Parabola(0);
        using var detector = new DeepOneClassSvm(Small with { Epochs = 3 });
        detector.Fit(train);
        var x = test[195..205];
        double Gradients() => detector.Network.parameters().Sum(parameter => parameter.grad?.abs().sum().ToDouble() ?? 0);
        var before = Gradients();
        var attributions = detector.Attribute(x);
        Assert.Equal([10, 8], attributions.shape);
        Assert.False(attributions.requires_grad);
        Assert.Equal(before, Gradients()); // those of the weights are left alone

        var state = detector.Network.state_dict().ToDictionary(one => one.Key, one => one.Value.to(float64));
        var (first, firstBias) = (state["encoder.0.weight"], state["encoder.0.bias"]);
        var (second, secondBias) = (state["encoder.2.weight"], state["encoder.2.bias"]);
        var (omega, w) = (state["frequencies"], state["w"]);
        var half = omega.shape[1];
        for (var row = 0; row < 10; row++)
        {
            // ∂(ρ − wᵀz) / ∂xₖ = √(1/D) Σⱼ (wⱼ sin ωⱼᵀe − w_{D+j} cos ωⱼᵀe) ωⱼᵀ ∂e/∂xₖ, with e = A₂ tanh(A₁x + b₁) + b₂.
            var hidden = (first.mv(x[row].to(float64)) + firstBias).tanh();
            var jacobian = second.mm((1 - hidden.square()).unsqueeze(1) * first); // [s, d]
            var angles = omega.t().mv(second.mv(hidden) + secondBias);
            var slope = (w[..(int)half] * angles.sin() - w[(int)half..] * angles.cos()) * Math.Sqrt(1.0 / half);
            var byHand = omega.mv(slope).unsqueeze(0).mm(jacobian)[0];
            for (var k = 0; k < 8; k++)
            {
                Assert.Equal(byHand[k].ToDouble(), attributions[row, k].ToDouble(), 1e-4);
                var (up, down) = (x[row..(row + 1)].clone(), x[row..(row + 1)].clone());
                up[0, k] += 0.01f;
                down[0, k] -= 0.01f;
                Assert.Equal((detector.Score(up)[0] - detector.Score(down)[0]) / 0.02, attributions[row, k].ToDouble(), 2e-3);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void TheAttributedColumnIsThePlantedOne(int seed)
    {
        // Six columns of which each tells of the others; one of them does not fit.
        using var generator = new Generator((ulong)seed);
        Tensor Rows(int count) => 0.3 * randn([count, 1], generator: generator) + 0.1 * randn([count, 6], generator: generator);
        var (train, test) = (Rows(300), Rows(60));
        using var planted = tensor(Enumerable.Range(0, 60).Select(row => row % 6L).ToArray());
        test += nn.functional.one_hot(planted, 6).to(float32) * 0.8;
        double Hits(int epochs)
        {
            using var detector = new DeepOneClassSvm(Small with { CodeSize = 6, Sigma = 1, Epochs = epochs, Seed = seed });
            detector.Fit(train);
            return detector.Attribute(test).argmax(1).eq(planted).to(float64).mean().ToDouble();
        }
        var (trained, untrained) = (Hits(20), Hits(0));
        Assert.True(trained > 0.9, $"{trained}");
        Assert.True(trained > untrained + 0.15, $"trained {trained}, untrained {untrained}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void BeatsItsUntrainedCopyAndTheDistanceToTheMean(int seed)
    {
        var (train, test, isAnomaly) = Toy.Parabola(seed);
        var options = Small with { Seed = seed };
        var trained = Auroc(options, train, test, isAnomaly);
        var untrained = Auroc(options with { Epochs = 0 }, train, test, isAnomaly);
        var baseline = Evaluation.Auroc(isAnomaly, Toy.DistanceToMean(train, test));
        Assert.True(trained > 0.8, $"{trained}");
        Assert.True(trained > untrained + 0.03, $"trained {trained}, untrained {untrained}");
        Assert.True(trained > baseline + 0.1, $"trained {trained}, baseline {baseline}");
    }

    [Fact]
    public void BadOptionsAreNamed()
    {
        void Bad(string option, Func<DeepOneClassSvmOptions> make) =>
            Assert.Contains(option, Assert.Throws<ArgumentOutOfRangeException>(make).Message);
        Bad("HiddenSizes", () => new() { HiddenSizes = [0] });
        Bad("CodeSize", () => new() { CodeSize = 0 });
        Bad("Activation", () => new() { Activation = (Activation)17 });
        Bad("OutputActivation", () => new() { OutputActivation = (Activation)17 });
        Bad("Alpha", () => new() { Alpha = -1 });
        Bad("Nu", () => new() { Nu = 0 });
        Bad("Nu", () => new() { Nu = 1.1 });
        Bad("RandomFeatures", () => new() { RandomFeatures = 5 });
        Bad("Sigma", () => new() { Sigma = 0 });
    }
}
