using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    private static Tensor Make(Size size, ScalarType? dtype, Device? device, bool requiresGrad, Action<Tensor> fill)
    {
        CheckDevice(device);
        var t = Tensor.Empty(size.Shape, dtype ?? defaultDtype);
        fill(t);
        return Finish(t, requiresGrad);
    }

    private static Tensor Finish(Tensor t, bool requiresGrad)
    {
        if (requiresGrad) t.requires_grad = true;
        return t;
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor zeros(Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, static t => t.Fill(0));
    /// <inheritdoc cref="zeros(Size, ScalarType?, Device?, bool, string[])"/>
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros([rows, columns], dtype, device, requires_grad);
    /// <inheritdoc cref="zeros(Size, ScalarType?, Device?, bool, string[])"/>
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros([dim0, dim1, dim2], dtype, device, requires_grad);
    /// <inheritdoc cref="zeros(Size, ScalarType?, Device?, bool, string[])"/>
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros([dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A tensor of ones.</summary>
    public static Tensor ones(Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, static t => t.Fill(1));
    /// <inheritdoc cref="ones(Size, ScalarType?, Device?, bool, string[])"/>
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones([rows, columns], dtype, device, requires_grad);
    /// <inheritdoc cref="ones(Size, ScalarType?, Device?, bool, string[])"/>
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones([dim0, dim1, dim2], dtype, device, requires_grad);
    /// <inheritdoc cref="ones(Size, ScalarType?, Device?, bool, string[])"/>
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones([dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A tensor whose elements are anything, to be overwritten.</summary>
    public static Tensor empty(Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, static _ => { });
    /// <inheritdoc cref="empty(Size, ScalarType?, Device?, bool, string[])"/>
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty([rows, columns], dtype, device, requires_grad);
    /// <inheritdoc cref="empty(Size, ScalarType?, Device?, bool, string[])"/>
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty([dim0, dim1, dim2], dtype, device, requires_grad);
    /// <inheritdoc cref="empty(Size, ScalarType?, Device?, bool, string[])"/>
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty([dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A tensor of one value; its type is the value's unless given.</summary>
    public static Tensor full(Size size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make(size, dtype ?? (value.Type.IsFloatingPoint() ? defaultDtype : value.Type == ScalarType.Bool ? ScalarType.Bool : ScalarType.Int64), device, requires_grad, t => t.Fill(value));
    /// <inheritdoc cref="full(Size, Scalar, ScalarType?, Device?, bool, string[])"/>
    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full([rows, columns], value, dtype, device, requires_grad);
    /// <inheritdoc cref="full(Size, Scalar, ScalarType?, Device?, bool, string[])"/>
    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full([dim0, dim1, dim2], value, dtype, device, requires_grad);
    /// <inheritdoc cref="full(Size, Scalar, ScalarType?, Device?, bool, string[])"/>
    public static Tensor full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full([dim0, dim1, dim2, dim3], value, dtype, device, requires_grad);

    /// <summary>Zeros in the shape and type of another tensor.</summary>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(input.Impl.Shape, dtype ?? input.dtype, device, requires_grad);
    /// <summary>Ones in the shape and type of another tensor.</summary>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(input.Impl.Shape, dtype ?? input.dtype, device, requires_grad);
    /// <summary>One value in the shape and type of another tensor.</summary>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(input.Impl.Shape, value, dtype ?? input.dtype, device, requires_grad);
    /// <summary>A tensor to be overwritten, in the shape and type of another.</summary>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(input.Impl.Shape, dtype ?? input.dtype, device, requires_grad);

    /// <summary>The identity matrix, possibly not square.</summary>
    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        if (rows < 0 || columns < -1) throw new ExternalException($"{(rows < 0 ? 'n' : 'm')} must be greater or equal to 0, got {(rows < 0 ? rows : columns)}");
        var n = columns < 0 ? rows : columns;
        return Make([rows, n], dtype, device, requires_grad, t =>
        {
            t.Fill(0);
            using var diagonal = t.Alias([Math.Min(rows, n)], [n + 1], 0);
            diagonal.Fill(1);
        });
    }

    /// <summary>start, start + step, … below <paramref name="stop"/>: int64 for integers, else floating point.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var type = dtype ?? (start.Type.IsFloatingPoint() || stop.Type.IsFloatingPoint() || step.Type.IsFloatingPoint() ? defaultDtype : ScalarType.Int64);
        var (a, b, s) = (start.AsDouble, stop.AsDouble, step.AsDouble);
        if (s == 0) throw new ExternalException("step must be nonzero");
        if ((s > 0 && b < a) || (s < 0 && b > a))
            throw new ExternalException("upper bound and larger bound inconsistent with step sign");
        var n = (long)Math.Ceiling((b - a) / s);
        using var values = Tensor.Empty([n], ScalarType.Float64);
        var v = values.Span<double>();
        for (var i = 0; i < v.Length; i++) v[i] = a + (i * s);
        return Finish(InitializeAndCast(values, type, device), requires_grad);
    }

    /// <summary>start, start + 1, … below <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>0, 1, … below <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Equally spaced numbers from start to end, both included.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        if (steps < 0) throw new ExternalException("number of steps must be non-negative");
        using var values = Tensor.Empty([steps], ScalarType.Float64);
        var v = values.Span<double>();
        var step = steps > 1 ? (end - start) / (steps - 1) : 0;
        // From both ends, as PyTorch does, so that the last number is exactly the end.
        for (var i = 0; i < v.Length; i++) v[i] = i < steps / 2 ? start + (i * step) : end - ((steps - 1 - i) * step);
        if (steps == 1) v[0] = start;
        return Finish(InitializeAndCast(values, dtype ?? defaultDtype, device), requires_grad);
    }

    /// <summary>base to the power of equally spaced numbers.</summary>
    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        using var values = linspace(start, end, steps, ScalarType.Float64);
        var v = values.Span<double>();
        for (var i = 0; i < v.Length; i++) v[i] = Math.Pow(@base, v[i]);
        return Finish(InitializeAndCast(values, dtype ?? defaultDtype, device), requires_grad);
    }

    private static Tensor InitializeAndCast(Tensor values, ScalarType type, Device? device)
    {
        CheckDevice(device);
        return type == values.dtype ? values.ContiguousCopy() : values.Cast(type);
    }
}
