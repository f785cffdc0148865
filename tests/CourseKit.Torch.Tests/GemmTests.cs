using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Tests;

/// <summary>
/// Products of small whole numbers are exact in any order of summation, so the kernels are compared with a triple loop for equality.
/// Every operand lies against a page that must not be touched.
/// </summary>
[Collection(nameof(Work))]
public unsafe class GemmTests
{
    private static readonly int[] Sides = [1, 2, 3, 5, 6, 7, 8, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 64, 65, 130, 385];
    private static readonly int[] Depths = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33, 299, 300, 301, 599, 600, 601, 1201];

    public enum Path { Chosen, Bits512, Flat512, Bits256, Bits128 }

    public static TheoryData<Path, int> Cases
    {
        get
        {
            var data = new TheoryData<Path, int>();
            foreach (var path in Enum.GetValues<Path>())
                for (var seed = 0; seed < 8; seed++)
                    data.Add(path, seed);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Float_products_are_exact_whatever_the_shape_and_strides(Path path, int seed) => CheckRandomProducts<float>(path, seed);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Double_products_are_exact_whatever_the_shape_and_strides(Path path, int seed) => CheckRandomProducts<double>(path, seed + 100);

    [Theory]
    [InlineData(0, 3, 4)]
    [InlineData(3, 0, 4)]
    [InlineData(0, 0, 0)]
    public void Nothing_is_touched_when_C_is_empty(int m, int n, int k) =>
        Gemm.Multiply<float>(m, n, k, 1, null, 1, 1, null, 1, 1, 0, null, 1);

    [Fact]
    public void An_empty_sum_leaves_beta_C_or_the_bias()
    {
        float[] c = [1, 2, 3, float.NaN, 5, 6];
        fixed (float* target = c)
        {
            Gemm.Multiply<float>(3, 2, 0, 1, null, 1, 1, null, 1, 1, 0.5f, target, 2);
            Assert.Equal([0.5f, 1, 1.5f, float.NaN, 2.5f, 3], c);
            var bias = stackalloc float[] { 7, 8 };
            Gemm.Multiply(3, 2, 0, 1, null, 1, 1, null, 1, 1, 0, target, 2, bias);
            Assert.Equal([7, 8, 7, 8, 7, 8], c);
            // alpha = 0: A and B are not read (they are null here).
            Gemm.Multiply<float>(3, 2, 5, 0, null, 1, 1, null, 1, 1, 0, target, 2);
            Assert.Equal(new float[6], c);
        }
    }

    [Theory]
    [InlineData(1, 40, 30)]
    [InlineData(40, 1, 30)]
    [InlineData(13, 37, 30)]
    [InlineData(128, 64, 450)]
    public void With_beta_zero_old_contents_do_not_matter(int m, int n, int k)
    {
        var a = new float[m * k];
        var b = new float[k * n];
        Array.Fill(a, 1);
        Array.Fill(b, 2);
        var c = new float[m * n];
        Array.Fill(c, float.NaN);
        fixed (float* pa = a, pb = b, pc = c)
            Gemm.Multiply(m, n, k, 1, pa, k, 1, pb, n, 1, 0, pc, n);
        Assert.All(c, value => Assert.Equal(2 * k, value));
    }

    [Fact]
    public void Not_a_number_stays_in_its_row_and_column()
    {
        const int m = 30, n = 70, k = 20;
        var a = new float[m * k];
        var b = new float[k * n];
        a[17 * k + 3] = float.NaN;
        b[5 * n + 41] = float.PositiveInfinity; // times 0 is NaN as well
        var c = new float[m * n];
        fixed (float* pa = a, pb = b, pc = c)
            Gemm.Multiply(m, n, k, 1, pa, k, 1, pb, n, 1, 0, pc, n);
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
                Assert.Equal(i == 17 || j == 41, float.IsNaN(c[i * n + j]));
    }

    [Theory]
    [InlineData(128, 256, 784)]
    [InlineData(784, 256, 128)]
    [InlineData(1000, 30, 61)]
    [InlineData(37, 2000, 45)]
    [InlineData(3000, 1, 700)]
    [InlineData(1, 3000, 700)]
    public void Any_number_of_threads_gives_the_same_bits(int m, int n, int k)
    {
        var random = new Random(m + n + k);
        var a = Reals(m * k, random);
        var b = Reals(k * n, random);
        var before = Work.Threads;
        try
        {
            float[]? first = null;
            foreach (var threads in new[] { 1, 2, 3, 7 })
            {
                Work.Threads = threads;
                var c = new float[m * n];
                fixed (float* pa = a, pb = b, pc = c)
                    Gemm.Multiply(m, n, k, 1, pa, 1, m, pb, n, 1, 0, pc, n);
                first ??= c;
                Assert.Equal(first, c);
            }
        }
        finally
        {
            Work.Threads = before;
        }
    }

    [Theory]
    [InlineData(65, 47, 784)]
    [InlineData(1, 47, 784)]
    [InlineData(65, 1, 784)]
    public void Real_products_are_within_rounding(int m, int n, int k)
    {
        var random = new Random(k);
        var a = Reals(m * k, random);
        var b = Reals(k * n, random);
        var c = new float[m * n];
        fixed (float* pa = a, pb = b, pc = c)
            Gemm.Multiply(m, n, k, 1, pa, k, 1, pb, n, 1, 0, pc, n);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                double sum = 0, size = 0;
                for (var l = 0; l < k; l++)
                {
                    var term = (double)a[i * k + l] * b[l * n + j];
                    sum += term;
                    size += Math.Abs(term);
                }
                // A chain of k roundings; in practice they go as the root of k.
                Assert.InRange(c[i * n + j], sum - 4e-7 * size, sum + 4e-7 * size);
            }
        }
    }

    [Fact]
    public void Products_from_many_threads_do_not_disturb_one_another()
    {
        Parallel.For(0, 64, seed => CheckRandomProducts<float>(Path.Chosen, 1000 + seed, 4));
    }

    private static void CheckRandomProducts<T>(Path path, int seed, int count = 40) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (path is Path.Bits512 or Path.Flat512 && !Avx512F.IsSupported || path == Path.Bits256 && !(Avx2.IsSupported && Fma.IsSupported))
            return;
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            int Side() => Sides[random.Next(Sides.Length)];
            int m, n, k;
            do
                (m, n, k) = (Side(), Side(), Depths[random.Next(Depths.Length)]);
            while ((long)m * n * k > 500_000); // the triple loop is slow
            CheckProduct<T>(path, m, n, k, random);
        }
    }

    private static void CheckProduct<T>(Path path, int m, int n, int k, Random random) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (aRow, aColumn) = Steps(m, k, random);
        var (bRow, bColumn) = Steps(k, n, random);
        var cRow = n + random.Next(3);
        T[] alphas = [T.One, T.CreateChecked(-0.5), T.CreateChecked(2)], betas = [T.Zero, T.Zero, T.One, T.CreateChecked(0.5)];
        T alpha = alphas[random.Next(3)], beta = betas[random.Next(4)];

        using var a = new GuardedBuffer<T>(Whole<T>(Extent(m, aRow, k, aColumn), random), random.Next(2) == 0);
        using var b = new GuardedBuffer<T>(Whole<T>(Extent(k, bRow, n, bColumn), random), random.Next(2) == 0);
        using var c = new GuardedBuffer<T>(Whole<T>(Extent(m, cRow, n, 1), random), random.Next(2) == 0);
        using var bias = new GuardedBuffer<T>(Whole<T>(n, random), random.Next(2) == 0);
        var useBias = beta == T.Zero && random.Next(2) == 0;

        var want = c.Values.ToArray();
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = T.Zero;
                for (var l = 0; l < k; l++)
                    sum += a.Values[i * aRow + l * aColumn] * b.Values[l * bRow + j * bColumn];
                ref var target = ref want[i * cRow + j];
                target = alpha * sum + beta * target + (useBias ? bias.Values[j] : T.Zero);
            }
        }

        if (path == Path.Chosen)
        {
            Gemm.Multiply(m, n, k, alpha, a.Start, aRow, aColumn, b.Start, bRow, bColumn, beta, c.Start, cRow, useBias ? bias.Start : null);
        }
        else
        {
            var product = new MatrixProduct<T>
            {
                M = m,
                N = n,
                K = k,
                Alpha = alpha,
                A = a.Start,
                ARow = aRow,
                AColumn = aColumn,
                B = b.Start,
                BRow = bRow,
                BColumn = bColumn,
                Beta = beta,
                C = c.Start,
                CRow = cRow,
                Bias = useBias ? bias.Start : null,
            };
            if (product is MatrixProduct<float> single)
                RunOn(path, single);
            else if (product is MatrixProduct<double> twofold)
                RunOn(path, twofold);
        }
        Assert.True(
            want.AsSpan().SequenceEqual(c.Values),
            $"{typeof(T).Name} {m}x{n}x{k}, steps of A {aRow}, {aColumn}, of B {bRow}, {bColumn}, of C {cRow}, alpha {alpha}, beta {beta}, bias {useBias}");
    }

    private static void RunOn(Path path, in MatrixProduct<float> product)
    {
        if (path == Path.Flat512)
            Gemm.Share<FlatTile<FloatLanes512, Vector512<float>, float>, float>(product);
        else if (path == Path.Bits512)
            Gemm.Share<TallTile<FloatLanes512, Vector512<float>, float>, float>(product);
        else if (path == Path.Bits256)
            Gemm.Share<LowTile<FloatLanes256, Vector256<float>, float>, float>(product);
        else
            Gemm.Share<LowTile<FloatLanes128, Vector128<float>, float>, float>(product);
    }

    private static void RunOn(Path path, in MatrixProduct<double> product)
    {
        if (path == Path.Flat512)
            Gemm.Share<FlatTile<DoubleLanes512, Vector512<double>, double>, double>(product);
        else if (path == Path.Bits512)
            Gemm.Share<TallTile<DoubleLanes512, Vector512<double>, double>, double>(product);
        else if (path == Path.Bits256)
            Gemm.Share<LowTile<DoubleLanes256, Vector256<double>, double>, double>(product);
        else
            Gemm.Share<LowTile<DoubleLanes128, Vector128<double>, double>, double>(product);
    }

    /// <summary>Row by row, column by column, either with gaps, or with every other number left out.</summary>
    private static (int Row, int Column) Steps(int rows, int columns, Random random) => random.Next(5) switch
    {
        0 => (columns, 1),
        1 => (columns + 3, 1),
        2 => (1, rows),
        3 => (1, rows + 5),
        _ => (2 * columns + 1, 2),
    };

    private static int Extent(int rows, int rowStep, int columns, int columnStep) => (rows - 1) * rowStep + (columns - 1) * columnStep + 1;

    private static T[] Whole<T>(int count, Random random) where T : IFloatingPointIeee754<T>
    {
        var values = new T[count];
        for (var i = 0; i < count; i++)
            values[i] = T.CreateChecked(random.Next(-4, 5));
        return values;
    }

    private static float[] Reals(int count, Random random)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = random.NextSingle() - 0.5f;
        return values;
    }
}
