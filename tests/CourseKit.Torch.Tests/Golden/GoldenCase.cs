using System.Globalization;
using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Golden;

/// <summary>
/// One case of <c>golden.json</c>: TorchSharp source over named inputs and arguments, and what the real library computed from them. Inputs that
/// have an entry in "grads" are parameters. Backward starts from every differentiable output o with the gradient inputs["d_" + o], or 1 where
/// there is none. A value holds when |got − want| ≤ atol + rtol · |want|; NaN equals NaN; shapes, dtypes, integers and bools are exact.
/// </summary>
public sealed class GoldenCase(JsonElement json)
{
    private readonly List<(string Name, Parameter Value)> parameters = [];
    private string? difference;

    public string Id => json.GetProperty("id").GetString()!;

    public string Group => json.GetProperty("group").GetString()!;

    public bool IsCore => json.GetProperty("tier").GetString() == "core";

    /// <summary>The case as a C# method body: its inputs and arguments as locals, then its own code as it stands.</summary>
    public string Body
    {
        get
        {
            var lines = new List<string>();
            foreach (var input in json.GetProperty("inputs").EnumerateObject().Where(i => !i.Name.StartsWith("d_", StringComparison.Ordinal)))
                lines.Add($"var {input.Name} = _case.{(Grads.TryGetProperty(input.Name, out _) ? "Parameter" : "Input")}(\"{input.Name}\");");
            foreach (var arg in json.GetProperty("args").EnumerateObject())
                lines.Add($"{ArgType(arg.Value)} {arg.Name} = _case.Arg<{ArgType(arg.Value)}>(\"{arg.Name}\");");
            lines.Add($"_case.Run(() => {json.GetProperty("code").GetString()});");
            return string.Join('\n', lines);
        }
    }

    private JsonElement Grads => json.GetProperty("grads");

    private static string ArgType(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "long[]",
        _ => value.GetRawText().AsSpan().IndexOfAny(".eE") >= 0 ? "double" : "long",
    };

    public T Arg<T>(string name) => json.GetProperty("args").GetProperty(name).Deserialize<T>()!;

    public Tensor Input(string name) => Load(json.GetProperty("inputs").GetProperty(name));

    public Parameter Parameter(string name)
    {
        var p = new Parameter(Input(name));
        parameters.Add((name, p));
        return p;
    }

    public void Run(Func<Tensor> code) => Compare([code()]);

    public void Run(Func<(Tensor, Tensor)> code)
    {
        var (a, b) = code();
        Compare([a, b]);
    }

    public void Run(Func<Tensor[]> code) => Compare(code());

    /// <summary>Runs the compiled case; null when it holds, else the first difference.</summary>
    internal string? Check(Action<GoldenCase> method)
    {
        manual_seed(987654321);
        try
        {
            method(this);
        }
        catch (Exception e)
        {
            difference = $"{e.GetType().Name}: {e.Message.Split('\n')[0]}";
        }
        return difference;
    }

    private void Compare(Tensor[] outputs)
    {
        var wanted = json.GetProperty("outputs").EnumerateObject().ToArray();
        if (wanted.Length != outputs.Length) throw new InvalidOperationException($"{outputs.Length} outputs instead of {wanted.Length}");
        var (roots, grads) = (new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < outputs.Length; i++)
        {
            Compare(wanted[i].Name, wanted[i].Value, outputs[i]);
            if (!Grads.EnumerateObject().Any() || !outputs[i].requires_grad || outputs[i].is_leaf) continue;
            roots.Add(outputs[i]);
            grads.Add(json.GetProperty("inputs").TryGetProperty("d_" + wanted[i].Name, out var d) ? Load(d) : ones_like(outputs[i]).detach());
        }
        if (roots.Count > 0) autograd.backward(roots, grads);
        foreach (var grad in Grads.EnumerateObject())
        {
            var p = parameters.First(x => x.Name == grad.Name).Value;
            if (p.grad is { } g) Compare("gradient of " + grad.Name, grad.Value, g);
            else difference ??= "no gradient for " + grad.Name;
        }
    }

    private void Compare(string name, JsonElement want, Tensor got)
    {
        var dtype = want.GetProperty("dtype").GetString()!;
        var data = want.GetProperty("data").EnumerateArray().ToArray();
        if (dtype == "base64")
        {
            if (Convert.ToBase64String(got.data<byte>().ToArray()) != data[0].GetString()) difference ??= name + ": other bytes";
            return;
        }
        var shape = want.GetProperty("shape").Deserialize<long[]>()!;
        var gotType = got.dtype == ScalarType.Byte ? "uint8" : got.dtype.ToString().ToLowerInvariant();
        if (gotType != dtype || !got.shape.SequenceEqual(shape))
        {
            difference ??= $"{name}: {gotType}[{string.Join(",", got.shape)}] instead of {dtype}[{string.Join(",", shape)}]";
            return;
        }
        var tolerance = json.GetProperty("tol");
        var (rtol, atol) = (tolerance.GetProperty("rtol").GetDouble(), tolerance.GetProperty("atol").GetDouble());
        var values = got.detach().to(float64).data<double>().ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var w = dtype == "float32" ? (float)Number(data[i]) : Number(data[i]);
            if (w == values[i] || (double.IsNaN(w) && double.IsNaN(values[i]))) continue;
            var allowed = dtype.StartsWith("float", StringComparison.Ordinal) && double.IsFinite(w) ? atol + (rtol * Math.Abs(w)) : 0;
            var error = Math.Abs(values[i] - w);
            if (!(error <= allowed))
                difference ??= string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]: {values[i]:R} instead of {w:R} (error {error:G3}, allowed {allowed:G3})");
        }
    }

    private static double Number(JsonElement e) => e.ValueKind == JsonValueKind.String ? double.Parse(e.GetString()!, CultureInfo.InvariantCulture) : e.GetDouble();

    private static Tensor Load(JsonElement t)
    {
        var shape = t.GetProperty("shape").Deserialize<long[]>()!;
        var data = t.GetProperty("data").EnumerateArray();
        return t.GetProperty("dtype").GetString() switch
        {
            "float32" => tensor(data.Select(e => e.ValueKind == JsonValueKind.String ? (float)Number(e) : e.GetSingle()).ToArray(), shape),
            "float64" => tensor(data.Select(Number).ToArray(), shape),
            "int64" => tensor(data.Select(e => e.GetInt64()).ToArray(), shape),
            "bool" => tensor(data.Select(e => e.GetInt32() != 0).ToArray(), shape),
            var other => throw new InvalidDataException($"dtype {other}"),
        };
    }
}
