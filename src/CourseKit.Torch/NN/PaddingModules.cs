namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Repeats the outermost elements of a line.</summary>
            public static ReplicationPad1d ReplicationPad1d(long padding) => new(padding, padding);
            /// <summary>Repeats the outermost elements of a line: (left, right).</summary>
            public static ReplicationPad1d ReplicationPad1d((long, long) padding) => new(padding.Item1, padding.Item2);
            /// <summary>Repeats the outermost pixels.</summary>
            public static ReplicationPad2d ReplicationPad2d(long padding) => new(padding, padding, padding, padding);
            /// <summary>Repeats the outermost pixels: (left, right, top, bottom).</summary>
            public static ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) => new(padding.Item1, padding.Item2, padding.Item3, padding.Item4);
            /// <summary>Mirrors a line at its ends.</summary>
            public static ReflectionPad1d ReflectionPad1d(long padding) => new(padding, padding);
            /// <summary>Mirrors a line at its ends: (left, right).</summary>
            public static ReflectionPad1d ReflectionPad1d((long, long) padding) => new(padding.Item1, padding.Item2);
            /// <summary>Mirrors an image at its edges.</summary>
            public static ReflectionPad2d ReflectionPad2d(long padding) => new(padding, padding, padding, padding);
            /// <summary>Mirrors an image at its edges: (left, right, top, bottom).</summary>
            public static ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) => new(padding.Item1, padding.Item2, padding.Item3, padding.Item4);
            /// <summary>Puts zeros round an image.</summary>
            public static ZeroPad2d ZeroPad2d(long padding) => new(padding, padding, padding, padding);
            /// <summary>Puts zeros round an image: (left, right, top, bottom).</summary>
            public static ZeroPad2d ZeroPad2d((long, long, long, long) padding) => new(padding.Item1, padding.Item2, padding.Item3, padding.Item4);
            /// <summary>Puts a value round a line.</summary>
            public static ConstantPad1d ConstantPad1d(long padding, double value) => new(value, padding, padding);
            /// <summary>Puts a value round a line: (left, right).</summary>
            public static ConstantPad1d ConstantPad1d((long, long) padding, double value) => new(value, padding.Item1, padding.Item2);
            /// <summary>Puts a value round an image.</summary>
            public static ConstantPad2d ConstantPad2d(long padding, double value) => new(value, padding, padding, padding, padding);
            /// <summary>Puts a value round an image: (left, right, top, bottom).</summary>
            public static ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) => new(value, padding.Item1, padding.Item2, padding.Item3, padding.Item4);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>Puts something round the last dimensions.</summary>
    public abstract class PadBase : nn.Module<Tensor, Tensor>
    {
        private readonly PaddingModes mode;

        /// <summary>Starts a padding module; the padding is (before, after) of the last dimension, then of the last but one.</summary>
        protected PadBase(string name, PaddingModes mode, double value, params long[] padding) : base(name) =>
            (this.mode, this.value, this.padding) = (mode, value, padding);

        /// <summary>(before, after) of the last dimension, then of the last but one.</summary>
        public long[] padding { get; set; }

        /// <summary>The value of constant padding.</summary>
        public double value { get; set; }

        /// <summary>The input with its padding.</summary>
        public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, mode, value);
    }

    /// <summary>Repeats the outermost elements of a line.</summary>
    public sealed class ReplicationPad1d : PadBase
    {
        internal ReplicationPad1d(params long[] padding) : base(nameof(ReplicationPad1d), PaddingModes.Replicate, 0, padding)
        {
        }
    }

    /// <summary>Repeats the outermost pixels.</summary>
    public sealed class ReplicationPad2d : PadBase
    {
        internal ReplicationPad2d(params long[] padding) : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding)
        {
        }
    }

    /// <summary>Mirrors a line at its ends.</summary>
    public sealed class ReflectionPad1d : PadBase
    {
        internal ReflectionPad1d(params long[] padding) : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, padding)
        {
        }
    }

    /// <summary>Mirrors an image at its edges.</summary>
    public sealed class ReflectionPad2d : PadBase
    {
        internal ReflectionPad2d(params long[] padding) : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding)
        {
        }
    }

    /// <summary>Puts zeros round an image.</summary>
    public sealed class ZeroPad2d : PadBase
    {
        internal ZeroPad2d(params long[] padding) : base(nameof(ZeroPad2d), PaddingModes.Zeros, 0, padding)
        {
        }
    }

    /// <summary>Puts a value round a line.</summary>
    public sealed class ConstantPad1d : PadBase
    {
        internal ConstantPad1d(double value, params long[] padding) : base(nameof(ConstantPad1d), PaddingModes.Constant, value, padding)
        {
        }
    }

    /// <summary>Puts a value round an image.</summary>
    public sealed class ConstantPad2d : PadBase
    {
        internal ConstantPad2d(double value, params long[] padding) : base(nameof(ConstantPad2d), PaddingModes.Constant, value, padding)
        {
        }
    }
}
