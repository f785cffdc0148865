namespace TorchSharp;

/// <summary>TorchSharp's binary form of a tensor: LEB128 element type, number of dimensions and sizes, then little-endian data.</summary>
internal static class TensorFile
{
    internal static void WriteNumber(BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    internal static long ReadNumber(BinaryReader reader)
    {
        try
        {
            return reader.Read7BitEncodedInt64();
        }
        catch (Exception e) when (e is FormatException or EndOfStreamException)
        {
            throw new InvalidDataException("the file is damaged or ends early", e);
        }
    }

    internal static string ReadName(BinaryReader reader)
    {
        try
        {
            // The length is read by hand: BinaryReader.ReadString would allocate whatever a damaged file claims.
            var length = reader.Read7BitEncodedInt();
            if (length is < 0 or > 65_536) throw new InvalidDataException($"the file is damaged: it claims a name of {length} bytes");
            var bytes = reader.ReadBytes(length);
            if (bytes.Length != length) throw new InvalidDataException("the file is damaged or ends early");
            return System.Text.Encoding.UTF8.GetString(bytes);
        }
        catch (Exception e) when (e is FormatException or EndOfStreamException)
        {
            throw new InvalidDataException("the file is damaged or ends early", e);
        }
    }

    internal static void Write(BinaryWriter writer, torch.Tensor t)
    {
        var i = t.Impl;
        WriteNumber(writer, (long)i.Dtype);
        WriteNumber(writer, i.Shape.Length);
        foreach (var d in i.Shape) WriteNumber(writer, d);
        using var flat = t.ContiguousCopy().DetachFromDisposeScope();
        writer.Write(Bytes(flat));
    }

    /// <summary>Reads a tensor; one that has a target must have its shape and type (else null when not strict).</summary>
    internal static torch.Tensor? Read(BinaryReader reader, torch.Tensor? target, bool strict)
    {
        var (type, shape, bytes) = ReadHeader(reader);
        var fits = target is null || (Shape.Same(shape, target.Impl.Shape) && type == target.Impl.Dtype);
        if (!fits && strict)
        {
            throw new ArgumentException($"Mismatched tensor shape or element type while loading: expected {Shape.Text(target!.Impl.Shape)} {target.Impl.Dtype}, "
                + $"but found {Shape.Text(shape)} {type}.");
        }
        if (target is null || !fits)
        {
            Skip(reader, bytes);
            return null;
        }
        var t = torch.Tensor.Empty(shape, type);
        if (!Fill(reader, Bytes(t))) throw new InvalidDataException("the file is damaged or ends early");
        return t;
    }

    /// <summary>
    /// Reads a tensor of any shape and type. Memory is taken as data arrive, so a size that a damaged file claims costs nothing.
    /// </summary>
    internal static torch.Tensor ReadNew(BinaryReader reader)
    {
        var (type, shape, bytes) = ReadHeader(reader);
        using var data = new MemoryStream();
        var chunk = new byte[Math.Min(bytes, 1 << 16)];
        while (data.Length < bytes)
        {
            var n = reader.Read(chunk, 0, (int)Math.Min(chunk.Length, bytes - data.Length));
            if (n == 0) throw new InvalidDataException("the file is damaged or ends early");
            data.Write(chunk, 0, n);
        }
        var t = torch.Tensor.Empty(shape, type);
        data.GetBuffer().AsSpan(0, (int)bytes).CopyTo(Bytes(t));
        return t;
    }

    /// <summary>Goes past a tensor.</summary>
    internal static void Skip(BinaryReader reader) => Skip(reader, ReadHeader(reader).Bytes);

    private static (torch.ScalarType Type, long[] Shape, long Bytes) ReadHeader(BinaryReader reader)
    {
        var (type, dims) = (ReadNumber(reader), ReadNumber(reader));
        if (type is < 0 or > sbyte.MaxValue || !Enum.IsDefined((torch.ScalarType)type) || dims is < 0 or > 64)
            throw new InvalidDataException($"the file is damaged: element type {type}, {dims} dimensions");
        var shape = new long[dims];
        long bytes = ((torch.ScalarType)type).Size();
        for (var d = 0; d < dims; d++)
        {
            shape[d] = ReadNumber(reader);
            // An empty dimension counts as 1 here, so that the strides of the others fit, too.
            if (shape[d] < 0 || shape[d] > int.MaxValue / bytes) throw new InvalidDataException($"the file is damaged: a size of {shape[d]}");
            bytes *= Math.Max(1, shape[d]);
        }
        return ((torch.ScalarType)type, shape, shape.Contains(0) ? 0 : bytes);
    }

    private static bool Fill(BinaryReader reader, Span<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var n = reader.Read(rest);
            if (n == 0) return false;
            rest = rest[n..];
        }
        return true;
    }

    private static void Skip(BinaryReader reader, long bytes)
    {
        Span<byte> chunk = stackalloc byte[4096];
        while (bytes > 0)
        {
            var n = reader.Read(chunk[..(int)Math.Min(bytes, chunk.Length)]);
            if (n == 0) throw new InvalidDataException("the file is damaged or ends early");
            bytes -= n;
        }
    }

    /// <summary>The bytes of a contiguous tensor.</summary>
    internal static Span<byte> Bytes(torch.Tensor contiguous)
    {
        var i = contiguous.Impl;
        return i.Storage.Span<byte>(i.Offset * i.Dtype.Size(), i.Count * i.Dtype.Size());
    }
}
