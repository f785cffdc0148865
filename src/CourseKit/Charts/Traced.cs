using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// A tensor that remembers what it was computed from, for <see cref="Figure.ComputationGraph"/>: TorchSharp does not show the graph that
/// libtorch records. The tensors are ordinary ones, and their gradients come from libtorch.
/// </summary>
/// <example>
/// <code>
/// var w = Traced.Leaf("w", tensor(3f, requires_grad: true));
/// var x = Traced.Leaf("x", tensor(2f));
/// var loss = ((w * x) - 1f).Then("square", t => t.square()).Named("loss");
/// loss.Value.backward();
/// Figure.ComputationGraph(loss, values: true)
/// </code>
/// </example>
public sealed class Traced
{
    private readonly string operation;
    private string name;

    private Traced(Tensor value, string does, string title, IReadOnlyList<Traced> inputs)
    {
        (Value, operation, name, Inputs) = (value, does, title, inputs);
        if (inputs.Count > 0 && value.requires_grad) value.retain_grad(); // otherwise gradients reach leaves only
    }

    /// <summary>The tensor.</summary>
    public Tensor Value { get; }

    /// <summary>What the value was computed from; nothing for a leaf.</summary>
    public IReadOnlyList<Traced> Inputs { get; }

    // Name above, operation below, as text for Plotly.
    internal string Label => name.Length == 0 ? operation : $"<b>{name}</b>{(operation.Length == 0 ? "" : "<br>" + operation)}";

    /// <summary>An input or a parameter, with its name in the picture; the tensor stays the caller's.</summary>
    public static Traced Leaf(string name, Tensor value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        return new(value, "", name, []);
    }

    /// <summary>What an operation, e.g. "tanh", makes of the tensors of one or several values.</summary>
    public static Traced Apply(string operation, Func<Tensor[], Tensor> compute, params Traced[] inputs)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(operation);
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length == 0) throw new ArgumentException($"The operation '{operation}' needs an input.", nameof(inputs));
        return new(compute([.. inputs.Select(input => input.Value)]), operation, "", inputs);
    }

    /// <summary>What an operation, e.g. "tanh", makes of this value.</summary>
    public Traced Then(string operation, Func<Tensor, Tensor> compute) => Apply(operation, values => compute(values[0]), this);

    /// <summary>Gives this value a name in the picture, e.g. "loss", and returns it.</summary>
    public Traced Named(string title)
    {
        name = title;
        return this;
    }

    /// <summary>A number as a leaf of its own.</summary>
    public static implicit operator Traced(float number) => Leaf(FormattableString.Invariant($"{number}"), tensor(number));

    /// <summary>The sum.</summary>
    public static Traced operator +(Traced one, Traced other) => Apply("+", values => values[0] + values[1], one, other);

    /// <summary>The difference.</summary>
    public static Traced operator -(Traced one, Traced other) => Apply("−", values => values[0] - values[1], one, other);

    /// <summary>The product, element by element.</summary>
    public static Traced operator *(Traced one, Traced other) => Apply("×", values => values[0] * values[1], one, other);

    /// <summary>The quotient, element by element.</summary>
    public static Traced operator /(Traced one, Traced other) => Apply("÷", values => values[0] / values[1], one, other);

    // This value first, then everything it was computed from, each once.
    internal List<Traced> Graph()
    {
        var nodes = new List<Traced> { this };
        for (var i = 0; i < nodes.Count; i++) nodes.AddRange(nodes[i].Inputs.Except(nodes));
        return nodes;
    }
}
