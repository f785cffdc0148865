using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp;

/// <summary>Reads numbers a constant distance apart.</summary>
internal static unsafe class Strided
{
    /// <summary>target[j] = source[j · step]; nothing beyond the last number is touched.</summary>
    internal static void Gather<T>(T* source, nint step, T* target, int count) where T : unmanaged
    {
        var j = 0;
        if (step == 1)
        {
            new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(target, count));
            return;
        }
        if (step == 2 && sizeof(T) == 4 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            // The odd number behind the last one wanted is read, too: it lies before the next one wanted.
            for (; j + 4 < count; j += 4)
            {
                Vector128<float> left = Vector128.Load((float*)source + (2 * j)), right = Vector128.Load((float*)source + (2 * j) + 4);
                Vector128.Store(Sse.IsSupported ? Sse.Shuffle(left, right, 0b10_00_10_00) : AdvSimd.Arm64.UnzipEven(left, right), (float*)target + j);
            }
        }
        for (source += j * step; j < count; j++, source += step) target[j] = *source;
    }
}
