using static TorchSharp.torch;

namespace CourseKit;

/// <summary>A method that learns what is normal and scores how far rows are from it.</summary>
/// <remarks>
/// Options are fixed at construction; what is learned is kept apart. Detectors are not safe for use by several threads at once.
/// </remarks>
public interface IAnomalyDetector : IDisposable
{
    /// <summary>Name for legends and tables.</summary>
    string Name { get; }

    /// <summary>Learns from normal rows, afresh; if it is cancelled or fails, the detector stays as it was.</summary>
    /// <param name="x">Normal rows, [n, d], finite.</param>
    /// <exception cref="ArgumentException">No rows, not a table, or a value that is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    void Fit(Tensor x, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>The anomaly score of each row: higher means more anomalous.</summary>
    /// <param name="x">Rows, [n, d] with the d of the training rows, finite.</param>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    /// <exception cref="ArgumentException">No rows, another width, or a value that is not finite.</exception>
    double[] Score(Tensor x);

    /// <summary>Scores above this are flagged: the (1 − contamination)-quantile of the training scores.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    double Threshold { get; }

    /// <summary>For each row whether it is flagged as an anomaly: <see cref="Score"/> &gt; <see cref="Threshold"/>.</summary>
    /// <param name="x">Rows, [n, d] with the d of the training rows, finite.</param>
    /// <inheritdoc cref="Score" path="/exception"/>
    bool[] Predict(Tensor x);
}

/// <summary>A detector with a code: what it makes of a row can be looked at, and another detector can go on from it.</summary>
public interface IAutoencoder : IAnomalyDetector
{
    /// <summary>Units of the code s.</summary>
    int CodeSize { get; }

    /// <summary>The code z = E(x), [n, s], without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    Tensor Encode(Tensor x);

    /// <summary>The row x = D(z) that a code stands for, [n, d], without gradient.</summary>
    /// <param name="z">Codes, [n, s].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    Tensor Decode(Tensor z);

    /// <summary>The reconstruction x̂ = D(E(x)), [n, d], without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    Tensor Reconstruct(Tensor x);
}
