using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What all detectors share: checking the rows, the order of fitting and scoring, the threshold. A detector adds its method.</summary>
public abstract class AnomalyDetector : IAnomalyDetector
{
    private readonly DetectorOptions options;
    private double threshold;
    private bool disposed;

    /// <summary>Keeps the name and the options.</summary>
    /// <param name="name">Name for legends and tables.</param>
    /// <param name="options">The detector's options.</param>
    protected AnomalyDetector(string name, DetectorOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        (Name, this.options) = (name, options);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Number of columns d of the training rows; 0 before fitting.</summary>
    public int Features { get; private set; }

    /// <inheritdoc/>
    public double Threshold
    {
        get
        {
            Fitted();
            return threshold;
        }
    }

    /// <inheritdoc/>
    public void Fit(Tensor x, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        using var scope = NewDisposeScope();
        using var stop = NotebookHost.LinkedTo(cancellationToken);
        var rows = Rows.Checked(x);
        FitRows(rows, progress, stop.Token);
        Features = (int)rows.shape[1];
        threshold = Evaluation.ThresholdForContamination(Score(x), options.Contamination);
    }

    /// <inheritdoc/>
    public double[] Score(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Rows.ToDoubles(Map(x, Features, ScoreRows));
    }

    /// <inheritdoc/>
    public bool[] Predict(Tensor x) => [.. Score(x).Select(score => score > Threshold)];

    /// <summary>Writes what was learned to a file, in one step: a reader sees the old file or the new one.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => SaveWith(null, path);

    internal void SaveWith(TableModel? table, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Fitted();
        using var scope = NewDisposeScope();
        DetectorFile.Write(path, this, options, Learned(), table);
    }

    /// <summary>Reads a detector that was saved. It gives the scores it gave before.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The detector, to be disposed by the caller.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no detector, or a damaged one; the message says which.</exception>
    public static AnomalyDetector Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return DetectorFile.Read(path);
    }

    internal void RestoreFrom(LearnedTensors learned, double savedThreshold)
    {
        using var scope = NewDisposeScope();
        Restore(learned);
        (Features, threshold) = (learned.Features, savedThreshold);
    }

    /// <summary>What was learned with the threshold, as a part of another detector's file; the names begin with the prefix.</summary>
    internal IEnumerable<(string Name, Tensor Value)> LearnedAs(string prefix) =>
        Learned().Append(("threshold", tensor(threshold, dtype: float64))).Select(one => (prefix + one.Item1, one.Item2));

    internal void RestoreFrom(LearnedTensors learned, string prefix, int features)
    {
        var part = learned.Part(prefix, features);
        RestoreFrom(part, part.Values("threshold")[0]);
    }

    /// <summary>What was learned, to be saved: names and tensors of any real type.</summary>
    protected abstract IEnumerable<(string Name, Tensor Value)> Learned();

    /// <summary>Takes over what was saved; called inside a dispose scope.</summary>
    /// <param name="learned">What <see cref="Learned"/> gave.</param>
    protected abstract void Restore(LearnedTensors learned);

    /// <summary>Learns from checked rows. What is learned must be stored last, so that a failure leaves the old state.</summary>
    /// <param name="x">Rows, [n, d] float32, finite, without gradient.</param>
    /// <param name="progress">To be told about each epoch.</param>
    /// <param name="cancellationToken">To be looked at often.</param>
    protected abstract void FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Scores a batch of checked rows; called after fitting, without gradient and inside a dispose scope.</summary>
    /// <param name="x">Rows, [m, d] float32, finite.</param>
    /// <returns>Scores, [m].</returns>
    protected abstract Tensor ScoreRows(Tensor x);

    /// <summary>
    /// Applies a function to rows from outside: checked, in batches, without gradient. The result belongs to the
    /// caller's dispose scope.
    /// </summary>
    /// <param name="x">Rows, as wide as <paramref name="features"/>.</param>
    /// <param name="features">The width the function needs.</param>
    /// <param name="function">Batch of rows ↦ batch of rows.</param>
    protected Tensor Map(Tensor x, int features, Func<Tensor, Tensor> function)
    {
        Fitted();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var threads = Threads.For(100.0 * x.numel()); // a number of a row meets some hundred weights
        var results = Rows.Batches(Rows.Checked(x, features)).Select(batch =>
        {
            NotebookHost.Interrupted.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            return function(batch).MoveToOuterDisposeScope();
        });
        return cat([.. results], 0).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what was learned.</summary>
    /// <param name="disposing">Always <c>true</c>: there is no finaliser.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Throws unless the detector has been fitted and not disposed.</summary>
    protected void Fitted()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (Features == 0) throw new InvalidOperationException($"{Name} has not been fitted: call Fit with normal rows first.");
    }
}
