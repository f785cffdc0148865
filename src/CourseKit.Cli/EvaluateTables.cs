namespace CourseKit.Cli;

/// <summary>The tables that detectors are measured on.</summary>
internal static class EvaluateTables
{
    /// <summary>Reads a table. Of card payments the first column, the seconds since the first payment, is left out: it says when, not what.</summary>
    /// <exception cref="FileNotFoundException">It is not here; the message says how to get it.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="ArgumentException">It is no table.</exception>
    public static Dataset Load(DataEntry entry)
    {
        var data = Datasets.Table(entry.Name);
        if (!entry.Name.StartsWith("creditcard", StringComparison.Ordinal)) return data;
        using var columns = TorchSharp.torch.arange(1, data.Features);
        return new Dataset(data.Name, data.X.index_select(1, columns), data.Labels) { Columns = [.. data.Columns.Skip(1)] };
    }
}
