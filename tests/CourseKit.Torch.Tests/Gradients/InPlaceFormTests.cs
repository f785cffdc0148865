using System.Reflection;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>
/// Each method name_ that has a twin called name writes the twin's values and passes on the twin's gradients: on a whole tensor, through
/// a view, and without recording. The methods are found by reflection, so that a new one is tested or named here as having no twin.
/// </summary>
public sealed class InPlaceFormTests
{
    /// <summary>Writes that are not the in-place form of a function; the catalogue and the tests of random numbers have them.</summary>
    private static readonly HashSet<string> NoTwin =
    [
        "addcdiv_(Tensor, Tensor)", "bernoulli_", "copy_", "detach_", "exponential_", "fill_", "index_fill_", "index_put_", "normal_", "random_", "requires_grad_", "uniform_", "zero_",
    ];

    private static readonly IEnumerable<MethodInfo> Methods = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(m => m.Name.EndsWith('_') && !NoTwin.Contains(m.Name) && !NoTwin.Contains(Signature(m)));

    private static string Signature(MethodInfo m) => $"{m.Name}({string.Join(", ", m.GetParameters().Select(p => p.ParameterType.Name))})";

    public static TheoryData<string> Signatures => [.. Methods.Select(Signature)];

    [Theory]
    [MemberData(nameof(Signatures))]
    public void In_place_form_equals_its_twin(string signature)
    {
        var method = Methods.Single(m => Signature(m) == signature);
        var types = method.GetParameters().Select(p => p.ParameterType).ToArray();
        var twin = typeof(Tensor).GetMethod(method.Name[..^1], types);
        Assert.True(twin is not null, $"{signature} has no twin {method.Name[..^1]}: name it in {nameof(NoTwin)} and test it by itself");
        Proof.ForAll(signature, 5, recipe =>
        {
            using var scope = NewDisposeScope();
            var c = new Cases(recipe);
            var shape = c.Shape(2);
            var arguments = method.GetParameters().Select(p => Argument(p, c, shape)).ToArray();
            var start = c.Values(shape, 0.3, 0.9) + (method.Name == "acosh_" ? 1 : 0);
            var used = arguments.OfType<Tensor>().Where(t => t.requires_grad).ToArray();

            Tensor[] Run(Func<Tensor, Tensor> f)
            {
                var x = start.clone().requires_grad_();
                var y = f(x * 1);
                return [y.detach(), .. autograd.grad([(y * y).sum()], [x, .. used], allow_unused: true)];
            }

            Tensor Twin(Tensor x) => (Tensor)twin.Invoke(x, arguments)!;
            Tensor Write(Tensor x) => (Tensor)method.Invoke(x, arguments)!;
            var want = Run(Twin);
            Same(want, Run(x =>
            {
                var y = Write(x);
                Assert.Same(y.Impl.Storage, x.Impl.Storage);
                return x;
            }));
            // Through a view: the middle of a tensor of which the rest stays.
            Same(want, Run(x =>
            {
                var whole = cat([full_like(x, 7), x.t().contiguous().t(), full_like(x, 8)], 1);
                Write(whole.narrow(1, x.shape[1], x.shape[1]));
                Assert.Equal(15.0 * x.numel(), (whole.sum() - whole.narrow(1, x.shape[1], x.shape[1]).sum()).item<double>(), 1e-9);
                return whole.narrow(1, x.shape[1], x.shape[1]);
            }));
            using (no_grad())
            {
                var plain = start.clone();
                Write(plain);
                Assert.Equal(want[0].data<double>().ToArray(), plain.data<double>().ToArray());
            }
        });
    }

    private static void Same(Tensor[] want, Tensor[] got)
    {
        for (var i = 0; i < want.Length; i++)
        {
            Assert.Equal(want[i] is null, got[i] is null);
            if (want[i] is not null) Assert.True(want[i].allclose(got[i], 1e-12, 1e-12), $"{(i == 0 ? "value" : $"gradient {i - 1}")}: {want[i].npstr()} became {got[i].npstr()}");
        }
    }

    private static object? Argument(ParameterInfo p, Cases c, long[] shape) => p.ParameterType switch
    {
        var t when t == typeof(Tensor) && p.Name is "index" => p.Member.Name == "index_add_" ? randperm(shape[0]) : c.Values(shape).argsort(0),
        var t when t == typeof(Tensor) && p.Name is "mask" => c.Values(shape) > 0,
        var t when t == typeof(Tensor) && p.Name is "min" => c.Values(shape, 0.2, 0.5),
        var t when t == typeof(Tensor) && p.Name is "max" => c.Values(shape, 0.6, 0.9),
        var t when t == typeof(Tensor) && p.Name is "src" or "source" => c.Values(shape, 1, 2).requires_grad_(),
        var t when t == typeof(Tensor) => c.Values(c.Broadcastable(shape), 1, 2).requires_grad_(),
        var t when t == typeof(Scalar) && p.Name is "min" => 0.4.ToScalar(),
        var t when t == typeof(Scalar) => (0.25 * c.Int(1, 8)).ToScalar(),
        var t when t == typeof(RoundingMode) => RoundingMode.None,
        var t when t == typeof(long) => 0L,
        _ => p.HasDefaultValue ? p.DefaultValue : throw new InvalidOperationException($"no value for {p}"),
    };
}
