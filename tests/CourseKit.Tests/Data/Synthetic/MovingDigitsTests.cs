using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>Clips of moving digits: seeded, inside the frame, steady; the amount of ink does not give the intruder away.</summary>
public class MovingDigitsTests
{
    private const int Frames = 20, Pixels = MovingDigits.Side * MovingDigits.Side;

    // A disc and a square of about as much ink, which stay away from their picture's border.
    private static Tensor Discs() => Image((x, y) => x * x + y * y <= 81 ? 1 : 0);

    private static Tensor Squares() => Image((x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) <= 8 ? 1 : 0);

    private static Tensor Image(Func<double, double, float> ink) =>
        tensor(Enumerable.Range(0, 784).Select(i => ink(i % 28 - 13.5, i / 28 - 13.5)).ToArray(), [1, 784]);

    private static float[][] FramesOf(DigitClips clips) => [.. clips.Frames.data<float>().ToArray().Chunk(Pixels)];

    [Fact]
    public void TheSeedDecidesEverything()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var digits = rand(6, 784);
        DigitClips Make(int seed) => MovingDigits.Generate(digits, digits, seed, clips: 4, anomalies: 2);
        var before = Make(3);
        manual_seed(99);
        Assert.Equal(FramesOf(before), FramesOf(Make(3)));
        Assert.NotEqual(FramesOf(before), FramesOf(Make(4)));
        Assert.Equal([4, Frames, 32, 32], before.Frames.shape);
        Assert.Equal([4, Frames], before.Intruder.shape);
        Assert.InRange(before.Frames.min().ToSingle(), 0, 0.01);
        Assert.InRange(before.Frames.max().ToSingle(), 0.5, 1);
    }

    /// <summary>No ink is lost at the borders, and from frame to frame things move a little.</summary>
    [Fact]
    public void DigitsDriftAndBounceInsideTheFrame()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            using var scope = NewDisposeScope();
            var clip = FramesOf(MovingDigits.Generate(Discs(), Discs(), seed, clips: 1, frames: 40));
            var ink = clip.Select(frame => frame.Sum()).ToArray();
            Assert.All(ink, one => Assert.InRange(one, ink[0] * 0.4, ink[0] * 2.2)); // two discs that may cover each other
            var moved = clip.Zip(clip.Skip(1), (one, next) => one.Zip(next, (a, b) => Math.Abs(a - b)).Sum()).ToArray();
            Assert.All(moved, one => Assert.InRange(one, 0.5, 0.6 * ink.Max())); // they move, and not far
        }
    }

    [Fact]
    public void TheIntruderIsWhereItIsSaidToBe()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            using var scope = NewDisposeScope();
            var with = MovingDigits.Generate(Discs(), Squares(), seed, clips: 6, anomalies: 2);
            var without = MovingDigits.Generate(Discs(), Discs(), seed, clips: 6, anomalies: 2);
            var there = with.Intruder.data<float>().ToArray();
            var (strange, usual) = (FramesOf(with), FramesOf(without));
            for (var i = 0; i < there.Length; i++)
                Assert.Equal(there[i] == 1, strange[i].Zip(usual[i], (a, b) => Math.Abs(a - b)).Sum() > 1);
            var clips = there.Chunk(Frames).Where(clip => clip.Contains(1)).ToArray();
            Assert.Equal(2, clips.Length);
            Assert.All(clips, clip =>
            {
                var (first, last) = (Array.IndexOf(clip, 1), Array.LastIndexOf(clip, 1));
                Assert.InRange(first, 3, Frames - 4);
                Assert.InRange(last, 3, Frames - 4);
                Assert.InRange(last - first + 1, Frames / 4, Frames / 2);
                Assert.Equal(last - first + 1, clip.Count(value => value == 1));
            });
        }
    }

    /// <summary>With the same kind of picture inside and out, only the speed tells, and ink tells nothing.</summary>
    [Fact]
    public void AFastIntruderMovesFasterAndHasNoMoreInk()
    {
        using var scope = NewDisposeScope();
        var clips = MovingDigits.Generate(Discs(), Discs(), 1, clips: 200, anomalies: 100, speed: 4);
        var frames = FramesOf(clips);
        var there = clips.Intruder.data<float>().ToArray();
        int[] inside = [.. Enumerable.Range(1, frames.Length - 1).Where(i => i % Frames > 0 && there[i] == there[i - 1])];
        bool[] truth = [.. inside.Select(i => there[i] == 1)];
        Assert.InRange(Evaluation.Auroc(truth, [.. inside.Select(i => (double)frames[i].Sum())]), 0.4, 0.6);
        var change = inside.Select(i => (double)frames[i].Zip(frames[i - 1], (a, b) => Math.Abs(a - b)).Sum());
        Assert.InRange(Evaluation.Auroc(truth, [.. change]), 0.8, 1);
    }

    [Fact]
    public void ArgumentsAreChecked()
    {
        using var scope = NewDisposeScope();
        var digits = Discs();
        Assert.Throws<ArgumentException>(() => MovingDigits.Generate(zeros(2, 100), digits, 1));
        Assert.Throws<ArgumentException>(() => MovingDigits.Generate(digits, zeros(1, 28, 28), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingDigits.Generate(digits, digits, 1, clips: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingDigits.Generate(digits, digits, 1, frames: 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingDigits.Generate(digits, digits, 1, clips: 2, anomalies: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingDigits.Generate(digits, digits, 1, speed: 0));
    }
}
