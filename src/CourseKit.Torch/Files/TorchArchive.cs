using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace TorchSharp;

/// <summary>
/// PyTorch's archive with one tensor. <c>NAME/data.pkl</c> describes it, <c>NAME/data/0</c> are its elements. libtorch, and so TorchSharp, wraps
/// the tensor in a module with one attribute "0", whose source is <c>NAME/code/__torch__.py</c>; Python's <c>torch.save</c> does not.
/// </summary>
internal static class TorchArchive
{
    private const int LargestPickle = 1 << 24;

    /// <summary>PyTorch's names of storages.</summary>
    private static readonly Dictionary<torch.ScalarType, string> Storages = new()
    {
        [torch.ScalarType.Byte] = "ByteStorage",
        [torch.ScalarType.Int8] = "CharStorage",
        [torch.ScalarType.Int16] = "ShortStorage",
        [torch.ScalarType.Int32] = "IntStorage",
        [torch.ScalarType.Int64] = "LongStorage",
        [torch.ScalarType.Float16] = "HalfStorage",
        [torch.ScalarType.Float32] = "FloatStorage",
        [torch.ScalarType.Float64] = "DoubleStorage",
        [torch.ScalarType.Bool] = "BoolStorage",
    };

    internal static void Write(Stream stream, string name, torch.Tensor t)
    {
        using var flat = t.detach().ContiguousCopy().DetachFromDisposeScope();
        var zip = new ZipWriter(stream);
        var root = name.Length == 0 ? "archive" : name;
        zip.Add($"{root}/data/0", TensorFile.Bytes(flat));
        zip.Add($"{root}/data.pkl", Describe(flat, t.requires_grad));
        zip.Add($"{root}/code/__torch__.py", """
            class Module(Module):
              __parameters__ = ["0", ]
              __buffers__ = []
              __annotations__ = []
              __annotations__["0"] = Tensor

            """u8);
        zip.Add($"{root}/constants.pkl", [0x80, 2, (byte)')', (byte)'.']);
        zip.Add($"{root}/version", "3\n"u8);
        zip.Finish();
    }

    internal static torch.Tensor Read(Stream stream)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var pickle = zip.Entries.FirstOrDefault(e => e.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
                ?? throw new InvalidDataException("no data.pkl in the archive: not a file of PyTorch's");
            if (pickle.Length > LargestPickle) throw new InvalidDataException("the file holds something else than one tensor");
            CheckSize(pickle, stream);
            var description = new byte[pickle.Length];
            ReadEntry(pickle, description);
            var root = pickle.FullName[..^"data.pkl".Length];
            var tensor = Pickle.Read(description);
            var elements = zip.GetEntry($"{root}data/{tensor.Elements.Key}") ?? throw new InvalidDataException("the file is damaged: its elements are missing");
            CheckSize(elements, stream);
            return Build(tensor, elements);
        }
        // What .NET's reader throws at damaged archives, apart from InvalidDataException.
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException("the file is damaged: " + e.Message, e);
        }
    }

    private static torch.Tensor Build(Pickle.Description d, ZipArchiveEntry entry)
    {
        var (type, storage) = Storages.FirstOrDefault(s => "torch." + s.Value == d.Elements.Type);
        if (storage is null) throw new InvalidDataException($"elements of type {d.Elements.Type} are not supported");
        var count = d.Elements.Count;
        if (count < 0 || count > entry.Length / type.Size()) throw new InvalidDataException($"the file is damaged: {entry.Length} bytes for {count} elements");
        if (!Fits(d, count)) throw new InvalidDataException("the file is damaged: the tensor reaches beyond its elements");
        using var elements = torch.Tensor.Empty([entry.Length / type.Size()], type).DetachFromDisposeScope();
        if (entry.Length % type.Size() != 0) throw new InvalidDataException($"the file is damaged: {entry.Length} bytes of {type}");
        ReadEntry(entry, TensorFile.Bytes(elements));
        var t = elements.Alias(d.Sizes, d.Strides, d.Offset);
        if (d.RequiresGrad && type.IsFloatingPoint()) t.requires_grad = true;
        return t;
    }

    /// <summary>Whether a view stays within its elements, counted without overflow.</summary>
    private static bool Fits(Pickle.Description d, long count)
    {
        if (d.Sizes.Length > 64 || d.Sizes.Length != d.Strides.Length || d.Offset < 0) return false;
        if (d.Sizes.Any(s => s < 0) || d.Strides.Any(s => s < 0)) return false;
        Int128 size = 1, last = d.Offset;
        foreach (var (n, stride) in d.Sizes.Zip(d.Strides))
        {
            size *= Math.Max(1, n);
            if (size > long.MaxValue) return false;
            last += (Int128)Math.Max(0, n - 1) * stride;
        }
        return d.Sizes.Contains(0) ? d.Offset <= count : last < count;
    }

    /// <summary>PyTorch stores entries as they are, so none can be larger than the file. Looked at before memory is taken for it.</summary>
    private static void CheckSize(ZipArchiveEntry entry, Stream file)
    {
        if (entry.CompressedLength != entry.Length || entry.Length > file.Length)
            throw new InvalidDataException($"the file is damaged: {entry.Name} claims {entry.Length} bytes");
    }

    /// <summary>An entry's bytes, checked.</summary>
    private static void ReadEntry(ZipArchiveEntry entry, Span<byte> bytes)
    {
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        if (ZipWriter.Crc(bytes) != entry.Crc32) throw new InvalidDataException($"the file is damaged: {entry.Name} has another checksum");
    }

    /// <summary>The pickle of a module whose attribute "0" is a tensor with contiguous elements in <c>data/0</c>.</summary>
    private static byte[] Describe(torch.Tensor t, bool requiresGrad)
    {
        using var pickle = new MemoryStream();
        void Ops(string ops) => pickle.Write(Encoding.Latin1.GetBytes(ops));
        void Text(string text) => Ops($"X{(char)text.Length}\0\0\0{text}");
        void Number(long n)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, n);
            Ops("\u008a\u0008");
            pickle.Write(bytes);
        }
        void Numbers(long[] values)
        {
            Ops("(");
            foreach (var v in values) Number(v);
            Ops("t");
        }
        Ops("\u0080\u0002c__torch__\nModule\n)\u0081}(");
        Text("0");
        Ops("ctorch._utils\n_rebuild_tensor_v2\n((");
        Text("storage");
        Ops($"ctorch\n{Storages[t.dtype]}\n");
        Text("0");
        Text("cpu");
        Number(t.numel());
        Ops("tQ");
        Number(0);
        Numbers(t.shape);
        Numbers(t.stride());
        Ops((requiresGrad ? "\u0088" : "\u0089") + "ccollections\nOrderedDict\n)RtRub.");
        return pickle.ToArray();
    }
}
