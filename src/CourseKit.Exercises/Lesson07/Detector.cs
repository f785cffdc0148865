using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson07;

/// <summary>Deep SVDD as a whole, on a digit.</summary>
internal static class Detector
{
    // On sixes, 1,000 test images and as many rows, the solution reached 0.956 to 0.977 over two seeds, 0.936 without equal contrast; the
    // ball around the mean image 0.827 to 0.865, an untrained network 0.65 to 0.76. On zeros the solution reached 0.974 to 0.977 (three).
    private const double Nu = 0.1, Floor = 0.91, OtherFloor = 0.9;

    public static Exercise Exercise { get; } = new()
    {
        Id = "svdd.detector",
        Notebook = Lesson07.Notebook,
        Title = "Deep SVDD on a digit",
        Points = 8,
        Difficulty = Difficulty.Hard,
        Minutes = 25,
        Hints =
        [
            "Which of your answers fixes the point that all codes are drawn to, which one is the loss and the score, and which one comes "
                + "after training and draws the line?",
            "Give all images equal contrast, those to score as well. No biases; batch normalisation with affine: false; then the "
                + "centre; then Trainer.Fit(phi, optimizer, x, (z, _) => SquaredDistances(z, c).mean(), …) for eight epochs or so. "
                + "Score in eval mode without gradient.",
            "With the pieces of section 4: x = Contrast(normal), phi = Phi(), c = InitialCentre(phi, x, 0.1), DrawIn(phi, c, x, 8), "
                + "and R = SolveRadius(SquaredDistances(Codes(phi, x), c), nu). Score(x) gives SquaredDistances(Codes(phi, "
                + "Contrast(x)), c) as numbers.",
        ],
        EntryPoint = "MakeSvdd",
        Signature = typeof(Func<Tensor, double, (Func<Tensor, double[]> Score, double R)>),
        TimeLimit = TimeSpan.FromSeconds(120),
        Check = CheckParts,
    };

    private static void CheckParts(Grading check)
    {
        var digits = check.DrawDigits(normal: [6], trainingRows: 1500);
        var mean = digits.Train.X.mean([0], keepdim: true);
        var baseline = Evaluation.Auroc(digits.IsAnomaly, (digits.Test.X - mean).square().sum(1).Values());
        (Func<Tensor, double[]>? Score, double R) detector = default;
        double[] Score(Tensor x) => check.ScoresOf(detector.Score, x);

        check.Part(1, "one squared distance for each row, the same every time", () =>
        {
            detector = Make(check, digits.Train.X);
            var scores = Score(digits.Test.X);
            Expect.True(scores.SequenceEqual(Score(digits.Test.X)), "Scoring the same rows twice gave different scores: "
                + "switch training off (eval()) and leave randomness out.");
            Expect.True(scores.Min() >= 0, "A score is negative; the squared distance from the centre never is.");
            Expect.True(scores.Max() > 1.01 * scores.Min(), "All rows get the same score: the sphere has collapsed to a point.");
        });
        check.Part(2, "the sphere leaves about the share ν of the training rows outside", () =>
        {
            var outside = (double)Score(digits.Train.X).Count(score => score > detector.R * detector.R) / digits.Train.Count;
            Expect.True(
                outside < 1 - 2 * Nu,
                Invariant($"{outside:P0} of the training rows lie outside the sphere, with ν = {Nu}: that is the quantile at the wrong ")
                    + "end, or the radius of other distances than these.");
            Expect.True(
                outside > 0.2 * Nu,
                Invariant($"{outside:P1} of the training rows lie outside the sphere, with ν = {Nu}: is it the radius that is returned, ")
                    + "and not its square?");
            Expect.InRange(outside, Nu - 0.02, Nu + 0.02, "The share of training rows outside the sphere");
        });
        check.Part(3, "it tells the digit from others that it has never seen", () =>
        {
            var auroc = Evaluation.Auroc(digits.IsAnomaly, Score(digits.Test.X));
            Expect.True(
                auroc >= 0.5,
                Invariant($"The AUROC on held-out digits is {auroc:0.000}: below one half. ")
                    + "The score is upside down; higher must mean farther.");
            Expect.True(
                auroc >= Floor,
                Invariant($"The AUROC on held-out digits is {auroc:0.000}; {Floor} is asked for (the distance to the mean image gets ")
                    + Invariant($"{baseline:0.000}). ")
                    + "Have all images equal contrast, and is the network trained, but not for too long?");
        });
        check.Part(2, "it learns whatever it is given", () =>
        {
            const int digit = 0;
            var others = check.DrawDigits(normal: [digit], trainingRows: 1000);
            var other = Make(check, others.Train.X);
            var auroc = Evaluation.Auroc(others.IsAnomaly, check.ScoresOf(other.Score, others.Test.X));
            Expect.True(
                auroc >= OtherFloor,
                Invariant($"Given only images of the digit {digit}, the detector reaches an AUROC of {auroc:0.000} for telling it ")
                    + Invariant($"from the others; {OtherFloor} is asked for. ")
                    + "Does it train on the rows that are handed in, a new network each time?");
        });
    }

    private static (Func<Tensor, double[]>? Score, double R) Make(Grading check, Tensor train)
    {
        var detector = check.Call<(Func<Tensor, double[]> Score, double R)>(train, Nu);
        Expect.True(detector.Score is not null, "MakeSvdd returned null in place of the function that scores.");
        Expect.True(
            detector.R >= 0 && double.IsFinite(detector.R),
            Invariant($"The radius is {detector.R}; expected a number that is not negative."));
        return detector;
    }
}
