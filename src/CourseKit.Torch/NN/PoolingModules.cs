namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Maxima of windows of lines.</summary>
            public static MaxPool1d MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new(kernel_size, stride, padding, dilation, ceil_mode);
            /// <summary>Maxima of windows of images; the stride is the window unless given.</summary>
            public static MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                MaxPool2d([kernel_size], stride is { } s ? [s] : null, [padding ?? 0], [dilation ?? 1], ceil_mode);
            /// <summary>Maxima of windows of images; pairs are (height, width).</summary>
            public static MaxPool2d MaxPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                MaxPool2d(Pair(kernel_size, 0), Pair(stride ?? kernel_size, 0), Pair(padding, 0), Pair(dilation, 1), ceil_mode);
            /// <summary>Maxima of windows of images.</summary>
            public static MaxPool2d MaxPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                new(kernel_size, stride, padding, dilation, ceil_mode);
            /// <summary>Puts the maxima of lines back to their places.</summary>
            public static MaxUnpool1d MaxUnpool1d(long kernel_size, long? stride = null, long? padding = null) => new(kernel_size, stride, padding);
            /// <summary>Puts the maxima of images back to their places.</summary>
            public static MaxUnpool2d MaxUnpool2d(long kernel_size, long? stride = null, long? padding = null) => new([kernel_size], [stride ?? kernel_size], [padding ?? 0]);
            /// <summary>Puts the maxima of images back to their places; pairs are (height, width).</summary>
            public static MaxUnpool2d MaxUnpool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null) =>
                new(Pair(kernel_size, 0), Pair(stride ?? kernel_size, 0), Pair(padding, 0));
            /// <summary>Puts the maxima of images back to their places.</summary>
            public static MaxUnpool2d MaxUnpool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null) => new(kernel_size, stride, padding);
            /// <summary>Means of windows of lines.</summary>
            public static AvgPool1d AvgPool1d(long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad);
            /// <summary>Means of windows of images.</summary>
            public static AvgPool2d AvgPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
            /// <summary>Means of windows of images; pairs are (height, width).</summary>
            public static AvgPool2d AvgPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(Pair(kernel_size, 0), Pair(stride ?? kernel_size, 0), Pair(padding, 0), ceil_mode, count_include_pad, divisor_override);
            /// <summary>Means of windows of images; the stride is the window unless given.</summary>
            public static AvgPool2d AvgPool2d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new([kernel_size], [stride ?? kernel_size], [padding ?? 0], ceil_mode, count_include_pad, divisor_override);
            /// <summary>Means of windows that divide lines into a number of parts.</summary>
            public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long output_size) => new(output_size);
            /// <summary>Means of windows that divide images into numbers of parts.</summary>
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);
            /// <summary>Means of windows that divide images into (rows, columns).</summary>
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new(Pair(output_size, 0));
            /// <summary>Means of windows that divide images into a number of rows and as many columns.</summary>
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new([output_size]);
            /// <summary>Maxima of windows that divide images into numbers of parts.</summary>
            public static AdaptiveMaxPool2d AdaptiveMaxPool2d(long[] output_size) => new(output_size);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>Maxima of windows of lines.</summary>
    public sealed class MaxPool1d : Module<Tensor, Tensor>
    {
        internal MaxPool1d(long kernel_size, long? stride, long? padding, long? dilation, bool ceil_mode) : base(nameof(MaxPool1d)) => (this.kernel_size, this.stride, this.padding, this.dilation, this.ceil_mode) = (kernel_size, stride ?? kernel_size, padding ?? 0, dilation ?? 1, ceil_mode);

        /// <summary>The constructor's argument.</summary>
        public long kernel_size { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long stride { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long padding { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long dilation { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>[n, c, l] → [n, c, l'], also without n.</summary>
        public override Tensor forward(Tensor input) => functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The maxima and their places.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    /// <summary>Maxima of windows of images.</summary>
    public sealed class MaxPool2d : Module<Tensor, Tensor>
    {
        internal MaxPool2d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode) : base(nameof(MaxPool2d)) => (this.kernel_size, this.stride, this.padding, this.dilation, this.ceil_mode) = (functional.Sizes(kernel_size, 2), functional.Sizes(stride ?? kernel_size, 2), functional.Sizes(padding ?? [0], 2), functional.Sizes(dilation ?? [1], 2), ceil_mode);

        /// <summary>The constructor's argument.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long[] stride { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long[] padding { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long[] dilation { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>[n, c, h, w] → [n, c, h', w'], also without n.</summary>
        public override Tensor forward(Tensor input) => functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The maxima and their places in their planes (int64).</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => functional.max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    /// <summary>Puts the maxima of lines back to their places among zeros.</summary>
    public sealed class MaxUnpool1d : Module<Tensor, Tensor, long[]?, Tensor>
    {
        internal MaxUnpool1d(long kernel_size, long? stride, long? padding) : base(nameof(MaxUnpool1d)) => (this.kernel_size, this.stride, this.padding) = (kernel_size, stride ?? kernel_size, padding ?? 0);

        /// <summary>The constructor's argument.</summary>
        public long kernel_size { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long stride { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long padding { get; set; }

        /// <summary>The maxima at their places; the size is the least that the pooling makes the input's of, unless given.</summary>
        public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) => functional.max_unpool1d(tensor, indices, kernel_size, stride, padding, output_size);

        /// <summary>As <see cref="forward"/>, with hooks.</summary>
        public new Tensor call(Tensor tensor, Tensor indices, long[]? output_size = null) => base.call(tensor, indices, output_size);
    }

    /// <summary>Puts the maxima of images back to their places among zeros.</summary>
    public sealed class MaxUnpool2d : Module<Tensor, Tensor, long[]?, Tensor>
    {
        internal MaxUnpool2d(long[] kernel_size, long[]? stride, long[]? padding) : base(nameof(MaxUnpool2d)) => (this.kernel_size, this.stride, this.padding) = (functional.Sizes(kernel_size, 2), functional.Sizes(stride ?? kernel_size, 2), functional.Sizes(padding ?? [0], 2));

        /// <summary>The constructor's argument.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long[] stride { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long[] padding { get; set; }

        /// <summary>The maxima at their places; the size is the least that the pooling makes the input's of, unless given.</summary>
        public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) => functional.max_unpool2d(tensor, indices, kernel_size, stride, padding, output_size);

        /// <summary>As <see cref="forward"/>, with hooks.</summary>
        public new Tensor call(Tensor tensor, Tensor indices, long[]? output_size = null) => base.call(tensor, indices, output_size);
    }

    /// <summary>Means of windows of lines.</summary>
    public sealed class AvgPool1d : Module<Tensor, Tensor>
    {
        internal AvgPool1d(long kernel_size, long? stride, long padding, bool ceil_mode, bool count_include_pad) : base(nameof(AvgPool1d)) => (this.kernel_size, this.stride, this.padding, this.ceil_mode, this.count_include_pad) = (kernel_size, stride ?? kernel_size, padding, ceil_mode, count_include_pad);

        /// <summary>The constructor's argument.</summary>
        public long kernel_size { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long stride { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long padding { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool count_include_pad { get; set; }

        /// <summary>[n, c, l] → [n, c, l'], also without n.</summary>
        public override Tensor forward(Tensor input) => functional.avg_pool1d(input, kernel_size, stride, padding, ceil_mode, count_include_pad);
    }

    /// <summary>Means of windows of images.</summary>
    public sealed class AvgPool2d : Module<Tensor, Tensor>
    {
        internal AvgPool2d(long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override) : base(nameof(AvgPool2d)) => (this.kernel_size, this.stride, this.padding, this.ceil_mode, this.count_include_pad, this.divisor_override) = (functional.Sizes(kernel_size, 2), functional.Sizes(stride ?? kernel_size, 2), functional.Sizes(padding ?? [0], 2), ceil_mode, count_include_pad, divisor_override);

        /// <summary>The constructor's argument.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long[] stride { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long[] padding { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool count_include_pad { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long? divisor_override { get; set; }

        /// <summary>[n, c, h, w] → [n, c, h', w'], also without n.</summary>
        public override Tensor forward(Tensor input) => functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }

    /// <summary>Means of windows that divide lines.</summary>
    public sealed class AdaptiveAvgPool1d : Module<Tensor, Tensor>
    {
        internal AdaptiveAvgPool1d(long output_size) : base(nameof(AdaptiveAvgPool1d)) => this.output_size = output_size;

        /// <summary>The constructor's argument.</summary>
        public long output_size { get; set; }

        /// <summary>[n, c, l] → [n, c, output_size].</summary>
        public override Tensor forward(Tensor input) => functional.adaptive_avg_pool1d(input, output_size);
    }

    /// <summary>Means of windows that divide images.</summary>
    public sealed class AdaptiveAvgPool2d : Module<Tensor, Tensor>
    {
        internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

        /// <summary>The constructor's argument.</summary>
        public long[] output_size { get; set; }

        /// <summary>[n, c, h, w] → [n, c, rows, columns].</summary>
        public override Tensor forward(Tensor input) => functional.adaptive_avg_pool2d(input, output_size);
    }

    /// <summary>Maxima of windows that divide images.</summary>
    public sealed class AdaptiveMaxPool2d : Module<Tensor, Tensor>
    {
        internal AdaptiveMaxPool2d(long[] output_size) : base(nameof(AdaptiveMaxPool2d)) => this.output_size = output_size;

        /// <summary>The constructor's argument.</summary>
        public long[] output_size { get; set; }

        /// <summary>[n, c, h, w] → [n, c, rows, columns].</summary>
        public override Tensor forward(Tensor input) => functional.adaptive_max_pool2d(input, output_size);
    }
}
