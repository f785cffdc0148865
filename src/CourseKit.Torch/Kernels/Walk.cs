namespace TorchSharp;

/// <summary>
/// Walks several operands of one shape row by row, whatever their strides: dimensions that lie one behind the other in all operands are
/// merged first, so that a contiguous tensor is a single row.
/// </summary>
internal ref struct Walk
{
    private readonly long[] shape;
    private readonly long[][] strides;
    private readonly long[] index;
    private bool started;

    /// <summary>The operands' strides for <paramref name="shape"/> (0 along broadcast dimensions), and where each begins.</summary>
    internal Walk(ReadOnlySpan<long> shape, ReadOnlySpan<long[]> operands, ReadOnlySpan<long> starts)
    {
        var sizes = new List<long>(shape.Length);
        var steps = new List<long>[operands.Length];
        for (var k = 0; k < steps.Length; k++) steps[k] = new(shape.Length);
        for (var d = 0; d < shape.Length; d++)
        {
            if (shape[d] == 1) continue;
            var merge = sizes.Count > 0;
            for (var k = 0; merge && k < steps.Length; k++) merge = steps[k][^1] == operands[k][d] * shape[d];
            if (merge)
            {
                sizes[^1] *= shape[d];
                for (var k = 0; k < steps.Length; k++) steps[k][^1] = operands[k][d];
            }
            else
            {
                sizes.Add(shape[d]);
                for (var k = 0; k < steps.Length; k++) steps[k].Add(operands[k][d]);
            }
        }
        Empty = sizes.Contains(0);
        Length = sizes.Count == 0 ? 1 : (int)sizes[^1];
        this.shape = [.. sizes.Take(Math.Max(sizes.Count - 1, 0))];
        strides = new long[operands.Length][];
        Step = new long[operands.Length];
        At = starts.ToArray();
        index = new long[this.shape.Length];
        for (var k = 0; k < operands.Length; k++)
        {
            strides[k] = [.. steps[k].Take(this.shape.Length)];
            Step[k] = sizes.Count == 0 ? 1 : steps[k][^1];
        }
    }

    private readonly bool Empty;

    /// <summary>Elements in a row.</summary>
    internal readonly int Length;

    /// <summary>Distance between neighbours in a row, per operand.</summary>
    internal readonly long[] Step;

    /// <summary>Where the current row begins, per operand.</summary>
    internal readonly long[] At;

    /// <summary>Goes to the next row; false behind the last.</summary>
    internal bool Next()
    {
        if (!started)
        {
            started = true;
            return !Empty;
        }
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            if (++index[d] < shape[d])
            {
                for (var k = 0; k < At.Length; k++) At[k] += strides[k][d];
                return true;
            }
            index[d] = 0;
            for (var k = 0; k < At.Length; k++) At[k] -= strides[k][d] * (shape[d] - 1);
        }
        return false;
    }
}
