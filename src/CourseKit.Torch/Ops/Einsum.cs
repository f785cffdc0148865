using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// Sums of products in Einstein's notation: <c>einsum("bij,bjk->bik", a, b)</c>. Letters name dimensions; one that is not in the output is
    /// summed; "..." stands for broadcast dimensions. Two operands at a time are brought to one stack of matrix products.
    /// </summary>
    /// <exception cref="ExternalException">The equation does not fit the operands.</exception>
    public static Tensor einsum(string equation, params Tensor[] tensors)
    {
        var text = equation.Replace(" ", "", StringComparison.Ordinal);
        var arrow = text.IndexOf("->", StringComparison.Ordinal);
        var inputs = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (inputs.Length != tensors.Length)
            throw new ExternalException($"einsum(): {(inputs.Length > tensors.Length ? "fewer" : "more")} operands were provided than specified in the equation");
        var dots = inputs.Select((s, k) => s.Contains("...", StringComparison.Ordinal) ? tensors[k].Impl.Shape.Length - (s.Length - 3) : 0).DefaultIfEmpty().Max();
        // Dimensions under an ellipsis get names of their own, aligned at the right.
        string Spell(string s, int own) => s.Replace("...", new string([.. Enumerable.Range(dots - own, own).Select(i => (char)('\uE000' + i))]), StringComparison.Ordinal);
        var labels = inputs.Select((s, k) => Spell(s, s.Contains("...", StringComparison.Ordinal) ? tensors[k].Impl.Shape.Length - (s.Length - 3) : 0)).ToArray();
        var all = string.Concat(labels);
        var output = arrow >= 0 ? Spell(text[(arrow + 2)..], dots)
            : string.Concat(all.Where(c => c >= '\uE000' || all.Count(o => o == c) == 1).Distinct().Order().OrderBy(c => c < '\uE000'));
        var operands = new (string Labels, Tensor Value)[tensors.Length];
        var sizes = new Dictionary<char, long>();
        for (var k = 0; k < tensors.Length; k++)
        {
            operands[k] = Diagonals(labels[k], tensors[k], k);
            foreach (var (c, size) in operands[k].Labels.Zip(operands[k].Value.Impl.Shape))
            {
                if (!char.IsLetter(c) && c < '\uE000') throw new ExternalException($"einsum(): invalid subscript given at index 0 in the equation string, subscripts must be in [a-zA-Z]");
                if (sizes.TryGetValue(c, out var known) && known != size && known != 1 && size != 1)
                    throw new ExternalException($"einsum(): subscript {c} has size {size} for operand {k} which does not broadcast with previously seen size {known}");
                sizes[c] = Math.Max(size, sizes.GetValueOrDefault(c, size == 0 ? 0 : 1));
            }
        }
        foreach (var c in output)
        {
            if (!sizes.ContainsKey(c)) throw new ExternalException($"einsum(): output subscript {c} does not appear in the equation for any input operand");
            if (output.Count(o => o == c) > 1) throw new ExternalException($"einsum(): output subscript {c} appears more than once in the output");
        }
        var result = operands[0];
        for (var k = 1; k < operands.Length; k++)
        {
            var later = output + string.Concat(operands.Skip(k + 1).Select(o => o.Labels));
            result = Contract(result, operands[k], later, sizes);
        }
        result = SumOut(result, output);
        return result.Value.permute([.. output.Select(c => (long)result.Labels.IndexOf(c, StringComparison.Ordinal))]);
    }

    /// <summary>Replaces a repeated letter by the diagonal of its dimensions.</summary>
    private static (string Labels, Tensor Value) Diagonals(string labels, Tensor value, int number)
    {
        if (labels.Length != value.Impl.Shape.Length)
        {
            throw new ExternalException($"einsum(): the number of subscripts in the equation ({labels.Length}) does not match the number of dimensions "
                + $"({value.Impl.Shape.Length}) for operand {number} and no ellipsis was given");
        }
        for (var i = 0; i < labels.Length; i++)
        {
            var j = labels.IndexOf(labels[i], i + 1);
            if (j < 0) continue;
            if (value.Impl.Shape[i] != value.Impl.Shape[j])
                throw new ExternalException($"einsum(): subscript {labels[i]} is repeated for operand {number} but the sizes don't match, {value.Impl.Shape[j]} != {value.Impl.Shape[i]}");
            return Diagonals(labels.Remove(j, 1).Remove(i, 1) + labels[i], value.diagonal(0, i, j), number);
        }
        return (labels, value);
    }

    private static (string Labels, Tensor Value) SumOut((string Labels, Tensor Value) x, string keep)
    {
        var gone = Enumerable.Range(0, x.Labels.Length).Where(i => !keep.Contains(x.Labels[i], StringComparison.Ordinal)).Select(i => (long)i).ToArray();
        return gone.Length == 0 ? x : (string.Concat(x.Labels.Where(c => keep.Contains(c, StringComparison.Ordinal))), x.Value.sum(gone));
    }

    /// <summary>Multiplies two operands and sums the letters that nobody needs later.</summary>
    private static (string Labels, Tensor Value) Contract((string Labels, Tensor Value) a, (string Labels, Tensor Value) b, string later, Dictionary<char, long> sizes)
    {
        a = SumOut(a, later + b.Labels);
        b = SumOut(b, later + a.Labels);
        var shared = a.Labels.Where(c => b.Labels.Contains(c, StringComparison.Ordinal)).ToArray();
        var batch = string.Concat(shared.Where(c => later.Contains(c, StringComparison.Ordinal)));
        var summed = string.Concat(shared.Where(c => !later.Contains(c, StringComparison.Ordinal)));
        var left = string.Concat(a.Labels.Except(shared));
        var right = string.Concat(b.Labels.Except(shared));
        var product = Matrices(a, batch, left, summed, sizes).bmm(Matrices(b, batch, summed, right, sizes));
        var labels = batch + left + right;
        return (labels, product.reshape([.. labels.Select(c => sizes[c])]));
    }

    private static Tensor Matrices((string Labels, Tensor Value) x, string batch, string rows, string columns, Dictionary<char, long> sizes)
    {
        var order = batch + rows + columns;
        var y = x.Value.permute([.. order.Select(c => (long)x.Labels.IndexOf(c, StringComparison.Ordinal))]).expand(order.Select(c => sizes[c]).ToArray(), false);
        long Count(string letters) => letters.Aggregate(1L, (n, c) => n * sizes[c]);
        return y.reshape(Count(batch), Count(rows), Count(columns));
    }
}
