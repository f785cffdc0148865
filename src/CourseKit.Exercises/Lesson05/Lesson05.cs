namespace CourseKit.Exercises.Lesson05;

/// <summary>The exercises of lesson 05, Sparse and k-sparse autoencoders, in the order of the notebook.</summary>
internal static class Lesson05
{
    /// <summary>The notebook's name.</summary>
    public const string Notebook = "05-sparse-autoencoder";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        SoftThreshold.Exercise,
        LayerPenalty.Exercise,
        TopK.Exercise,
        Annealing.Exercise,
        DeadUnits.Exercise,
        Detector.Exercise,
    ];
}
