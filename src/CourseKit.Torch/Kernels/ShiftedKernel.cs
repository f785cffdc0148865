using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp;

/// <summary>The <see cref="ShiftedLoops{TLanes, TVector, T}"/> for the longest vectors the machine has.</summary>
internal readonly unsafe struct ShiftedKernel<T> where T : unmanaged
{
    private ShiftedKernel(int lanes, void* multiply, void* sum)
    {
        Lanes = lanes;
        Multiply = (delegate*<in ShiftedProduct<T>, void>)multiply;
        Sum = (delegate*<in ShiftedSums<T>, void>)sum;
    }

    internal int Lanes { get; }

    internal delegate*<in ShiftedProduct<T>, void> Multiply { get; }

    internal delegate*<in ShiftedSums<T>, void> Sum { get; }

    internal static ShiftedKernel<T> Choose()
    {
        if (typeof(T) == typeof(float))
        {
            if (Avx512F.IsSupported) return Of<FloatLanes512, Vector512<float>, float>();
            return Avx2.IsSupported && Fma.IsSupported ? Of<FloatLanes256, Vector256<float>, float>() : Of<FloatLanes128, Vector128<float>, float>();
        }
        if (typeof(T) == typeof(double))
        {
            if (Avx512F.IsSupported) return Of<DoubleLanes512, Vector512<double>, double>();
            return Avx2.IsSupported && Fma.IsSupported ? Of<DoubleLanes256, Vector256<double>, double>() : Of<DoubleLanes128, Vector128<double>, double>();
        }
        throw new NotSupportedException($"No convolution kernel for {typeof(T).Name}.");
    }

    private static ShiftedKernel<T> Of<TLanes, TVector, TNumber>()
        where TLanes : ILanes<TVector, TNumber> where TVector : struct where TNumber : unmanaged
    {
        delegate*<in ShiftedProduct<TNumber>, void> multiply = &ShiftedLoops<TLanes, TVector, TNumber>.Multiply;
        delegate*<in ShiftedSums<TNumber>, void> sum = &ShiftedLoops<TLanes, TVector, TNumber>.Sum;
        return new(TLanes.Count, multiply, sum);
    }
}
