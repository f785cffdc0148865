using System.Text.Json.Serialization;

namespace CourseKit;

/// <summary>What of an autoencoder a <see cref="LatentDetector"/> looks at.</summary>
public enum LatentView
{
    /// <summary>The code z = E(x), [n, s].</summary>
    Code,

    /// <summary>The residual x − x̂, [n, d]: not only how much was not given back, but where.</summary>
    Residual,

    /// <summary>The code and the reconstruction error (z, ‖x − x̂‖₂), [n, s + 1], each column standardised by its mean and deviation over the training rows.</summary>
    CodeAndError,
}

/// <summary>Which autoencoder, which detector behind it, and what of the one the other gets to see.</summary>
public sealed record LatentDetectorOptions : DetectorOptions
{
    /// <summary>The autoencoder, by its options: any kind of <see cref="DetectorCatalogue.All"/> that is an <see cref="IAutoencoder"/>. Its seed is replaced by this one.</summary>
    [JsonConverter(typeof(NamedOptionsConverter))]
    public DetectorOptions Autoencoder
    {
        get;
        init => field = DetectorCatalogue.Of(value).DetectorType.IsAssignableTo(typeof(IAutoencoder))
            ? value
            : throw OptionRules.Bad(nameof(Autoencoder), value, $"must be the options of an autoencoder; {DetectorCatalogue.Of(value).DetectorType.Name} is none");
    } = new AutoencoderOptions();

    /// <summary>The detector behind it, by its options: any kind of <see cref="DetectorCatalogue.All"/>. Its seed is replaced by this one.</summary>
    [JsonConverter(typeof(NamedOptionsConverter))]
    public DetectorOptions Detector { get; init => (field, _) = (value, DetectorCatalogue.Of(value)); } = new OneClassSvmOptions();

    /// <summary>What the detector gets to see.</summary>
    public LatentView View { get; init => field = OptionRules.Defined(value); } = LatentView.CodeAndError;

    /// <summary>The options for a table of scaled columns: <see cref="AutoencoderOptions.ForTable"/>, and the one-class SVM on code and error.</summary>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d.</param>
    public static LatentDetectorOptions ForTable(int rows, int columns) => new() { Autoencoder = AutoencoderOptions.ForTable(rows, columns) };
}
