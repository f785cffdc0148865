namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.MaxPool1d"/>
            public static MaxPool1d MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new(kernel_size, stride, padding, dilation, ceil_mode);
            /// <inheritdoc cref="Modules.MaxPool2d"/>
            public static MaxPool2d MaxPool2d(Size kernel_size, Size? stride = null, Size? padding = null, Size? dilation = null, bool ceil_mode = false) => new(kernel_size, stride, padding, dilation, ceil_mode);
            /// <inheritdoc cref="Modules.MaxUnpool1d"/>
            public static MaxUnpool1d MaxUnpool1d(long kernel_size, long? stride = null, long? padding = null) => new(kernel_size, stride, padding);
            /// <inheritdoc cref="Modules.MaxUnpool2d"/>
            public static MaxUnpool2d MaxUnpool2d(Size kernel_size, Size? stride = null, Size? padding = null) => new(kernel_size, stride, padding);
            /// <inheritdoc cref="Modules.AvgPool1d"/>
            public static AvgPool1d AvgPool1d(long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true) => new(kernel_size, stride, padding, ceil_mode, count_include_pad);
            /// <inheritdoc cref="Modules.AvgPool2d"/>
            public static AvgPool2d AvgPool2d(Size kernel_size, Size? stride = null, Size? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) => new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
            /// <inheritdoc cref="Modules.AdaptiveAvgPool1d"/>
            public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long output_size) => new(output_size);
            /// <inheritdoc cref="Modules.AdaptiveAvgPool2d"/>
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(Size output_size) => new(output_size);
            /// <inheritdoc cref="Modules.AdaptiveMaxPool2d"/>
            public static AdaptiveMaxPool2d AdaptiveMaxPool2d(long[] output_size) => new(output_size);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>Maxima of windows of lines; the stride is the window unless given. [n, c, l] → [n, c, l'], also without n.</summary>
    public sealed class MaxPool1d : Module<Tensor, Tensor>
    {
        internal MaxPool1d(long kernel_size, long? stride, long? padding, long? dilation, bool ceil_mode) : base(nameof(MaxPool1d)) =>
            (this.kernel_size, this.stride, this.padding, this.dilation, this.ceil_mode) = (kernel_size, stride ?? kernel_size, padding ?? 0, dilation ?? 1, ceil_mode);

        /// <summary>The size of a window.</summary>
        public long kernel_size { get; set; }
        /// <summary>Steps from a window to the next.</summary>
        public long stride { get; set; }
        /// <summary>Padding on each side.</summary>
        public long padding { get; set; }
        /// <summary>Steps from an element of a window to the next.</summary>
        public long dilation { get; set; }
        /// <summary>Whether a window that does not fit counts at the end.</summary>
        public bool ceil_mode { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);
        /// <summary>The maxima and their places in the lines (int64).</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    /// <summary>Maxima of windows of images; the stride is the window unless given. [n, c, h, w] → [n, c, h', w'], also without n. Pairs are (height, width).</summary>
    public sealed class MaxPool2d : Module<Tensor, Tensor>
    {
        internal MaxPool2d(Size kernel_size, Size? stride, Size? padding, Size? dilation, bool ceil_mode) : base(nameof(MaxPool2d)) =>
            (this.kernel_size, this.stride, this.padding, this.dilation, this.ceil_mode) = (functional.Sizes(kernel_size, 1), functional.Sizes(stride, kernel_size), functional.Sizes(padding, 0), functional.Sizes(dilation, 1), ceil_mode);

        /// <summary>The size of a window.</summary>
        public long[] kernel_size { get; set; }
        /// <summary>Steps from a window to the next.</summary>
        public long[] stride { get; set; }
        /// <summary>Padding on each side.</summary>
        public long[] padding { get; set; }
        /// <summary>Steps from an element of a window to the next.</summary>
        public long[] dilation { get; set; }
        /// <summary>Whether a window that does not fit counts at the end.</summary>
        public bool ceil_mode { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);
        /// <summary>The maxima and their places in the planes, row by row (int64).</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => functional.max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    /// <summary>Puts the maxima of lines back to their places among zeros.</summary>
    public sealed class MaxUnpool1d : Module<Tensor, Tensor, long[]?, Tensor>
    {
        internal MaxUnpool1d(long kernel_size, long? stride, long? padding) : base(nameof(MaxUnpool1d)) =>
            (this.kernel_size, this.stride, this.padding) = (kernel_size, stride ?? kernel_size, padding ?? 0);

        /// <summary>The size of a window.</summary>
        public long kernel_size { get; set; }
        /// <summary>Steps from a window to the next.</summary>
        public long stride { get; set; }
        /// <summary>Padding on each side.</summary>
        public long padding { get; set; }
        /// <summary>The maxima at their places; the size is the least that the pooling makes the input's of, unless given.</summary>
        public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) => functional.max_unpool1d(tensor, indices, kernel_size, stride, padding, output_size);
        /// <inheritdoc cref="forward"/>
        public new Tensor call(Tensor tensor, Tensor indices, long[]? output_size = null) => base.call(tensor, indices, output_size);
    }

    /// <summary>Puts the maxima of images back to their places among zeros. Pairs are (height, width).</summary>
    public sealed class MaxUnpool2d : Module<Tensor, Tensor, long[]?, Tensor>
    {
        internal MaxUnpool2d(Size kernel_size, Size? stride, Size? padding) : base(nameof(MaxUnpool2d)) =>
            (this.kernel_size, this.stride, this.padding) = (functional.Sizes(kernel_size, 1), functional.Sizes(stride, kernel_size), functional.Sizes(padding, 0));

        /// <summary>The size of a window.</summary>
        public long[] kernel_size { get; set; }
        /// <summary>Steps from a window to the next.</summary>
        public long[] stride { get; set; }
        /// <summary>Padding on each side.</summary>
        public long[] padding { get; set; }
        /// <summary>The maxima at their places; the size is the least that the pooling makes the input's of, unless given.</summary>
        public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) => functional.max_unpool2d(tensor, indices, kernel_size, stride, padding, output_size);
        /// <inheritdoc cref="forward"/>
        public new Tensor call(Tensor tensor, Tensor indices, long[]? output_size = null) => base.call(tensor, indices, output_size);
    }

    /// <summary>Means of windows of lines; the stride is the window unless given. [n, c, l] → [n, c, l'], also without n.</summary>
    public sealed class AvgPool1d : Module<Tensor, Tensor>
    {
        internal AvgPool1d(long kernel_size, long? stride, long padding, bool ceil_mode, bool count_include_pad) : base(nameof(AvgPool1d)) =>
            (this.kernel_size, this.stride, this.padding, this.ceil_mode, this.count_include_pad) = (kernel_size, stride ?? kernel_size, padding, ceil_mode, count_include_pad);

        /// <summary>The size of a window.</summary>
        public long kernel_size { get; set; }
        /// <summary>Steps from a window to the next.</summary>
        public long stride { get; set; }
        /// <summary>Padding on each side.</summary>
        public long padding { get; set; }
        /// <summary>Whether a window that does not fit counts at the end.</summary>
        public bool ceil_mode { get; set; }
        /// <summary>Whether padding counts in the mean.</summary>
        public bool count_include_pad { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.avg_pool1d(input, kernel_size, stride, padding, ceil_mode, count_include_pad);
    }

    /// <summary>Means of windows of images; the stride is the window unless given. [n, c, h, w] → [n, c, h', w'], also without n. Pairs are (height, width).</summary>
    public sealed class AvgPool2d : Module<Tensor, Tensor>
    {
        internal AvgPool2d(Size kernel_size, Size? stride, Size? padding, bool ceil_mode, bool count_include_pad, long? divisor_override) : base(nameof(AvgPool2d)) =>
            (this.kernel_size, this.stride, this.padding, this.ceil_mode, this.count_include_pad, this.divisor_override) = (functional.Sizes(kernel_size, 1), functional.Sizes(stride, kernel_size), functional.Sizes(padding, 0), ceil_mode, count_include_pad, divisor_override);

        /// <summary>The size of a window.</summary>
        public long[] kernel_size { get; set; }
        /// <summary>Steps from a window to the next.</summary>
        public long[] stride { get; set; }
        /// <summary>Padding on each side.</summary>
        public long[] padding { get; set; }
        /// <summary>Whether a window that does not fit counts at the end.</summary>
        public bool ceil_mode { get; set; }
        /// <summary>Whether padding counts in the mean.</summary>
        public bool count_include_pad { get; set; }
        /// <summary>What sums are divided by instead of the number of elements.</summary>
        public long? divisor_override { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }

    /// <summary>Means of windows that divide lines into a number of parts.</summary>
    public sealed class AdaptiveAvgPool1d : Module<Tensor, Tensor>
    {
        internal AdaptiveAvgPool1d(long output_size) : base(nameof(AdaptiveAvgPool1d)) => this.output_size = output_size;
        /// <summary>The number of windows.</summary>
        public long output_size { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.adaptive_avg_pool1d(input, output_size);
    }

    /// <summary>Means of windows that divide images into (rows, columns), or as many of both.</summary>
    public sealed class AdaptiveAvgPool2d : Module<Tensor, Tensor>
    {
        internal AdaptiveAvgPool2d(Size output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = functional.Sizes(output_size, 1);
        /// <summary>The number of windows.</summary>
        public long[] output_size { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.adaptive_avg_pool2d(input, output_size);
    }

    /// <summary>Maxima of windows that divide images into (rows, columns).</summary>
    public sealed class AdaptiveMaxPool2d : Module<Tensor, Tensor>
    {
        internal AdaptiveMaxPool2d(long[] output_size) : base(nameof(AdaptiveMaxPool2d)) => this.output_size = output_size;
        /// <summary>The number of windows.</summary>
        public long[] output_size { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.adaptive_max_pool2d(input, output_size);
    }
}
