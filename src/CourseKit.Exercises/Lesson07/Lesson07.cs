namespace CourseKit.Exercises.Lesson07;

/// <summary>The exercises of lesson 07, Deep SVDD, in the order of the notebook.</summary>
internal static class Lesson07
{
    /// <summary>The notebook's name.</summary>
    public const string Notebook = "07-deep-svdd";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        Distance.Exercise,
        SoftBoundary.Exercise,
        RadiusUpdate.Exercise,
        InitialCentre.Exercise,
        Collapse.Exercise,
        Detector.Exercise,
    ];
}
