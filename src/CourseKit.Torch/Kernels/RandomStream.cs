using System.Buffers.Binary;

namespace TorchSharp;

/// <summary>
/// A stream of random numbers that equals PyTorch's CPU generator draw for draw: the twister, the cached half of the last
/// Box-Muller pair, and the saved state's layout. The distributions are in the other part of this class.
/// </summary>
/// <remarks>All members may be called from several threads; each call takes its numbers in one piece.</remarks>
internal sealed partial class RandomStream
{
    /// <summary>Seed of a generator nobody has seeded: a prime PyTorch chose.</summary>
    public const ulong DefaultSeed = 67280421310721;

    /// <summary>Length in bytes of a saved state.</summary>
    public const int StateBytes = 5056;

    // Layout of a saved state, that of PyTorch's CPUGeneratorImplState on a 64-bit little-endian machine: seed (8 bytes), words left
    // in the block + 1 (4), seeded (4), next word (8), 624 words in 8 bytes each, normal x, y, rho (8 each), normal valid (8), unused (8).
    private const int LeftOffset = 8;
    private const int SeededOffset = 12;
    private const int NextOffset = 16;
    private const int WordsOffset = 24;
    private const int NormalOffset = WordsOffset + 8 * Mt19937.StateLength + 8;
    private const int NormalValidOffset = NormalOffset + 16;

    private readonly Lock _gate = new();
    private readonly Mt19937 _engine;
    private double? _nextNormal; // the sine half of the last pair drawn one at a time

    /// <summary>A stream that starts at <paramref name="seed"/>; only its low 32 bits matter to the numbers.</summary>
    public RandomStream(ulong seed = DefaultSeed)
    {
        InitialSeed = seed;
        _engine = new Mt19937(seed);
    }

    /// <summary>The seed the stream was last started from.</summary>
    public ulong InitialSeed { get; private set; }

    /// <summary>Starts the stream afresh.</summary>
    public void Seed(ulong seed)
    {
        lock (_gate)
        {
            InitialSeed = seed;
            _engine.Seed(seed);
            _nextNormal = null;
        }
    }

    /// <summary>The whole state, as the <see cref="StateBytes"/> bytes of PyTorch's <c>get_rng_state</c>.</summary>
    public byte[] GetState()
    {
        var bytes = new byte[StateBytes];
        lock (_gate)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, InitialSeed);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(LeftOffset), Mt19937.StateLength + 1 - _engine.Position);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(SeededOffset), 1);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(NextOffset), _engine.Position % Mt19937.StateLength);
            for (var i = 0; i < Mt19937.StateLength; i++)
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(WordsOffset + 8 * i), _engine.State[i]);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(NormalOffset), _nextNormal ?? 0);
            bytes[NormalValidOffset] = _nextNormal is null ? (byte)0 : (byte)1;
        }
        return bytes;
    }

    /// <summary>Continues from a state that <see cref="GetState"/> gave.</summary>
    /// <exception cref="ArgumentException">The bytes are not a generator's state.</exception>
    public void SetState(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != StateBytes)
        {
            throw new ArgumentException(
                $"Expected a CPUGeneratorImplState of size {StateBytes} but found the input RNG state size to be {bytes.Length}", nameof(bytes));
        }
        var left = BinaryPrimitives.ReadInt32LittleEndian(bytes[LeftOffset..]);
        if (left is < 1 or > Mt19937.StateLength + 1)
            throw new ArgumentException("Invalid mt19937 state", nameof(bytes));

        Span<uint> words = stackalloc uint[Mt19937.StateLength];
        for (var i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(WordsOffset + 8 * i)..]);
        var normal = BinaryPrimitives.ReadDoubleLittleEndian(bytes[NormalOffset..]);
        lock (_gate)
        {
            InitialSeed = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            _engine.Restore(words, Mt19937.StateLength + 1 - left);
            _nextNormal = bytes[NormalValidOffset] == 0 ? null : normal;
        }
    }

    /// <summary>The next 32 random bits.</summary>
    public uint Random32()
    {
        lock (_gate)
            return _engine.Next();
    }

    /// <summary>The next 64 random bits: two words, the high one first.</summary>
    public ulong Random64()
    {
        lock (_gate)
            return NextPair();
    }

    private ulong NextPair()
    {
        var high = (ulong)_engine.Next();
        return (high << 32) | _engine.Next();
    }

    private double NextDouble() => ToDouble(NextPair());

    private static double ToDouble(ulong bits) => (bits & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));
}
