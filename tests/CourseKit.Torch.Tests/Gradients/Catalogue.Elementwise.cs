using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

internal static partial class Catalogue
{
    /// <summary>Functions of one tensor of any shape, and the range in which they are differentiable.</summary>
    private static readonly Dictionary<string, (Func<Tensor, Tensor> F, double From, double To)> Unary = new()
    {
        ["exp"] = (x => x.exp(), -2, 2),
        ["exp2"] = (x => x.exp2(), -2, 2),
        ["expm1"] = (x => x.expm1(), -2, 2),
        ["log"] = (x => x.log(), 0.3, 3),
        ["log1p"] = (x => x.log1p(), -0.5, 3),
        ["log2"] = (x => x.log2(), 0.3, 3),
        ["log10"] = (x => x.log10(), 0.3, 3),
        ["sqrt"] = (x => x.sqrt(), 0.3, 3),
        ["rsqrt"] = (x => x.rsqrt(), 0.5, 3),
        ["square"] = (x => x.square(), -2, 2),
        ["reciprocal"] = (x => x.reciprocal(), 0.5, 3),
        ["abs"] = (x => x.abs(), -2, 2.1),
        ["neg"] = (x => -x, -2, 2),
        ["sign"] = (x => x.sign() * x, -2, 2.1),
        ["floor"] = (x => x.floor() + x, 0.1, 0.9),
        ["ceil"] = (x => x.ceil() + x, 0.1, 0.9),
        ["round"] = (x => x.round() + x, 0.1, 0.4),
        ["trunc"] = (x => x.trunc() + x, 0.1, 0.9),
        ["sin"] = (x => x.sin(), -3, 3),
        ["cos"] = (x => x.cos(), -3, 3),
        ["tan"] = (x => x.tan(), -1, 1),
        ["asin"] = (x => x.asin(), -0.9, 0.9),
        ["acos"] = (x => x.acos(), -0.9, 0.9),
        ["atan"] = (x => x.atan(), -2, 2),
        ["sinh"] = (x => x.sinh(), -2, 2),
        ["cosh"] = (x => x.cosh(), -2, 2),
        ["asinh"] = (x => x.asinh(), -2, 2),
        ["acosh"] = (x => x.acosh(), 1.2, 3),
        ["atanh"] = (x => x.atanh(), -0.9, 0.9),
        ["tanh"] = (x => x.tanh(), -2, 2),
        ["sigmoid"] = (x => x.sigmoid(), -3, 3),
        ["erf"] = (x => x.erf(), -2, 2),
        ["erfc"] = (x => x.erfc(), -2, 2),
        ["erfinv"] = (x => x.erfinv(), -0.8, 0.8),
        ["relu"] = (x => x.relu(), -2, 2.1),
        ["leaky_relu"] = (x => x.leaky_relu(0.1), -2, 2.1),
        ["elu"] = (x => x.elu(0.7), -2, 2.1),
        ["gelu"] = (x => x.gelu(), -2, 2),
        ["silu"] = (x => x.silu(), -2, 2),
        ["softplus"] = (x => x.softplus(2, 20), -2, 2),
        ["pow 3"] = (x => x.pow(3), -2, 2),
        ["pow 2.5"] = (x => x.pow(2.5), 0.3, 2),
        ["pow -1"] = (x => x.pow(-1), 0.5, 2),
        ["scalar arithmetic"] = (x => (((2.5 - x) * 3) + 1) / 2 - (1.5 / x), 0.5, 2),
        ["remainder"] = (x => x.remainder(5) + x.fmod(7), 0.1, 2),
        ["clamp"] = (x => x.clamp(-0.501, 0.7003), -2, 2),
        ["masked_fill"] = (x => x.masked_fill(x > 0.5003, 3), -2, 2),
        ["nan_to_num"] = (x => x.nan_to_num(), -2, 2),
        ["where"] = (x => where(x > 0.0003, x * x, x.exp()), -2, 2),
        ["own function"] = (x => OwnFunctionTests.Cube.apply(x, 0.5), -2, 2),
        ["clone to float"] = (x => x.clone().to(float64) * 1, -2, 2),
    };

    /// <summary>Functions of two tensors whose shapes broadcast.</summary>
    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> F, double From, double To)> Binary = new()
    {
        ["add"] = ((a, b) => a + b, -2, 2),
        ["add alpha"] = ((a, b) => a.add(b, 0.3), -2, 2),
        ["sub"] = ((a, b) => a - b, -2, 2),
        ["mul"] = ((a, b) => a * b, -2, 2),
        ["div"] = ((a, b) => a / b, 0.5, 2),
        ["pow"] = ((a, b) => a.pow(b), 0.5, 2),
        ["atan2"] = ((a, b) => a.atan2(b), 0.3, 2),
        ["hypot"] = ((a, b) => a.hypot(b), 0.3, 2),
        ["logaddexp"] = ((a, b) => a.logaddexp(b), -2, 2),
        ["remainder"] = ((a, b) => (a * 9).remainder(b + 3), 0.3, 2),
        ["fmod"] = ((a, b) => (a * 9).fmod(b + 3), -1, 2),
        ["maximum"] = ((a, b) => maximum(a, b * 1.37), 0.3, 2),
        ["minimum"] = ((a, b) => minimum(a, b * 1.37), 0.3, 2),
        ["lerp"] = ((a, b) => a.lerp(b, a * b), -2, 2),
        ["where"] = ((a, b) => where(a.detach() > 0.0001, a, b), -2, 2),
        ["addcmul"] = ((a, b) => a.addcmul(a, b, 0.3), -2, 2),
        ["addcdiv"] = ((a, b) => a.addcdiv(a, b, 0.3), 0.5, 2),
        ["same operand"] = ((a, b) => (a * a) + (b / b.exp()) + (a - a), -2, 2),
    };

    private static IEnumerable<GradientCase> Elementwise()
    {
        foreach (var (name, (f, from, to)) in Unary)
            yield return new("unary: " + name, c => new(x => f(x[0]), c.Values(c.Shape(c.Int(0, 3)), from, to)));
        foreach (var (name, (f, from, to)) in Binary)
        {
            yield return new("binary: " + name, c =>
            {
                var shape = c.Shape(c.Int(0, 3));
                var (a, b) = (c.Values(shape, from, to), c.Values(c.Broadcastable(shape), from, to));
                return c.Coin() ? new(x => f(x[0], x[1]), a, b) : new(x => f(x[1], x[0]), a, b);
            });
        }
    }
}
