using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What all detectors can be told. Options are checked when they are set; the message names the option.</summary>
public abstract record DetectorOptions
{
    /// <summary>Seed of all that is random. The same seed gives the same scores, for any number of threads.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>
    /// Expected share of anomalies, in (0, 0.5]. It only places the threshold; scores do not depend on it. For clean
    /// training data it is the share of false alarms one accepts.
    /// </summary>
    public double Contamination
    {
        get;
        init => field = value is > 0 and <= 0.5
            ? value
            : throw OptionRules.Bad(nameof(Contamination), value, "is a share of anomalies and must be in (0, 0.5]");
    } = 0.05;
}

/// <summary>
/// What all detectors share: checking the rows, the order of fitting and scoring, the threshold. A detector adds its method.
/// </summary>
/// <param name="name">Name for legends and tables.</param>
public abstract class AnomalyDetector(string name) : IAnomalyDetector
{
    private double threshold;
    private bool disposed;

    /// <inheritdoc/>
    public string Name { get; } = !string.IsNullOrWhiteSpace(name)
        ? name
        : throw new ArgumentException("A detector needs a name.", nameof(name));

    /// <summary>How it is built and trained. Each detector says by its own type which options it takes.</summary>
    public abstract DetectorOptions Options { get; }

    /// <summary>Number of columns d of the training rows; 0 before fitting.</summary>
    public int Features { get; private set; }

    /// <inheritdoc/>
    public double Threshold => Fitted(threshold);

    /// <inheritdoc/>
    public void Fit(Tensor x, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        using var scope = NewDisposeScope();
        using var stop = NotebookHost.LinkedTo(cancellationToken);
        var rows = Rows.Checked(x);
        FitRows(rows, progress, stop.Token);
        Features = (int)rows.shape[1];
        threshold = Evaluation.ThresholdForContamination(Score(x), Options.Contamination);
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
    public void Save(string path) => DetectorFile.Write(path, this);

    /// <summary>Reads a detector that was saved. It gives the scores it gave before.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The detector, to be disposed by the caller.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no detector, or a damaged one; the message says which.</exception>
    public static AnomalyDetector Load(string path) => DetectorFile.Read(path);

    /// <summary>The state as numbers, for a file.</summary>
    internal Dictionary<string, NpyArray> SavedState()
    {
        Fitted();
        using var scope = NewDisposeScope();
        NpyArray Numbers(Tensor x) => new([.. x.shape.Select(size => (int)size)], Rows.ToDoubles(x));
        return State().ToDictionary(one => one.Name, one => Numbers(one.Value));
    }

    internal void LoadState(DetectorState state, double savedThreshold)
    {
        using var scope = NewDisposeScope();
        LoadState(state);
        (Features, threshold) = (state.Features, savedThreshold);
    }

    /// <summary>State and threshold, as a part of another detector's state; the names begin with the prefix.</summary>
    internal IEnumerable<(string Name, Tensor Value)> StateWithThreshold(string prefix) =>
        State().Append(("threshold", tensor(threshold, dtype: float64))).Select(one => (prefix + one.Item1, one.Item2));

    internal void LoadStateWithThreshold(DetectorState state) => LoadState(state, state.Values("threshold")[0]);

    /// <summary>What was learned, to be saved: names and tensors of any real type.</summary>
    protected abstract IEnumerable<(string Name, Tensor Value)> State();

    /// <summary>Takes over what was saved; called inside a dispose scope.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    protected abstract void LoadState(DetectorState state);

    /// <summary>Learns from checked rows. What is learned must be stored last, so that a failure leaves the old state.</summary>
    /// <param name="x">Rows, [n, d] float32, finite, without gradient.</param>
    /// <param name="progress">To be told about each epoch.</param>
    /// <param name="cancellationToken">To be looked at often.</param>
    protected abstract void FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Scores a batch of checked rows; called after fitting, without gradient and inside a dispose scope.</summary>
    /// <param name="x">Rows, [m, d] float32, finite.</param>
    /// <returns>Scores, [m].</returns>
    protected abstract Tensor ScoreRows(Tensor x);

    /// <summary>Frees what was learned.</summary>
    protected virtual void Free()
    {
    }

    /// <summary>
    /// Puts a learned tensor into the place of the old one, which is freed. It outlives the dispose scope it was made in.
    /// </summary>
    /// <param name="field">Where it is kept.</param>
    /// <param name="learned">The tensor.</param>
    protected static void Keep(ref Tensor? field, Tensor learned)
    {
        field?.Dispose();
        field = learned.DetachFromDisposeScope();
    }

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
        ArgumentNullException.ThrowIfNull(x);
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
        if (!disposed) Free();
        disposed = true;
        GC.SuppressFinalize(this);
    }

    /// <summary>Throws unless the detector has been fitted and not disposed.</summary>
    protected void Fitted()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (Features == 0) throw new InvalidOperationException($"{Name} has not been fitted: call Fit with normal rows first.");
    }

    /// <summary>Something that was learned.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="learned">Not <c>null</c> after fitting.</param>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    protected T Fitted<T>(T? learned)
    {
        Fitted();
        return learned!;
    }
}
