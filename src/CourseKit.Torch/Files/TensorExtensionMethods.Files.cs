namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>
    /// Writes a tensor as module files hold them: element type, number of dimensions and sizes as LEB128 numbers, then the elements, little-endian.
    /// </summary>
    public static void Save(this torch.Tensor tensor, BinaryWriter writer) => TensorFile.Write(writer, tensor);

    /// <inheritdoc cref="Save(torch.Tensor, BinaryWriter)"/>
    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    /// <inheritdoc cref="Save(torch.Tensor, BinaryWriter)"/>
    public static void Save(this torch.Tensor tensor, string location) => WholeFile.Write(location, tensor.Save);

    /// <summary>Reads values into a tensor, as <see cref="Save(torch.Tensor, BinaryWriter)"/> wrote them.</summary>
    /// <param name="tensor">What is overwritten.</param>
    /// <param name="reader">Where the data are.</param>
    /// <param name="skip">Goes past the data and leaves the tensor as it is.</param>
    /// <exception cref="ArgumentException">The data have another shape or element type than the tensor.</exception>
    /// <exception cref="InvalidDataException">The data are damaged or end early.</exception>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        if (skip)
        {
            TensorFile.Skip(reader);
            return;
        }
        using var mode = torch.no_grad();
        using var value = TensorFile.Read(reader, tensor, strict: true)!;
        tensor.copy_(value);
    }

    /// <summary>Reads a tensor; with <paramref name="skip"/> goes past it and gives an empty one.</summary>
    /// <exception cref="InvalidDataException">The data are damaged or end early.</exception>
    public static torch.Tensor Load(BinaryReader reader, bool skip = false)
    {
        if (!skip) return TensorFile.ReadNew(reader);
        TensorFile.Skip(reader);
        return torch.zeros(0);
    }

    /// <summary>Reads values into a tensor, or makes one when there is none.</summary>
    /// <inheritdoc cref="Load(torch.Tensor, BinaryReader, bool)"/>
    public static void Load(ref torch.Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is null && !skip) tensor = TensorFile.ReadNew(reader);
        else if (tensor is null) TensorFile.Skip(reader);
        else tensor.Load(reader, skip);
    }
}
