using System.Numerics;
using System.Numerics.Tensors;

namespace TorchSharp;

/// <summary>
/// A sparse matrix [outputs, inputs] that acts along a line: output i is the weighted sum of a few inputs. Averages over windows,
/// interpolation and padding with pixels of the image all are such maps, along the rows and the columns of an image.
/// </summary>
internal sealed class LineMap
{
    private LineMap? transpose;

    /// <summary>A map given by the terms of each output, by ascending output.</summary>
    internal LineMap(int inputs, IEnumerable<(int Input, double Weight)>[] terms)
    {
        Inputs = inputs;
        Starts = new int[terms.Length + 1];
        var all = new List<(int Input, double Weight)>();
        for (var i = 0; i < terms.Length; i++)
        {
            all.AddRange(terms[i]);
            Starts[i + 1] = all.Count;
        }
        Indices = [.. all.Select(t => t.Input)];
        Weights = [.. all.Select(t => t.Weight)];
    }

    internal int Inputs { get; }

    internal int Outputs => Starts.Length - 1;

    internal int[] Starts { get; }

    internal int[] Indices { get; }

    internal double[] Weights { get; }

    /// <summary>The map of gradients.</summary>
    internal LineMap Transpose => transpose ??= new LineMap(Outputs, Transposed()) { transpose = this };

    internal static LineMap Identity(int length) => new(length, [.. Enumerable.Range(0, length).Select(i => new[] { (i, 1.0) })]);

    private List<(int, double)>[] Transposed()
    {
        var columns = new List<(int, double)>[Inputs];
        for (var i = 0; i < Inputs; i++) columns[i] = [];
        for (var i = 0; i < Outputs; i++)
            for (var k = Starts[i]; k < Starts[i + 1]; k++) columns[Indices[k]].Add((i, Weights[k]));
        return columns;
    }

    /// <summary>Applies one map along the columns and one along the rows of every plane: [planes, down.Inputs, across.Inputs] → [planes, down.Outputs, across.Outputs].</summary>
    internal static void Apply<T>(torch.Tensor x, torch.Tensor y, LineMap down, LineMap across) where T : unmanaged, INumber<T>
    {
        var (sizeX, sizeY) = (down.Inputs * across.Inputs, down.Outputs * across.Outputs);
        if (sizeY == 0) return;
        T[] downWeights = [.. down.Weights.Select(T.CreateTruncating)], acrossWeights = [.. across.Weights.Select(T.CreateTruncating)];
        Work.For((int)(y.Impl.Count / sizeY), sizeX + sizeY + across.Indices.Length * (long)down.Outputs, (start, end) =>
        {
            var line = new T[across.Inputs];
            for (var p = start; p < end; p++)
            {
                var from = x.Span<T>().Slice(p * sizeX, sizeX);
                var to = y.Span<T>().Slice(p * sizeY, sizeY);
                for (var i = 0; i < down.Outputs; i++)
                {
                    Combine(from, down, downWeights, i, line);
                    Spread(line, across, acrossWeights, to.Slice(i * across.Outputs, across.Outputs));
                }
            }
        });
    }

    /// <summary>The weighted sum of the rows that make output row i.</summary>
    private static void Combine<T>(ReadOnlySpan<T> from, LineMap down, T[] weights, int i, T[] line) where T : unmanaged, INumber<T>
    {
        var n = line.Length;
        var (first, end) = (down.Starts[i], down.Starts[i + 1]);
        if (first == end) Array.Clear(line);
        for (var k = first; k < end; k++)
        {
            var row = from.Slice(down.Indices[k] * n, n);
            if (k > first) TensorPrimitives.MultiplyAdd(row, weights[k], line, line);
            else if (weights[k] == T.One) row.CopyTo(line);
            else TensorPrimitives.Multiply(row, weights[k], line);
        }
    }

    private static void Spread<T>(T[] line, LineMap across, T[] weights, Span<T> to) where T : unmanaged, INumber<T>
    {
        var (starts, indices) = (across.Starts, across.Indices);
        for (var j = 0; j < to.Length; j++)
        {
            var (k, end) = (starts[j], starts[j + 1]);
            var sum = k < end ? weights[k] * line[indices[k]] : T.Zero;
            for (k++; k < end; k++) sum += weights[k] * line[indices[k]];
            to[j] = sum;
        }
    }
}
