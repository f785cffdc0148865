using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <inheritdoc cref="Modules.Conv1d"/>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, null, groups, bias, padding_mode, device, dtype));
        /// <inheritdoc cref="Modules.Conv1d"/>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(new(in_channels, out_channels, kernel_size, stride, null, padding, dilation, null, groups, bias, padding_mode, device, dtype));
        /// <inheritdoc cref="Modules.Conv2d"/>
        public static Conv2d Conv2d(long in_channels, long out_channels, Size kernel_size, Size? stride = null, Size? padding = null, Size? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, null, groups, bias, padding_mode, device, dtype));
        /// <inheritdoc cref="Modules.Conv2d"/>
        public static Conv2d Conv2d(long in_channels, long out_channels, Size kernel_size, Padding padding, Size? stride = null, Size? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(new(in_channels, out_channels, kernel_size, stride, null, padding, dilation, null, groups, bias, padding_mode, device, dtype));
        /// <inheritdoc cref="Modules.ConvTranspose1d"/>
        public static ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, output_padding, groups, bias, padding_mode, device, dtype));
        /// <inheritdoc cref="Modules.ConvTranspose2d"/>
        public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, Size kernel_size, Size? stride = null, Size? padding = null, Size? output_padding = null, Size? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, output_padding, groups, bias, padding_mode, device, dtype));
    }
}
