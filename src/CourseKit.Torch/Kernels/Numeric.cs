using System.Numerics;

namespace TorchSharp;

/// <summary>A kernel written once for all element types; bool runs as the bytes 0 and 1.</summary>
internal interface INumericKernel
{
    void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}

/// <summary>Runs a kernel for an element type known only at run time.</summary>
internal static class Numeric
{
    internal static void Run<TKernel>(torch.ScalarType type, TKernel kernel) where TKernel : struct, INumericKernel
    {
        switch (type)
        {
            case torch.ScalarType.Float32: kernel.Run<float>(); break;
            case torch.ScalarType.Float64: kernel.Run<double>(); break;
            case torch.ScalarType.Int64: kernel.Run<long>(); break;
            case torch.ScalarType.Int32: kernel.Run<int>(); break;
            case torch.ScalarType.Int16: kernel.Run<short>(); break;
            case torch.ScalarType.Int8: kernel.Run<sbyte>(); break;
            case torch.ScalarType.Float16: kernel.Run<Half>(); break;
            default: kernel.Run<byte>(); break;
        }
    }
}
