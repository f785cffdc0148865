using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TorchSharp;

// The distributions, each with the draws PyTorch 1.13's CPU kernels make (built without MKL): which width, in which order.
internal sealed partial class RandomStream
{
    private const int NormalBlock = 16; // PyTorch fills normals in blocks of 16: 8 radii, 8 angles

    /// <summary>Uniform numbers in [<paramref name="from"/>, <paramref name="to"/>), 24 random bits each; as <c>rand</c> and <c>uniform_</c>.</summary>
    public void Uniform(Span<float> values, double from = 0, double to = 1)
    {
        lock (_gate)
            FillUniform(values, (float)from, (float)to);
    }

    /// <summary>Uniform numbers in [<paramref name="from"/>, <paramref name="to"/>), 53 random bits each; as <c>rand</c> and <c>uniform_</c>.</summary>
    public void Uniform(Span<double> values, double from = 0, double to = 1)
    {
        lock (_gate)
            FillUniform(values, from, to);
    }

    /// <summary>
    /// Normal numbers, as <c>randn</c> and <c>normal_</c>. Sixteen and more come from a vectorised Box-Muller over blocks of 16
    /// (Box and Muller, 1958); fewer, or <paramref name="contiguous"/> false, are drawn one at a time in double precision.
    /// </summary>
    public void Normal(Span<float> values, double mean = 0, double std = 1, bool contiguous = true)
    {
        lock (_gate)
        {
            if (contiguous && values.Length >= NormalBlock)
                FillNormal(values, (float)mean, (float)std);
            else
                for (var i = 0; i < values.Length; i++)
                    values[i] = (float)(NextNormal() * std + mean);
        }
    }

    /// <inheritdoc cref="Normal(Span{float}, double, double, bool)"/>
    public void Normal(Span<double> values, double mean = 0, double std = 1, bool contiguous = true)
    {
        lock (_gate)
        {
            if (contiguous && values.Length >= NormalBlock)
                FillNormal(values, mean, std);
            else
                for (var i = 0; i < values.Length; i++)
                    values[i] = NextNormal() * std + mean;
        }
    }

