namespace CourseKit.Exercises.Lesson01;

/// <summary>The exercises of lesson 01, convolution, in the order of the notebook.</summary>
internal static class Lesson01
{
    /// <summary>The notebook's name.</summary>
    public const string Notebook = "01-convolution";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        FullConvolution.Exercise,
        Padding.Exercise,
        OutputSize.Exercise,
        MaxPool.Exercise,
        Unpool.Exercise,
        Matrix.Exercise,
        Detector.Exercise,
    ];
}
