using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Operations that the golden cases touch lightly, against plain loops and identities.</summary>
public sealed class ValueTests
{
    private static readonly Random Random = new(5);

    private static Tensor Values(params long[] shape) =>
        tensor(Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (Random.NextDouble() * 4) - 2).ToArray(), shape);

    private static void Close(Tensor want, Tensor got, double tolerance = 1e-10)
    {
        Assert.Equal(want.shape, got.shape);
        Assert.True(got.allclose(want, 0, tolerance), $"wanted {want.npstr()}, got {got.npstr()}");
    }

    [Fact]
    public void Sums_of_any_length_and_width()
    {
        foreach (var (rows, columns) in new[] { (0, 3), (1, 1), (7, 5), (70, 3), (300, 9), (1100, 41), (5000, 2) })
        {
            var x = Values(rows, columns);
            var data = x.data<double>().ToArray();
            Close(tensor(Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, rows).Sum(r => data[(r * columns) + c])).ToArray()), x.sum(0L));
            Close(tensor(Enumerable.Range(0, rows).Select(r => data.Skip(r * columns).Take(columns).Sum()).ToArray()), x.sum(1));
            Close(tensor(data.Sum()), x.sum());
        }
    }

    [Fact]
    public void Einsum_is_the_sum_it_spells()
    {
        var (a, b, c) = (Values(2, 3, 4), Values(4, 3), Values(2, 4));
        var want = zeros([3, 2], float64);
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 3; j++)
                for (var k = 0; k < 4; k++) want[j, i] += a[i, j, k] * b[k, j] * c[i, k];
        Close(want, einsum("ijk,kj,ik->ji", a, b, c));
        Close(einsum("ijk,kl->ijl", a, b), einsum("...k,kl->...l", a, b));
        Close(a.sum(), einsum("ijk->", a));
        Close(b.mm(c.t().narrow(0, 0, 3)), einsum("ij,jk", b, c.t().narrow(0, 0, 3)));
    }

    [Fact]
    public void Decompositions_give_back_the_matrix()
    {
        foreach (var shape in new long[][] { [4, 4], [5, 3], [3, 5], [2, 4, 3] })
        {
            var a = Values(shape);
            var (u, s, vh) = linalg.svd(a, false);
            Close(a, (u * s.unsqueeze(-2)).matmul(vh));
            Assert.True((bool)(s.diff() <= 0).all());
            var full = linalg.svd(a);
            var k = s.shape[^1];
            Close(a, (full.U.narrow(-1, 0, k) * s.unsqueeze(-2)).matmul(full.Vh.narrow(-2, 0, k)));
            Close(eye(shape[^2], dtype: float64).expand(full.U.shape), full.U.mT.matmul(full.U));
            var (q, r) = linalg.qr(a);
            Close(a, q.matmul(r));
            Close(r, r.triu());
            Close(eye(q.shape[^1], dtype: float64).expand([.. q.shape[..^2], q.shape[^1], q.shape[^1]]), q.mT.matmul(q));
        }
        var m = Values(4, 4);
        var symmetric = m + m.t();
        var (l, v) = linalg.eigh(symmetric);
        Close(symmetric, (v * l).matmul(v.t()));
        var positive = m.mm(m.t()) + eye(4, dtype: float64);
        var factor = linalg.cholesky(positive);
        Close(positive, factor.mm(factor.t()));
        Close(factor, factor.tril());
    }

    [Fact]
    public void Inverses_determinants_and_equations()
    {
        for (var run = 0; run < 10; run++)
        {
            var a = Values(3, 4, 4);
            Close(eye(4, dtype: float64).expand(3, 4, 4), a.matmul(linalg.inv(a)), 1e-8);
            var (sign, log) = linalg.slogdet(a);
            Close(linalg.det(a), sign * log.exp(), 1e-9);
            var b = Values(4, 2);
            Close(b.expand(3, 4, 2), a.matmul(linalg.solve(a, b)), 1e-8);
            var tall = Values(6, 3);
            var x = linalg.lstsq(tall, Values(6, 2)).Solution;
            Assert.Equal([3, 2], x.shape);
            Close(eye(3, dtype: float64), linalg.pinv(tall).mm(tall), 1e-9);
            Assert.Equal(3, linalg.matrix_rank(tall).ToInt64());
        }
        Assert.Equal(-6, linalg.det(tensor(new double[,] { { 0, 2 }, { 3, 0 } })).ToDouble());
    }

    [Fact]
    public void Distances_both_ways_agree()
    {
        var (a, b) = (Values(30, 5), Values(28, 5));
        var direct = cdist(a, b, 2, compute_mode.donot_use_mm_for_euclid_dist);
        Close(direct, cdist(a, b), 1e-7);
        Close(direct, (a.unsqueeze(1) - b.unsqueeze(0)).norm(2));
    }

    [Fact]
    public void Statistics()
    {
        var x = Values(200);
        var data = x.data<double>().ToArray();
        var want = Enumerable.Range(0, 4).Select(k => (double)data.Count(v => v >= k - 2 && (v < k - 1 || (k == 3 && v <= 2)))).ToArray();
        Close(tensor(want), x.histc(4, -2, 2));
        Assert.Equal([2, 0, 1, 0], tensor(new long[] { 0, 2, 0 }).bincount(null!, 4).data<long>().ToArray());
        Close(tensor(new[] { 3.0, 0, 5 }), tensor(new long[] { 0, 2, 0 }).bincount(tensor(new[] { 1.0, 5, 2 })));
        var rows = tensor(new long[,] { { 3, 1 }, { 0, 2 }, { 3, 1 } }).unique(true, true, true, 0);
        Assert.Equal([0, 2, 3, 1], rows.output.data<long>().ToArray());
        Assert.Equal([1, 0, 1], rows.inverse_indices.data<long>().ToArray());
        Assert.Equal([1, 2], rows.counts.data<long>().ToArray());
        var table = Values(3, 50);
        var repeats = tensor(Enumerable.Range(0, 50).Select(i => (long)(i % 3)).ToArray());
        Close(cov(table.repeat_interleave(repeats, 1)), cov(table, 1, repeats));
        Assert.Equal(x.sort().Values.data<double>()[99], x.median().ToDouble());
        var mode = tensor(new long[] { 5, 2, 5, 2, 9 }).mode();
        Assert.Equal((2, 3), (mode.values.ToInt64(), mode.indices.ToInt64()));
        Assert.Equal([0, 3, 3, 5], searchsorted(tensor(new long[] { 1, 3, 3, 5, 7 }), tensor(new long[] { 0, 3, 4, 7 }), right: true).data<long>().ToArray());
    }

    [Fact]
    public void Empty_choices_are_empty()
    {
        var x = Values(3, 4);
        Assert.Equal([0], x[x > 100].shape);
        Assert.Equal([0, 4], x[tensor(new[] { false, false, false })].shape);
        Assert.Equal([0, 2], (x > 100).nonzero().shape);
        x[x > 100] = tensor(1.0);
        Assert.Equal([0, 4], x.index_select(0, zeros(0, dtype: int64)).shape);
        Assert.Equal([3, 0], x[TensorIndex.Colon, TensorIndex.Slice(4)].shape);
        Assert.Equal(0, x[TensorIndex.Slice(3)].sum().ToDouble());
    }

    [Fact]
    public void Hooks_see_and_replace_gradients()
    {
        var x = tensor(new[] { 1.0, 2 }, requires_grad: true);
        var y = x * 3;
        y.retain_grad();
        var seen = new List<double>();
        var hook = y.register_hook(g =>
        {
            seen.Add(g.sum().ToDouble());
            return g * 10;
        });
        (y * y).sum().backward();
        Assert.Equal([18.0], seen);
        Close(tensor(new[] { 6.0, 12 }), y.grad!);
        Close(tensor(new[] { 180.0, 360 }), x.grad!);
        hook.remove();
        x.grad = null;
        x.register_hook(g => g * 0);
        (x * 2).sum().backward();
        Close(zeros([2], float64), x.grad!);
    }

    [Fact]
    public void Nan_is_left_out()
    {
        var x = tensor(new[,] { { 1.0, double.NaN, 4, 2 }, { double.NaN, double.NaN, 5, 7 } });
        Assert.Equal(19, nansum(x).item<double>());
        Assert.Equal(3.8, nanmean(x).item<double>(), 1e-15);
        Assert.Equal([7 / 3.0, 6], nanmean(x, 1).data<double>().ToArray());
        Assert.Equal([2, 1], nanmean(x, 1, true).shape);
        Assert.Equal(4, nanmedian(x).item<double>());
        // Of 1, 2, 4: the place 0.25 · 2 lies between 1 and 2. Of 5, 7: a quarter of the way.
        Assert.Equal([1.5, 5.5], nanquantile(x, tensor(0.25), 1).data<double>().ToArray());
        Assert.Equal([2, 2, 1], nanquantile(x, tensor(new[] { 0, 1.0 }), 1, true).shape);
        Assert.True(double.IsNaN(quantile(x, tensor(0.25), 1)[0].item<double>()));
        Assert.True(double.IsNaN(nanquantile(full([2], double.NaN, float64), tensor(0.5)).item<double>()));
    }

    [Fact]
    public void Powers_of_a_matrix()
    {
        var a = tensor(new[,] { { 1.0, 1 }, { 1, 0 } });
        // Fibonacci numbers, also backwards.
        Assert.Equal([89, 55, 55, 34], linalg.matrix_power(a, 10).data<double>().ToArray());
        Assert.Equal([1, 0, 0, 1], linalg.matrix_power(a, 0).data<double>().ToArray());
        Assert.True(linalg.matrix_power(a, -3).allclose(tensor(new[,] { { -1.0, 2 }, { 2, -3 } })));
        Assert.Equal(5, dist(tensor(new[] { 3.0, 0 }), tensor(new[] { 0, 4.0 })).item<double>());
    }

    [Fact]
    public void Rare_functions_at_known_points()
    {
        // Values from Abramowitz and Stegun, tables 4.17 and 7.1, and identities.
        Assert.Equal(0.1572992070502851, erfc(tensor(1.0)).item<double>(), 1e-14);
        Assert.Equal(1.5374597944280349e-12, erfc(tensor(5.0)).item<double>(), 1e-24);
        var p = linspace(-0.999, 0.999, 41, float64);
        Assert.True(erf(erfinv(p)).allclose(p, 1e-12, 1e-12));
        Assert.True(sinh(asinh(p)).allclose(p, 1e-14, 1e-14));
        Assert.True(tanh(atanh(p)).allclose(p, 1e-14, 1e-14));
        Assert.True(acosh(cosh(p)).allclose(p.abs(), 1e-7, 1e-7));
        Assert.Equal(1024, exp2(tensor(10.0)).item<double>());
        Assert.Equal(1000 + Math.Log(2), logaddexp(tensor(1000.0), tensor(1000.0)).item<double>());
        Assert.Equal(3, logaddexp(tensor(3.0), tensor(double.NegativeInfinity)).item<double>());
        Assert.Equal([2L, -1], floor(tensor(new[] { 2L, -1 })).data<long>().ToArray());
    }
}
