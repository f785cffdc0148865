using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Files;

/// <summary>TorchSharp's own files: tensors, modules, optimisers.</summary>
public sealed class StateFileTests
{
    private static BinaryReader Reader(byte[] bytes) => new(new MemoryStream(bytes));

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    [Fact]
    public void A_tensor_is_read_into_another_or_anew_or_skipped()
    {
        var t = arange(6).reshape(2, 3).t();
        var bytes = Bytes(w => { t.Save(w); tensor(5.0).Save(w); });
        var reader = Reader(bytes);
        Assert.Equal([0L, 3, 1, 4, 2, 5], TensorExtensionMethods.Load(reader).data<long>().ToArray());
        Assert.Equal(5, TensorExtensionMethods.Load(reader).item<double>());

        var target = zeros([3, 2], int64);
        target.Load(Reader(bytes));
        Assert.True(target.equal(t).all().item<bool>());
        reader = Reader(bytes);
        target.Load(reader, skip: true);
        Tensor? none = null;
        TensorExtensionMethods.Load(ref none, reader);
        Assert.Equal(5, none!.item<double>());
        Assert.Throws<ArgumentException>(() => zeros([2, 3], int64).Load(Reader(bytes)));
        Assert.Throws<ArgumentException>(() => zeros(3, 2).Load(Reader(bytes)));
        Assert.Throws<InvalidDataException>(() => TensorExtensionMethods.Load(Reader(bytes[..^9]).Also(r => TensorExtensionMethods.Load(r))));
    }

    public static TheoryData<string> Optimizers => ["Adam", "AdamAms", "AdamW", "SGD", "SGDMomentum", "RMSProp", "Adagrad"];

    private static OptimizerHelper Make(string name, Parameter[] p) => name switch
    {
        "Adam" => optim.Adam(p, 0.1),
        "AdamAms" => optim.Adam(p, 0.1, amsgrad: true),
        "AdamW" => optim.AdamW(p, 0.1, weight_decay: 0.1),
        "SGD" => optim.SGD(p, 0.1),
        "SGDMomentum" => optim.SGD(p, 0.1, momentum: 0.9),
        "RMSProp" => optim.RMSProp(p, 0.1, momentum: 0.5, centered: true),
        _ => optim.Adagrad(p, 0.1, lr_decay: 0.1),
    };

    private static void Step(OptimizerHelper optimizer, Parameter[] p, int n)
    {
        for (var i = 0; i < n; i++)
        {
            optimizer.zero_grad();
            p.Select(x => x.pow(4).sum()).Aggregate((a, b) => a + b).backward();
            optimizer.step();
        }
    }

    private static Parameter[] Two() => [new(tensor(new[] { 1.0, -2, 0.5 })), new(tensor(new[,] { { 0.3f, 1 } }))];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Training_goes_on_after_loading_as_if_nothing_had_happened(string name)
    {
        var p = Two();
        using var whole = Make(name, p);
        Step(whole, p, 3);
        var bytes = Bytes(whole.save_state_dict);
        var copy = p.Select(x => new Parameter(x.detach().clone())).ToArray();
        Step(whole, p, 4);

        using var resumed = Make(name, copy);
        resumed.ParamGroups.First().LearningRate = 7; // comes from the file, too
        Step(resumed, [.. copy.Select(x => new Parameter(x.detach().clone()))], 0);
        resumed.load_state_dict(Reader(bytes));
        Assert.Equal(bytes, Bytes(resumed.save_state_dict));
        Step(resumed, copy, 4);
        Assert.All(p.Zip(copy), x => Assert.Equal(x.First.ToString(TensorStringStyle.CSharp), x.Second.ToString(TensorStringStyle.CSharp)));
    }

    [Fact]
    public void Groups_have_options_of_their_own_and_the_rest_from_the_optimiser()
    {
        var p = Two();
        using var optimizer = optim.SGD(
            [new SGD.ParamGroup([p[0]], new SGD.Options { LearningRate = 0.5 }), new SGD.ParamGroup { Parameters = [p[1]] }], 0.1, momentum: 0.9);
        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(g => g.LearningRate));
        var before = p.Select(x => x.detach().clone()).ToArray();
        Step(optimizer, p, 1);
        Assert.True(p[0].allclose(before[0] - (0.5 * 4 * before[0].pow(3))));
        Assert.True(p[1].allclose(before[1] - (0.1 * 4 * before[1].pow(3))));
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([p[0]], new SGD.Options())));
    }

    [Fact]
    public void Another_optimisers_file_changes_nothing()
    {
        var p = Two();
        using var adam = optim.Adam(p, 0.1);
        Step(adam, p, 2);
        var before = Bytes(adam.save_state_dict);
        using var sgd = optim.SGD(p, 0.1);
        Assert.Contains("expected 'Adam', but found 'SGD'", Assert.Throws<InvalidDataException>(() => adam.load_state_dict(Reader(Bytes(sgd.save_state_dict)))).Message);
        using var one = optim.Adam([p[0]], 0.1);
        Assert.Contains("different number of states", Assert.Throws<ArgumentException>(() => adam.load_state_dict(Reader(Bytes(one.save_state_dict)))).Message);
        using var swapped = optim.Adam([p[1], p[0]], 0.1);
        Assert.Throws<ArgumentException>(() => adam.load_state_dict(Reader(Bytes(swapped.save_state_dict))));
        Assert.Equal(before, Bytes(adam.save_state_dict));
    }

    [Fact]
    public void Damaged_files_are_errors_and_take_no_memory_to_speak_of()
    {
        var random = new Random(5);
        var p = Two();
        using var optimizer = optim.Adam(p, 0.1, amsgrad: true);
        Step(optimizer, p, 1);
        using var module = Sequential(Linear(3, 2), BatchNorm1d(2));
        var (state, modules, tensors) = (Bytes(optimizer.save_state_dict), Bytes(w => module.save(w)), Bytes(w => p[0].Save(w)));
        var failed = 0;
        for (var i = 0; i < 6000; i++)
        {
            var bytes = (byte[])new[] { state, modules, tensors }[i % 3].Clone();
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(i % 2 == 0 ? bytes.Length : Math.Min(bytes.Length, 16))] = (byte)random.Next(256);
            if (i % 7 == 0) bytes = bytes[..random.Next(bytes.Length)];
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (i % 3 == 0) optimizer.load_state_dict(Reader(bytes));
                else if (i % 3 == 1) module.load(Reader(bytes));
                else TensorExtensionMethods.Load(Reader(bytes)).Dispose();
            }
            catch (Exception e) when (e is InvalidDataException or ArgumentException)
            {
                failed++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
        Assert.InRange(failed, 2000, 5999);
    }
}

internal static class Piping
{
    internal static T Also<T>(this T value, Action<T> action)
    {
        action(value);
        return value;
    }
}
