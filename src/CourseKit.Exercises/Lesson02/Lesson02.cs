namespace CourseKit.Exercises.Lesson02;

/// <summary>The exercises of lesson 02, Backpropagation, in the order of the notebook.</summary>
internal static class Lesson02
{
    /// <summary>The notebook's name.</summary>
    public const string Notebook = "02-backprop";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        NumericalGradient.Exercise,
        LocalGradients.Exercise,
        Backward.Exercise,
        DenseBackward.Exercise,
        AdamStep.Exercise,
        Detector.Exercise,
    ];
}
