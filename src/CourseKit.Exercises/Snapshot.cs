using static TorchSharp.torch;

namespace CourseKit.Exercises;

/// <summary>Remembers an argument's content, to notice that a call changed it. Tensors and arrays only; other values count as unchanged.</summary>
internal sealed class Snapshot
{
    private readonly Array? array;
    private readonly (long[] Shape, double[] Numbers)? tensor;

    private Snapshot(object? value)
    {
        array = (value as Array)?.Clone() as Array;
        if (value is Tensor t) tensor = (t.shape, Expect.Numbers(t));
    }

    public static Snapshot Of(object? value) => new(value);

    public bool DiffersFrom(object? value) =>
        (array is not null && (value is not Array now || !array.Cast<object?>().SequenceEqual(now.Cast<object?>())))
        || (tensor is { } before && value is Tensor t && !(t.shape.SequenceEqual(before.Shape) && Expect.Numbers(t).SequenceEqual(before.Numbers)));
}
