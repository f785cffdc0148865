using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// The Mersenne twister MT19937 (Matsumoto and Nishimura, 1998), seeded from one 32-bit word as PyTorch's CPU generator is.
/// Words are made 624 at a time by vector instructions, so that filling a large tensor costs well under a nanosecond a word.
/// </summary>
internal sealed class Mt19937
{
    /// <summary>Length of the state in 32-bit words.</summary>
    public const int StateLength = 624;

    private const int Shift = 397;
    private const uint UpperBit = 0x8000_0000;
    private const uint LowerBits = 0x7fff_ffff;
    private const uint MatrixA = 0x9908_b0df;

    private readonly uint[] _state = new uint[StateLength];
    private readonly uint[] _words = new uint[StateLength]; // the state, tempered: what the generator gives out
    private int _next = StateLength;                        // index in _words of the next word; StateLength: none is left

    /// <summary>A generator seeded with the low 32 bits of <paramref name="seed"/>.</summary>
    public Mt19937(ulong seed) => Seed(seed);

    /// <summary>Number of words of the present block that have been given out, 0..624.</summary>
    public int Position => _next;

    /// <summary>The raw state, for writing it down.</summary>
    public ReadOnlySpan<uint> State => _state;

    /// <summary>Starts afresh from the low 32 bits of <paramref name="seed"/>.</summary>
    public void Seed(ulong seed)
    {
        var word = (uint)seed;
        _state[0] = word;
        for (var i = 1; i < StateLength; i++)
        {
            word = 1812433253 * (word ^ (word >> 30)) + (uint)i;
            _state[i] = word;
        }
        _next = StateLength;
    }

    /// <summary>Continues from a state read earlier.</summary>
    /// <param name="state">624 words.</param>
    /// <param name="position">How many words of the block have been given out, 0..624.</param>
    public void Restore(ReadOnlySpan<uint> state, int position)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, StateLength);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, StateLength);
        state.CopyTo(_state);
        Temper();
        _next = position;
    }

    /// <summary>The next word.</summary>
    public uint Next()
    {
        if (_next == StateLength)
            Twist();
        return _words[_next++];
    }

    /// <summary>
    /// Up to <paramref name="count"/> of the next words, at least one; they count as given out.
    /// The span is valid until the next call.
    /// </summary>
    public ReadOnlySpan<uint> Next(int count)
    {
        if (_next == StateLength)
            Twist();
        var taken = Math.Min(count, StateLength - _next);
        var words = _words.AsSpan(_next, taken);
        _next += taken;
        return words;
    }

    private void Twist()
    {
        // Each new word needs its right neighbour's old value and a word 397 places on: old for the first 227, new after that.
        Twist(0, StateLength - Shift, Shift);
        Twist(StateLength - Shift, StateLength - 1, Shift - StateLength);
        _state[^1] = Mix(_state[^1], _state[0]) ^ _state[Shift - 1];
        Temper();
        _next = 0;
    }

    private void Twist(int start, int end, int offset)
    {
        ref var state = ref MemoryMarshal.GetArrayDataReference(_state);
        var i = start;
        for (; i <= end - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            var left = Vector.LoadUnsafe(ref state, (nuint)i);
            var right = Vector.LoadUnsafe(ref state, (nuint)(i + 1));
            var y = (left & new Vector<uint>(UpperBit)) | (right & new Vector<uint>(LowerBits));
            var odd = Vector<uint>.Zero - (right & Vector<uint>.One); // all ones where the word is odd
            var mixed = (y >>> 1) ^ (odd & new Vector<uint>(MatrixA));
            (mixed ^ Vector.LoadUnsafe(ref state, (nuint)(i + offset))).StoreUnsafe(ref state, (nuint)i);
        }
        for (; i < end; i++)
            _state[i] = Mix(_state[i], _state[i + 1]) ^ _state[i + offset];
    }

    private static uint Mix(uint left, uint right) =>
        (((left & UpperBit) | (right & LowerBits)) >> 1) ^ ((0u - (right & 1)) & MatrixA);

    private void Temper()
    {
        ref var state = ref MemoryMarshal.GetArrayDataReference(_state);
        ref var words = ref MemoryMarshal.GetArrayDataReference(_words);
        // 624 is a multiple of every vector length up to 16 words.
        for (var i = 0; i < StateLength; i += Vector<uint>.Count)
        {
            var y = Vector.LoadUnsafe(ref state, (nuint)i);
            y ^= y >>> 11;
            y ^= (y << 7) & new Vector<uint>(0x9d2c_5680u);
            y ^= (y << 15) & new Vector<uint>(0xefc6_0000u);
            y ^= y >>> 18;
            y.StoreUnsafe(ref words, (nuint)i);
        }
    }
}
