using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises;

// What the checks of whole detectors have in common.
internal static class DetectorAnswers
{
    // The scores that a returned function gives to rows: one finite number for each.
    public static double[] ScoresOf(this Grading check, Func<Tensor, double[]>? score, Tensor x)
    {
        Expect.True(score is not null, "There is no detector to look at: see the first part.");
        var scores = check.Run("Score(x)", () => score!(x));
        Expect.True(scores is not null, "Score(x) returned null.");
        Expect.True(
            scores!.Length == x.shape[0],
            Invariant($"Score returned {scores.Length} numbers for {x.shape[0]} rows; return one for each row."));
        Expect.True(scores.All(double.IsFinite), "A score is not a finite number. Did the training diverge? Try a smaller learning rate.");
        return scores;
    }

    // A small one-class task from MNIST: 1,000 test images, drawn at random.
    public static OneClassSplit DrawDigits(this Grading check, int[] normal, int trainingRows)
    {
        var (train, test) = Datasets.Mnist();
        int[] rows = [.. Enumerable.Range(0, test.Count)];
        check.Random.Shuffle(rows);
        return OneClassSplit.Create(train, test.Rows(rows[..1000]), normal, maxTrain: trainingRows, seed: check.Random.Next());
    }
}
