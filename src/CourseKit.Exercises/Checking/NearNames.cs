namespace CourseKit.Exercises;

/// <summary>Finds the names that somebody probably meant.</summary>
public static class NearNames
{
    /// <summary>" Did you mean a or b?" (with the leading space), or nothing when no candidate comes near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> candidates)
    {
        var near = candidates
            .Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(x => x.distance <= Math.Max(2, x.candidate.Length / 3)
                || (name.Length >= 3 && x.candidate.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(x => x.distance).ThenBy(x => x.candidate, StringComparer.Ordinal)
            .Take(3).Select(x => x.candidate).ToList();
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    // Levenshtein distance, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
