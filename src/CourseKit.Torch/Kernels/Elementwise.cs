using System.Numerics;

namespace TorchSharp;

/// <summary>A function of one number, over spans. <c>T</c> is float or double.</summary>
internal interface IUnary
{
    static abstract void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>A function of two numbers, over spans and with a constant on either side.</summary>
internal interface IBinary
{
    static abstract void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>;

    static abstract void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T>;

    static abstract void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>;
}

/// <summary>A relation between two numbers, over spans and with a constant on the right.</summary>
internal interface IRelation
{
    static abstract bool Holds<T>(T a, T b) where T : unmanaged, INumber<T>;
}

/// <summary>Applies functions to every element: broadcasting, strides, element types and cores are dealt with here and nowhere else.</summary>
internal static class Elementwise
{
    /// <summary>Elements per piece of work; fixed, so that results do not depend on the number of threads.</summary>
    private const int Grain = 1 << 14;

    internal static torch.Tensor Unary<TOp>(torch.Tensor x) where TOp : struct, IUnary
    {
        var source = x.AsContiguous();
        var y = torch.Tensor.Empty(x.Impl.Shape, x.Impl.Dtype);
        UnaryInto<TOp>(source, y);
        return y;
    }

    internal static void UnaryInto<TOp>(torch.Tensor x, torch.Tensor y) where TOp : struct, IUnary
    {
        switch (x.Impl.Dtype)
        {
            case torch.ScalarType.Float32: Unary<TOp, float>(x, y); break;
            case torch.ScalarType.Float64: Unary<TOp, double>(x, y); break;
            default: throw NotImplemented(typeof(TOp), x.Impl.Dtype);
        }
    }

    private static void Unary<TOp, T>(torch.Tensor x, torch.Tensor y) where TOp : struct, IUnary where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = (int)x.Impl.Count;
        if (n <= Grain) TOp.Run<T>(x.Span<T>(), y.Span<T>());
        else Work.Pieces(n, Grain, (start, end) => TOp.Run<T>(x.Span<T>()[start..end], y.Span<T>()[start..end]));
    }

    /// <summary>The result of a binary function in the common element type.</summary>
    internal static torch.Tensor Binary<TOp>(torch.Tensor a, torch.Tensor b) where TOp : struct, IBinary
    {
        var type = ScalarTypes.Result(a, b);
        var left = a.Cast(type);
        var right = b.Cast(type);
        var y = torch.Tensor.Empty(Shape.Broadcast(a.Impl.Shape, b.Impl.Shape), type);
        BinaryInto<TOp>(left, right, y);
        return y;
    }

    internal static torch.Tensor Binary<TOp>(torch.Tensor a, Scalar b) where TOp : struct, IBinary
    {
        var left = a.Cast(ScalarTypes.Result(a, b));
        var x = left.AsContiguous();
        var y = torch.Tensor.Empty(a.Impl.Shape, x.Impl.Dtype);
        BinaryInto<TOp>(x, b, y);
        return y;
    }

    /// <summary>Operands of one element type into a contiguous result, which may be one of them.</summary>
    internal static void BinaryInto<TOp>(torch.Tensor a, torch.Tensor b, torch.Tensor y) where TOp : struct, IBinary
    {
        switch (y.Impl.Dtype)
        {
            case torch.ScalarType.Float32: Binary<TOp, float>(a, b, y); break;
            case torch.ScalarType.Float64: Binary<TOp, double>(a, b, y); break;
            case torch.ScalarType.Int64: Binary<TOp, long>(a, b, y); break;
            case torch.ScalarType.Int32: Binary<TOp, int>(a, b, y); break;
            case torch.ScalarType.Int16: Binary<TOp, short>(a, b, y); break;
            case torch.ScalarType.Int8: Binary<TOp, sbyte>(a, b, y); break;
            case torch.ScalarType.Byte: Binary<TOp, byte>(a, b, y); break;
            default: throw NotImplemented(typeof(TOp), y.Impl.Dtype);
        }
    }

