using System.Collections;
using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The sizes of a tensor: an array, a collection expression, a number or a tuple of numbers.</summary>
    [CollectionBuilder(typeof(Size), nameof(Create))]
    public readonly struct Size(params long[] shape) : IEnumerable<long>
    {
        internal long[] Shape => shape ?? [];

        /// <summary>The number of dimensions.</summary>
        public int Length => Shape.Length;

        /// <summary>The size of one dimension.</summary>
        public long this[int index] => Shape[index];

        /// <summary>The number of elements.</summary>
        public long numel() => TorchSharp.Shape.Count(Shape);

        /// <summary>The sizes in a collection expression.</summary>
        public static Size Create(ReadOnlySpan<long> shape) => new(shape.ToArray());

        /// <inheritdoc/>
        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Wraps sizes.</summary>
        public static implicit operator Size(long[]? shape) => new(shape ?? []);
        /// <summary>Wraps sizes.</summary>
        public static implicit operator Size(int[] shape) => new([.. shape.Select(n => (long)n)]);
        /// <summary>Wraps sizes.</summary>
        public static implicit operator Size(ReadOnlySpan<long> shape) => Create(shape);
        /// <summary>Wraps one size.</summary>
        public static implicit operator Size(long size) => new(size);
        /// <summary>Wraps two sizes.</summary>
        public static implicit operator Size((long, long) s) => new(s.Item1, s.Item2);
        /// <summary>Wraps three sizes.</summary>
        public static implicit operator Size((long, long, long) s) => new(s.Item1, s.Item2, s.Item3);
        /// <summary>Wraps four sizes.</summary>
        public static implicit operator Size((long, long, long, long) s) => new(s.Item1, s.Item2, s.Item3, s.Item4);
    }
}
