namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// Writes a tensor as libtorch does: a zip archive with the elements and a pickle that describes them. PyTorch reads it with
    /// <c>torch.jit.load(file)</c>, whose only parameter it is.
    /// </summary>
    public static void save(Tensor t, string location) => WholeFile.Write(location, stream => TorchArchive.Write(stream, Path.GetFileNameWithoutExtension(location), t));

    /// <summary>Reads a tensor that <see cref="save"/>, libtorch or Python's <c>torch.save</c> wrote.</summary>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="InvalidDataException">Not such a file, a damaged one, or one that holds something else than one tensor.</exception>
    public static Tensor load(string location)
    {
        using var stream = File.OpenRead(location);
        try
        {
            return TorchArchive.Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{location}: {e.Message}", e);
        }
    }

    public partial class Tensor
    {
        /// <inheritdoc cref="torch.save"/>
        public void save(string location) => torch.save(this, location);

        /// <inheritdoc cref="torch.load"/>
        public static Tensor load(string location) => torch.load(location);
    }
}
