namespace TorchSharp;

using Modules;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Cross-correlation of lines: [n, in, l] → [n, out, l']. Weights and bias start uniform in ±1/√(in / groups · kernel).</summary>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, [kernel_size], [stride], [padding], null, [dilation], groups, bias, padding_mode, device, dtype);

        /// <summary>Cross-correlation of lines, with padding that keeps their length, or none.</summary>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, [kernel_size], [stride], [0], padding, [dilation], groups, bias, padding_mode, device, dtype);

        /// <summary>Cross-correlation of images: [n, in, h, w] → [n, out, h', w']. Weights and bias start uniform in ±1/√(in / groups · kernel²).</summary>
        public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [padding, padding], null, [dilation, dilation], groups, bias, padding_mode, device, dtype);

        /// <summary>Cross-correlation of images; pairs are (height, width).</summary>
        public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Pair(kernel_size, 0), Pair(stride, 1), Pair(padding, 0), null, Pair(dilation, 1), groups, bias, padding_mode, device, dtype);

        /// <summary>Cross-correlation of images, with padding that keeps their size, or none.</summary>
        public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [0, 0], padding, [dilation, dilation], groups, bias, padding_mode, device, dtype);

        /// <summary>Cross-correlation of images, with padding that keeps their size, or none; pairs are (height, width).</summary>
        public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Pair(kernel_size, 0), Pair(stride, 1), [0, 0], padding, Pair(dilation, 1), groups, bias, padding_mode, device, dtype);

        /// <summary>The adjoint of a convolution of lines: [n, in, l] → [n, out, l'].</summary>
        public static ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, [kernel_size], [stride], [padding], [dilation], [output_padding], groups, bias, padding_mode, device, dtype);

        /// <summary>The adjoint of a convolution of images: [n, in, h, w] → [n, out, h', w'].</summary>
        public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [padding, padding], [dilation, dilation], [output_padding, output_padding], groups, bias, padding_mode, device, dtype);

        /// <summary>The adjoint of a convolution of images; pairs are (height, width).</summary>
        public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Pair(kernel_size, 0), Pair(stride, 1), Pair(padding, 0), Pair(dilation, 1), Pair(output_padding, 0), groups, bias, padding_mode, device, dtype);

        private static long[] Pair((long, long)? given, long otherwise) => given is { } p ? [p.Item1, p.Item2] : [otherwise, otherwise];
    }
}