    /// <summary>
    /// Whole numbers in [<paramref name="from"/>, <paramref name="to"/>), as <c>randint</c> and <c>random_</c>:
    /// the remainder of one word, or of two where the range needs more than 32 bits.
    /// </summary>
    public void Integers<T>(Span<T> values, long from, long to) where T : INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        var range = unchecked((ulong)to - (ulong)from);
        lock (_gate)
        {
            if (range >= 1UL << 32)
            {
                for (var i = 0; i < values.Length; i++)
                    values[i] = T.CreateTruncating(unchecked((long)(NextPair() % range) + from));
            }
            else
            {
                for (var i = 0; i < values.Length; i++)
                    values[i] = T.CreateTruncating(_engine.Next() % (uint)range + from);
            }
        }
    }

    /// <summary>A random order of 0..n-1, as <c>randperm</c>: Fisher and Yates' shuffle from the front, one word a place.</summary>
    public void Permutation(Span<long> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = i;
        lock (_gate)
        {
            for (var i = 0; i < values.Length - 1; i++)
            {
                var j = i + (int)(_engine.Next() % (uint)(values.Length - i));
                (values[i], values[j]) = (values[j], values[i]);
            }
        }
    }

    /// <summary>
    /// Ones with probability <paramref name="p"/>, else zeros, as <c>bernoulli_(p)</c> with a number and as dropout:
    /// a 53-bit uniform below p, whatever the type of the values.
    /// </summary>
    public void Bernoulli<T>(Span<T> values, double p) where T : INumberBase<T>
    {
        lock (_gate)
            for (var i = 0; i < values.Length; i++)
                values[i] = NextDouble() < p ? T.One : T.Zero;
    }

    /// <summary>Ones with each its own probability, as <c>bernoulli(p)</c> with a float32 tensor: a 24-bit uniform below p.</summary>
    public void Bernoulli<T>(Span<T> values, ReadOnlySpan<float> p) where T : INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(p.Length, values.Length);
        lock (_gate)
            for (var i = 0; i < values.Length; i++)
                values[i] = ToFloat(_engine.Next()) < p[i] ? T.One : T.Zero;
    }

    /// <summary>Ones with each its own probability, as <c>bernoulli(p)</c> with a float64 tensor: a 53-bit uniform below p.</summary>
    public void Bernoulli<T>(Span<T> values, ReadOnlySpan<double> p) where T : INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(p.Length, values.Length);
        lock (_gate)
            for (var i = 0; i < values.Length; i++)
                values[i] = NextDouble() < p[i] ? T.One : T.Zero;
    }

    /// <summary>Exponential numbers of rate <paramref name="lambda"/>, as <c>exponential_</c>: -ln(1 - u) / λ in double precision.</summary>
    public void Exponential<T>(Span<T> values, double lambda = 1) where T : IFloatingPointIeee754<T>
    {
        lock (_gate)
            for (var i = 0; i < values.Length; i++)
                values[i] = T.CreateTruncating(-1 / lambda * double.LogP1(-NextDouble()));
    }

    /// <summary>
    /// Category numbers drawn with the given weights, as <c>multinomial</c> does for one row. With replacement: the first cumulated
    /// weight not below a uniform number. Without: the largest of weight / exponential number, in falling order (Efraimidis and
    /// Spirakis, 2006). A single draw is always made the second way.
    /// </summary>
    /// <param name="weights">Not negative, with a positive sum; need not sum to 1.</param>
    /// <param name="picks">Receives the categories; without replacement no more than there are weights.</param>
    /// <param name="replacement">Whether a category may be drawn again.</param>
    public void Multinomial<T>(ReadOnlySpan<T> weights, Span<long> picks, bool replacement) where T : IFloatingPointIeee754<T>
    {
        if (replacement && picks.Length > 1)
            PickWithReplacement(weights, picks);
        else
            PickDistinct(weights, picks);
    }

    private void PickWithReplacement<T>(ReadOnlySpan<T> weights, Span<long> picks) where T : IFloatingPointIeee754<T>
    {
        var cumulated = new T[weights.Length];
        var sum = T.Zero;
        for (var i = 0; i < weights.Length; i++)
            cumulated[i] = sum += weights[i];
        for (var i = 0; i < weights.Length; i++)
            cumulated[i] /= sum;
        cumulated[^1] = T.One;
        lock (_gate)
        {
            foreach (ref var pick in picks)
            {
                var u = NextDouble();
                int low = 0, high = cumulated.Length;
                while (low < high)
                {
                    var middle = (low + high) / 2;
                    if (double.CreateTruncating(cumulated[middle]) < u)
                        low = middle + 1;
                    else
                        high = middle;
                }
                pick = low;
            }
        }
    }

    private void PickDistinct<T>(ReadOnlySpan<T> weights, Span<long> picks) where T : IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(picks.Length, weights.Length);
        var keys = new T[weights.Length];
        Exponential<T>(keys);
        for (var i = 0; i < keys.Length; i++)
            keys[i] = -(weights[i] / keys[i]);
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        keys.AsSpan().Sort(order.AsSpan());
        for (var i = 0; i < picks.Length; i++)
            picks[i] = order[i];
    }

    private void FillUniform(Span<float> values, float from, float to)
    {
        var range = to - from;
        while (!values.IsEmpty)
        {
            var words = _engine.Next(values.Length);
            var i = 0;
            for (; i <= words.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            {
                // 24 bits fit a signed conversion, which every machine has.
                var bits = new Vector<uint>(words[i..]) & new Vector<uint>(0x00ff_ffffu);
                var unit = Vector.ConvertToSingle(Vector.AsVectorInt32(bits)) * (1f / (1 << 24));
                (unit * range + new Vector<float>(from)).CopyTo(values[i..]);
            }
            for (; i < words.Length; i++)
                values[i] = ToFloat(words[i]) * range + from;
            values = values[words.Length..];
        }
    }

    private void FillUniform(Span<double> values, double from, double to)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = NextDouble() * (to - from) + from;
    }

    private static float ToFloat(uint bits) => (bits & 0x00ff_ffff) * (1f / (1 << 24));

    private double NextNormal()
    {
        if (_nextNormal is { } cached)
        {
            _nextNormal = null;
            return cached;
        }
        var u1 = NextDouble();
        var u2 = NextDouble();
        var radius = Math.Sqrt(-2 * double.LogP1(-u2));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * u1);
        _nextNormal = radius * sine;
        return radius * cosine;
    }

    private void FillNormal<T>(Span<T> values, T mean, T std) where T : unmanaged, IFloatingPointIeee754<T>
    {
        FillUnit(values);
        var whole = values.Length - values.Length % NormalBlock;
        ToNormal(values[..whole], mean, std);
        if (whole < values.Length)
        {
            // The last, incomplete block: PyTorch draws the last 16 values anew.
            var tail = values[^NormalBlock..];
            FillUnit(tail);
            ToNormal(tail, mean, std);
        }
    }

    private void FillUnit<T>(Span<T> values) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            FillUniform(MemoryMarshal.Cast<T, float>(values), 0, 1);
        else
            FillUniform(MemoryMarshal.Cast<T, double>(values), 0, 1);
    }

    /// <summary>Turns uniform numbers in blocks of 16 into normal ones in place: value j and j + 8 of a block make a pair.</summary>
    private static void ToNormal<T>(Span<T> values, T mean, T std) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int half = NormalBlock / 2;
        const int most = 32 * half;
        Span<T> radii = stackalloc T[most], angles = stackalloc T[most], sines = stackalloc T[most], cosines = stackalloc T[most];
        var two = T.CreateTruncating(2);
        while (!values.IsEmpty)
        {
            var pairs = Math.Min(most, values.Length / 2);
            for (var i = 0; i < pairs; i += half)
            {
                values.Slice(2 * i, half).CopyTo(radii[i..]);
                values.Slice(2 * i + half, half).CopyTo(angles[i..]);
            }
            var r = radii[..pairs];
            TensorPrimitives.Subtract(T.One, r, r);
            TensorPrimitives.Log(r, r);
            TensorPrimitives.Multiply(r, -two, r);
            TensorPrimitives.Sqrt(r, r);
            TensorPrimitives.Multiply(r, std, r);
            var a = angles[..pairs];
            TensorPrimitives.Multiply(a, two * T.Pi, a);
            TensorPrimitives.SinCos(a, sines[..pairs], cosines[..pairs]);
            TensorPrimitives.Multiply(r, cosines[..pairs], a);
            TensorPrimitives.Add(a, mean, a);
            TensorPrimitives.Multiply(r, sines[..pairs], r);
            TensorPrimitives.Add(r, mean, r);
            for (var i = 0; i < pairs; i += half)
            {
                a.Slice(i, half).CopyTo(values[(2 * i)..]);
                r.Slice(i, half).CopyTo(values[(2 * i + half)..]);
            }
            values = values[(2 * pairs)..];
        }
    }
}
