using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

/// <summary>What a module registers, walks, converts, saves and reports.</summary>
public sealed class ModuleTests
{
    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> body = Sequential(("fc", Linear(3, 2)), ("norm", BatchNorm1d(2)));
        private readonly ModuleList<Linear> heads = ModuleList(Linear(2, 1), Linear(2, 1, hasBias: false));
        private readonly Parameter scale = Parameter(ones(1));
        private readonly Tensor offset = zeros(1);
        [ComponentName(Name = "renamed")]
        private readonly ParameterDict others = ParameterDict(("a", Parameter(ones(2))), ("b", Parameter(zeros(1))));

        internal Net() : base("Net") => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            var z = body.call(x);
            return ((heads[0].call(z) + heads[1].call(z)) * scale) + offset + others["b"];
        }
    }

    private static readonly string[] Names =
    [
        "scale", "body.fc.weight", "body.fc.bias", "body.norm.weight", "body.norm.bias", "heads.0.weight", "heads.0.bias", "heads.1.weight", "renamed.a", "renamed.b",
    ];

    private static readonly string[] BufferNames = ["offset", "body.norm.running_mean", "body.norm.running_var", "body.norm.num_batches_tracked"];

    [Fact]
    public void Fields_become_components_under_their_names()
    {
        var net = new Net();
        Assert.Equal(Names, net.named_parameters().Select(p => p.name));
        Assert.Equal(["scale"], net.named_parameters(recurse: false).Select(p => p.name));
        Assert.Equal(BufferNames, net.named_buffers().Select(b => b.name));
        Assert.Equal([.. Names, .. BufferNames], net.state_dict().Keys);
        Assert.Equal(["inner.scale"], net.state_dict(prefix: "inner").Keys.Take(1));
        Assert.Equal(["body", "heads", "renamed"], net.named_children().Select(c => c.name));
        Assert.Equal(["body", "body.fc", "body.norm", "heads", "heads.0", "heads.1", "renamed"], net.named_modules().Select(m => m.name));
        Assert.Same(net.get_parameter("heads.1.weight"), net.parameters().ElementAt(7));
        Assert.True(net.has_buffer("body.norm.running_var") && !net.has_buffer("scale") && net.has_parameter("scale") && !net.has_parameter("offset"));
        Assert.Null(net.get_buffer("nothing"));
        Assert.Equal([2L], net.get_buffer("body.norm.running_mean")!.shape);
    }

    [Fact]
    public void Registration_by_hand()
    {
        var net = new Net();
        net.register_buffer("temporary", zeros(2), persistent: false);
        net.register_buffer("kept", zeros(2));
        net.add_module("extra", Linear(1, 1));
        Assert.DoesNotContain("temporary", net.state_dict().Keys);
        Assert.Contains("temporary", net.named_buffers().Select(b => b.name));
        Assert.Contains("kept", net.state_dict().Keys);
        Assert.Contains("extra.bias", net.state_dict().Keys);
        Assert.Throws<InvalidOperationException>(() => net.register_module("extra", ReLU()));
        Assert.Throws<InvalidOperationException>(() => net.register_parameter("scale", Parameter(zeros(1))));
        Assert.Throws<InvalidOperationException>(() => net.register_buffer("kept", zeros(1)));
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", ReLU()));
        Assert.Throws<ArgumentException>(() => net.register_buffer("", zeros(1)));
    }

    [Fact]
    public void A_shared_parameter_counts_once()
    {
        var shared = Linear(2, 2);
        Assert.Equal(2, Sequential(shared, ReLU(), shared).parameters().Count());
    }

    [Fact]
    public void Lists_and_dictionaries_follow_their_changes()
    {
        var (a, b, c) = (Linear(1, 1), Linear(2, 1), Linear(3, 1));
        var list = ModuleList(a, b);
        list.Insert(0, c);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "2.weight", "2.bias"], list.state_dict().Keys);
        Assert.Equal([1L, 3], list.get_parameter("0.weight")!.shape);
        Assert.True(list.Remove(a) && !list.Remove(a));
        list[1] = a;
        Assert.Equal([c, a], list);
        Assert.Equal((1, true, 2), (list.IndexOf(a), list.Contains(c), list.Count));
        list.Clear();
        Assert.Empty(list.parameters());

        var parameters = ParameterList(Parameter(ones(1)), Parameter(ones(2)));
        parameters.append(Parameter(ones(3)));
        parameters.RemoveAt(0);
        Assert.Equal([2L, 3], parameters.parameters().Select(p => p.numel()));
        Assert.Equal(["0", "1"], parameters.named_parameters().Select(p => p.name));

        var named = ModuleDict(("x", a), ("y", b));
        named.Add("z", c);
        Assert.Equal(["x.weight", "x.bias", "y.weight", "y.bias", "z.weight", "z.bias"], named.state_dict().Keys);
        Assert.True(named.Remove("x") && !named.ContainsKey("x") && named.TryGetValue("y", out var y) && y == b);
        Assert.Equal(("z", c), named[1]);
        Assert.Equal([("y", b), ("z", c)], named);
        Assert.Throws<ArgumentException>(() => named.Add("y", a));
        Assert.Equal(["y.weight", "y.bias", "z.weight", "z.bias"], named.state_dict().Keys);
    }

    [Fact]
    public void Modes_gradients_and_functions_reach_everything_below()
    {
        var net = new Net();
        Assert.True(net.modules().All(m => m.training));
        net.eval();
        Assert.False(net.training || net.modules().Any(m => m.training));
        net.train();
        net.call(randn(4, 3)).sum().backward();
        Assert.NotNull(net.get_parameter("body.fc.weight")!.grad);
        net.zero_grad(set_to_none: false);
        Assert.Equal(0, net.get_parameter("heads.0.weight")!.grad!.abs().sum().ToDouble());
        net.zero_grad();
        Assert.All(net.parameters(), p => Assert.Null(p.grad));
        var seen = new List<string>();
        Assert.Same(net, net.apply(m => seen.Add(m.GetName())));
        Assert.Equal("Net", seen[^1]);
        Assert.Equal(8, seen.Count);
    }

    [Fact]
    public void Conversion_keeps_values_gradients_and_counters()
    {
        var net = new Net();
        net.call(randn(4, 3)).sum().backward();
        var before = net.get_parameter("body.fc.weight")!;
        var value = before.detach().clone();
        Assert.Same(net, net.to(float64));
        Assert.Same(before, net.get_parameter("body.fc.weight"));
        Assert.Equal((float64, float64), (before.dtype, before.grad!.dtype));
        Assert.True(before.is_leaf && before.requires_grad && before.to(float32).equal(value).all().ToBoolean());
        Assert.Equal((float64, int64), (net.get_buffer("body.norm.running_mean")!.dtype, net.get_buffer("body.norm.num_batches_tracked")!.dtype));
        Assert.Equal(float32, net.@float().get_buffer("offset")!.dtype);
        Assert.Equal(float64, net.to(zeros(1, float64)).get_buffer("offset")!.dtype);
        Assert.Same(net, net.to(CPU).cpu().to("cpu").to(DeviceType.CPU));
        Assert.Throws<InvalidOperationException>(() => net.cuda());
        Assert.Throws<ArgumentException>(() => net.to(int64));
    }

    [Fact]
    public void State_goes_from_one_module_to_another()
    {
        var (from, to) = (new Net(), new Net());
        from.call(randn(4, 3));
        var (missing, unexpected) = to.load_state_dict(from.state_dict());
        Assert.Empty(missing.Concat(unexpected));
        var x = randn(3, 3);
        from.eval();
        to.eval();
        Assert.True(allclose(from.call(x), to.call(x), 0, 0));

        var part = from.state_dict().Where(e => e.Key != "scale").ToDictionary();
        part["stranger"] = zeros(1);
        Assert.Throws<InvalidOperationException>(() => to.load_state_dict(part));
        (missing, unexpected) = to.load_state_dict(part, strict: false);
        Assert.Equal(["scale"], missing);
        Assert.Equal(["stranger"], unexpected);
        to.load_state_dict(part, skip: ["scale", "stranger"]);
        part = new() { ["scale"] = full(1, 7f), ["offset"] = full(1, 7f) };
        to.load_state_dict(part, strict: false, skip: ["offset"]);
        Assert.Equal((7, 0), (to.get_parameter("scale")!.ToSingle(), to.get_buffer("offset")!.ToSingle()));
    }

    [Fact]
    public void Files_keep_the_state()
    {
        var (from, to) = (new Net(), new Net());
        from.call(randn(4, 3));
        var stream = new MemoryStream();
        from.save(stream);
        stream.Position = 0;
        var loaded = new Dictionary<string, bool>();
        to.load(stream, loadedParameters: loaded);
        Assert.Equal([.. Names, .. BufferNames], loaded.Keys);
        Assert.All(loaded.Values, Assert.True);
        foreach (var (key, value) in from.state_dict()) Assert.True(allclose(value.to(float64), to.state_dict()[key].to(float64), 0, 0), key);

        stream = new MemoryStream();
        from.save(stream, skip: ["scale"]);
        Assert.Throws<ArgumentException>(() => new Net().load(new MemoryStream(stream.ToArray())));
        loaded.Clear();
        new Net().load(new MemoryStream(stream.ToArray()), skip: ["scale"], loadedParameters: loaded);
        Assert.Equal((false, true), (loaded["scale"], loaded["offset"]));
        new Net().load(new MemoryStream(stream.ToArray()), strict: false);
        Assert.Throws<ArgumentException>(() => Linear(2, 1).load(new MemoryStream(stream.ToArray())));
        Assert.Throws<InvalidDataException>(() => new Net().load(new MemoryStream(stream.ToArray()[..^1]), skip: ["scale"]));
    }

    [Fact]
    public void Hooks_see_and_replace_inputs_and_results()
    {
        var seen = new List<string>();
        var layer = ReLU();
        var handles = new[]
        {
            layer.register_forward_pre_hook((m, x) => { seen.Add("pre"); return x * 2; }),
            layer.register_forward_pre_hook(m => seen.Add("before " + m.GetName())),
            layer.register_forward_hook((m, x, y) => { seen.Add("post"); return y + 1; }),
            layer.register_forward_hook(m => seen.Add("after " + m.GetName())),
        };
        Assert.Equal(7, layer.call(tensor(3f)).ToSingle());
        Assert.Equal(["before ReLU", "pre", "post", "after ReLU"], seen);
        Assert.Equal(3, layer.forward(tensor(3f)).ToSingle());
        foreach (var h in handles) h.remove();
        seen.Clear();
        Assert.Equal(3, layer.call(tensor(3f)).ToSingle());
        Assert.Empty(seen);

        var two = Bilinear(1, 1, 1, hasBias: false);
        two.weight.detach().fill_(1);
        two.register_forward_pre_hook((m, x, y) => (x + 1, y * 2));
        Assert.Equal(12, two.call(ones(1), full(1, 3f)).ToSingle());
    }

    [Fact]
    public void A_sequence_is_its_modules_one_after_the_other()
    {
        var (first, second) = (Linear(2, 3), Linear(3, 1));
        var chain = Sequential(first, Tanh(), second);
        var x = randn(5, 2);
        Assert.True(allclose(second.forward(first.forward(x).tanh()), chain.call(x), 0, 0));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], chain.state_dict().Keys);
        Assert.Equal((3, 2, 1), (chain.Count, chain[1..].Count, chain[(2, null)].Count));
        Assert.Same(second, chain[2]);
        chain.append("last", Sigmoid());
        Assert.True((chain.call(x) > 0).all().ToBoolean());
        Assert.Throws<InvalidOperationException>(() => chain.append("last", Sigmoid()));
        Assert.NotSame(x, Sequential().call(x));
    }

    [Fact]
    public void Disposing_a_module_disposes_what_it_owns()
    {
        var net = new Net();
        var (parameter, buffer) = (net.get_parameter("heads.0.weight")!, net.get_buffer("body.norm.running_mean")!);
        net.Dispose();
        Assert.Throws<InvalidOperationException>(() => parameter.sum());
        Assert.Throws<InvalidOperationException>(() => buffer.sum());
    }

    [Fact]
    public void Parameters_go_into_a_vector_and_back()
    {
        var (a, b) = (Linear(2, 3), Linear(2, 3));
        var vector = nn.utils.parameters_to_vector(a.parameters());
        Assert.Equal([9L], vector.shape);
        nn.utils.vector_to_parameters(vector, b.parameters());
        Assert.True(allclose(a.weight, b.weight, 0, 0) && allclose(a.bias!, b.bias!, 0, 0));
        (vector.square().sum() / 2).backward();
        Assert.True(allclose(a.weight, a.weight.grad!, 0, 1e-6));
    }

    [Fact]
    public void Gradients_are_clipped()
    {
        Parameter[] parameters = [Parameter(zeros(2)), Parameter(zeros(1)), Parameter(zeros(1))];
        void Set()
        {
            parameters[0].grad = tensor(new[] { 3f, 0 });
            parameters[1].grad = tensor(new[] { -4f });
        }
        float[] Gradients() => [.. parameters.Take(2).SelectMany(p => p.grad!.data<float>().ToArray())];
        Set();
        Assert.Equal(5, nn.utils.clip_grad_norm_(parameters, 10), 1e-6);
        Assert.Equal([3, 0, -4], Gradients());
        Assert.Equal(5, nn.utils.clip_grad_norm_(parameters, 0.5), 1e-6);
        Assert.Equal([0.3f, 0, -0.4f], Gradients(), (float x, float y) => Math.Abs(x - y) < 1e-6);
        Set();
        Assert.Equal(4, nn.utils.clip_grad_norm_(parameters, 2, double.PositiveInfinity), 1e-6);
        Assert.Equal([1.5f, 0, -2], Gradients(), (float x, float y) => Math.Abs(x - y) < 1e-6);
        Set();
        Assert.Equal(7, nn.utils.clip_grad_norm_(parameters, 100, 1), 1e-6);
        nn.utils.clip_grad_value_(parameters, 3.5);
        Assert.Equal([3, 0, -3.5f], Gradients());
    }
}
