namespace TorchSharp;

public static partial class torch
{
    public static partial class utils
    {
        public static partial class data
        {
            /// <summary>
            /// Splits a data set at random into parts that share its items, in the order that PyTorch's <c>random_split</c> gives for the same seed.
            /// Disposing a part leaves the data set open. TorchSharp itself has no such function.
            /// </summary>
            /// <param name="dataset">What is split.</param>
            /// <param name="lengths">The number of items of every part; together they are all items.</param>
            /// <param name="generator">Where the random order comes from; torch's own generator when null.</param>
            /// <exception cref="ArgumentException">The lengths do not add up to the number of items, or one is negative.</exception>
            public static Dataset[] random_split(Dataset dataset, IEnumerable<long> lengths, Generator? generator = null) =>
                [.. Parts(dataset.Count, lengths, generator).Select(p => new Subset(dataset, p))];

            /// <inheritdoc cref="random_split(Dataset, IEnumerable{long}, Generator)"/>
            public static IterableDataset[] random_split(IterableDataset dataset, IEnumerable<long> lengths, Generator? generator = null) =>
                [.. Parts(dataset.Count, lengths, generator).Select(p => new IterableSubset(dataset, p))];

            private static List<long[]> Parts(long count, IEnumerable<long> lengths, Generator? generator)
            {
                var sizes = lengths.ToArray();
                if (sizes.Any(n => n < 0) || sizes.Sum() != count)
                {
                    throw new ArgumentException(
                        $"Sum of input lengths does not equal the length of the input dataset! ({string.Join(" + ", sizes)} for {count} items)", nameof(lengths));
                }
                using var order = randperm(count, generator: generator);
                var all = order.data<long>().ToArray();
                var parts = new List<long[]>();
                foreach (var n in sizes)
                {
                    parts.Add(all[..(int)n]);
                    all = all[(int)n..];
                }
                return parts;
            }

            private sealed class Subset(Dataset whole, long[] places) : Dataset
            {
                public override long Count => places.Length;

                public override Dictionary<string, Tensor> GetTensor(long index) => whole.GetTensor(places[index]);
            }

            private sealed class IterableSubset(IterableDataset whole, long[] places) : IterableDataset
            {
                public override long Count => places.Length;

                public override IList<Tensor> GetTensor(long index) => whole.GetTensor(places[index]);
            }
        }
    }
}
