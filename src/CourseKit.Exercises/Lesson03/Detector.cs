using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson03;

/// <summary>An anomaly detector as a whole, on held-out digits.</summary>
internal static class Detector
{
    private const double Contamination = 0.05;

    public static Exercise Exercise { get; } = new()
    {
        Id = "ae.detector",
        Notebook = Lesson03.Notebook,
        Title = "An anomaly detector as a whole",
        Points = 8,
        Difficulty = Difficulty.Hard,
        Minutes = 25,
        Hints =
        [
            "Which of the pieces that you have written makes the network, which one trains it, "
                + "which one turns a reconstruction into a score, and which one draws the line?",
            "Shuffle the rows anew in each epoch (randperm, split) and train on batches of 64 or so; 10 to 20 epochs with Adam and a "
                + "learning rate of 0.002 are enough. Score without gradient, and choose the threshold on the scores of the training rows.",
            "var model = Sequential(Linear(d, 64), ReLU(), Linear(64, 8), Linear(8, 64), ReLU(), Linear(64, d), Sigmoid()); train it with "
                + "Trainer.Fit; double[] Score(Tensor x) { using var scope = NewDisposeScope(); using var _ = no_grad(); return (x - "
                + "model.call(x)).square().sum(1).sqrt().to_type(ScalarType.Float64).data<double>().ToArray(); }",
        ],
        EntryPoint = "MakeDetector",
        Signature = typeof(Func<Tensor, double, (Func<Tensor, double[]> Score, double Threshold)>),
        TimeLimit = TimeSpan.FromSeconds(120),
        Check = CheckParts,
    };

    private static void CheckParts(Grading check)
    {
        var digits = check.DrawDigits(normal: [0, 1], trainingRows: 1500);
        var mean = digits.Train.X.mean([0], keepdim: true);
        var baseline = Evaluation.Auroc(digits.IsAnomaly, (digits.Test.X - mean).square().sum(1).Values());
        (Func<Tensor, double[]>? Score, double Threshold) detector = default;
        double[] Score(Tensor x) => check.ScoresOf(detector.Score, x);

        check.Part(1, "one score for each row, the same every time", () =>
        {
            detector = Make(check, digits.Train.X);
            var scores = Score(digits.Test.X);
            Expect.True(scores.SequenceEqual(Score(digits.Test.X)), "Scoring the same rows twice gave different scores: "
                + "switch training off (eval()) and leave randomness out.");
            Expect.True(scores.Max() > scores.Min(), "All rows get the same score, so nothing can be told apart.");
        });
        check.Part(2, "the threshold flags about the asked share of the training rows", () =>
        {
            var share = (double)Score(digits.Train.X).Count(score => score > detector.Threshold) / digits.Train.Count;
            Expect.True(
                share < 1 - 2 * Contamination,
                Invariant($"{share:P0} of the training rows lie above the threshold, with a contamination of {Contamination:P0}: ")
                    + "that is the quantile at the wrong end, or not one of these scores.");
            Expect.InRange(share, Contamination - 0.01, Contamination + 0.01, "The share of training rows above the threshold");
        });
        check.Part(3, "it finds digits that it has never seen", () =>
        {
            var auroc = Evaluation.Auroc(digits.IsAnomaly, Score(digits.Test.X));
            Expect.True(
                auroc >= 0.5,
                Invariant($"The AUROC on held-out digits is {auroc:0.000}: below one half. ")
                    + "Either nothing was learned (a network that has not been trained paints everything grey), "
                    + "or the score is upside down: higher must mean more anomalous.");
            Expect.True(
                auroc >= 0.93,
                Invariant($"The AUROC on held-out digits is {auroc:0.000}; 0.93 is asked for (the distance to the mean image gets ")
                    + Invariant($"{baseline:0.000}, two principal components about 0.9). ")
                    + "Train longer, or let the code have a few more units.");
        });
        check.Part(2, "it learns whatever it is given", () =>
        {
            var digit = new[] { 6, 7, 9 }[check.Random.Next(3)];
            var others = check.DrawDigits(normal: [digit], trainingRows: 800);
            var other = Make(check, others.Train.X);
            var auroc = Evaluation.Auroc(others.IsAnomaly, check.ScoresOf(other.Score, others.Test.X));
            // Easily reached by whatever learns from these rows; a detector of zeros and ones is far below.
            Expect.True(
                auroc >= 0.8,
                Invariant($"Given only images of the digit {digit}, the detector reaches an AUROC of {auroc:0.000} for telling it ")
                    + "from the others; 0.8 is asked for. Does it train on the rows that are handed in, a new network each time?");
        });
    }

    private static (Func<Tensor, double[]>? Score, double Threshold) Make(Grading check, Tensor train)
    {
        var detector = check.Call<(Func<Tensor, double[]> Score, double Threshold)>(train, Contamination);
        Expect.True(detector.Score is not null, "MakeDetector returned null in place of the function that scores.");
        Expect.True(double.IsFinite(detector.Threshold), Invariant($"The threshold is {detector.Threshold}; expected a number."));
        return detector;
    }
}
