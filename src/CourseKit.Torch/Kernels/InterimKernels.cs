using System.Numerics;

namespace TorchSharp;

// Stand-ins until the packed kernels land; whoever lands those deletes this file.
internal static class Work
{
    public static int Threads { get; set; } = Environment.ProcessorCount;

    public static void Pieces(int count, int length, Action<int, int> body)
    {
        for (var i = 0; i < count; i += length) body(i, Math.Min(i + length, count));
    }
}

internal static unsafe class Gemm
{
    public static void Multiply<T>(
        int m, int n, int k, T alpha, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T beta, T* c, nint cRow, T* bias = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++) c[(i * cRow) + j] = (beta == T.Zero ? T.Zero : beta * c[(i * cRow) + j]) + (bias is null ? T.Zero : bias[j]);
            for (var l = 0; l < k; l++)
                for (var j = 0; j < n; j++) c[(i * cRow) + j] += alpha * a[(i * aRow) + (l * aColumn)] * b[(l * bRow) + (j * bColumn)];
        }
    }
}
