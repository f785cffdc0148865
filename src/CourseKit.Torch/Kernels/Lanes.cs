using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp;

/// <summary>The few vector operations the matrix kernel is written in, so that one text serves every vector length.</summary>
/// <remarks>
/// The implementations are not generic in the number: a call is one instruction to inline, so a kernel of a hundred calls compiles
/// in a few milliseconds rather than in sixty.
/// </remarks>
internal unsafe interface ILanes<TVector, T> where TVector : struct where T : unmanaged
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(T* source);
    static abstract void Store(T* target, TVector value);
    static abstract TVector Fill(T value);
    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left * right + addend, fused where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>All bits set in the first <paramref name="count"/> lanes; any count, also below 0 or above <see cref="Count"/>.</summary>
    static abstract TVector Mask(int count);

    /// <summary>Reads the lanes of the mask only; the others are 0 and their memory is not touched.</summary>
    static abstract TVector Load(T* source, TVector mask);

    /// <summary>Writes the lanes of the mask only; the memory of the others is not touched.</summary>
    static abstract void Store(T* target, TVector value, TVector mask);
}

/// <summary>512-bit vectors of float; needs AVX-512F.</summary>
internal readonly unsafe struct FloatLanes512 : ILanes<Vector512<float>, float>
{
    public static int Count => Vector512<float>.Count;
    public static Vector512<float> Load(float* source) => Vector512.Load(source);
    public static void Store(float* target, Vector512<float> value) => Vector512.Store(value, target);
    public static Vector512<float> Fill(float value) => Vector512.Create(value);
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Avx512F.FusedMultiplyAdd(left, right, addend);
    public static Vector512<float> Mask(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
    public static Vector512<float> Load(float* source, Vector512<float> mask) => Avx512F.MaskLoad(source, mask, Vector512<float>.Zero);
    public static void Store(float* target, Vector512<float> value, Vector512<float> mask) => Avx512F.MaskStore(target, mask, value);
}

/// <summary>512-bit vectors of double; needs AVX-512F.</summary>
internal readonly unsafe struct DoubleLanes512 : ILanes<Vector512<double>, double>
{
    public static int Count => Vector512<double>.Count;
    public static Vector512<double> Load(double* source) => Vector512.Load(source);
    public static void Store(double* target, Vector512<double> value) => Vector512.Store(value, target);
    public static Vector512<double> Fill(double value) => Vector512.Create(value);
    public static Vector512<double> Multiply(Vector512<double> left, Vector512<double> right) => left * right;
    public static Vector512<double> MultiplyAdd(Vector512<double> left, Vector512<double> right, Vector512<double> addend) =>
        Avx512F.FusedMultiplyAdd(left, right, addend);
    public static Vector512<double> Mask(int count) => Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble();
    public static Vector512<double> Load(double* source, Vector512<double> mask) => Avx512F.MaskLoad(source, mask, Vector512<double>.Zero);
    public static void Store(double* target, Vector512<double> value, Vector512<double> mask) => Avx512F.MaskStore(target, mask, value);
}

/// <summary>256-bit vectors of float; needs AVX2 and Fma.MultiplyAdd(left, right, addend).</summary>
internal readonly unsafe struct FloatLanes256 : ILanes<Vector256<float>, float>
{
    public static int Count => Vector256<float>.Count;
    public static Vector256<float> Load(float* source) => Vector256.Load(source);
    public static void Store(float* target, Vector256<float> value) => Vector256.Store(value, target);
    public static Vector256<float> Fill(float value) => Vector256.Create(value);
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Fma.MultiplyAdd(left, right, addend);
    public static Vector256<float> Mask(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
    public static Vector256<float> Load(float* source, Vector256<float> mask) => Avx.MaskLoad(source, mask);
    public static void Store(float* target, Vector256<float> value, Vector256<float> mask) => Avx.MaskStore(target, mask, value);
}

/// <summary>256-bit vectors of double; needs AVX2 and Fma.MultiplyAdd(left, right, addend).</summary>
internal readonly unsafe struct DoubleLanes256 : ILanes<Vector256<double>, double>
{
    public static int Count => Vector256<double>.Count;
    public static Vector256<double> Load(double* source) => Vector256.Load(source);
    public static void Store(double* target, Vector256<double> value) => Vector256.Store(value, target);
    public static Vector256<double> Fill(double value) => Vector256.Create(value);
    public static Vector256<double> Multiply(Vector256<double> left, Vector256<double> right) => left * right;
    public static Vector256<double> MultiplyAdd(Vector256<double> left, Vector256<double> right, Vector256<double> addend) =>
        Fma.MultiplyAdd(left, right, addend);
    public static Vector256<double> Mask(int count) => Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble();
    public static Vector256<double> Load(double* source, Vector256<double> mask) => Avx.MaskLoad(source, mask);
    public static void Store(double* target, Vector256<double> value, Vector256<double> mask) => Avx.MaskStore(target, mask, value);
}

/// <summary>128-bit vectors of float; for every other machine (ARM64 among them).</summary>
internal readonly unsafe struct FloatLanes128 : ILanes<Vector128<float>, float>
{
    public static int Count => Vector128<float>.Count;
    public static Vector128<float> Load(float* source) => Vector128.Load(source);
    public static void Store(float* target, Vector128<float> value) => Vector128.Store(value, target);
    public static Vector128<float> Fill(float value) => Vector128.Create(value);
    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(left, right, addend);
    public static Vector128<float> Mask(int count) => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();

    public static Vector128<float> Load(float* source, Vector128<float> mask)
    {
        var value = Vector128<float>.Zero;
        for (var i = 0; i < Count; i++)
            if (mask.AsInt32()[i] != 0)
                value = value.WithElement(i, source[i]);
        return value;
    }

    public static void Store(float* target, Vector128<float> value, Vector128<float> mask)
    {
        for (var i = 0; i < Count; i++)
            if (mask.AsInt32()[i] != 0)
                target[i] = value[i];
    }
}

/// <summary>128-bit vectors of double; for every other machine (ARM64 among them).</summary>
internal readonly unsafe struct DoubleLanes128 : ILanes<Vector128<double>, double>
{
    public static int Count => Vector128<double>.Count;
    public static Vector128<double> Load(double* source) => Vector128.Load(source);
    public static void Store(double* target, Vector128<double> value) => Vector128.Store(value, target);
    public static Vector128<double> Fill(double value) => Vector128.Create(value);
    public static Vector128<double> Multiply(Vector128<double> left, Vector128<double> right) => left * right;
    public static Vector128<double> MultiplyAdd(Vector128<double> left, Vector128<double> right, Vector128<double> addend) =>
        Vector128.MultiplyAddEstimate(left, right, addend);
    public static Vector128<double> Mask(int count) => Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).AsDouble();

    public static Vector128<double> Load(double* source, Vector128<double> mask)
    {
        var value = Vector128<double>.Zero;
        for (var i = 0; i < Count; i++)
            if (mask.AsInt64()[i] != 0)
                value = value.WithElement(i, source[i]);
        return value;
    }

    public static void Store(double* target, Vector128<double> value, Vector128<double> mask)
    {
        for (var i = 0; i < Count; i++)
            if (mask.AsInt64()[i] != 0)
                target[i] = value[i];
    }
}
