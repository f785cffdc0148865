namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place of an index: a number, a range, a new dimension, "all that is left", a mask or a list of indices.</summary>
    public readonly struct TensorIndex
    {
        internal enum Kind
        {
            None,
            Ellipsis,
            Single,
            Slice,
            Bool,
            Tensor,
        }

        private TensorIndex(Kind what, long? start = null, long? stop = null, long? step = null, Tensor? list = null) =>
            (What, Start, Stop, Step, List) = (what, start, stop, step, list);

        internal Kind What { get; }

        /// <summary>The beginning of a range, the number of a single index, or 1 for true.</summary>
        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? List { get; }

        /// <summary>All dimensions that no other place names.</summary>
        public static readonly TensorIndex Ellipsis = new(Kind.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex None = new(Kind.None);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex Null = new(Kind.None);

        /// <summary>All of a dimension.</summary>
        public static readonly TensorIndex Colon = new(Kind.Slice);

        /// <summary>Every step-th index from start up to stop; negative bounds count from the end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start, stop, step);

        /// <summary>The indices from start up to end.</summary>
        public static TensorIndex Slice((int? start, int? end) range) => new(Kind.Slice, range.start, range.end);

        /// <summary>The indices of a C# range.</summary>
        public static TensorIndex Slice(Range range) =>
            new(Kind.Slice, Bound(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : Bound(range.End));

        /// <summary>A new dimension of size 1 for true, of size 0 for false.</summary>
        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);

        /// <summary>One index; the dimension goes away.</summary>
        public static TensorIndex Single(long? index) => new(Kind.Single, index ?? 0);

        /// <summary>A list of indices (integers), or a mask (bool).</summary>
        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, list: tensor);

        private static long Bound(Index index) => index.IsFromEnd ? -(long)index.Value : index.Value;

        /// <summary>One index.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>The indices from start up to end.</summary>
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        /// <summary>The indices of a C# range.</summary>
        public static implicit operator TensorIndex(Range range) => Slice(range);

        /// <summary>One index, possibly from the end.</summary>
        public static implicit operator TensorIndex(Index index) => Single(Bound(index));

        /// <summary>The list of indices, or the single index, as a tensor.</summary>
        /// <exception cref="InvalidCastException">The index is a range or a new dimension.</exception>
        public static implicit operator Tensor(TensorIndex value) => value.What switch
        {
            Kind.Tensor => value.List!,
            Kind.Single => tensor(value.Start!.Value),
            _ => throw new InvalidCastException("a range, an ellipsis or a new dimension cannot be a tensor: pass every place of this index as a TensorIndex"),
        };
    }
}
