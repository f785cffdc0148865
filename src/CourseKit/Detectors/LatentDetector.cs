using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What of an autoencoder a <see cref="LatentDetector"/> looks at.</summary>
public enum LatentView
{
    /// <summary>The code z = E(x), [n, s].</summary>
    Code,

    /// <summary>The residual x − x̂, [n, d]: not only how much was not given back, but where.</summary>
    Residual,

    /// <summary>
    /// The code and the reconstruction error (z, ‖x − x̂‖₂), [n, s + 1], each column standardised by its mean and standard deviation over
    /// the training rows.
    /// </summary>
    CodeAndError,
}

/// <summary>Which autoencoder, which detector behind it, and what of the one the other gets to see.</summary>
public sealed record LatentDetectorOptions : DetectorOptions
{
    /// <summary>
    /// The autoencoder, by its options: any kind of <see cref="DetectorCatalogue.All"/> that is an <see cref="IAutoencoder"/>. Its seed is
    /// replaced by this one.
    /// </summary>
    [JsonConverter(typeof(NamedOptionsConverter))]
    public DetectorOptions Autoencoder
    {
        get;
        init => field = DetectorCatalogue.Of(value).DetectorType.IsAssignableTo(typeof(IAutoencoder))
            ? value
            : throw OptionRules.Bad(
                nameof(Autoencoder), value,
                $"must be the options of an autoencoder; {DetectorCatalogue.Of(value).DetectorType.Name} is none");
    } = new AutoencoderOptions();

    /// <summary>
    /// The detector behind it, by its options: any kind of <see cref="DetectorCatalogue.All"/>. Its seed is replaced by this one.
    /// </summary>
    [JsonConverter(typeof(NamedOptionsConverter))]
    public DetectorOptions Detector { get; init => (field, _) = (value, DetectorCatalogue.Of(value)); } = new OneClassSvmOptions();

    /// <summary>What the detector gets to see.</summary>
    public LatentView View { get; init => field = OptionRules.Defined(value); } = LatentView.CodeAndError;

    /// <summary>
    /// The options for a table of scaled columns: <see cref="AutoencoderOptions.ForTable"/>, and the one-class SVM on code and error.
    /// </summary>
    /// <inheritdoc cref="DetectorKind.ForTable" path="/param"/>
    public static LatentDetectorOptions ForTable(int rows, int columns) =>
        new() { Autoencoder = AutoencoderOptions.ForTable(rows, columns) };
}

/// <summary>
/// An autoencoder, and behind it any detector that judges what the autoencoder makes of a row: its code, its residual, or code and
/// reconstruction error together.
/// </summary>
/// <remarks>
/// The autoencoder is fitted first, then the detector on the same rows as the autoencoder sees them. Score: the detector's. A detector on
/// the code sees what is unusual about a row that can be given back; the reconstruction error what cannot (Erfani et al. 2016 put a
/// one-class SVM on the code; Zong et al. 2018 join code and error).
/// </remarks>
/// <param name="options">Which autoencoder, which detector, and what it sees; the defaults if not given.</param>
/// <param name="name">Name for legends and tables.</param>
public sealed class LatentDetector(LatentDetectorOptions? options = null, string? name = null)
    : AnomalyDetector(name ?? NameOf(options ?? new LatentDetectorOptions()))
{
    private Parts? parts;

    /// <inheritdoc/>
    public override LatentDetectorOptions Options { get; } = options ?? new LatentDetectorOptions();

    /// <summary>The fitted autoencoder. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public IAutoencoder Autoencoder => Fitted(parts).Autoencoder;

    /// <summary>The fitted detector behind it. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public IAnomalyDetector Detector => Fitted(parts).Detector;

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
    protected override IEnumerable<(string Name, Tensor Value)> State() =>
    [
        .. parts!.Coder.StateWithThreshold("autoencoder."),
        .. parts.Detector.StateWithThreshold("detector."),
        .. parts.Mean is null ? Array.Empty<(string, Tensor)>() : [("mean", parts.Mean), ("standardDeviation", parts.StandardDeviation!)],
    ];

    /// <inheritdoc/>
    protected override void LoadState(DetectorState state)
    {
        var fresh = new Parts(Options);
        try
        {
            fresh.Coder.LoadStateWithThreshold(state.Part("autoencoder.", state.Features));
            var codeSize = fresh.Autoencoder.CodeSize;
            var seen = Options.View switch { LatentView.Code => codeSize, LatentView.Residual => state.Features, _ => codeSize + 1 };
            fresh.Detector.LoadStateWithThreshold(state.Part("detector.", seen));
            if (Options.View == LatentView.CodeAndError)
                fresh.Standardise(state.Take("mean", seen).to(float32), state.Take("standardDeviation", seen).to(float32));
            (parts, fresh) = (fresh, parts!);
        }
        finally
        {
            fresh?.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void Free() => parts?.Dispose();

    private static string NameOf(LatentDetectorOptions options)
    {
        using var fresh = new Parts(options);
        return $"{fresh.Coder.Name} → {fresh.Detector.Name}";
    }

    private Tensor Seen(Parts by, Tensor x) => by.Mean is null ? View(by, x) : (View(by, x) - by.Mean) / by.StandardDeviation!;

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

        public Tensor? StandardDeviation { get; private set; }

        /// <summary>Learns mean and standard deviation of each column; where nothing varies but the last digit, 1 stands for it.</summary>
        public void Standardise(Tensor seen)
        {
            var wide = seen.to(float64);
            var (mean, deviation) = (wide.mean([0]), wide.std(0, unbiased: false));
            Standardise(mean.to(float32), where(deviation > 1e-6 * mean.abs(), deviation, ones_like(deviation)).to(float32));
        }

        public void Standardise(Tensor mean, Tensor deviation) =>
            (Mean, StandardDeviation) = (mean.DetachFromDisposeScope(), deviation.DetachFromDisposeScope());

        public void Dispose()
        {
            Coder.Dispose();
            Detector.Dispose();
            Mean?.Dispose();
            StandardDeviation?.Dispose();
        }

        private static AnomalyDetector Make(DetectorOptions options, int seed) =>
            DetectorCatalogue.Of(options).Create(options with { Seed = seed });
    }
}
