namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.Upsample"/>
            public static Upsample Upsample(long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null, bool? recompute_scale_factor = null) =>
                new(size, scale_factor, mode, align_corners, recompute_scale_factor);

            /// <inheritdoc cref="Modules.PixelShuffle"/>
            public static PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);

            /// <inheritdoc cref="Modules.PixelUnshuffle"/>
            public static PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>Another size of images [n, c, h, w] or lines [n, c, l], given as such or as factors.</summary>
    public sealed class Upsample : Module<Tensor, Tensor>
    {
        private readonly long[]? sizes;
        private readonly double[]? factors;

        internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor)
            : base(nameof(Upsample)) =>
            (sizes, factors, this.mode, this.align_corners, this.recompute_scale_factor) = (size, scale_factor, mode, align_corners, recompute_scale_factor);

        /// <summary>Whether factors are computed again from the rounded sizes.</summary>
        public bool? recompute_scale_factor { get; set; }

        /// <summary>How pixels between pixels are made.</summary>
        public UpsampleMode mode { get; }

        /// <summary>Whether the corner pixels' centres stay where they are.</summary>
        public bool? align_corners { get; }

        /// <summary>The size to reach, if given.</summary>
        public ReadOnlySpan<long> size => sizes;

        /// <summary>The factors, if given.</summary>
        public ReadOnlySpan<double> scale_factor => factors;

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) =>
            functional.interpolate(input, sizes, factors, (InterpolationMode)mode, align_corners, recompute_scale_factor ?? false);
    }

    /// <summary>Channels to pixels: [.., c·r², h, w] → [.., c, h·r, w·r]. Shi et al. (2016).</summary>
    public sealed class PixelShuffle : Module<Tensor, Tensor>
    {
        internal PixelShuffle(long upscale_factor) : base(nameof(PixelShuffle)) => this.upscale_factor = upscale_factor;

        /// <summary>Pixels that one becomes, in each direction.</summary>
        public long upscale_factor { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.pixel_shuffle(input, upscale_factor);
    }

    /// <summary>Pixels to channels: [.., c, h·r, w·r] → [.., c·r², h, w].</summary>
    public sealed class PixelUnshuffle : Module<Tensor, Tensor>
    {
        internal PixelUnshuffle(long downscale_factor) : base(nameof(PixelUnshuffle)) => this.downscale_factor = downscale_factor;

        /// <summary>Pixels that become one, in each direction.</summary>
        public long downscale_factor { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.pixel_unshuffle(input, downscale_factor);
    }
}
