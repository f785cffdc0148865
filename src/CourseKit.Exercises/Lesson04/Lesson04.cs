namespace CourseKit.Exercises.Lesson04;

/// <summary>The exercises of lesson 04, the convolutional autoencoder, in the order of the notebook.</summary>
internal static class Lesson04
{
    /// <summary>The notebook's name.</summary>
    public const string Notebook = "04-convolutional-autoencoder";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        Shapes.Exercise,
        Mirror.Exercise,
        ResizeConvolution.Exercise,
        DenoisingStep.Exercise,
        AnomalyMap.Exercise,
        Localiser.Exercise,
        Regularity.Exercise,
    ];
}
