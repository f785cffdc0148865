namespace TorchSharp;

public static partial class torch
{
    /// <summary>Numbers uniform in [0, 1).</summary>
    public static Tensor rand(Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, t => t.uniform_(0, 1, generator));
    /// <inheritdoc cref="rand(Size, ScalarType?, Device?, bool, Generator, string[])"/>
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand([rows, columns], dtype, device, requires_grad, generator);
    /// <inheritdoc cref="rand(Size, ScalarType?, Device?, bool, Generator, string[])"/>
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand([dim0, dim1, dim2], dtype, device, requires_grad, generator);
    /// <inheritdoc cref="rand(Size, ScalarType?, Device?, bool, Generator, string[])"/>
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    /// <summary>Standard normal numbers.</summary>
    public static Tensor randn(Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, t => t.normal_(0, 1, generator));
    /// <inheritdoc cref="randn(Size, ScalarType?, Device?, bool, Generator, string[])"/>
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn([rows, columns], dtype, device, requires_grad, generator);
    /// <inheritdoc cref="randn(Size, ScalarType?, Device?, bool, Generator, string[])"/>
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn([dim0, dim1, dim2], dtype, device, requires_grad, generator);
    /// <inheritdoc cref="randn(Size, ScalarType?, Device?, bool, Generator, string[])"/>
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    /// <summary>Integers of [low, high), as int64 unless a type is given.</summary>
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size, dtype ?? ScalarType.Int64, device, requires_grad, t => t.random_(low, high, generator));
    /// <summary>Integers of [0, high), as int64 unless a type is given.</summary>
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator);

    /// <summary>0 … n − 1 in random order, as int64 unless a type is given.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        CheckDevice(device);
        var t = Tensor.Empty([n], ScalarType.Int64);
        StreamOf(generator).Permutation(t.Span<long>());
        return Finish(t.Cast(dtype ?? ScalarType.Int64), requires_grad);
    }

    /// <summary>0 … n − 1 in random order, written over another tensor.</summary>
    public static Tensor randperm(long n, Tensor @out, Generator? generator = null)
    {
        using var order = randperm(n, @out.Impl.Dtype, generator: generator).DetachFromDisposeScope();
        return @out.copy_(order);
    }

    /// <summary>Numbers uniform in [0, 1) in the shape of another tensor.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        rand(input.Impl.Shape, dtype ?? input.dtype, device, requires_grad);
    /// <summary>Standard normal numbers in the shape of another tensor.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        randn(input.Impl.Shape, dtype ?? input.dtype, device, requires_grad);
    /// <summary>Integers of [low, high) in the shape of another tensor.</summary>
    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        randint(low, high, input.Impl.Shape, dtype ?? input.dtype, device, requires_grad);
    /// <summary>Normal numbers.</summary>
    public static Tensor normal(double mean, double std, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, t => t.normal_(mean, std, generator));
    /// <summary>Normal numbers, each with its own mean and deviation.</summary>
    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        randn(Shape.Broadcast(mean.Impl.Shape, std.Impl.Shape), mean.dtype, generator: generator) * std + mean;
    /// <summary>1 with the given probabilities, else 0.</summary>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => empty_like(input).bernoulli_(input, generator);
    /// <inheritdoc cref="Tensor.multinomial(long, bool, Generator)"/>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        input.multinomial(num_samples, replacement, generator);
}
