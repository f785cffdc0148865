using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// An autoencoder, and behind it any detector that judges what the autoencoder makes of a row: its code, its residual, or code and reconstruction error together.
/// </summary>
/// <remarks>
/// The autoencoder is fitted first, then the detector on the same rows as the autoencoder sees them. Score: the detector's. A detector on the code sees what is unusual about a
/// row that can be given back; the reconstruction error what cannot (Erfani et al. 2016 put a one-class SVM on the code; Zong et al. 2018 join code and error).
/// </remarks>
public sealed class LatentDetector : AnomalyDetector
{
    private Parts? parts;

    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">Which autoencoder, which detector, and what it sees; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public LatentDetector(LatentDetectorOptions? options = null, string? name = null)
        : base(name ?? NameOf(options ??= new LatentDetectorOptions()), options ??= new LatentDetectorOptions()) => Options = options;

    /// <summary>Which autoencoder, which detector, and what it sees.</summary>
    public LatentDetectorOptions Options { get; }

    /// <summary>The fitted autoencoder. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public IAutoencoder Autoencoder
    {
        get
        {
            Fitted();
            return parts!.Autoencoder;
        }
    }

    /// <summary>The fitted detector behind it. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public IAnomalyDetector Detector
    {
        get
        {
            Fitted();
            return parts!.Detector;
        }
    }

    /// <summary>What the detector sees of the rows, see <see cref="LatentView"/>, without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    public Tensor See(Tensor x) => Map(x, Features, batch => Seen(parts!, batch));

    /// <inheritdoc/>
    protected override void FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var fresh = new Parts(Options);
        try
        {
            fresh.Coder.Fit(x, progress, cancellationToken);
            if (Options.View == LatentView.CodeAndError) fresh.Standardise(View(fresh, x));
            fresh.Detector.Fit(Seen(fresh, x), progress, cancellationToken);
            (parts, fresh) = (fresh, parts!);
        }
        finally
        {
            // The old ones after a success, the new ones after a failure.
            fresh?.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => tensor(parts!.Detector.Score(Seen(parts, x)));

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Tensor Value)> Learned() =>
    [
        .. parts!.Coder.LearnedAs("autoencoder."),
        .. parts.Detector.LearnedAs("detector."),
        .. parts.Mean is null ? Array.Empty<(string, Tensor)>() : [("mean", parts.Mean), ("deviation", parts.Deviation!)],
    ];

    /// <inheritdoc/>
    protected override void Restore(LearnedTensors learned)
    {
        var fresh = new Parts(Options);
        try
        {
            fresh.Coder.RestoreFrom(learned, "autoencoder.", learned.Features);
            var seen = Options.View switch { LatentView.Code => fresh.Autoencoder.CodeSize, LatentView.Residual => learned.Features, _ => fresh.Autoencoder.CodeSize + 1 };
            fresh.Detector.RestoreFrom(learned, "detector.", seen);
            if (Options.View == LatentView.CodeAndError) fresh.Standardise(learned.Take("mean", seen).to(float32), learned.Take("deviation", seen).to(float32));
            (parts, fresh) = (fresh, parts!);
        }
        finally
        {
            fresh?.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        parts?.Dispose();
        base.Dispose(disposing);
    }

    private static string NameOf(LatentDetectorOptions options)
    {
        using var fresh = new Parts(options);
        return $"{fresh.Coder.Name} → {fresh.Detector.Name}";
    }

    private Tensor Seen(Parts by, Tensor x) => by.Mean is null ? View(by, x) : (View(by, x) - by.Mean) / by.Deviation!;

    private Tensor View(Parts by, Tensor x) => Options.View switch
    {
        LatentView.Code => by.Autoencoder.Encode(x),
        LatentView.Residual => x - by.Autoencoder.Reconstruct(x),
        _ => cat([by.Autoencoder.Encode(x), ReconstructionLosses.Distance(x, by.Autoencoder.Reconstruct(x)).unsqueeze(1)], 1),
    };

    /// <summary>All that is learned: two detectors of the options' kinds, and how the columns between them are standardised.</summary>
    private sealed class Parts(LatentDetectorOptions options) : IDisposable
    {
        public AnomalyDetector Coder { get; } = Make(options.Autoencoder, options.Seed);

        public IAutoencoder Autoencoder => (IAutoencoder)Coder;

        public AnomalyDetector Detector { get; } = Make(options.Detector, options.Seed);

        public Tensor? Mean { get; private set; }

        public Tensor? Deviation { get; private set; }

        /// <summary>Learns mean and deviation of each column; where nothing varies but the last digit, the deviation is 1.</summary>
        public void Standardise(Tensor seen)
        {
            var wide = seen.to(float64);
            var (mean, deviation) = (wide.mean([0]), wide.std(0, unbiased: false));
            Standardise(mean.to(float32), where(deviation > 1e-6 * mean.abs(), deviation, ones_like(deviation)).to(float32));
        }

        public void Standardise(Tensor mean, Tensor deviation) => (Mean, Deviation) = (mean.DetachFromDisposeScope(), deviation.DetachFromDisposeScope());

        public void Dispose()
        {
            Coder.Dispose();
            Detector.Dispose();
            Mean?.Dispose();
            Deviation?.Dispose();
        }

        private static AnomalyDetector Make(DetectorOptions options, int seed) => DetectorCatalogue.Of(options).Create(options with { Seed = seed });
    }
}
