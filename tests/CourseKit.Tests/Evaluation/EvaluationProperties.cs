using FsCheck;
using FsCheck.Fluent;

namespace CourseKit.Tests;

/// <summary>Laws that hold for every ranking, tried on random ones with many ties.</summary>
public class EvaluationProperties
{
    /// <summary>Labels with both classes and scores from few levels, so that ties are common.</summary>
    private static readonly Arbitrary<(bool[] Labels, double[] Scores)> Rankings =
        (from rows in Gen.Choose(2, 40)
         from levels in Gen.Choose(1, 30)
         from labels in Gen.Elements(true, false).ArrayOf(rows)
         from scores in Gen.Choose(-levels, levels).ArrayOf(rows)
         where labels.Contains(true) && labels.Contains(false)
         select (labels, scores.Select(score => score / 4.0).ToArray())).ToArbitrary();

    private static void ForAllRankings(Func<bool[], double[], bool> law) =>
        Prop.ForAll(Rankings, ranking => law(ranking.Labels, ranking.Scores)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;

    [Fact]
    public void AurocIsTheShareOfPairsInOrder() => ForAllRankings((labels, scores) =>
    {
        double pairs = 0, inOrder = 0;
        for (var i = 0; i < labels.Length; i++)
            for (var j = 0; j < labels.Length; j++)
            {
                if (!labels[i] || labels[j]) continue;
                pairs++;
                inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            }
        return Near(inOrder / pairs, Evaluation.Auroc(labels, scores));
    });

    [Fact]
    public void AurocIsTheTrapezoidAreaUnderItsCurve() => ForAllRankings((labels, scores) =>
    {
        var curve = Evaluation.RocCurve(labels, scores);
        double area = 0;
        for (var i = 1; i < curve.FalsePositiveRate.Length; i++)
            area += (curve.FalsePositiveRate[i] - curve.FalsePositiveRate[i - 1])
                * (curve.TruePositiveRate[i] + curve.TruePositiveRate[i - 1]) / 2;
        return Near(area, curve.Auroc);
    });

    [Fact]
    public void AveragePrecisionIsTheStepAreaUnderItsCurve() => ForAllRankings((labels, scores) =>
    {
        var curve = Evaluation.PrCurve(labels, scores);
        double area = 0;
        for (var i = 1; i < curve.Recall.Length; i++) area += (curve.Recall[i - 1] - curve.Recall[i]) * curve.Precision[i - 1];
        return Near(area, curve.AveragePrecision);
    });

    [Fact]
    public void OnlyTheOrderCounts() => ForAllRankings((labels, scores) =>
    {
        var other = scores.Select(score => Math.Exp(score) + 3).ToArray();
        return Evaluation.Auroc(labels, scores) == Evaluation.Auroc(labels, other)
            && Evaluation.AveragePrecision(labels, scores) == Evaluation.AveragePrecision(labels, other)
            && Evaluation.BestF1(labels, scores).F1 == Evaluation.BestF1(labels, other).F1
            && Evaluation.PrecisionAtN(labels, scores) == Evaluation.PrecisionAtN(labels, other);
    });

    [Fact]
    public void TheOrderOfRowsDoesNotCount() => ForAllRankings((labels, scores) =>
        Evaluation.Auroc(labels, scores) == Evaluation.Auroc([.. labels.Reverse()], [.. scores.Reverse()])
        && Evaluation.AveragePrecision(labels, scores) == Evaluation.AveragePrecision([.. labels.Reverse()], [.. scores.Reverse()]));

    [Fact]
    public void TurningTheScoresAroundMirrorsAuroc() => ForAllRankings((labels, scores) =>
        Near(1, Evaluation.Auroc(labels, scores) + Evaluation.Auroc(labels, [.. scores.Select(score => -score)])));

    [Fact]
    public void BestF1IsTheBestOfAllThresholds() => ForAllRankings((labels, scores) =>
    {
        var best = scores.Append(double.NegativeInfinity).Max(threshold => Evaluation.Confusion(labels, scores, threshold).F1);
        var found = Evaluation.BestF1(labels, scores);
        return Near(best, found.F1) && Near(found.F1, Evaluation.Confusion(labels, scores, found.Threshold).F1);
    });

    [Fact]
    public void TheThresholdFlagsTheContamination() => ForAllRankings((_, scores) =>
    {
        // Type-7 quantile: at most c (n - 1) of the scores lie strictly above it.
        foreach (var contamination in new[] { 0.01, 0.1, 0.25, 0.5 })
        {
            var threshold = Evaluation.ThresholdForContamination(scores, contamination);
            if (scores.Count(score => score > threshold) > contamination * (scores.Length - 1) + 1) return false;
            if (threshold < scores.Min() || threshold > scores.Max()) return false;
        }
        return true;
    });
}
