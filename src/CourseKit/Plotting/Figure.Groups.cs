using System.Text.Json.Nodes;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>For each category a bar of each group, side by side, with intervals: for values that are to be compared with zero.</summary>
    /// <param name="categories">What the values belong to, e.g. digits.</param>
    /// <param name="groups">The groups, one value for each category.</param>
    /// <param name="xTitle">Title of the horizontal axis.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    public static Figure Bars(IReadOnlyList<string> categories, IReadOnlyList<Group> groups, string xTitle, string yTitle)
    {
        var layout = GroupLayout(categories, groups, xTitle, yTitle);
        layout["barmode"] = "group";
        var traces = groups.Select((group, i) => new JsonObject
        {
            ["type"] = "bar",
            ["name"] = group.Name,
            ["x"] = PlotJson.Strings(categories),
            ["y"] = PlotJson.Numbers(group.Values),
            ["marker"] = new JsonObject { ["color"] = Palette.Colour(i), ["opacity"] = 0.75, ["pattern"] = PlotJson.Hatching(i) },
            ["error_y"] = Whiskers(group),
        });
        return new Figure([.. traces], layout, GroupWords("Bars", categories, groups, yTitle));
    }

    /// <summary>
    /// For each category a dot of each group, side by side, with intervals. The axis fits the values: for those that differ little and lie far from
    /// zero, such as AUROCs beside a paper's row.
    /// </summary>
    /// <inheritdoc cref="Bars" path="/param"/>
    public static Figure Intervals(IReadOnlyList<string> categories, IReadOnlyList<Group> groups, string xTitle, string yTitle)
    {
        var layout = GroupLayout(categories, groups, xTitle, yTitle);
        layout["scattermode"] = "group";
        // Left to itself Plotly would begin at 0, as it does for bars.
        var ends = groups.SelectMany(group => group.Values.Select((value, i) => (value, group.Deviations?[i] ?? 0))).SelectMany(one => new[] { one.value - one.Item2, one.value + one.Item2 }).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var margin = ends.Max() > ends.Min() ? 0.08 * (ends.Max() - ends.Min()) : 0.5;
        layout["yaxis"]!["range"] = PlotJson.Numbers([ends.Min() - margin, ends.Max() + margin]);
        var traces = groups.Select((group, i) =>
        {
            var trace = PlotJson.Points(group.Name, [], group.Values, i, size: 8, opacity: 1);
            trace["x"] = PlotJson.Strings(categories);
            trace["error_y"] = Whiskers(group);
            return trace;
        });
        return new Figure([.. traces], layout, GroupWords("Dots", categories, groups, yTitle));
    }

    private static JsonObject GroupLayout(IReadOnlyList<string> categories, IReadOnlyList<Group> groups, string xTitle, string yTitle)
    {
        NotEmpty(categories, nameof(categories));
        NotEmpty(groups, nameof(groups));
        foreach (var group in groups)
        {
            SameLength(categories, group.Values, $"values of '{group.Name}'");
            if (group.Deviations is not null) SameLength(categories, group.Deviations, $"deviations of '{group.Name}'");
        }
        var xAxis = PlotJson.Axis(xTitle);
        xAxis["type"] = "category"; // "0", "1", … are names here, not numbers
        return PlotJson.Layout(null, xAxis, PlotJson.Axis(yTitle));
    }

    private static JsonObject Whiskers(Group group) => group.Deviations is null
        ? new() { ["visible"] = false }
        : new() { ["type"] = "data", ["array"] = PlotJson.Numbers(group.Deviations), ["color"] = Palette.Neutral, ["thickness"] = 1.5, ["width"] = 3 };

    private static string GroupWords(string kind, IReadOnlyList<string> categories, IReadOnlyList<Group> groups, string yTitle)
    {
        string Words(Group group)
        {
            var (best, worst) = (group.Values.Max(), group.Values.Min());
            int Place(double value) => group.Values.ToList().IndexOf(value);
            return $"{group.Name} has a mean of {Short(group.Values.Average())}, most at {categories[Place(best)]} ({Short(best)}), least at {categories[Place(worst)]} ({Short(worst)})";
        }
        return $"{kind} for {categories.Count} categories, {yTitle}: {string.Join("; ", groups.Select(Words))}.";
    }
}
