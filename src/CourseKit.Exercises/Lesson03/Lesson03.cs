namespace CourseKit.Exercises.Lesson03;

/// <summary>The exercises of lesson 03, the autoencoder, in the order of the notebook.</summary>
internal static class Lesson03
{
    /// <summary>The notebook's name.</summary>
    public const string Notebook = "03-autoencoder";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        ReconstructionError.Exercise,
        TrainingStep.Exercise,
        EncoderDecoder.Exercise,
        Generate.Exercise,
        Threshold.Exercise,
        Detector.Exercise,
        CodeSearch.Exercise,
    ];
}
