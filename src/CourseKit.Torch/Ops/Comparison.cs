using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>True where equal, element-wise, broadcast.</summary>
        public Tensor eq(Tensor target) => Elementwise.Relate<Equal>(this, target);
        /// <inheritdoc cref="eq(Tensor)"/>
        public Tensor eq(Scalar target) => Against(target, static (x, number) => x.eq(number));
        /// <summary>True where different, element-wise, broadcast.</summary>
        public Tensor ne(Tensor target) => Elementwise.Relate<NotEqual>(this, target);
        /// <inheritdoc cref="ne(Tensor)"/>
        public Tensor ne(Scalar target) => Against(target, static (x, number) => x.ne(number));
        /// <summary>True where less, element-wise, broadcast.</summary>
        public Tensor lt(Tensor target) => Elementwise.Relate<Less>(this, target);
        /// <inheritdoc cref="lt(Tensor)"/>
        public Tensor lt(Scalar target) => Against(target, static (x, number) => x.lt(number));
        /// <summary>True where less or equal, element-wise, broadcast.</summary>
        public Tensor le(Tensor target) => Elementwise.Relate<LessOrEqual>(this, target);
        /// <inheritdoc cref="le(Tensor)"/>
        public Tensor le(Scalar target) => Against(target, static (x, number) => x.le(number));
        /// <summary>True where greater, element-wise, broadcast.</summary>
        public Tensor gt(Tensor target) => Elementwise.Relate<Less>(target, this);
        /// <inheritdoc cref="gt(Tensor)"/>
        public Tensor gt(Scalar target) => Against(target, static (x, number) => x.gt(number));
        /// <summary>True where greater or equal, element-wise, broadcast.</summary>
        public Tensor ge(Tensor target) => Elementwise.Relate<LessOrEqual>(target, this);
        /// <inheritdoc cref="ge(Tensor)"/>
        public Tensor ge(Scalar target) => Against(target, static (x, number) => x.ge(number));

        /// <summary>Compares with a number, in the type that such a comparison takes.</summary>
        private Tensor Against(Scalar value, Func<Tensor, Tensor, Tensor> compare)
        {
            using var number = Empty([], ScalarTypes.Result(this, value));
            number.Fill(value);
            return compare(this, number);
        }

        /// <summary>True where equal, element-wise (not a whole-tensor test: that is <see cref="allclose"/>).</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Both, element-wise.</summary>
        public Tensor logical_and(Tensor other) => (@bool().to(ScalarType.Byte) * other.@bool().to(ScalarType.Byte)).@bool();

        /// <summary>Either, element-wise.</summary>
        public Tensor logical_or(Tensor other) => (@bool().to(ScalarType.Byte) + other.@bool().to(ScalarType.Byte)).@bool();

        /// <summary>Exactly one, element-wise.</summary>
        public Tensor logical_xor(Tensor other) => @bool().to(ScalarType.Byte) != other.@bool().to(ScalarType.Byte);

        /// <summary>Not, element-wise.</summary>
        public Tensor logical_not() => eq(0);

        /// <summary>Bit by bit and; logical for bool.</summary>
        public Tensor bitwise_and(Tensor other) => Bits<BitAnd>(other) ?? logical_and(other);

        /// <summary>Bit by bit or; logical for bool.</summary>
        public Tensor bitwise_or(Tensor other) => Bits<BitOr>(other) ?? logical_or(other);

        /// <summary>Bit by bit exclusive or; logical for bool.</summary>
        public Tensor bitwise_xor(Tensor other) => Bits<BitXor>(other) ?? logical_xor(other);

        /// <summary>Bit by bit not; logical for bool.</summary>
        public Tensor bitwise_not() => Impl.Dtype == ScalarType.Bool ? logical_not() : Impl.Dtype.IsInteger() ? -(this + 1)
            : throw new ExternalException($"\"bitwise_not_cpu\" not implemented for '{Impl.Dtype.TorchName()}'");

        /// <summary>An operation on the bits of integers; null for bool.</summary>
        private Tensor? Bits<TPair>(Tensor other) where TPair : struct, IPair
        {
            var type = ScalarTypes.Result(this, other);
            if (type.IsFloatingPoint()) throw new ExternalException($"\"bitwise_{typeof(TPair).Name[3..].ToLowerInvariant()}_cpu\" not implemented for '{type.TorchName()}'");
            return type == ScalarType.Bool ? null : Elementwise.Binary<Each<TPair>>(this, other);
        }

        /// <summary>True where the value is not a number.</summary>
        public Tensor isnan() => ne(this);

        /// <summary>True where the value is infinite.</summary>
        public Tensor isinf() => Impl.Dtype.IsFloatingPoint() ? detach().abs().eq(double.PositiveInfinity) : zeros(Impl.Shape, ScalarType.Bool);

        /// <summary>True where the value is neither infinite nor NaN.</summary>
        public Tensor isfinite() => Impl.Dtype.IsFloatingPoint() ? detach().abs().lt(double.PositiveInfinity) : ones(Impl.Shape, ScalarType.Bool);

        /// <summary>True where |this − other| ≤ atol + rtol · |other|.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false)
        {
            using var mode = no_grad();
            var (a, b) = (to(ScalarType.Float64), other.to(ScalarType.Float64));
            var close = (a == b).logical_or(((a - b).abs() <= (b.abs() * rtol) + atol).logical_and((a - b).isfinite()));
            return nanEqual ? close.logical_or(a.isnan().logical_and(b.isnan())) : close;
        }

        /// <summary>True when all elements are close: |this − target| ≤ atol + rtol · |target|.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            using var scope = NewDisposeScope();
            foreach (var b in isclose(target, rtol, atol, equal_nan).Span<bool>())
                if (!b) return false;
            return true;
        }

        /// <summary>This tensor where the condition holds, else <paramref name="y"/>.</summary>
        public Tensor where(Tensor condition, Tensor y) => torch.where(condition, this, y);

        /// <summary>A copy in which the elements under a mask have one value.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value)
        {
            if (mask.Impl.Dtype != ScalarType.Bool)
                throw new ExternalException($"masked_fill_ only supports boolean masks, but got mask with dtype {mask.Impl.Dtype.NativeName()}");
            Shape.Broadcast(mask.Impl.Shape, Impl.Shape);
            using var number = Empty([], Impl.Dtype);
            number.Fill(value);
            return torch.where(mask, number, this);
        }

        /// <summary>Sets the elements under a mask.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace.Apply(this, x => x.masked_fill(mask, value));
    }

    /// <summary>Element by element from <paramref name="x"/> where the condition holds, else from <paramref name="y"/>.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y)
    {
        if (condition.dtype != ScalarType.Bool)
            throw new ExternalException("where expected condition to be a boolean tensor, but got a tensor with dtype " + condition.dtype.TorchName());
        var type = ScalarTypes.Result(x, y);
        var result = Elementwise.Select(condition, x.Cast(type), y.Cast(type));
        if (!Op.Records(x, y)) return result;
        return new Op("WhereBackward0", condition)
            .Input(x, static (g, kept) => where(kept[0], g, zeros([], g.dtype)))
            .Input(y, static (g, kept) => where(kept[0], zeros([], g.dtype), g)).Result(result);
    }
}
