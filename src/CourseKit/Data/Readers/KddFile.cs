using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// KDD Cup 1999 records: 42 columns separated by commas, no line of names; columns 1 to 3 (from 0: protocol, service, flag) are
/// words, the last one is the kind of connection, <c>normal.</c> or the name of an attack, with a full stop.
/// </summary>
/// <remarks>
/// The words become one column for each word that occurs (one-hot), in alphabetical order in place of the word: 38 + 3 + 66 +
/// 11 = 118 features for the 10 % file. Four of five connections of that file are attacks, so <c>normal.</c> is the rare class and
/// gets label 1, as in Zong et al. 2018 (DAGMM).
/// </remarks>
internal static class KddFile
{
    private const int Columns = 42;
    private const int MaxWords = 500;

    public static Dataset Parse(byte[] content, string file, string name)
    {
        var (labels, numbers, words) = (new List<int>(), new List<float>(), new List<int>());
        // The different words of each column, numbered as they come.
        var known = Enumerable.Range(0, 3).Select(_ => new Dictionary<string, int>(StringComparer.Ordinal)).ToArray();
        CsvFile.ForEachRecord(content, file, csv =>
        {
            InvalidDataException Bad(string what) => new($"'{file}', line {csv.LineNumber}{what}.");
            if (csv.FieldCount != Columns) throw Bad($": {csv.FieldCount} columns instead of {Columns}");
            for (var column = 0; column < Columns - 1; column++)
            {
                var cell = csv.GetSpan(column);
                if (column is >= 1 and <= 3)
                {
                    var places = known[column - 1];
                    var word = Encoding.Latin1.GetString(cell);
                    if (!places.TryGetValue(word, out var place)) places[word] = place = places.Count;
                    words.Add(place);
                    if (place >= MaxWords)
                        throw Bad($": column {column} has more than {MaxWords} different words; this is not the KDD Cup 1999 file");
                }
                else if (float.TryParse(cell, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)) numbers.Add(value);
                else throw Bad($", column {column}: '{Encoding.UTF8.GetString(cell[..Math.Min(40, cell.Length)])}' is not a finite number");
            }
            var kind = csv.GetSpan(Columns - 1);
            if (!kind.EndsWith("."u8))
                throw Bad(": the last column is not the kind of connection with a full stop, like 'normal.'");
            labels.Add(kind.SequenceEqual("normal."u8) ? 1 : 0);
        });
        if (labels.Count == 0) throw new InvalidDataException($"'{file}' holds no records.");

        const int numeric = Columns - 4;
        // The words' numbers in alphabetical order.
        int[][] order = [.. known.Select(places => places.OrderBy(word => word.Key, StringComparer.Ordinal))
            .Select(sorted => sorted.Select(word => word.Value).ToArray())];
        var features = numeric + order.Sum(column => column.Length);
        var values = new float[labels.Count * (long)features];
        for (var row = 0; row < labels.Count; row++)
        {
            var target = values.AsSpan(row * features, features);
            target[0] = numbers[row * numeric];
            var at = 1;
            for (var i = 0; i < 3; i++)
            {
                target[at + Array.IndexOf(order[i], words[row * 3 + i])] = 1;
                at += order[i].Length;
            }
            for (var i = 1; i < numeric; i++) target[at + i - 1] = numbers[row * numeric + i];
        }
        return new Dataset(name, tensor(values, [labels.Count, features]), labels);
    }
}