    internal static void BinaryInto<TOp>(torch.Tensor a, Scalar b, torch.Tensor y) where TOp : struct, IBinary
    {
        switch (y.Impl.Dtype)
        {
            case torch.ScalarType.Float32: Binary<TOp, float>(a, b.As<float>(), y); break;
            case torch.ScalarType.Float64: Binary<TOp, double>(a, b.As<double>(), y); break;
            case torch.ScalarType.Int64: Binary<TOp, long>(a, b.As<long>(), y); break;
            case torch.ScalarType.Int32: Binary<TOp, int>(a, b.As<int>(), y); break;
            case torch.ScalarType.Int16: Binary<TOp, short>(a, b.As<short>(), y); break;
            case torch.ScalarType.Int8: Binary<TOp, sbyte>(a, b.As<sbyte>(), y); break;
            case torch.ScalarType.Byte: Binary<TOp, byte>(a, b.As<byte>(), y); break;
            default: throw NotImplemented(typeof(TOp), y.Impl.Dtype);
        }
    }

    private static void Binary<TOp, T>(torch.Tensor a, T b, torch.Tensor y) where TOp : struct, IBinary where T : unmanaged, INumber<T>
    {
        var n = (int)y.Impl.Count;
        if (n <= Grain) TOp.Run<T>(a.Span<T>(), b, y.Span<T>());
        else Work.Pieces(n, Grain, (start, end) => TOp.Run<T>(a.Span<T>()[start..end], b, y.Span<T>()[start..end]));
    }

    private static void Binary<TOp, T>(torch.Tensor a, torch.Tensor b, torch.Tensor y) where TOp : struct, IBinary where T : unmanaged, INumber<T>
    {
        var (ai, bi, yi) = (a.Impl, b.Impl, y.Impl);
        var n = (int)yi.Count;
        if (ai.Contiguous && bi.Contiguous && ai.Count == n && bi.Count == n)
        {
            if (n <= Grain) TOp.Run<T>(a.Span<T>(), b.Span<T>(), y.Span<T>());
            else Work.Pieces(n, Grain, (start, end) => TOp.Run<T>(a.Span<T>()[start..end], b.Span<T>()[start..end], y.Span<T>()[start..end]));
        }
        else if (bi.Count == 1 && ai.Contiguous && ai.Count == n)
        {
            Binary<TOp, T>(a, b.Memory<T>()[(int)bi.Offset], y);
        }
        else
        {
            Rows<TOp, T>(a, b, y);
        }
    }

    private static void Rows<TOp, T>(torch.Tensor a, torch.Tensor b, torch.Tensor y) where TOp : struct, IBinary where T : unmanaged, INumber<T>
    {
        var yi = y.Impl;
        var left = RowReady(a, yi.Shape);
        var right = RowReady(b, yi.Shape);
        var (ai, bi) = (left.Impl, right.Impl);
        var walk = new Walk(yi.Shape,
            [Shape.BroadcastStrides(ai.Shape, ai.Strides, yi.Shape), Shape.BroadcastStrides(bi.Shape, bi.Strides, yi.Shape), yi.Strides],
            [ai.Offset, bi.Offset, yi.Offset]);
        var ma = left.Memory<T>();
        var mb = right.Memory<T>();
        var my = y.Memory<T>();
        var n = walk.Length;
        while (walk.Next())
        {
            var (ia, ib) = ((int)walk.At[0], (int)walk.At[1]);
            var target = my.Slice((int)walk.At[2], n);
            if (n == 1 || (walk.Step[0] == 1 && walk.Step[1] == 1)) TOp.Run<T>(ma.Slice(ia, n), mb.Slice(ib, n), target);
            else if (walk.Step[1] == 0 && walk.Step[0] == 1) TOp.Run<T>(ma.Slice(ia, n), mb[ib], target);
            else if (walk.Step[0] == 0 && walk.Step[1] == 1) TOp.Run<T>(ma[ia], mb.Slice(ib, n), target);
            else
                for (var i = 0; i < n; i++)
                    TOp.Run<T>(ma.Slice((int)(ia + (i * walk.Step[0])), 1), mb.Slice((int)(ib + (i * walk.Step[1])), 1), target.Slice(i, 1));
        }
    }

