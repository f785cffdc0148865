using System.Buffers.Binary;
using System.Text;

namespace TorchSharp;

/// <summary>
/// Reads the part of Python's pickle format in which PyTorch describes a tensor. A pickle is a program for a stack machine; this one knows the
/// instructions that a tensor needs and a fixed list of names, and runs nothing.
/// </summary>
internal sealed class Pickle
{
    /// <summary>Where a tensor's elements lie: the entry of the archive and what it holds.</summary>
    internal sealed record Elements(string Type, string Key, long Count);

    /// <summary>A view on elements.</summary>
    internal sealed record Description(Elements Elements, long Offset, long[] Sizes, long[] Strides, bool RequiresGrad);

    private sealed record Name(string Text);

    private sealed class Instance
    {
        internal Dictionary<object, object?>? State;
    }

    private static readonly object Mark = new();

    private readonly byte[] data;
    private readonly List<object?> stack = [];
    private readonly Dictionary<long, object?> memo = [];
    private int position;

    private Pickle(byte[] data) => this.data = data;

    /// <summary>The tensor that a pickle describes: as Python writes one, or as the only attribute of a module, as libtorch does.</summary>
    /// <exception cref="InvalidDataException">The pickle describes something else, or is damaged.</exception>
    internal static Description Read(byte[] data) => new Pickle(data).Run() switch
    {
        Description d => d,
        Instance { State: { Count: 1 } state } when state.Values.Single() is Description d => d,
        _ => throw new InvalidDataException("the file holds something else than one tensor"),
    };

    private object? Run()
    {
        while (true)
        {
            var op = Take(1)[0];
            switch (op)
            {
                case 0x80: Take(1); break;
                case 0x95: Take(8); break;
                case (byte)'.': return Pop<object>();
                case (byte)'(': stack.Add(Mark); break;
                case (byte)'N': stack.Add(null); break;
                case 0x88: stack.Add(true); break;
                case 0x89: stack.Add(false); break;
                case (byte)'K': stack.Add((long)Take(1)[0]); break;
                case (byte)'M': stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
                case (byte)'J': stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
                case 0x8a: stack.Add(Long(Take(Take(1)[0]))); break;
                case (byte)'X': stack.Add(Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))))); break;
                case 0x8c: stack.Add(Encoding.UTF8.GetString(Take(Take(1)[0]))); break;
                case (byte)'c': stack.Add(new Name($"{Line()}.{Line()}")); break;
                case 0x93:
                    var last = Pop<string>();
                    stack.Add(new Name($"{Pop<string>()}.{last}"));
                    break;
                case (byte)'q': memo[Take(1)[0]] = stack.LastOrDefault(); break;
                case (byte)'r': memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = stack.LastOrDefault(); break;
                case 0x94: memo[memo.Count] = stack.LastOrDefault(); break;
                case (byte)'h': stack.Add(memo.GetValueOrDefault(Take(1)[0])); break;
                case (byte)'j': stack.Add(memo.GetValueOrDefault(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
                case (byte)')': stack.Add(Array.Empty<object?>()); break;
                case 0x85 or 0x86 or 0x87: stack.Add(PopMany(op - 0x84)); break;
                case (byte)'t': stack.Add(PopToMark()); break;
                case (byte)'}': stack.Add(new Dictionary<object, object?>()); break;
                case (byte)'u':
                    var items = PopToMark();
                    if (items.Length % 2 != 0) throw Damaged();
                    var all = Pop<Dictionary<object, object?>>();
                    for (var i = 0; i < items.Length; i += 2) all[items[i] ?? throw Damaged()] = items[i + 1];
                    stack.Add(all);
                    break;
                case (byte)'Q': stack.Add(Persistent(Pop<object?[]>())); break;
                case (byte)'R' or 0x81:
                    var arguments = Pop<object?[]>();
                    stack.Add(Call(Pop<Name>().Text, arguments));
                    break;
                case (byte)'b':
                    var state = Pop<Dictionary<object, object?>>();
                    var instance = Pop<Instance>();
                    instance.State = state;
                    stack.Add(instance);
                    break;
                default: throw new InvalidDataException($"the file holds something else than one tensor (pickle instruction 0x{op:x2})");
            }
        }
    }

    private static object Call(string name, object?[] arguments) => (name, arguments) switch
    {
        ("__torch__.Module", []) => new Instance(),
        ("collections.OrderedDict", []) => new Dictionary<object, object?>(),
        ("torch._utils._rebuild_tensor_v2", [Elements e, long offset, object?[] sizes, object?[] strides, bool grad, ..]) =>
            new Description(e, offset, Numbers(sizes), Numbers(strides), grad),
        ("torch._utils._rebuild_parameter", [Description d, bool grad, ..]) => d with { RequiresGrad = grad },
        _ => throw new InvalidDataException($"the file holds something else than one tensor ({name})"),
    };

    private static Elements Persistent(object?[] id) => id switch
    {
        ["storage", Name type, string key, string, long count] => new Elements(type.Text, key, count),
        _ => throw Damaged(),
    };

    private static long[] Numbers(object?[] values) => [.. values.Select(v => v is long n ? n : throw Damaged())];

    private static long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8) throw Damaged();
        Span<byte> wide = stackalloc byte[8];
        wide.Fill(bytes is [.., >= 0x80] ? byte.MaxValue : (byte)0);
        bytes.CopyTo(wide);
        return BinaryPrimitives.ReadInt64LittleEndian(wide);
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > data.Length - position) throw Damaged();
        position += (int)count;
        return data.AsSpan(position - (int)count, (int)count);
    }

    private string Line()
    {
        var length = data.AsSpan(position).IndexOf((byte)'\n');
        if (length < 0) throw Damaged();
        var line = Encoding.UTF8.GetString(Take(length));
        Take(1);
        return line;
    }

    private T Pop<T>() => PopMany(1)[0] is T value ? value : throw Damaged();

    private object?[] PopMany(int count)
    {
        if (stack.Count < count) throw Damaged();
        var values = stack[^count..].ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        var mark = stack.LastIndexOf(Mark);
        if (mark < 0) throw Damaged();
        var values = PopMany(stack.Count - mark - 1);
        stack.RemoveAt(mark);
        return values;
    }

    private static InvalidDataException Damaged() => new("the file is damaged: its pickle does not describe a tensor");
}
