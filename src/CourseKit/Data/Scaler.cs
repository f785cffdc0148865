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

    /// <summary>Offset and scale are minimum and range of all values together, for images: their pixels keep their contrast to each other.</summary>
    /// <param name="train">What is learned from.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Scaler MinMaxOfAll(TrainingSet train)
    {
        var (low, high) = Ranges(train);
        return new Scaler([.. low.Select(_ => low.Min())], [.. low.Select(_ => Safe(high.Max() - low.Min()))]);
    }

    /// <summary>Offset and scale are mean and standard deviation √(Σ(x − mean)² / n) of each column.</summary>
    /// <param name="train">What is learned from.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Scaler Standard(TrainingSet train)
    {
        var (low, high) = Ranges(train);
        var (mean, squares) = (new double[low.Length], new double[low.Length]);
        ForEachRow(train, row =>
        {
            for (var j = 0; j < mean.Length; j++) mean[j] += row[j];
        });
        for (var j = 0; j < mean.Length; j++) mean[j] = low[j] == high[j] ? low[j] : mean[j] / train.Count; // exact where nothing varies
        ForEachRow(train, row =>
        {
            for (var j = 0; j < mean.Length; j++) squares[j] += (row[j] - mean[j]) * (row[j] - mean[j]);
        });
        return new Scaler(mean, [.. squares.Select(sum => Safe(Math.Sqrt(sum / train.Count)))]);
    }

    /// <summary>Leaves the rows as they are, for columns that have comparable sizes already.</summary>
    /// <param name="train">What is learned from: nothing but the number of columns.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
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
            throw new ArgumentException($"'x' has the shape [{string.Join(", ", x.shape)}], but the scaling was learned from rows [n, {offset.Length}].", nameof(x));
        using var scope = NewDisposeScope();
        var (from, by) = (tensor(offset), tensor(scale));
        var batches = Rows.Batches(x.detach()).Select(batch =>
        {
            using var inner = NewDisposeScope();
            return function(batch.to(float64), from, by).to(float32).MoveToOuterDisposeScope();
        });
        return cat([.. batches], 0).MoveToOuterDisposeScope();
    }

    private static (double[] Low, double[] High) Ranges(TrainingSet train)
    {
        ArgumentNullException.ThrowIfNull(train);
        double[] low = [.. Enumerable.Repeat(double.PositiveInfinity, train.Features)], high = [.. Enumerable.Repeat(double.NegativeInfinity, train.Features)];
        ForEachRow(train, row =>
        {
            for (var j = 0; j < low.Length; j++)
            {
                if (!float.IsFinite(row[j])) throw new ArgumentException($"'{train.Name}' holds {FormattableString.Invariant($"{row[j]}")} in column {j}: nothing can be learned from it. Remove or fill such rows first.", nameof(train));
                if (row[j] < low[j]) low[j] = row[j];
                if (row[j] > high[j]) high[j] = row[j];
            }
        });
        return (low, high);
    }

    private static void ForEachRow(Dataset data, Action<ReadOnlySpan<float>> action)
    {
        foreach (var batch in Rows.Batches(data.X))
        {
            ReadOnlySpan<float> values = Rows.ToFloats(batch);
            for (var start = 0; start < values.Length; start += data.Features) action(values.Slice(start, data.Features));
        }
    }

    private static double Safe(double width) => width > 0 ? width : 1;
}
