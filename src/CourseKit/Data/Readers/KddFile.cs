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

    /// <summary>Reads all records.</summary>
    /// <param name="content">The text.</param>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="name">Name of the data set.</param>
    /// <exception cref="InvalidDataException">
    /// Another number of columns, a value that is no finite number, too many different words.
    /// </exception>
    public static Dataset Parse(byte[] content, string file, string name)
    {
        var (labels, numbers, words) = (new List<int>(), new List<float>(), new List<int>());
        var known = new[] { new Words(), new Words(), new Words() };
        CsvFile.ForEachRecord(content, file, csv =>
        {
            InvalidDataException Bad(string what) => new($"'{file}', line {csv.LineNumber}{what}.");
            if (csv.FieldCount != Columns) throw Bad($": {csv.FieldCount} columns instead of {Columns}");
            for (var column = 0; column < Columns - 1; column++)
            {
                var cell = csv.GetSpan(column);
                if (column is >= 1 and <= 3)
                {
                    words.Add(known[column - 1].PlaceOf(cell));
                    if (words[^1] >= MaxWords)
                        throw Bad($": column {column} has more than {MaxWords} different words; this is not the KDD Cup 1999 file");
                }
                else if (float.TryParse(cell, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)) numbers.Add(value);
                else throw Bad($", column {column}: '{Encoding.UTF8.GetString(cell[..Math.Min(40, cell.Length)])}' is not a finite number");
            }
            var kind = csv.GetSpan(Columns - 1);
            if (kind.Length < 2 || kind[^1] != '.')
                throw Bad(": the last column is not the kind of connection with a full stop, like 'normal.'");
            labels.Add(kind.SequenceEqual("normal."u8) ? 1 : 0);
        });
        return labels.Count > 0 ? ToDataset(name, labels, numbers, words, known)
            : throw new InvalidDataException($"'{file}' holds no records.");
    }

    private static Dataset ToDataset(string name, List<int> labels, List<float> numbers, List<int> words, Words[] known)
    {
        const int numeric = Columns - 4;
        var ranks = known.Select(one => one.Ranks()).ToArray();
        var features = numeric + ranks.Sum(rank => rank.Length);
        var values = new float[labels.Count * (long)features];
        for (var row = 0; row < labels.Count; row++)
        {
            var target = values.AsSpan(row * features, features);
            target[0] = numbers[row * numeric];
            var at = 1;
            for (var i = 0; i < 3; i++)
            {
                target[at + ranks[i][words[row * 3 + i]]] = 1;
                at += ranks[i].Length;
            }
            for (var i = 1; i < numeric; i++) target[at + i - 1] = numbers[row * numeric + i];
        }
        return new Dataset(name, tensor(values, [labels.Count, features]), labels);
    }

    /// <summary>The different words of a column, numbered as they come.</summary>
    private sealed class Words
    {
        private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

        public int PlaceOf(ReadOnlySpan<byte> word)
        {
            var text = Encoding.Latin1.GetString(word[..Math.Min(word.Length, 100)]);
            if (!places.TryGetValue(text, out var place)) places[text] = place = places.Count;
            return place;
        }

        /// <summary>For each place its rank in alphabetical order.</summary>
        public int[] Ranks()
        {
            var ranks = new int[places.Count];
            foreach (var (rank, word) in places.Keys.Order(StringComparer.Ordinal).Index()) ranks[places[word]] = rank;
            return ranks;
        }
    }
}
