namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Converts floating-point parameters and buffers; gradients go with them.</summary>
            internal void Convert(ScalarType dtype)
            {
                if (!dtype.IsFloatingPoint())
                    throw new ArgumentException($"nn.Module.to only accepts floating point types, but got desired dtype={dtype}", nameof(dtype));
                foreach (var t in parameters().Cast<Tensor>().Concat(buffers()))
                {
                    if (!t.Impl.Dtype.IsFloatingPoint() || t.Impl.Dtype == dtype) continue;
                    using var converted = t.Cast(dtype).DetachFromDisposeScope();
                    using var gradient = t.Impl.Grad?.Cast(dtype).DetachFromDisposeScope();
                    t.Become(converted);
                    if (gradient is not null) t.grad = gradient;
                }
            }
        }
    }

    public partial class Tensor
    {
        /// <summary>Turns this handle into one on another value, as a leaf that requires a gradient as before.</summary>
        internal void Become(Tensor other)
        {
            var old = Impl;
            var i = other.Impl;
            i.Storage.Retain();
            impl = new TensorImpl(i.Storage, i.Offset, i.Shape, i.Strides, i.Dtype) { RequiresGrad = old.RequiresGrad };
            old.Storage.Release();
        }
    }
}

/// <summary>Moves and conversions that return the module with its own type.</summary>
public static class ModuleExtensionMethods
{
    /// <summary>Converts parameters and buffers to an element type.</summary>
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module
    {
        module.Convert(type);
        return module;
    }

    /// <summary>Moves to a device, which must be the CPU.</summary>
    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module
    {
        torch.CheckDevice(device);
        return module;
    }

    /// <summary>Moves to a device, which must be the CPU, and converts.</summary>
    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(device).to(type);

    /// <summary>Moves to a device, which must be the CPU.</summary>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(new torch.Device(deviceType, deviceIndex));

    /// <summary>Moves to a device, which must be the CPU.</summary>
    public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module => module.to(new torch.Device(device));

    /// <summary>Converts to the element type of a tensor.</summary>
    public static T to<T>(this T module, torch.Tensor other, bool non_blocking = false) where T : torch.nn.Module => module.to(other.dtype);

    /// <summary>Moves to the CPU, where it is already.</summary>
    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module;

    /// <summary>An error: this engine has no GPU.</summary>
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module => module.to(DeviceType.CUDA, deviceIndex);

    /// <summary>Converts to float32.</summary>
    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.Float32);

    /// <summary>Converts to float64.</summary>
    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.Float64);
}
