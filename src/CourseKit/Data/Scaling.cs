using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Brings columns to comparable sizes: y = (x − offset) / scale, column by column, in float64.</summary>
/// <remarks>
/// Offset and scale are learned from a <see cref="TrainingSet"/> only. A column that is constant there has the scale 1: it becomes
/// 0, and another value in later rows keeps its distance instead of being divided by nothing. Values beyond the range of training
/// are not cut off: they are what an anomaly may look like.
/// </remarks>
public sealed class Scaler
{
    internal Scaler(double[] offset, double[] scale) => (Offset, Scale) = (offset, scale);

    /// <summary>What is subtracted from each column.</summary>
    public IReadOnlyList<double> Offset { get; }

    /// <summary>What each column is divided by.</summary>
    public IReadOnlyList<double> Scale { get; }

    /// <summary>Offset and scale are minimum and range of each column: training values come to lie in [0, 1].</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Scaler MinMax(TrainingSet train)
    {
        var (low, high) = Ranges(train);
        return new Scaler(low, [.. low.Zip(high, (one, other) => Safe(other - one))]);
    }

    /// <summary>Minimum and range of all values together, for images: their pixels keep their contrast to each other.</summary>
    /// <inheritdoc cref="MinMax"/>
    public static Scaler MinMaxOfAll(TrainingSet train)
    {
        var (low, high) = Ranges(train);
        return new Scaler([.. low.Select(_ => low.Min())], [.. low.Select(_ => Safe(high.Max() - low.Min()))]);
    }

    /// <summary>Offset and scale are mean and standard deviation √(Σ(x − mean)² / n) of each column.</summary>
    /// <inheritdoc cref="MinMax"/>
    public static Scaler Standard(TrainingSet train)
    {
        using var scope = NewDisposeScope();
        // Shifted by the minimum, so that large values keep their digits and the mean is exact where nothing varies.
        var shift = tensor(Ranges(train).Low);
        var mean = Sum(train, rows => rows - shift) / train.Count;
        var variance = Sum(train, rows => (rows - shift - mean).square()) / train.Count;
        return new Scaler(Rows.ToDoubles(shift + mean), [.. Rows.ToDoubles(variance.sqrt()).Select(Safe)]);
    }

    /// <summary>Leaves the rows as they are, for columns that have comparable sizes already.</summary>
    /// <inheritdoc cref="MinMax"/>
    public static Scaler None(TrainingSet train) => new(new double[Ranges(train).Low.Length], [.. Enumerable.Repeat(1.0, train.Features)]);

    /// <summary>Scales rows. The result is new and belongs to the caller.</summary>
    /// <param name="x">Rows, [n, d] with the d of the training rows.</param>
    /// <exception cref="ArgumentException">No table, or another width.</exception>
    public Tensor Apply(Tensor x)
    {
        if (x.dim() != 2 || x.shape[1] != Offset.Count)
            throw new ArgumentException(
                $"'x' has the shape [{string.Join(", ", x.shape)}], but the scaling was learned from rows [n, {Offset.Count}].",
                nameof(x));
        using var scope = NewDisposeScope();
        var (from, by) = (tensor(Offset.ToArray()), tensor(Scale.ToArray()));
        return Rows.InBatches(x.detach(), batch => ((batch.to(float64) - from) / by).to(float32)).MoveToOuterDisposeScope();
    }

    /// <summary>The data set with its rows scaled, under the same name and labels.</summary>
    /// <exception cref="ArgumentException">Another width.</exception>
    public Dataset Apply(Dataset data) => new(data.Name, Apply(data.X), data.Labels) { Columns = data.Columns };

    private static (double[] Low, double[] High) Ranges(TrainingSet train)
    {
        using var scope = NewDisposeScope();
        double[] low = Rows.ToDoubles(train.X.amin([0])), high = Rows.ToDoubles(train.X.amax([0])); // NaN where one is in the column
        for (var j = 0; j < low.Length; j++)
        {
            var bad = double.IsFinite(low[j]) ? high[j] : low[j];
            if (!double.IsFinite(bad))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"'{train.Name}' holds {bad} in column {j}: nothing can be learned from it. Remove or fill such rows first."),
                    nameof(train));
        }
        return (low, high);
    }

    // In float64, batch by batch: a copy of all rows would take twice their memory.
    private static Tensor Sum(Dataset data, Func<Tensor, Tensor> of)
    {
        var sum = zeros(data.Features, float64);
        foreach (var batch in Rows.Batches(data.X))
        {
            using var inner = NewDisposeScope();
            sum.add_(of(batch.to(float64)).sum(0L));
        }
        return sum;
    }

    private static double Safe(double width) => width > 0 ? width : 1;
}

/// <summary>
/// Global contrast normalisation, x̃ = (x − x̄) / s with s = Σ|x − x̄| / d: every image gets the mean 0 and the contrast 1, as in Ruff et
/// al. 2018 (Deep SVDD), so that its exposure no longer counts. It looks at one row at a time: nothing is fitted, nothing could leak.
/// </summary>
public static class GlobalContrast
{
    /// <summary>The data set with each row normalised; a row without contrast becomes 0.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Dataset Apply(Dataset data) => new(
        data.Name,
        Rows.InBatches(Rows.Checked(data.X, name: data.Name), batch =>
        {
            var rows = batch.to(float64);
            var centred = rows - rows.mean([1], keepdim: true);
            var size = centred.abs().mean([1], keepdim: true);
            // Rounding leaves a trace of contrast in a constant row.
            var flat = size <= 1e-12 * (1 + rows.abs().mean([1], keepdim: true));
            return where(flat, zeros_like(centred), centred / where(flat, ones_like(size), size)).to(float32);
        }),
        data.Labels);
}
