using System.Globalization;
using static TorchSharp.torch;

namespace CourseKit.Cli;

/// <summary>
/// A column that makes a row look anomalous to the detector: it is set to its mean in training, and the detector asked again.
/// </summary>
/// <param name="Column">Its name.</param>
/// <param name="Value">The row's value.</param>
/// <param name="Mean">The mean in training.</param>
/// <param name="StandardDeviations">By how many standard deviations the value differs from it.</param>
/// <param name="Drop">By how much the row's score would fall if the value were the mean.</param>
internal sealed record Attribution(string Column, double Value, double Mean, double StandardDeviations, double Drop)
{
    /// <summary>For each of the rows the columns whose replacement lowers the score most, the strongest first.</summary>
    /// <param name="model">The fitted model.</param>
    /// <param name="data">The table that was scored.</param>
    /// <param name="rows">Which rows of it.</param>
    /// <param name="count">At most so many columns for each.</param>
    public static IReadOnlyList<Attribution>[] Of(TableModel model, Dataset data, IReadOnlyList<int> rows, int count)
    {
        var place = data.Columns.Index().ToDictionary(column => column.Item, column => column.Index);
        int[] places = [.. model.Columns.Select(column => place[column])];
        return [.. rows.Select(row =>
        {
            using var scope = NewDisposeScope();
            var alone = data.Rows([row]);
            var values = alone.X.data<float>().ToArray();
            float[] copies = [.. Enumerable.Repeat(values, places.Length + 1).SelectMany(one => one)]; // the last one stays as it is
            for (var j = 0; j < places.Length; j++) copies[j * values.Length + places[j]] = (float)model.Means[j];
            var x = tensor(copies, [places.Length + 1, values.Length]);
            var scores = model.Score(new Dataset(data.Name, x, new int[places.Length + 1]) { Columns = data.Columns });
            return (IReadOnlyList<Attribution>)[.. places
                .Select((at, j) =>
                {
                    var distance = values[at] - (float)model.Means[j];
                    return new Attribution(
                        model.Columns[j], values[at], model.Means[j], distance / model.StandardDeviations[j], scores[^1] - scores[j]);
                })
                .Where(one => one.Drop > 0).OrderByDescending(one => one.Drop).Take(count)];
        })];
    }

    /// <summary>"pressure = 9.1 (+5.2 standard deviations from 3.9)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Column} = {Value:G5} ({StandardDeviations:+0.0;−0.0;+0.0} standard deviations from {Mean:G5})");
}
