namespace CourseKit;

// How large a network for a table of n rows and d columns is and how long it trains, when nothing else is known. It goes by size alone; no
// data set is treated specially. AUROC on the tables of docs/benchmark-tabular.md was seen while the rule was made, which that page tells.
internal static class TableDefaults
{
    public const int BatchSize = 64;

    // The same for all tables: wide enough to bend, cheap enough for a laptop.
    public static IReadOnlyList<int> HiddenSizes { get; } = [64, 32];

    // 1 + ⌊√d⌋ (Cao, Nicolau and McDermott 2016), at most d.
    public static int CodeSize(int columns) => Math.Min(columns, 1 + (int)Math.Sqrt(columns));

    // Passes over the rows that make up so many steps: what training needs is steps, and a pass over few rows has few.
    public static int Epochs(int rows, int steps = 1000, int min = 10)
    {
        var inAnEpoch = (rows + BatchSize - 1) / BatchSize;
        return Math.Max(min, (steps + inAnEpoch - 1) / inAnEpoch);
    }
}
