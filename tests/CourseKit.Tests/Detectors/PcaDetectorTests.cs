using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>Held against the singular value decomposition of the centred rows: another route than the covariance.</summary>
public class PcaDetectorTests
{
    private static Tensor Data(int rows, int columns, int seed = 5)
    {
        using var generator = new Generator((ulong)seed);
        // Falling variances, mixed by a random matrix, and a mean.
        var scale = torch.pow(0.8, arange(columns, float32));
        return (randn([rows, columns], generator: generator) * scale).mm(randn([columns, columns], generator: generator)) + 3;
    }

    [Theory]
    [InlineData(100, 12, 3)]
    [InlineData(300, 160, 4)] // large enough for the iteration
    [InlineData(20, 160, 4)] // fewer rows than columns
    [InlineData(50, 6, 6)] // nothing left over
    public void EqualsTheSingularValueDecomposition(int rows, int columns, int k)
    {
        var x = Data(rows, columns);
        using var pca = new PcaDetector(new PcaOptions { Components = k });
        pca.Fit(x);

        var centred = x.to(float64) - x.to(float64).mean([0]);
        var (_, s, vt) = linalg.svd(centred, fullMatrices: false);
        var axes = vt.narrow(0, 0, k);
        var cosines = (axes * pca.Components).sum(1).abs();
        for (var i = 0; i < k; i++)
        {
            Assert.Equal((s[i].square() / s.square().sum()).ToDouble(), pca.ExplainedVarianceRatio[i], 1e-9);
            Assert.Equal(1, cosines[i].ToDouble(), 1e-8);
            Assert.True(pca.Components[i].gather(0, pca.Components[i].abs().argmax(0, keepdim: true)).ToDouble() > 0);
        }
        var residual = (centred - centred.mm(axes.t()).mm(axes)).square().sum(1).sqrt();
        var scores = pca.Score(x);
        for (var i = 0; i < rows; i++) Assert.Equal(residual[i].ToDouble(), scores[i], 1e-6);
    }

    [Fact]
    public void EncodesDecodesAndReconstructs()
    {
        var x = Data(40, 6);
        using var pca = new PcaDetector(new PcaOptions { Components = 6 });
        pca.Fit(x);
        Assert.True(pca.Reconstruct(x).allclose(x, atol: 1e-4));
        using var two = new PcaDetector();
        two.Fit(x);
        var z = two.Encode(x);
        Assert.Equal([40, 2], z.shape);
        Assert.Equal(float32, z.dtype);
        Assert.True(two.Decode(z).allclose(two.Reconstruct(x), atol: 1e-4));
        // Coordinates are centred and uncorrelated.
        Assert.Equal(0, z.sum(0L).abs().max().ToDouble(), 1e-3);
        Assert.Equal(0, (z[.., 0] * z[.., 1]).mean().ToDouble(), 1e-3);
        Assert.True(z.allclose((x - two.Mean.to(float32)).mm(two.Components.t().to(float32)), atol: 1e-4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void FindsOtherDigits(int seed)
    {
        var (train, test, isAnomaly) = Toy.Digits(seed);
        using var pca = new PcaDetector(new PcaOptions { Components = 8 });
        pca.Fit(train);
        var found = Evaluation.Auroc(isAnomaly, pca.Score(test));
        Assert.True(found > 0.93, $"{found}");
        Assert.True(found > Evaluation.Auroc(isAnomaly, Toy.DistanceToMean(train, test)) + 0.1);
    }

    [Fact]
    [Trait("Kind", "Training")]
    public void ALinearAutoencoderFindsTheSameSubspace()
    {
        // Baldi and Hornik 1989: at the minimum the decoder's columns span the leading principal subspace.
        var x = Data(256, 6);
        x = (x - x.mean([0])) / x.std();
        using var pca = new PcaDetector(new PcaOptions { Components = 2 });
        pca.Fit(x);
        using var linear = new Autoencoder(new AutoencoderOptions
        {
            HiddenSizes = [],
            CodeSize = 2,
            OutputActivation = Activation.Identity,
            Epochs = 400,
            BatchSize = 64,
            LearningRate = 5e-3,
        });
        linear.Fit(x);
        var decoder = linear.Network.named_parameters().Single(one => one.name == "decoder.0.weight").parameter;
        var overlap = pca.Components.mm(linalg.qr(decoder.detach().to(float64)).Q);
        // The singular values of the overlap are the cosines of the principal angles.
        Assert.All(linalg.svdvals(overlap).data<double>().ToArray(), cosine => Assert.InRange(cosine, 0.999, 1 + 1e-9));
        var error = pca.Score(x).Average(score => score * score);
        Assert.Equal(error, linear.Score(x).Average(score => score * score), 0.01 * error);
    }

    [Fact]
    public void ConstantColumnsCountByTheirDistance()
    {
        var x = cat([Data(50, 3), 2 * ones(50, 1)], 1);
        using var pca = new PcaDetector(new PcaOptions { Components = 3 });
        pca.Fit(x);
        Assert.All(pca.Score(x), score => Assert.Equal(0, score, 1e-5));
        x[0, 3] = 7;
        Assert.Equal(5, pca.Score(x)[0], 1e-5);
    }

    [Fact]
    public void OneRowOrEqualRowsAreHarmless()
    {
        foreach (var x in new[] { ones(1, 4), ones(30, 4) })
        {
            using var pca = new PcaDetector();
            pca.Fit(x);
            Assert.All(pca.Score(x), score => Assert.Equal(0, score));
            Assert.All(pca.ExplainedVarianceRatio, ratio => Assert.Equal(0, ratio));
            // Without variance there is no direction in which a deviation would be normal.
            Assert.Equal(2, pca.Score(x + 1)[0], 1e-9);
        }
    }

    [Fact]
    public void TooManyComponentsAreSaid()
    {
        using var pca = new PcaDetector(new PcaOptions { Components = 5 });
        Assert.Contains("5 components do not fit into 4 columns", Assert.Throws<ArgumentException>(() => pca.Fit(rand(10, 4))).Message);
        Assert.Contains("Components", Assert.Throws<ArgumentOutOfRangeException>(() => new PcaOptions { Components = 0 }).Message);
    }
}
