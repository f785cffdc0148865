namespace CourseKit.Cli;

/// <summary>A column that makes a row look anomalous to the detector.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Value">The row's value.</param>
/// <param name="Mean">The mean in training.</param>
/// <param name="Deviations">By how many standard deviations the value differs from it; infinite where training knows one value only.</param>
/// <param name="Drop">By how much the row's score would fall if the value were the mean.</param>
internal sealed record StandingColumn(string Column, double Value, double Mean, double Deviations, double Drop);

/// <summary>Why rows got their scores: each column in turn is set to its mean in training, and the detector asked again.</summary>
internal static class StandingOut
{
    /// <summary>For each of the rows the columns whose replacement lowers the score most, the strongest first.</summary>
    /// <param name="model">The fitted model.</param>
    /// <param name="data">The table that was scored.</param>
    /// <param name="rows">Which rows of it.</param>
    /// <param name="count">At most so many columns for each.</param>
    public static IReadOnlyList<StandingColumn>[] Explain(TableModel model, Dataset data, IReadOnlyList<int> rows, int count)
    {
        if (rows.Count == 0) return [];
        var places = model.Columns.Select(column => data.Columns.Index().First(one => one.Item == column).Index).ToArray();
        return [.. rows.Select(row =>
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            var alone = data.Rows([row]);
            var values = alone.X.data<float>().ToArray();
            var copies = new float[values.Length * (values.Length + 1)];
            for (var copy = 0; copy <= values.Length; copy++) values.CopyTo(copies, copy * values.Length);
            for (var j = 0; j < places.Length; j++) copies[j * values.Length + places[j]] = (float)model.Means[j]; // the last copy stays as it is
            var scores = model.Score(new Dataset(data.Name, TorchSharp.torch.tensor(copies, [values.Length + 1, values.Length]), new int[values.Length + 1]) { Columns = data.Columns });
            return (IReadOnlyList<StandingColumn>)[.. places.Select((place, j) =>
                {
                    var distance = values[place] - (float)model.Means[j];
                    return new StandingColumn(model.Columns[j], values[place], model.Means[j], distance == 0 ? 0 : distance / model.Deviations[j], scores[^1] - scores[j]);
                })
                .Where(one => one.Drop > 0).OrderByDescending(one => one.Drop).Take(count)];
        })];
    }
}
