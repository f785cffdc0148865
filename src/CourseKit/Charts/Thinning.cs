namespace CourseKit;

// Big data thinned to what a pixel of a chart shows.
internal static class Thinning
{
    // Leaves out points nearer than a pixel (a 500th of the ranges) to the last one kept: thousands of scores need no thousands of points.
    public static (double[] X, double[] Y) Curve(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (stepX, stepY) = (0.002 * Range(x), 0.002 * Range(y));
        var (keptX, keptY) = (new List<double> { x[0] }, new List<double> { y[0] });
        for (var i = 1; i < x.Count; i++)
        {
            if (i < x.Count - 1 && Math.Abs(x[i] - keptX[^1]) < stepX && Math.Abs(y[i] - keptY[^1]) < stepY) continue;
            keptX.Add(x[i]);
            keptY.Add(y[i]);
        }
        return ([.. keptX], [.. keptY]);
    }

    private static double Range(IReadOnlyList<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        return finite.Max() - finite.Min();
    }
}
