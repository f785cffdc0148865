using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Images of a surface and, for each of their pixels, whether it belongs to a defect.</summary>
/// <param name="Data">The images, one row of 32 × 32 grey values from 0 to 1 each; label 1 marks those with a defect.</param>
/// <param name="Masks">1 at the pixels of the defect, else 0; [n, 1024] float32.</param>
public sealed record TextureImages(Dataset Data, Tensor Masks);

/// <summary>
/// Inspection of a textured surface, such as woven cloth or ground metal: normal images show the texture, anomalies a defect in it.
/// </summary>
/// <remarks>
/// v(p) = 0.5 + 0.18 s(p) + 0.05 n(p), cut to [0, 1]. The texture s is the mean of two waves sin(2π u·p / λ + φ) that cross at a right
/// angle, turned by θ uniform in ±10°, wave length λ = 5 pixels ± 5 %, random phases; n is white noise. A defect changes v within its mask:
/// a scratch (a line 9 to 22 pixels long, 1.5 wide, v + 0.25), a stain (a disc of radius 2.5 to 5, v − 0.22) or a fault of the weave
/// (a disc of radius 3.5 to 6 in which the texture is turned by 45°), each with a third of the chances.
/// </remarks>
public static class Texture
{
    /// <summary>Pixels along one side.</summary>
    public const int Side = 32;

    private const double WaveLength = 5;

    private enum Defect
    {
        None,
        Scratch,
        Stain,
        Weave,
    }

    /// <summary>Draws images, anomalies at random places.</summary>
    /// <param name="seed">The same seed gives the same images.</param>
    /// <param name="anomalies">How many of them have a defect.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rows, or not from 0 to <paramref name="rows"/> anomalies.</exception>
    public static TextureImages Generate(int seed, int rows = 2000, int anomalies = 300)
    {
        const int pixels = Side * Side;
        var (draws, labels) = Draws.Begin(seed, rows, anomalies);
        var (values, masks) = (new float[rows * pixels], new float[rows * pixels]);
        for (var row = 0; row < rows; row++)
            Fill(values.AsSpan(row * pixels, pixels), masks.AsSpan(row * pixels, pixels), draws, labels[row] == 0 ? Defect.None
                : (Defect)(1 + draws.Below(3)));
        return new TextureImages(new Dataset("texture", tensor(values, [rows, pixels]), labels), tensor(masks, [rows, pixels]));
    }

    private static void Fill(Span<float> image, Span<float> mask, Draws draws, Defect defect)
    {
        var angle = draws.Uniform(-10, 10) * Math.PI / 180;
        var length = WaveLength * draws.Uniform(0.95, 1.05);
        var (phase1, phase2) = (draws.Uniform(0, 2 * Math.PI), draws.Uniform(0, 2 * Math.PI));
        double Weave(int x, int y, double turned)
        {
            var (cos, sin) = (Math.Cos(angle + turned), Math.Sin(angle + turned));
            return (Math.Sin(2 * Math.PI * (x * cos + y * sin) / length + phase1)
                + Math.Sin(2 * Math.PI * (y * cos - x * sin) / length + phase2)) / 2;
        }

        var inside = Shape(draws, defect);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var hit = inside(x, y);
                var value = 0.5 + 0.18 * Weave(x, y, hit && defect == Defect.Weave ? Math.PI / 4 : 0) + 0.05 * draws.Normal();
                if (hit) value += defect switch { Defect.Scratch => 0.25, Defect.Stain => -0.22, _ => 0 };
                image[y * Side + x] = (float)Math.Clamp(value, 0, 1);
                mask[y * Side + x] = hit ? 1 : 0;
            }
        }
    }

    // Which pixels the defect covers; its middle lies away from the border, so that it can be seen.
    private static Func<int, int, bool> Shape(Draws draws, Defect defect)
    {
        var (cx, cy) = (draws.Uniform(7, Side - 7), draws.Uniform(7, Side - 7));
        if (defect == Defect.Scratch)
        {
            var (half, turn) = (draws.Uniform(4.5, 11), draws.Uniform(0, Math.PI));
            var (ux, uy) = (Math.Cos(turn), Math.Sin(turn));
            return (x, y) => Math.Abs((x - cx) * ux + (y - cy) * uy) <= half && Math.Abs((y - cy) * ux - (x - cx) * uy) <= 0.75;
        }
        var radius = defect == Defect.Weave ? draws.Uniform(3.5, 6) : draws.Uniform(2.5, 5);
        return (x, y) => defect != Defect.None && (x - cx) * (x - cx) + (y - cy) * (y - cy) <= radius * radius;
    }
}
