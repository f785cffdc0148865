namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.ReplicationPad1d"/>
            public static ReplicationPad1d ReplicationPad1d(Size padding) => new(padding);
            /// <inheritdoc cref="Modules.ReplicationPad2d"/>
            public static ReplicationPad2d ReplicationPad2d(Size padding) => new(padding);
            /// <inheritdoc cref="Modules.ReflectionPad1d"/>
            public static ReflectionPad1d ReflectionPad1d(Size padding) => new(padding);
            /// <inheritdoc cref="Modules.ReflectionPad2d"/>
            public static ReflectionPad2d ReflectionPad2d(Size padding) => new(padding);
            /// <inheritdoc cref="Modules.ZeroPad2d"/>
            public static ZeroPad2d ZeroPad2d(Size padding) => new(padding);
            /// <inheritdoc cref="Modules.ConstantPad1d"/>
            public static ConstantPad1d ConstantPad1d(Size padding, double value) => new(padding, value);
            /// <inheritdoc cref="Modules.ConstantPad2d"/>
            public static ConstantPad2d ConstantPad2d(Size padding, double value) => new(padding, value);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>Puts something round the last dimensions.</summary>
    public abstract class PadBase : Module<Tensor, Tensor>
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
        public override Tensor forward(Tensor input) => functional.pad(input, padding, mode, value);
    }

    /// <summary>Repeats the outermost elements of a line: as many on each side, or (left, right).</summary>
    public sealed class ReplicationPad1d : PadBase
    {
        internal ReplicationPad1d(Size padding) : base(nameof(ReplicationPad1d), PaddingModes.Replicate, 0, functional.Sizes(padding, 0, 2)) { }
    }

    /// <summary>Repeats the outermost pixels: as many on each side, or (left, right, top, bottom).</summary>
    public sealed class ReplicationPad2d : PadBase
    {
        internal ReplicationPad2d(Size padding) : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, functional.Sizes(padding, 0, 4)) { }
    }

    /// <summary>Mirrors a line at its ends, which are not repeated: as much on each side, or (left, right).</summary>
    public sealed class ReflectionPad1d : PadBase
    {
        internal ReflectionPad1d(Size padding) : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, functional.Sizes(padding, 0, 2)) { }
    }

    /// <summary>Mirrors an image at its edges, which are not repeated: as much on each side, or (left, right, top, bottom).</summary>
    public sealed class ReflectionPad2d : PadBase
    {
        internal ReflectionPad2d(Size padding) : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, functional.Sizes(padding, 0, 4)) { }
    }

    /// <summary>Puts zeros round an image: as many on each side, or (left, right, top, bottom).</summary>
    public sealed class ZeroPad2d : PadBase
    {
        internal ZeroPad2d(Size padding) : base(nameof(ZeroPad2d), PaddingModes.Zeros, 0, functional.Sizes(padding, 0, 4)) { }
    }

    /// <summary>Puts a value round a line: as often on each side, or (left, right).</summary>
    public sealed class ConstantPad1d : PadBase
    {
        internal ConstantPad1d(Size padding, double value) : base(nameof(ConstantPad1d), PaddingModes.Constant, value, functional.Sizes(padding, 0, 2)) { }
    }

    /// <summary>Puts a value round an image: as often on each side, or (left, right, top, bottom).</summary>
    public sealed class ConstantPad2d : PadBase
    {
        internal ConstantPad2d(Size padding, double value) : base(nameof(ConstantPad2d), PaddingModes.Constant, value, functional.Sizes(padding, 0, 4)) { }
    }
}
