using static System.FormattableString;

namespace CourseKit.Exercises.Lesson01;

/// <summary>The size that comes out of a convolution, and the cells that it never touches.</summary>
internal static class OutputSize
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "conv.output-size",
        Notebook = Lesson01.Notebook,
        Title = "How large is what comes out?",
        Points = 4,
        Difficulty = Difficulty.Easy,
        Minutes = 10,
        Hints =
        [
            "Lay the stretched kernel at the left end of the padded input. How many cells are free on its right, and how many steps of "
                + "s fit into them?",
            "way = input + 2 * padding − dilation * (kernel − 1) − 1. Then way / stride + 1 places, and way % stride cells are left. "
                + "If way is negative, the kernel does not fit.",
            "if (way < 0) return (0, input + 2 * padding); return (way / stride + 1, way % stride);",
        ],
        EntryPoint = "OutputSize",
        Signature = typeof(Func<int, int, int, int, int, (int Output, int Unused)>),
        Check = check =>
        {
            check.Part(1, "stride 1", () => Try(check, (5, 3, 1, 0, 1), (6, 3, 1, 1, 1), (9, 3, 1, 0, 2), (7, 3, 1, 2, 3)));
            check.Part(2, "any geometry", () =>
            {
                Try(check, (5, 3, 2, 0, 1), (6, 3, 2, 0, 1), (6, 3, 2, 1, 1), (7, 2, 3, 0, 2));
                for (var i = 0; i < 40; i++)
                {
                    var random = check.Random;
                    var (k, d) = (random.Next(1, 6), random.Next(1, 4));
                    var p = random.Next(0, 4);
                    var input = Math.Max(1, d * (k - 1) + 1 - 2 * p) + random.Next(0, 20);
                    Try(check, (input, k, random.Next(1, 6), p, d));
                }
            });
            check.Part(1, "a kernel that does not fit", () => Try(
                check, (2, 3, 2, 0, 1), (4, 3, 3, 0, 2), (3, 5, 4, 0, 1), (1, 4, 1, 1, 1)));
        },
    };

    private static void Try(Grading check, params (int Input, int Kernel, int Stride, int Padding, int Dilation)[] cases)
    {
        foreach (var one in cases)
        {
            var (i, k, s, p, d) = one;
            var expected = Walk(i, k, s, p, d);
            var what = Invariant($"input {i}, kernel {k}, stride {s}, padding {p}, dilation {d}");
            var (output, unused) = check.Call<(int Output, int Unused)>(i, k, s, p, d);
            if ((output, unused) == expected) continue;
            var fits = expected.Places > 0;
            Expect.True(fits || output <= 0, $"For {what} the kernel covers more cells than there are, so it fits nowhere; "
                + "the output is 0, "
                + Invariant($"not {output}. In C#, a division rounds towards 0, and ⌊·⌋ rounds down."));
            Expect.True(
                output >= 0, Invariant($"For {what} the output is {output}; where the kernel does not fit there are 0 places."));
            Expect.True(
                !(output == Walk(i, k, s, 0, d).Places && p > 0 && output != expected.Places),
                $"For {what} the padding is left out: there are p more cells on each side.");
            Expect.True(
                output == expected.Places || p == 0 || output != (i + p - d * (k - 1) - 1) / s + 1,
                $"For {what} the padding counts only once: there are p cells on each side, 2p in all.");
            Expect.True(
                output == expected.Places || d == 1 || output != (i + 2 * p - d * k) / s + 1,
                $"For {what} the kernel is taken to cover d·k cells. Between k weights are k − 1 gaps: d(k − 1) + 1.");
            Expect.True(
                output == expected.Places || d == 1 || output != (i + 2 * p - k) / s + 1,
                $"For {what} the dilation is left out: the stretched kernel covers d(k − 1) + 1 cells.");
            Expect.True(
                output == expected.Places,
                Invariant($"For {what} there are {expected.Places} places, not {output}."));
            Expect.True(
                unused == expected.Left || fits,
                Invariant($"For {what} the kernel fits nowhere: all {expected.Left} cells of the padded input are left, not {unused}."));
            Expect.True(
                unused == expected.Left,
                Invariant($"For {what} the last cells that the kernel touches leave {expected.Left} of the padded input, not {unused}. ")
                    + "What remains of the division by the stride?");
        }
    }

    // Puts the kernel down again and again, and counts.
    private static (int Places, int Left) Walk(int input, int kernel, int stride, int padding, int dilation)
    {
        var (cells, places, last) = (input + 2 * padding, 0, -1);
        for (var start = 0; ; start += stride)
        {
            var end = start;
            for (var weight = 1; weight < kernel; weight++) end += dilation;
            if (end >= cells) return (places, cells - 1 - last);
            (places, last) = (places + 1, end);
        }
    }
}
