using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp;

/// <summary>
/// Matrix products C = alpha A B + beta C for float and double, in the manner of Goto and van de Geijn (2008): blocks of B are
/// packed into panels that stay in the second cache, a few rows of A into the first, and a tile of C is kept in registers.
/// </summary>
/// <remarks>
/// Any strides of A and B will do, so a transpose costs nothing to ask for. Sums over k run in blocks whose length depends on k
/// only: results are bitwise the same for any number of threads. C must not overlap A or B.
/// </remarks>
internal static unsafe class Gemm
{
    /// <summary>Multiplications under which a product is not worth handing to other threads.</summary>
    private const double ParallelFloor = 1 << 20;

    /// <summary>Multiplications from which on each thread gets two blocks, so that one that is held up leaves less to wait for.</summary>
    private const double HalvingFloor = 1 << 26;

    /// <summary>C = alpha A B + beta C.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B; 0 gives an empty sum.</param>
    /// <param name="alpha">Factor of the product; with 0, A and B are not read.</param>
    /// <param name="a">First number of A.</param>
    /// <param name="aRow">Step from a row of A to the next, in numbers.</param>
    /// <param name="aColumn">Step from a column of A to the next.</param>
    /// <param name="b">First number of B.</param>
    /// <param name="bRow">Step from a row of B to the next.</param>
    /// <param name="bColumn">Step from a column of B to the next.</param>
    /// <param name="beta">Factor of what C held; with 0, C is not read.</param>
    /// <param name="c">First number of C, whose columns lie next to one another.</param>
    /// <param name="cRow">Step from a row of C to the next.</param>
    /// <param name="bias">With <paramref name="beta"/> 0: n numbers to add to every row, or null.</param>
    public static void Multiply<T>(
        int m, int n, int k,
        T alpha, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn,
        T beta, T* c, nint cRow, T* bias = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m <= 0 || n <= 0)
            return;
        var product = new MatrixProduct<T>
        {
            M = m,
            N = n,
            K = alpha == T.Zero ? 0 : Math.Max(k, 0),
            Alpha = alpha,
            A = a,
            ARow = aRow,
            AColumn = aColumn,
            B = b,
            BRow = bRow,
            BColumn = bColumn,
            Beta = beta,
            C = c,
            CRow = cRow,
            Bias = bias,
        };
        if (product.K == 0)
            Finish(product, null);
        else if (n == 1 && (aRow == 1 || aColumn == 1))
            OneColumn(product);
        else if (m == 1 && (bRow == 1 || bColumn == 1))
            OneRow(product);
        else if (product is MatrixProduct<float> single)
            Choose(single);
        else if (product is MatrixProduct<double> twofold)
            Choose(twofold);
        else
            throw new NotSupportedException($"No matrix kernel for {typeof(T).Name}.");
    }

    private static void Choose(in MatrixProduct<float> product)
    {
        if (Avx512F.IsSupported && product.M <= 4)
            Share<FlatTile<FloatLanes512, Vector512<float>, float>, float>(product);
        else if (Avx512F.IsSupported)
            Share<TallTile<FloatLanes512, Vector512<float>, float>, float>(product);
        else if (Avx2.IsSupported && Fma.IsSupported)
            Share<LowTile<FloatLanes256, Vector256<float>, float>, float>(product);
        else
            Share<LowTile<FloatLanes128, Vector128<float>, float>, float>(product);
    }

    private static void Choose(in MatrixProduct<double> product)
    {
        if (Avx512F.IsSupported && product.M <= 4)
            Share<FlatTile<DoubleLanes512, Vector512<double>, double>, double>(product);
        else if (Avx512F.IsSupported)
            Share<TallTile<DoubleLanes512, Vector512<double>, double>, double>(product);
        else if (Avx2.IsSupported && Fma.IsSupported)
            Share<LowTile<DoubleLanes256, Vector256<double>, double>, double>(product);
        else
            Share<LowTile<DoubleLanes128, Vector128<double>, double>, double>(product);
    }

    /// <summary>Shares a product out over the threads: a grid of blocks of C, cut at the edges of tiles.</summary>
    internal static void Share<TTile, T>(in MatrixProduct<T> product)
        where TTile : ITileKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = (double)product.M * product.N * product.K;
        if (size < ParallelFloor || Work.Threads == 1)
            BlockProduct.Compute<TTile, T>(product, 0, product.M, 0, product.N);
        else
            Share<TTile, T>(product, size < HalvingFloor ? Work.Threads : 2 * Work.Threads);
    }

    private static void Share<TTile, T>(MatrixProduct<T> product, int blocks)
        where TTile : ITileKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        int tileRows = Tiles(product.M, TTile.Rows), tileColumns = Tiles(product.N, TTile.Columns);
        var (gridRows, gridColumns) = Grid(product, blocks, tileRows, tileColumns);
        Work.Pieces(gridRows * gridColumns, 1, (start, end) =>
        {
            for (var piece = start; piece < end; piece++)
            {
                int i = piece / gridColumns, j = piece % gridColumns;
                BlockProduct.Compute<TTile, T>(
                    product,
                    Cut(i, gridRows, tileRows, TTile.Rows, product.M), Cut(i + 1, gridRows, tileRows, TTile.Rows, product.M),
                    Cut(j, gridColumns, tileColumns, TTile.Columns, product.N), Cut(j + 1, gridColumns, tileColumns, TTile.Columns, product.N));
            }
        });
    }

    /// <summary>
    /// Cuts C into so many blocks, or fewer where tiles are few, as nearly square as possible: a block reads its share of A and
    /// packs its share of B.
    /// </summary>
    private static (int Rows, int Columns) Grid<T>(in MatrixProduct<T> product, int most, int tileRows, int tileColumns) where T : unmanaged
    {
        for (var blocks = most; blocks > 1; blocks--)
        {
            var (best, least) = ((Rows: 0, Columns: 0), double.MaxValue);
            for (var rows = 1; rows <= blocks; rows++)
            {
                var columns = blocks / rows;
                var reads = (double)product.M / rows + (double)product.N / columns;
                if (rows * columns == blocks && rows <= tileRows && columns <= tileColumns && reads < least)
                    (best, least) = ((rows, columns), reads);
            }
            if (best.Rows != 0)
                return best;
        }
        return (1, 1);
    }

    private static int Tiles(int length, int tile) => (length + tile - 1) / tile;

    private static int Cut(int part, int parts, int tiles, int tile, int length) =>
        (int)Math.Min((long)part * tiles / parts * tile, length);

    private static void OneColumn<T>(in MatrixProduct<T> p) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scratch = PackBuffer.Rent<T>((nint)p.M + p.K);
        var x = Gather(p.B, p.BRow, p.K, scratch + p.M);
        MatrixVector.Multiply(p.M, p.K, p.A, p.ARow, p.AColumn, x, scratch);
        Finish(p, scratch);
    }

    private static void OneRow<T>(in MatrixProduct<T> p) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scratch = PackBuffer.Rent<T>((nint)p.N + p.K);
        var x = Gather(p.A, p.AColumn, p.K, scratch + p.N);
        MatrixVector.Multiply(p.N, p.K, p.B, p.BColumn, p.BRow, x, scratch);
        Finish(p, scratch);
    }

    private static T* Gather<T>(T* source, nint step, int count, T* room) where T : unmanaged
    {
        if (step == 1)
            return source;
        for (var i = 0; i < count; i++)
            room[i] = source[i * step];
        return room;
    }

    /// <summary>C = alpha sums + beta C (or + bias), for the sums of C row by row, or for none at all.</summary>
    private static void Finish<T>(in MatrixProduct<T> p, T* sums) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < p.M; i++)
        {
            var row = p.C + i * p.CRow;
            for (var j = 0; j < p.N; j++)
            {
                var start = p.Beta != T.Zero ? p.Beta * row[j] : p.Bias is null ? T.Zero : p.Bias[j];
                row[j] = sums is null ? start : p.Alpha * sums[(nint)i * p.N + j] + start;
            }
        }
    }
}
