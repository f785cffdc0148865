namespace CourseKit;

/// <summary>Values of several categories that belong together, e.g. one detector's AUROC for each digit.</summary>
/// <param name="Name">Name for the legend.</param>
/// <param name="Values">One value for each category.</param>
/// <param name="Deviations">Half-lengths of the intervals, as many; none where the source has none.</param>
public sealed record Group(string Name, IReadOnlyList<double> Values, IReadOnlyList<double>? Deviations = null);
