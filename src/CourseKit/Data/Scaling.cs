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
    private readonly double[] offset;
    private readonly double[] scale;

    internal Scaler(double[] offset, double[] scale) => (this.offset, this.scale) = (offset, scale);

    /// <summary>What is subtracted from each column.</summary>
    public IReadOnlyList<double> Offset => offset;

    /// <summary>What each column is divided by.</summary>
    public IReadOnlyList<double> Scale => scale;

    /// <summary>Offset and scale are minimum and range of each column: training values come to lie in [0, 1].</summary>
    /// <param name="train">What is learned from.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Scaler MinMax(TrainingSet train)
    {
        var (low, high) = Ranges(train);
        return new Scaler(low, [.. low.Zip(high, (one, other) => Safe(other - one))]);
    }

    /// <summary>
    /// Offset and scale are minimum and range of all values together, for images: their pixels keep their contrast to each other.
    /// </summary>
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
        var (low, high) = Ranges(train);
        using var scope = NewDisposeScope();
        // Shifted by the minimum, so that large values keep their digits and the mean is exact where nothing varies.
        var shift = tensor(low);
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
    public Tensor Apply(Tensor x) => Map(x, (batch, from, by) => (batch - from) / by);

    /// <summary>Takes scaled rows back to the units of the data.</summary>
    /// <inheritdoc cref="Apply(Tensor)"/>
    public Tensor Invert(Tensor x) => Map(x, (batch, from, by) => batch * by + from);

    /// <summary>The data set with its rows scaled, under the same name and labels.</summary>
    /// <param name="data">Any rows of the same kind.</param>
    /// <exception cref="ArgumentException">Another width.</exception>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new Dataset(data.Name, Apply(data.X), data.Labels) { Columns = data.Columns };
    }

    private Tensor Map(Tensor x, Func<Tensor, Tensor, Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.dim() != 2 || x.shape[1] != offset.Length)
            throw new ArgumentException(
                $"'x' has the shape [{string.Join(", ", x.shape)}], but the scaling was learned from rows [n, {offset.Length}].",
                nameof(x));
        using var scope = NewDisposeScope();
        var (from, by) = (tensor(offset), tensor(scale));
        return Rows.InBatches(x.detach(), batch => function(batch, from, by)).MoveToOuterDisposeScope();
    }

    private static (double[] Low, double[] High) Ranges(TrainingSet train)
    {
        ArgumentNullException.ThrowIfNull(train);
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

/// <summary>What the contrast of an image is.</summary>
public enum Contrast
{
    /// <summary>The mean distance from the mean, as in Ruff et al. 2018 (Deep SVDD).</summary>
    L1,

    /// <summary>The standard deviation, as in Goodfellow, Bengio and Courville 2016, section 12.2.</summary>
    L2,
}

/// <summary>
/// Global contrast normalisation: every image gets the mean 0 and the contrast 1, x̃ = (x − x̄) / s(x − x̄), so that its exposure no
/// longer counts. It looks at one row at a time, so there is nothing to fit and nothing that could leak.
/// </summary>
public static class GlobalContrast
{
    /// <summary>Normalises each row; a row without contrast becomes 0.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="contrast">What is brought to 1: with the d values v of a row less their mean, Σ|v| / d or √(Σv² / d).</param>
    /// <returns>New rows, [n, d] float32.</returns>
    /// <exception cref="ArgumentException">No table of finite values.</exception>
    public static Tensor Apply(Tensor x, Contrast contrast = Contrast.L1)
    {
        OptionRules.Defined(contrast);
        return Rows.InBatches(Rows.Checked(x), rows =>
        {
            var centred = rows - rows.mean([1], keepdim: true);
            var size = contrast == Contrast.L1 ? centred.abs().mean([1], keepdim: true) : centred.square().mean([1], keepdim: true).sqrt();
            // Rounding leaves a trace of contrast in a constant row.
            var flat = size <= 1e-12 * (1 + rows.abs().mean([1], keepdim: true));
            return where(flat, zeros_like(centred), centred / where(flat, ones_like(size), size));
        });
    }

    /// <summary>The data set with each row normalised.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="contrast">What is brought to 1.</param>
    public static Dataset Apply(Dataset data, Contrast contrast = Contrast.L1)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new Dataset(data.Name, Apply(data.X, contrast), data.Labels);
    }
}
