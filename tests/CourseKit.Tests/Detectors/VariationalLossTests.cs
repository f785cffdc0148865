using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>The parts of the evidence lower bound, each against something that knows nothing of it.</summary>
public class VariationalLossTests
{
    private static Tensor Draw(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, generator: generator).to(float64);
    }

    [Theory]
    [InlineData(0, 1, 0)] // the prior itself
    [InlineData(1, 1, 0.5)] // ½ μ²
    [InlineData(0, 2, 0.80685281944005469)] // ½ (3 − ln 4)
    [InlineData(-3, 0.5, 4.8181471805599453)] // ½ (9 + ¼ − 1 + ln 4)
    public void DivergenceByHand(double mean, double deviation, double expected) =>
        Assert.Equal(expected,
            VariationalLosses.KullbackLeibler(tensor(new[,] { { mean } }), tensor(new[,] { { 2 * Math.Log(deviation) } }))
            .ToDouble(), 1e-12);

    [Fact]
    public void DivergenceByNumericalIntegration()
    {
        var (mean, logVariance) = (Draw(1, 4, 3), Draw(2, 4, 3));
        var divergence = VariationalLosses.KullbackLeibler(mean, logVariance);
        for (var row = 0; row < 4; row++)
        {
            double sum = 0; // of the columns, which are independent
            for (var k = 0; k < 3; k++)
            {
                // The trapezoidal rule: exact to rounding for what falls off to 0 at both ends.
                var (mu, sigma) = (mean[row, k].ToDouble(), Math.Exp(logVariance[row, k].ToDouble() / 2));
                foreach (var x in Enumerable.Range(-1200, 2401).Select(i => mu + 0.01 * i * sigma))
                {
                    var q = Toy.NormalLogDensity(mu, sigma, x);
                    sum += 0.01 * sigma * Math.Exp(q) * (q - Toy.NormalLogDensity(0, 1, x));
                }
            }
            Assert.Equal(sum, divergence[row].ToDouble(), 1e-9);
        }
    }

    [Fact]
    public void LogLikelihoodsAreTheLogarithmsOfDensities()
    {
        var (x, mean, logVariance) = (Draw(3, 3, 4), Draw(4, 3, 4), Draw(5, 4));
        var gaussian = VariationalLosses.GaussianLogLikelihood(x, mean, logVariance);
        for (var row = 0; row < 3; row++)
        {
            var expected = Enumerable.Range(0, 4)
                .Sum(j => Toy.NormalLogDensity(mean[row, j].ToDouble(), Math.Exp(logVariance[j].ToDouble() / 2), x[row, j].ToDouble()));
            Assert.Equal(expected, gaussian[row].ToDouble(), 1e-10);
        }

        var (bits, logits) = ((Draw(6, 3, 4) > 0).to(float64), Draw(7, 3, 4));
        var bernoulli = VariationalLosses.BernoulliLogLikelihood(bits, logits);
        for (var row = 0; row < 3; row++)
        {
            var expected = Enumerable.Range(0, 4)
                .Sum(j => -Math.Log(1 + Math.Exp(bits[row, j].ToDouble() > 0 ? -logits[row, j].ToDouble() : logits[row, j].ToDouble())));
            Assert.Equal(expected, bernoulli[row].ToDouble(), 1e-10);
        }
        Assert.Equal(-800, VariationalLosses.BernoulliLogLikelihood(zeros(1, 1), full([1, 1], 800f)).ToDouble()); // 1 − p would be 0
    }

    [Fact]
    public void GradientsAreThoseOfFiniteDifferences()
    {
        var (x, noise, weights) = (Draw(8, 2, 3), Draw(9, 2, 2), Draw(10, 2, 3));
        foreach (var likelihood in Enum.GetValues<Likelihood>())
        {
            // One vector of all that is learned: μ and log σ² of the code, log σ² of the columns.
            Tensor Loss(Tensor all)
            {
                var (mean, logVariance, columns) = (all[..4].reshape(2, 2), all[4..8].reshape(2, 2), all[8..]);
                var output = VariationalLosses.Reparametrise(mean, logVariance, noise).mm(weights);
                var logLikelihood = likelihood == Likelihood.Bernoulli
                    ? VariationalLosses.BernoulliLogLikelihood(x.sigmoid(), output)
                    : VariationalLosses.GaussianLogLikelihood(x, output, columns);
                return VariationalLosses.NegativeElbo(logLikelihood, VariationalLosses.KullbackLeibler(mean, logVariance), 3).mean();
            }
            var point = Draw(11, 11);
            var leaf = point.clone();
            leaf.requires_grad = true;
            Loss(leaf).backward();
            for (var i = 0; i < 11; i++)
            {
                var step = zeros(11, float64);
                step[i] = 1e-5;
                Assert.Equal((Loss(point + step) - Loss(point - step)).ToDouble() / 2e-5, leaf.grad![i].ToDouble(), 1e-7);
            }
        }
    }

    [Fact]
    public void TheBoundIsTightForTheTruePosteriorAndBelowForAnyOther()
    {
        // x = w z + e, e from N(0, 0.3² I): then p(x) is N(0, w wᵀ + 0.3² I), and p(z | x) is known.
        const double variance = 0.09;
        double[] w = [0.8, -1.1, 0.4], x = [0.5, -0.2, 0.7];
        var covariance = tensor(w).outer(tensor(w)) + variance * eye(3, dtype: float64);
        var quadratic = tensor(x).dot(linalg.solve(covariance, tensor(x))).ToDouble();
        var exact = -0.5 * (quadratic + Math.Log(linalg.det(covariance).ToDouble()) + 3 * Math.Log(2 * Math.PI));

        double Elbo(double mean, double posteriorVariance)
        {
            var (m, v) = (full([1, 1], mean, float64), full([1, 1], Math.Log(posteriorVariance), float64));
            var half = Draw(12, 50_000, 1);
            var z = VariationalLosses.Reparametrise(m, v, cat([half, -half], 0)); // ε and −ε: less noise in the mean
            var logLikelihood =
                VariationalLosses.GaussianLogLikelihood(
                tensor(x).unsqueeze(0), z.mm(tensor(w).unsqueeze(0)), full([3], Math.Log(variance), float64));
            return -VariationalLosses.NegativeElbo(logLikelihood.mean().unsqueeze(0), VariationalLosses.KullbackLeibler(m, v)).ToDouble();
        }
        var trueVariance = 1 / (1 + w.Sum(value => value * value) / variance);
        var trueMean = trueVariance * w.Zip(x, (one, other) => one * other).Sum() / variance;
        Assert.Equal(exact, Elbo(trueMean, trueVariance), 0.01);
        Assert.True(Elbo(trueMean + 0.2, trueVariance) < exact - 0.1);
        Assert.True(Elbo(trueMean, 4 * trueVariance) < exact - 0.1);
        Assert.True(Elbo(0, 1) < exact - 0.1);
    }
}
