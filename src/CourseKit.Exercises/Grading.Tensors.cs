using static TorchSharp.torch;

namespace CourseKit.Exercises;

public sealed partial class Grading
{
    /// <summary>A random float32 tensor, uniform between 0 and 1, as pixels are.</summary>
    /// <param name="shape">Its sizes.</param>
    public Tensor Rand(params long[] shape) => Uniform(0, 1, shape);

    /// <summary>A random float32 tensor, uniform between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public Tensor Uniform(double low, double high, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return tensor(Array.ConvertAll(Numbers((int)count, low, high), x => (float)x)).reshape(shape);
    }
}
