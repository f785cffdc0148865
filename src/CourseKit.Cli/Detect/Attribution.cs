using System.Globalization;
using static TorchSharp.torch;

namespace CourseKit.Cli;

// A column that makes a row look anomalous to the detector: Drop is by how much the row's score falls when the column is set to its mean in
// training.
internal sealed record Attribution(string Column, double Value, double Mean, double StandardDeviations, double Drop)
{
    // For each of the rows at most count columns, the one that lowers the score most first.
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

    // "pressure = 9.1 (+5.2 standard deviations from 3.9)".
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Column} = {Value:G5} ({StandardDeviations:+0.0;−0.0;+0.0} standard deviations from {Mean:G5})");
}
