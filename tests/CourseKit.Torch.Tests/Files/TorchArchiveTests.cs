using System.IO.Compression;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Files;

/// <summary>
/// Files of one tensor. The .pt files beside this one were written by PyTorch 1.13.1: python-*.pt by Python's torch.save, libtorch.pt by C++'s
/// torch::save (a transposed view of 0…5), which is what TorchSharp's torch.save calls.
/// </summary>
public sealed class TorchArchiveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("coursekit-files-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private static string Given(string name) => Path.Combine(AppContext.BaseDirectory, "Files", name);

    private string Temporary(byte[] content)
    {
        var file = Path.Combine(folder, "file.pt");
        File.WriteAllBytes(file, content);
        return file;
    }

    private byte[] Saved(Tensor t)
    {
        var file = Path.Combine(folder, "saved.pt");
        save(t, file);
        return File.ReadAllBytes(file);
    }

    [Fact]
    public void PyTorchs_files_are_read()
    {
        var view = load(Given("python-view.pt"));
        Assert.Equal([3L, 3], view.shape);
        Assert.Equal([1.0, 5, 9, 2, 6, 10, 3, 7, 11], view.data<double>().ToArray());
        Assert.Equal([1L, 4], view.stride());
        var parameter = load(Given("python-parameter.pt"));
        Assert.True(parameter.requires_grad);
        Assert.Equal([1.5f, -2], parameter.data<float>().ToArray());
        var transposed = Tensor.load(Given("libtorch.pt"));
        Assert.Equal([3L, 2], transposed.shape);
        Assert.Equal([0f, 3, 1, 4, 2, 5], transposed.data<float>().ToArray());
    }

    [Fact]
    public void Every_element_type_comes_back()
    {
        foreach (var type in Enum.GetValues<ScalarType>())
        {
            var t = tensor(new long[] { 0, 1, 0, 5, 7, 100 }).reshape(2, 3).to_type(type).t();
            var back = load(Temporary(Saved(t)));
            Assert.Equal((type, t.ToString(TensorStringStyle.Numpy)), (back.dtype, back.ToString(TensorStringStyle.Numpy)));
        }
        Assert.Equal([0L, 3], load(Temporary(Saved(zeros(0, 3)))).shape);
        var scalar = load(Temporary(Saved(tensor(2.5).requires_grad_())));
        Assert.Equal((2.5, 0L, true), (scalar.item<double>(), scalar.dim(), scalar.requires_grad));
    }

    [Fact]
    public void Entries_are_libtorchs_stored_and_aligned()
    {
        var bytes = Saved(arange(6).to(float32).reshape(2, 3));
        using var ours = new ZipArchive(new MemoryStream(bytes));
        using var theirs = ZipFile.OpenRead(Given("libtorch.pt"));
        Assert.Equal(
            theirs.Entries.Select(e => e.FullName.Split('/', 2)[1]).Where(n => !n.EndsWith("debug_pkl", StringComparison.Ordinal)),
            ours.Entries.Select(e => e.FullName.Split('/', 2)[1]));
        foreach (var name in new[] { "code/__torch__.py", "constants.pkl", "version" })
            Assert.Equal(Text(theirs, "libtorch/" + name, "cpp/" + name), Text(ours, "saved/" + name));
        // Local headers: the data of each entry begins at a multiple of 64.
        var place = 0;
        foreach (var entry in ours.Entries)
        {
            Assert.Equal(0x04034b50, BitConverter.ToInt32(bytes, place));
            place += 30 + BitConverter.ToUInt16(bytes, place + 26) + BitConverter.ToUInt16(bytes, place + 28);
            Assert.Equal(0, place % 64);
            place += (int)entry.Length;
        }
    }

    private static string Text(ZipArchive zip, params string[] names)
    {
        using var reader = new StreamReader(names.Select(zip.GetEntry).First(e => e is not null)!.Open());
        return reader.ReadToEnd();
    }

    [Fact]
    public void Other_files_are_named()
    {
        Assert.Throws<FileNotFoundException>(() => load(Path.Combine(folder, "missing.pt")));
        var dictionary = Assert.Throws<InvalidDataException>(() => load(Given("python-dictionary.pt")));
        Assert.Contains("python-dictionary.pt: the file holds something else than one tensor", dictionary.Message);
        Assert.Throws<InvalidDataException>(() => load(Temporary("not a zip archive"u8.ToArray())));
        Assert.Throws<InvalidDataException>(() => load(Temporary([])));
    }

    [Fact]
    public void A_damaged_file_is_an_error_or_a_tensor_and_takes_no_memory_to_speak_of()
    {
        var random = new Random(11);
        var sources = new[] { "python-view.pt", "libtorch.pt", "python-parameter.pt" }.Select(n => File.ReadAllBytes(Given(n))).Append(Saved(randn(3, 4))).ToArray();
        var failed = 0;
        for (var i = 0; i < 3000; i++)
        {
            var bytes = (byte[])sources[i % sources.Length].Clone();
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (i % 5 == 0) bytes = bytes[..random.Next(bytes.Length)];
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var t = TorchArchive.Read(new MemoryStream(bytes));
            }
            catch (InvalidDataException)
            {
                failed++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 22);
        }
        Assert.InRange(failed, 1000, 2999);
    }

    [Fact]
    public void A_pickle_that_lies_is_found_out()
    {
        // Sizes and strides that would reach beyond the elements, under a checksum that is right.
        var good = Saved(arange(4).to(float32));
        foreach (var (from, to) in new[] { (4L, 5L), (4, long.MaxValue), (4, -1) })
        {
            using var zip = new ZipArchive(new MemoryStream(good));
            using var stream = zip.GetEntry("saved/data.pkl")!.Open();
            var pickle = new MemoryStream();
            stream.CopyTo(pickle);
            var changed = pickle.ToArray();
            var at = changed.AsSpan().LastIndexOf(BitConverter.GetBytes(from));
            BitConverter.TryWriteBytes(changed.AsSpan(at), to);
            var archive = new MemoryStream();
            var writer = new ZipWriter(archive);
            writer.Add("x/data.pkl", changed);
            writer.Add("x/data/0", new byte[16]);
            writer.Finish();
            archive.Position = 0;
            Assert.Throws<InvalidDataException>(() => TorchArchive.Read(archive));
        }
    }
}