    /// <summary>An operand whose rows are contiguous or constant; a copy of one whose rows are neither.</summary>
    private static torch.Tensor RowReady(torch.Tensor t, long[] target)
    {
        var strides = Shape.BroadcastStrides(t.Impl.Shape, t.Impl.Strides, target);
        for (var d = target.Length - 1; d >= 0; d--)
        {
            if (target[d] == 1) continue;
            if (strides[d] is 0 or 1) break;
            return t.ContiguousCopy();
        }
        return t;
    }

    /// <summary>A truth value per pair of elements.</summary>
    internal static torch.Tensor Relate<TOp>(torch.Tensor a, torch.Tensor b) where TOp : struct, IRelation
    {
        var type = ScalarTypes.Result(a, b);
        if (type == torch.ScalarType.Bool) type = torch.ScalarType.Byte;
        var shape = Shape.Broadcast(a.Impl.Shape, b.Impl.Shape);
        var left = a.Cast(type);
        var right = b.Cast(type);
        var x = left.BroadcastContiguous(shape);
        var z = right.Impl.Count == 1 ? right : right.BroadcastContiguous(shape);
        var y = torch.Tensor.Empty(shape, torch.ScalarType.Bool);
        switch (type)
        {
            case torch.ScalarType.Float32: Relate<TOp, float>(x, z, y); break;
            case torch.ScalarType.Float64: Relate<TOp, double>(x, z, y); break;
            case torch.ScalarType.Int64: Relate<TOp, long>(x, z, y); break;
            case torch.ScalarType.Int32: Relate<TOp, int>(x, z, y); break;
            case torch.ScalarType.Int16: Relate<TOp, short>(x, z, y); break;
            case torch.ScalarType.Int8: Relate<TOp, sbyte>(x, z, y); break;
            case torch.ScalarType.Byte: Relate<TOp, byte>(x, z, y); break;
            default: throw NotImplemented(typeof(TOp), type);
        }
        return y;
    }

    private static void Relate<TOp, T>(torch.Tensor a, torch.Tensor b, torch.Tensor y) where TOp : struct, IRelation where T : unmanaged, INumber<T>
    {
        var (one, c) = (b.Impl.Count == 1, b.Impl.Count == 1 ? b.Memory<T>()[(int)b.Impl.Offset] : default);
        Work.For((int)y.Impl.Count, 1, (start, end) =>
        {
            ReadOnlySpan<T> x = a.Span<T>()[start..end], z = one ? default : b.Span<T>()[start..end];
            var r = y.Span<bool>()[start..end];
            if (one)
                for (var i = 0; i < r.Length; i++) r[i] = TOp.Holds(x[i], c);
            else
                for (var i = 0; i < r.Length; i++) r[i] = TOp.Holds(x[i], z[i]);
        });
    }

    /// <summary>Element by element from one of two tensors of the same type.</summary>
    internal static torch.Tensor Select(torch.Tensor condition, torch.Tensor a, torch.Tensor b)
    {
        var shape = Shape.Broadcast(Shape.Broadcast(a.Impl.Shape, b.Impl.Shape), condition.Impl.Shape);
        var c = condition.BroadcastContiguous(shape);
        var x = a.BroadcastContiguous(shape);
        var z = b.BroadcastContiguous(shape);
        var y = torch.Tensor.Empty(shape, a.Impl.Dtype);
        switch (a.Impl.Dtype.Size())
        {
            case 1: Pick<byte>(c, x, z, y); break;
            case 2: Pick<short>(c, x, z, y); break;
            case 4: Pick<int>(c, x, z, y); break;
            default: Pick<long>(c, x, z, y); break;
        }
        return y;

        static void Pick<T>(torch.Tensor condition, torch.Tensor a, torch.Tensor b, torch.Tensor y) where T : unmanaged => Work.For((int)y.Impl.Count, 1, (start, end) =>
        {
            var c = condition.Span<bool>()[start..end];
            ReadOnlySpan<T> x = a.Span<T>()[start..end], z = b.Span<T>()[start..end];
            var r = y.Span<T>()[start..end];
            for (var i = 0; i < r.Length; i++) r[i] = c[i] ? x[i] : z[i];
        });
    }

    internal static Exception NotImplemented(Type op, torch.ScalarType type) =>
        new System.Runtime.InteropServices.ExternalException($"\"{op.Name.ToLowerInvariant()}_cpu\" not implemented for '{type.TorchName()}'");
}
