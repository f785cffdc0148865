using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Clips, and for each of their frames whether the intruder is there.</summary>
/// <param name="Frames">Grey values from 0 to 1, [clips, frames, 32, 32] float32.</param>
/// <param name="Intruder">1 for the frames with the intruder, else 0; [clips, frames] float32.</param>
public sealed record DigitClips(Tensor Frames, Tensor Intruder);

/// <summary>
/// Short films: two small digits drift over a dark field and bounce off its borders. In some clips an intruder takes the place of one of
/// them for a while, so that the amount of ink does not give it away.
/// </summary>
/// <remarks>
/// A digit is shrunk to 14 × 14 pixels and moves by a fixed step in each frame, 0.5 to 1.5 pixels long in any direction; at a border
/// the step's part across it turns round. Between pixels the digit is drawn by bilinear weights; where two overlap the brighter pixel is
/// seen. The intruder is there for a quarter to a half of the frames, not before the fourth and not after the fourth last.
/// After Moving MNIST (Srivastava, Mansimov and Salakhutdinov 2015), smaller, and with intruders.
/// </remarks>
public static class MovingDigits
{
    /// <summary>Pixels along one side of a frame.</summary>
    public const int Side = 32;

    /// <summary>The fewest frames of a clip.</summary>
    public const int MinFrames = 12;

    private const int Small = 14, Margin = 3;

    /// <summary>Draws clips, those with an intruder at random places.</summary>
    /// <param name="digits">What moves about in all clips: images of 28 × 28 pixels as rows, [n, 784] float32 in [0, 1].</param>
    /// <param name="intruders">What moves in where there is an intruder: such images.</param>
    /// <param name="seed">The same seed gives the same clips.</param>
    /// <param name="anomalies">How many of the clips have an intruder.</param>
    /// <param name="speed">How many times faster than a digit the intruder moves.</param>
    /// <exception cref="ArgumentException">Images of another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No clips, not from 0 to <paramref name="clips"/> anomalies, too few frames, or a
    /// speed that is not positive.</exception>
    public static DigitClips Generate(
        Tensor digits, Tensor intruders, int seed, int clips = 100, int frames = 20, int anomalies = 0, double speed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, MinFrames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        var (draws, labels) = Draws.Begin(seed, clips, anomalies);
        var (normal, strange) = (Shrink(digits, nameof(digits)), Shrink(intruders, nameof(intruders)));
        const int pixels = Side * Side;
        var (values, there) = (new float[clips * frames * pixels], new float[clips * frames]);
        for (var clip = 0; clip < clips; clip++)
        {
            Body[] bodies = [new(normal[draws.Below(normal.Length)], draws), new(normal[draws.Below(normal.Length)], draws)];
            var (guest, length) = (strange[draws.Below(strange.Length)], frames / 4 + draws.Below(frames / 4 + 1));
            var begin = Margin + draws.Below(frames - 2 * Margin - length + 1);
            for (var t = 0; t < frames; t++)
            {
                var intruded = labels[clip] == 1 && t >= begin && t < begin + length;
                var place = clip * frames + t;
                there[place] = intruded ? 1 : 0;
                bodies[0].Draw(values.AsSpan(place * pixels, pixels), null);
                bodies[1].Draw(values.AsSpan(place * pixels, pixels), intruded ? guest : null);
                bodies[0].Move(1);
                bodies[1].Move(intruded ? speed : 1);
            }
        }
        return new DigitClips(tensor(values, [clips, frames, Side, Side]), tensor(there, [clips, frames]));
    }

    private static float[][] Shrink(Tensor images, string name)
    {
        if (images.dim() != 2 || images.shape[0] == 0 || images.shape[1] != 4 * Small * Small)
            throw new ArgumentException(
                $"Digits must be rows of {4 * Small * Small} values, not [{string.Join(", ", images.shape)}].", name);
        using var scope = NewDisposeScope();
        var small = nn.functional.avg_pool2d(images.detach().to(float32).reshape(-1, 1, 2 * Small, 2 * Small), 2);
        return [.. small.contiguous().data<float>().ToArray().Chunk(Small * Small)];
    }

    // A digit on its way. The place is that of its upper left corner.
    private sealed class Body(float[] look, Draws draws)
    {
        private readonly double length = draws.Uniform(0.5, 1.5), angle = draws.Uniform(0, 2 * Math.PI);
        private (double X, double Y) place = (draws.Uniform(0, Side - Small), draws.Uniform(0, Side - Small));
        private (double X, double Y) sign = (1, 1);

        public void Move(double speed)
        {
            (place.X, sign.X) = Bounce(place.X + sign.X * speed * length * Math.Cos(angle), sign.X);
            (place.Y, sign.Y) = Bounce(place.Y + sign.Y * speed * length * Math.Sin(angle), sign.Y);
        }

        public void Draw(Span<float> frame, float[]? guest)
        {
            var (left, top) = ((int)place.X, (int)place.Y);
            var (fx, fy) = ((float)(place.X - left), (float)(place.Y - top));
            float Pixel(int x, int y) => x is >= 0 and < Small && y is >= 0 and < Small ? (guest ?? look)[y * Small + x] : 0;
            for (var y = 0; y <= Small && top + y < Side; y++)
            {
                for (var x = 0; x <= Small && left + x < Side; x++)
                {
                    var value = (1 - fy) * ((1 - fx) * Pixel(x, y) + fx * Pixel(x - 1, y))
                        + fy * ((1 - fx) * Pixel(x, y - 1) + fx * Pixel(x - 1, y - 1));
                    ref var seen = ref frame[(top + y) * Side + left + x];
                    seen = Math.Max(seen, value);
                }
            }
        }

        // Mirrored into the range from 0 to Side − Small, however far outside.
        private static (double Place, double Sign) Bounce(double place, double sign)
        {
            const double end = Side - Small;
            while (place is < 0 or > end) (place, sign) = (place < 0 ? -place : 2 * end - place, -sign);
            return (place, sign);
        }
    }
}
