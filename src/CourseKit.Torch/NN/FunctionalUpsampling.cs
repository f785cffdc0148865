using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How pixels between pixels are made by <see cref="nn.Upsample"/>.</summary>
    public enum UpsampleMode
    {
        /// <summary>The nearest pixel.</summary>
        Nearest = 0,
        /// <summary>Between two neighbours, of [n, c, l].</summary>
        Linear = 1,
        /// <summary>Between four neighbours, of [n, c, h, w].</summary>
        Bilinear = 2,
        /// <summary>By cubic polynomials through sixteen neighbours, of [n, c, h, w]. Keys (1981).</summary>
        Bicubic = 3,
    }

    /// <summary>How pixels between pixels are made by <see cref="nn.functional.interpolate"/>.</summary>
    public enum InterpolationMode
    {
        /// <summary>The nearest pixel.</summary>
        Nearest = 0,
        /// <summary>Between two neighbours, of [n, c, l].</summary>
        Linear = 1,
        /// <summary>Between four neighbours, of [n, c, h, w].</summary>
        Bilinear = 2,
        /// <summary>By cubic polynomials through sixteen neighbours, of [n, c, h, w]. Keys (1981).</summary>
        Bicubic = 3,
        /// <summary>Means of windows.</summary>
        Area = 5,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Another size of [n, c, l] or [n, c, h, w], given as such or as factors.</summary>
            /// <exception cref="ArgumentException">Not exactly one of size and factors; a mode that does not fit the dimensions.</exception>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                var n = x.Impl.Shape.Length;
                var d = n - 2;
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                    throw new ArgumentException("Anti-alias option is only supported for bilinear and bicubic modes", nameof(antialias));
                if (size is null == scale_factor is null) throw new ArgumentException("only one of size or scale_factor should be defined");
                if (n is not (3 or 4)) throw new ArgumentException($"Input Error: Only 3D and 4D input Tensors supported (got {n}D) for the modes: nearest, linear, bilinear, bicubic, area", nameof(x));
                if ((mode == InterpolationMode.Linear && d != 1) || (mode is InterpolationMode.Bilinear or InterpolationMode.Bicubic && d != 2))
                    throw new ArgumentException($"Got {n}D input, but {mode} mode needs {(mode == InterpolationMode.Linear ? 3 : 4)}D input", nameof(mode));
                if (align_corners is not null && mode is InterpolationMode.Nearest or InterpolationMode.Area)
                    throw new ArgumentException("align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic", nameof(align_corners));
                if (scale_factor is not null) scale_factor = scale_factor.Length == 1 ? [.. Enumerable.Repeat(scale_factor[0], d)] : scale_factor;
                if (size is not null) size = Sizes(size, 1, d);
                if ((size?.Length ?? scale_factor!.Length) != d)
                    throw new ArgumentException($"Input and output must have the same number of spatial dimensions, but got {d} and {size?.Length ?? scale_factor!.Length}");
                var target = size ?? [.. scale_factor!.Select((s, i) => (long)Math.Floor(x.Impl.Shape[i + 2] * s))];
                if (target.Any(t => t <= 0) || x.Impl.Shape.AsSpan(2).Contains(0))
                    throw new ExternalException($"Input and output sizes should be greater than 0, but got input {Shape.Text(x.Impl.Shape)} and output size {Shape.Text(target)}");
                if (recompute_scale_factor) scale_factor = null;
                if (d == 1) return Resize(x.unsqueeze(-2), [1, target[0]], scale_factor is null ? null : [1, scale_factor[0]], mode, align_corners ?? false, false).squeeze(-2);
                return Resize(x, target, scale_factor, mode, align_corners ?? false, antialias);
            }

            /// <inheritdoc cref="interpolate"/>
            public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, mode == UpsampleMode.Nearest ? null : align_corners);

            /// <summary>Another size by the nearest pixel.</summary>
            public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) => interpolate(x, size, scale_factor);

            /// <summary>Another size by interpolation between four neighbours.</summary>
            public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor, InterpolationMode.Bilinear, align_corners);

            /// <summary>Another size of [n, c, h, w] by the nearest pixel.</summary>
            public static Tensor upsample_nearest2d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) => interpolate(input, outputSizes, scaleFactors);

            private static Tensor Resize(Tensor x, long[] size, double[]? factors, InterpolationMode mode, bool alignCorners, bool smooth)
            {
                if (mode == InterpolationMode.Area) return AdaptiveAverage(x, size);
                LineMap Line(int d)
                {
                    var (n, o) = ((int)x.Impl.Shape[d + 2], Shape.Line(size[d]));
                    // Positions are float32 as PyTorch has them: in double, some would round to another pixel.
                    var step = factors is null ? (float)n / o : (float)(1 / factors[d]);
                    if (mode == InterpolationMode.Nearest)
                        return new(n, [.. Enumerable.Range(0, o).Select(i => new[] { (o == n ? i : Math.Min((int)MathF.Floor(i * step), n - 1), 1.0) })]);
                    if (alignCorners) step = o > 1 ? (n - 1f) / (o - 1) : 0;
                    float Place(int i) => alignCorners ? step * i : (step * (i + 0.5f)) - 0.5f;
                    if (smooth) return new(n, [.. Enumerable.Range(0, o).Select(i => Smoothed(i, step, n, mode == InterpolationMode.Bicubic))]);
                    return new(n, [.. Enumerable.Range(0, o).Select(i => mode == InterpolationMode.Bicubic ? Cubic(Place(i), n) : Between(MathF.Max(0, Place(i)), n))]);
                }
                return PlaneOp.Apply(x, Line(0), Line(1), mode switch
                {
                    InterpolationMode.Nearest => "UpsampleNearest2DBackward0",
                    InterpolationMode.Bicubic => "UpsampleBicubic2DBackward0",
                    _ => "UpsampleBilinear2DBackward0",
                });
            }

            private static (int, double)[] Between(float place, int n)
            {
                var i = Math.Min((int)place, n - 1);
                var part = Math.Clamp(place - i, 0f, 1f);
                return i == n - 1 || part == 0 ? [(i, 1.0)] : [(i, 1 - part), (i + 1, part)];
            }

            /// <summary>Four neighbours; beyond the ends, the outermost pixels again.</summary>
            private static (int, double)[] Cubic(float place, int n)
            {
                var first = (int)MathF.Floor(place);
                return [.. Enumerable.Range(first - 1, 4).Select(i => (Math.Clamp(i, 0, n - 1), Keys(place - i, -0.75)))];
            }

            /// <summary>Against aliasing: a mean as wide as the step, under a triangle or a cubic bump.</summary>
            private static (int, double)[] Smoothed(int i, float step, int n, bool cubic)
            {
                double wide = Math.Max(step, 1), centre = step * (i + 0.5), reach = (cubic ? 2 : 1) * wide;
                int first = Math.Max((int)(centre - reach + 0.5), 0), end = Math.Min((int)(centre + reach + 0.5), n);
                double Bump(double x) => cubic ? Keys(x, -0.5) : Math.Max(0, 1 - Math.Abs(x));
                double[] weights = [.. Enumerable.Range(first, end - first).Select(j => Bump((j - centre + 0.5) / wide))];
                return [.. weights.Select((w, j) => (first + j, w / weights.Sum()))];
            }

            /// <summary>The kernel of cubic convolution, 0 beyond ±2. Keys (1981).</summary>
            private static double Keys(double x, double a) => Math.Abs(x) switch
            {
                < 1 and var t => (((((a + 2) * t) - (a + 3)) * t) * t) + 1,
                < 2 and var t => ((((t - 5) * t) + 8) * t - 4) * a,
                _ => 0,
            };

            /// <summary>Channels to pixels: [.., c·r², h, w] → [.., c, h·r, w·r]. Shi et al. (2016).</summary>
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor)
            {
                var (s, r) = (input.Impl.Shape, (long)Shape.Int(upscale_factor));
                if (s.Length < 3) throw new ExternalException($"pixel_shuffle expects input to have at least 3 dimensions, but got input with {s.Length} dimension(s)");
                if (r <= 0) throw new ExternalException($"pixel_shuffle expects a positive upscale_factor, but got {r}");
                if (s[^3] % (r * r) != 0)
                    throw new ExternalException($"pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)={s[^3]} is not divisible by {r * r}");
                return input.reshape(-1, s[^3] / (r * r), r, r, s[^2], s[^1]).permute(0, 1, 4, 2, 5, 3).reshape([.. s[..^3], s[^3] / (r * r), s[^2] * r, s[^1] * r]);
            }

            /// <summary>Pixels to channels: the way back of <see cref="pixel_shuffle"/>.</summary>
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor)
            {
                var (s, r) = (input.Impl.Shape, (long)Shape.Int(downscale_factor));
                if (s.Length < 3) throw new ExternalException($"pixel_unshuffle expects input to have at least 3 dimensions, but got input with {s.Length} dimension(s)");
                if (r <= 0 || s[^2] % r != 0 || s[^1] % r != 0)
                    throw new ExternalException($"pixel_unshuffle expects height and width to be divisible by downscale_factor, but input of size {Shape.Text(s)} is not divisible by {r}");
                return input.reshape(-1, s[^3], s[^2] / r, r, s[^1] / r, r).permute(0, 1, 3, 5, 2, 4).reshape([.. s[..^3], s[^3] * r * r, s[^2] / r, s[^1] / r]);
            }
        }
    }
}
