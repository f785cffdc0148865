using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What of an autoencoder a <see cref="LatentDetector"/> looks at.</summary>
public enum LatentView
{
    /// <summary>The code z = E(x), [n, s].</summary>
    Code,

    /// <summary>The residual x − x̂, [n, d]: not only how much was not given back, but where.</summary>
    Residual,

    /// <summary>(z, ‖x − x̂‖₂), [n, s + 1], each column standardised over the training rows.</summary>
    CodeAndError,
}

/// <summary>Which autoencoder, which detector behind it, and what of the one the other gets to see.</summary>
public sealed record LatentDetectorOptions : DetectorOptions
{
    /// <summary>The autoencoder, by its options: any kind of <see cref="IAutoencoder"/>. Its seed is replaced by this one.</summary>
    public DetectorOptions Autoencoder
    {
        get;
        init => field = OptionRules.Must(
            DetectorCatalogue.Of(value).DetectorType.IsAssignableTo(typeof(IAutoencoder)), value,
            $"must be the options of an autoencoder; {DetectorCatalogue.Of(value).DetectorType.Name} is none");
    } = new AutoencoderOptions();

    /// <summary>The detector behind it, by its options: any kind of the catalogue. Its seed is replaced by this one.</summary>
    public DetectorOptions Detector { get; init => (field, _) = (value, DetectorCatalogue.Of(value)); } = new OneClassSvmOptions();

    /// <summary>What the detector gets to see.</summary>
    public LatentView View { get; init => field = OptionRules.Defined(value); } = LatentView.CodeAndError;

    /// <summary>As <see cref="AutoencoderOptions.ForTable"/>, and the one-class SVM on code and error.</summary>
    /// <inheritdoc cref="DetectorKind.ForTable" path="/param"/>
    public static LatentDetectorOptions ForTable(int rows, int columns) =>
        new() { Autoencoder = AutoencoderOptions.ForTable(rows, columns) };
}

/// <summary>An autoencoder, and behind it any detector that judges what the autoencoder makes of a row.</summary>
/// <remarks>
/// The autoencoder is fitted first, then the detector on the same rows as the autoencoder sees them. Score: the detector's. A detector on
/// the code sees what is unusual about a row that can be given back; the reconstruction error what cannot (Erfani et al. 2016 put a
/// one-class SVM on the code; Zong et al. 2018 join code and error).
/// </remarks>
public sealed class LatentDetector(LatentDetectorOptions? options = null, string? name = null)
    : AnomalyDetector(name ?? NameOf(options ?? new LatentDetectorOptions()))
{
    private Pair? pair;

    /// <inheritdoc/>
    public override LatentDetectorOptions Options { get; } = options ?? new LatentDetectorOptions();

    /// <summary>The fitted autoencoder. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public IAutoencoder Autoencoder => (IAutoencoder)Fitted(pair).Coder;

    /// <summary>The fitted detector behind it. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public IAnomalyDetector Detector => Fitted(pair).Detector;

    /// <summary>What the detector sees of the rows, see <see cref="LatentView"/>, without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    public Tensor See(Tensor x) => Map(x, Features, Seen);

    /// <inheritdoc/>
    protected override Dictionary<string, Tensor> FitRows(
        Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation) =>
        Replace(ref pair, new Pair(Options), fresh =>
        {
            fresh.Coder.Fit(x, progress, cancellation);
            var view = View((IAutoencoder)fresh.Coder, x).to(float64);
            var (mean, deviation) = (zeros(1, float64), ones(1, float64));
            if (Options.View == LatentView.CodeAndError)
            {
                (mean, deviation) = (view.mean([0]), view.std(0, unbiased: false));
                // Where nothing varies but the last digit, 1 stands for it.
                deviation = where(deviation > 1e-6 * mean.abs(), deviation, ones_like(deviation));
            }
            fresh.Detector.Fit((view - mean) / deviation, progress, cancellation);
            return new() { ["mean"] = mean, ["standardDeviation"] = deviation };
        });

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => tensor(pair!.Detector.Score(Seen(x)));

    internal override IEnumerable<(string Name, Tensor Value)> State() =>
    [
        .. base.State(),
        .. pair!.Coder.State().Select(one => ("autoencoder." + one.Name, one.Value)),
        .. pair.Detector.State().Select(one => ("detector." + one.Name, one.Value)),
    ];

    internal override void LoadState(IReadOnlyDictionary<string, Tensor> saved)
    {
        base.LoadState(saved);
        pair = new Pair(Options);
        pair.Coder.LoadState(Part(saved, "autoencoder."));
        pair.Detector.LoadState(Part(saved, "detector."));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        pair?.Dispose();
    }

    private static string NameOf(LatentDetectorOptions options)
    {
        using var pair = new Pair(options);
        return $"{pair.Coder.Name} → {pair.Detector.Name}";
    }

    private Tensor Seen(Tensor x) => ((View(Autoencoder, x) - Learned("mean")) / Learned("standardDeviation")).to(float32);

    private Tensor View(IAutoencoder by, Tensor x) => Options.View switch
    {
        LatentView.Code => by.Encode(x),
        LatentView.Residual => x - by.Reconstruct(x),
        _ => cat([by.Encode(x), ReconstructionLosses.Distance(x, by.Reconstruct(x)).unsqueeze(1)], 1),
    };

    private sealed class Pair(LatentDetectorOptions options) : IDisposable
    {
        public AnomalyDetector Coder { get; } = Make(options.Autoencoder, options.Seed);

        public AnomalyDetector Detector { get; } = Make(options.Detector, options.Seed);

        public void Dispose()
        {
            Coder.Dispose();
            Detector.Dispose();
        }

        private static AnomalyDetector Make(DetectorOptions options, int seed) =>
            DetectorCatalogue.Of(options).Create(options with { Seed = seed });
    }
}
