using System.Text.Json;

namespace CourseKit.Tests;

/// <summary>Many random and tied rankings, held against scikit-learn's numbers (scikit-learn.json, made by scikit-learn.py).</summary>
public class ScikitLearnFileTests
{
    private const double Tolerance = 1e-12;

    private sealed record AtContamination(double Contamination, int Tp, int Fp, int Tn, int Fn, double F1, double Precision, double Recall);

    private sealed record Case(
        ulong Seed, int Rows, ulong Levels, ulong Share, double Shift, double Auroc, double AveragePrecision, double BestF1,
        double? PrecisionAtN, AtContamination[] At);

    [Fact]
    public void EveryMeasureIsTheSame()
    {
        using var stream = typeof(ScikitLearnFileTests).Assembly.GetManifestResourceStream("scikit-learn.json")!;
        var cases = JsonSerializer.Deserialize<Case[]>(stream, JsonSerializerOptions.Web)!;
        Assert.True(cases.Length > 30);
        foreach (var one in cases)
        {
            var (labels, scores) = Make(one);
            Assert.Equal(one.Auroc, Evaluation.Auroc(labels, scores), Tolerance);
            Assert.Equal(one.AveragePrecision, Evaluation.AveragePrecision(labels, scores), Tolerance);
            Assert.Equal(one.BestF1, Evaluation.BestF1(labels, scores).F1, Tolerance);
            if (one.PrecisionAtN is { } precision) Assert.Equal(precision, Evaluation.PrecisionAtN(labels, scores), Tolerance);
            foreach (var at in one.At)
            {
                var confusion = Evaluation.AtContamination(labels, scores, at.Contamination);
                Assert.Equal(new Confusion(at.Tp, at.Fp, at.Tn, at.Fn), confusion);
                Assert.Equal(at.F1, confusion.F1, Tolerance);
                Assert.Equal(at.Precision, confusion.Precision, Tolerance);
                Assert.Equal(at.Recall, confusion.Recall, Tolerance);
            }
        }
    }

    private static (bool[] Labels, double[] Scores) Make(Case one)
    {
        var state = one.Seed;
        ulong Next()
        {
            state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL);
            return state >> 33;
        }
        var labels = Enumerable.Range(0, one.Rows).Select(_ => Next() % 1000 < one.Share).ToArray();
        return (labels, [.. labels.Select(label => (double)(Next() % one.Levels) / one.Levels + (label ? one.Shift : 0))]);
    }
}
