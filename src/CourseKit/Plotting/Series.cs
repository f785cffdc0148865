namespace CourseKit;

/// <summary>Points that belong together in a chart.</summary>
/// <param name="Name">Name for the legend.</param>
/// <param name="X">Horizontal values.</param>
/// <param name="Y">Vertical values, as many.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>In a scatter chart: join the points by a line instead of drawing them.</summary>
    public bool Joined { get; init; }
}
