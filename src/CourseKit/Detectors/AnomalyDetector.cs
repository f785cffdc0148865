using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What all detectors can be told. Options are checked when they are set; the message names the option.</summary>
public abstract record DetectorOptions
{
    /// <summary>Seed of all that is random. The same seed gives the same scores on one machine with as many threads.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Expected share of anomalies, in (0, 0.5]; of false alarms in clean training data. It only places the threshold.</summary>
    public double Contamination
    {
        get;
        init => field = OptionRules.Must(value is > 0 and <= 0.5, value, "is a share of anomalies and must be in (0, 0.5]");
    } = 0.05;
}

/// <summary>What all detectors share: checks, threshold, keeping and saving what was learned. A detector adds its method.</summary>
public abstract class AnomalyDetector(string name) : IAnomalyDetector
{
    private Dictionary<string, Tensor> learned = [];
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
        var state = FitRows(rows, progress, stop.Token);
        stop.Token.ThrowIfCancellationRequested(); // for detectors that fit in one go
        Keep(state);
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
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => DetectorFile.Write(path, this);

    /// <summary>Reads a detector that was saved. It gives the scores it gave before.</summary>
    /// <returns>The detector, to be disposed by the caller.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no detector, or a damaged one; the message says which.</exception>
    public static AnomalyDetector Load(string path) => DetectorFile.Read(path).Detector;

    // All that was learned, for a file. A name with a dot belongs to a part: a network, or a detector inside this one.
    internal virtual IEnumerable<(string Name, Tensor Value)> State()
    {
        Fitted();
        return
        [
            .. learned.Select(one => (one.Key, one.Value)),
            ("features", tensor(Features)),
            ("threshold", tensor(threshold, dtype: float64)),
        ];
    }

    // Takes over what a fitted detector of the same options gave as its state; float64, inside a dispose scope.
    internal virtual void LoadState(IReadOnlyDictionary<string, Tensor> saved)
    {
        Keep(saved.Where(one => !one.Key.Contains('.') && one.Key is not ("features" or "threshold")));
        (Features, threshold) = ((int)saved["features"].ToDouble(), saved["threshold"].ToDouble());
    }

    internal static Dictionary<string, Tensor> Part(IReadOnlyDictionary<string, Tensor> saved, string prefix) => saved
        .Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(one => one.Key[prefix.Length..], one => one.Value);

    /// <summary>Learns from checked rows.</summary>
    /// <param name="x">Rows, [n, d] float32, finite, without gradient.</param>
    /// <returns>
    /// What was learned: tensors of any real type by names without a dot. They replace those of an earlier fitting, outlive the dispose
    /// scope they were made in, and are what is saved.
    /// </returns>
    protected abstract Dictionary<string, Tensor> FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation);

    /// <summary>Scores a batch of checked rows; called after fitting, without gradient and inside a dispose scope.</summary>
    /// <param name="x">Rows, [m, d] float32, finite.</param>
    /// <returns>Scores, [m].</returns>
    protected abstract Tensor ScoreRows(Tensor x);

    /// <summary>What <see cref="FitRows"/> gave under a name; float64 in a detector that was loaded.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    protected Tensor Learned(string name) => Fitted(learned)[name];

    // Applies a function to rows of a given width: checked, in batches, without gradient. The result belongs to the caller's scope.
    private protected Tensor Map(Tensor x, int features, Func<Tensor, Tensor> function)
    {
        Fitted();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = Rows.Checked(x, features);
        using var threads = Threads.For(100.0 * Rows.Batches(rows).First().numel()); // a number of a row meets some hundred weights
        return Rows.InBatches(rows, batch =>
        {
            NotebookHost.Interrupted.ThrowIfCancellationRequested();
            return function(batch);
        }).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Keep([]);
        disposed = true;
        GC.SuppressFinalize(this);
    }

    private void Fitted()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (Features == 0) throw new InvalidOperationException($"{Name} has not been fitted: call Fit with normal rows first.");
    }

    // Something that was learned, not null after fitting.
    private protected T Fitted<T>(T? learned)
    {
        Fitted();
        return learned!;
    }

    // Puts a network or the like into the place of the old one when it has learned; if it fails, the old one stays.
    private protected static Dictionary<string, Tensor> Replace<T>(ref T? field, T fresh, Func<T, Dictionary<string, Tensor>> learn)
        where T : class, IDisposable
    {
        try
        {
            var state = learn(fresh);
            (field, fresh) = (fresh, field!);
            return state;
        }
        finally
        {
            fresh?.Dispose();
        }
    }

    private void Keep(IEnumerable<KeyValuePair<string, Tensor>> fresh)
    {
        foreach (var old in learned.Values) old.Dispose();
        learned = fresh.ToDictionary(one => one.Key, one => one.Value.DetachFromDisposeScope());
    }
}
