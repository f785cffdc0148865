using System.Globalization;

namespace TorchSharp;

/// <summary>Kinds of devices. This engine computes on <see cref="CPU"/> only.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    CPU = 0,
    /// <summary>An NVIDIA GPU; not available here.</summary>
    CUDA = 1,
    /// <summary>An Apple GPU; not available here.</summary>
    MPS = 13,
}

public static partial class torch
{
    /// <summary>A device that tensors live on.</summary>
    public class Device
    {
        /// <summary>From a description such as "cpu" or "cuda:0".</summary>
        /// <exception cref="ArgumentException">The description names no known device.</exception>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = Parse(parts[0], description);
            index = parts.Length switch
            {
                1 => -1,
                2 when int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var i) => i,
                _ => throw new ArgumentException($"Invalid device string: '{description}'"),
            };
        }

        /// <summary>From a name such as "cpu" and an index.</summary>
        public Device(string deviceType, int index = -1) : this(Parse(deviceType, deviceType), index)
        {
        }

        /// <summary>From a kind and an index.</summary>
        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        /// <summary>A GPU by its index.</summary>
        public Device(int index) : this(DeviceType.CUDA, index)
        {
        }

        /// <summary>The kind of device.</summary>
        public DeviceType type { get; }

        /// <summary>Which of several, or −1 for the current one.</summary>
        public int index { get; }

        /// <inheritdoc/>
        public override string ToString() => type.ToString().ToLowerInvariant()
            + (index < 0 ? "" : ":" + index.ToString(CultureInfo.InvariantCulture));

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Device d && d.type == type && d.index == index;

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(type, index);

        /// <summary>From a description such as "cpu".</summary>
        public static implicit operator Device(string description) => new(description);

        private static DeviceType Parse(string name, string description) => name.ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "mps" => DeviceType.MPS,
            _ => throw new ArgumentException($"Invalid device string: '{description}'"),
        };
    }

    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU, -1);

    /// <summary>The GPU's name; using it is an error here, as with TorchSharp-cpu.</summary>
    public static Device CUDA => new(DeviceType.CUDA, -1);

    /// <summary>The Apple GPU's name; using it is an error here.</summary>
    public static Device MPS => new(DeviceType.MPS, -1);

    /// <summary>A device by its description.</summary>
    public static Device device(string description) => new(description);

    /// <summary>A device by its kind and index.</summary>
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A device by its kind and index.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A GPU by its index.</summary>
    public static Device device(int index) => new(index);

    /// <summary>The device of new tensors: always the CPU.</summary>
    public static Device get_default_device() => CPU;

    /// <summary>Chooses the device of new tensors, which must be the CPU.</summary>
    /// <exception cref="InvalidOperationException">The device is not the CPU.</exception>
    public static void set_default_device(Device device) => InitializeDevice(device);

    /// <inheritdoc cref="set_default_device(Device)"/>
    public static void set_default_device(string device) => InitializeDevice(device);

    /// <summary>Checks that there are such devices.</summary>
    /// <exception cref="InvalidOperationException">The kind is not the CPU.</exception>
    public static void InitializeDeviceType(DeviceType deviceType) => CheckDevice(new(deviceType));

    /// <summary>Checks that the device exists.</summary>
    /// <exception cref="InvalidOperationException">The device is not the CPU.</exception>
    public static Device InitializeDevice(Device? device)
    {
        CheckDevice(device);
        return CPU;
    }

    /// <summary>True for the CPU.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType == DeviceType.CPU;

    /// <summary>Always false: this engine computes on the CPU.</summary>
    public static bool cuda_is_available() => false;

    internal static void CheckDevice(Device? device)
    {
        if (device is not null && device.type != DeviceType.CPU)
            throw new InvalidOperationException($"Torch device type {device.type} did not initialise on the current machine.");
    }

    /// <summary>CUDA's part of the surface, for code that asks before it chooses a device.</summary>
    public static class cuda
    {
        /// <summary>Always false.</summary>
        public static bool is_available() => false;
        /// <summary>Always false.</summary>
        public static bool is_cudnn_available() => false;
        /// <summary>Always 0.</summary>
        public static int device_count() => 0;
        /// <summary>Seeds the GPU's generator: nothing to do.</summary>
        public static void manual_seed(long seed)
        {
        }
        /// <summary>Seeds all GPUs' generators: nothing to do.</summary>
        public static void manual_seed_all(long seed)
        {
        }
    }
}
