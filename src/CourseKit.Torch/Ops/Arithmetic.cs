using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a division rounds.</summary>
    public enum RoundingMode
    {
        /// <summary>Not at all.</summary>
        None,
        /// <summary>Towards zero.</summary>
        trunc,
        /// <summary>Downwards.</summary>
        floor,
    }

    public partial class Tensor
    {
        /// <summary>Element-wise sum, broadcast.</summary>
        public Tensor add(Tensor target)
        {
            if (Impl.Dtype == ScalarType.Bool && target.Impl.Dtype == ScalarType.Bool) return logical_or(target);
            var y = Elementwise.Binary<Add>(this, target);
            return Op.Records(this, target) ? new Op("AddBackward0").Input(this, Same).Input(target, Same).Result(y) : y;
        }

        private static Tensor Same(Tensor g) => g;

        private static Tensor Negated(Tensor g) => g.neg();

        /// <summary>Adds a number to every element.</summary>
        public Tensor add(Scalar scalar)
        {
            var y = Elementwise.Binary<Add>(this, scalar);
            return Op.Records(this) ? new Op("AddBackward0").Input(this, Same).Result(y) : y;
        }

        /// <summary>this + alpha · target.</summary>
        public Tensor add(Tensor target, Scalar alpha) => add(target * alpha);

        /// <summary>this + alpha · scalar.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => add(scalar.Type.IsFloatingPoint() || alpha.Type.IsFloatingPoint() ? scalar.AsDouble * alpha.AsDouble : scalar.AsLong * alpha.AsLong);

        /// <summary>Element-wise difference, broadcast.</summary>
        public Tensor sub(Tensor target)
        {
            if (Impl.Dtype == ScalarType.Bool || target.Impl.Dtype == ScalarType.Bool) throw BoolSubtraction(target);
            var y = Elementwise.Binary<Sub>(this, target);
            return Op.Records(this, target) ? new Op("SubBackward0").Input(this, Same).Input(target, Negated).Result(y) : y;
        }

        private ExternalException BoolSubtraction(Tensor other) => new(Impl.Dtype == other.Impl.Dtype
            ? "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead."
            : "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.");

        /// <summary>Subtracts a number from every element.</summary>
        public Tensor sub(Scalar target)
        {
            var y = Elementwise.Binary<Sub>(this, target);
            return Op.Records(this) ? new Op("SubBackward0").Input(this, Same).Result(y) : y;
        }

        /// <summary>A number minus every element.</summary>
        private Tensor SubtractedFrom(Scalar left)
        {
            var y = Elementwise.Binary<Each<SubtractedFrom>>(this, left);
            return Op.Records(this) ? new Op("RsubBackward1").Input(this, Negated).Result(y) : y;
        }

        /// <summary>Element-wise product, broadcast.</summary>
        public Tensor mul(Tensor target)
        {
            if (Impl.Dtype == ScalarType.Bool && target.Impl.Dtype == ScalarType.Bool) return logical_and(target);
            var y = Elementwise.Binary<Mul>(this, target);
            return Op.Records(this, target)
                ? new Op("MulBackward0", this, target).Input(this, static (g, kept) => g * kept[1]).Input(target, static (g, kept) => g * kept[0]).Result(y)
                : y;
        }

        /// <summary>Multiplies every element by a number.</summary>
        public Tensor mul(Scalar target)
        {
            var y = Elementwise.Binary<Mul>(this, target);
            return Op.Records(this) ? new Op("MulBackward0") { Number = target }.Input(this, static (g, kept) => g * kept.Number!).Result(y) : y;
        }

        /// <summary>Element-wise quotient, broadcast: floating point unless rounded.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode == RoundingMode.floor) return floor_divide(target);
            var type = ScalarTypes.Result(this, target);
            if (rounding_mode == RoundingMode.trunc) CheckDivisor(target);
            var y = type.IsFloatingPoint() ? Elementwise.Binary<Div>(this, target) : Elementwise.Binary<Div>(Real(), target.Real());
            if (rounding_mode == RoundingMode.trunc) return y.trunc().to_type(type);
            return Op.Records(this, target)
                ? new Op("DivBackward0", target, y).Input(this, static (g, kept) => g / kept[0]).Input(target, static (g, kept) => -(g * kept[1] / kept[0])).Result(y)
                : y;
        }

        /// <summary>Divides every element by a number.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode != RoundingMode.None) return div(full([], target, target.Type.IsFloatingPoint() && Impl.Dtype.IsFloatingPoint() ? Impl.Dtype : target.Type), rounding_mode);
            var x = Real();
            var y = Elementwise.Binary<Div>(x, target);
            return Op.Records(x) ? new Op("DivBackward0") { Number = target }.Input(x, static (g, kept) => g / kept.Number!).Result(y) : y;
        }

        /// <summary>The quotient rounded down.</summary>
        public Tensor floor_divide(Tensor other)
        {
            CheckDivisor(other);
            return Elementwise.Binary<Each<FloorDivide>>(this, other);
        }

        /// <inheritdoc cref="floor_divide(Tensor)"/>
        public Tensor floor_divide(Scalar other)
        {
            CheckDivisor(other);
            return Elementwise.Binary<Each<FloorDivide>>(this, other);
        }

        /// <summary>Integers have no value for a division by 0.</summary>
        private void CheckDivisor(Tensor other)
        {
            if (!ScalarTypes.Result(this, other).IsFloatingPoint() && (bool)(other.detach() == 0).any()) throw new ExternalException("ZeroDivisionError");
        }

        private void CheckDivisor(Scalar other)
        {
            if (other.IsZero && !ScalarTypes.Result(this, other).IsFloatingPoint()) throw new ExternalException("ZeroDivisionError");
        }

        /// <summary>What is left over by a division; the gradient by the divisor is the negative quotient, rounded in the same way.</summary>
        private Tensor Left<TPair>(Tensor other, string name, Gradient byDivisor) where TPair : struct, IPair
        {
            CheckDivisor(other);
            var y = Elementwise.Binary<Each<TPair>>(this, other);
            return Op.Records(this, other) ? new Op(name, this, other).Input(this, Same).Input(other, byDivisor).Result(y) : y;
        }

        private Tensor Left<TPair>(Scalar other, string name) where TPair : struct, IPair
        {
            CheckDivisor(other);
            var y = Elementwise.Binary<Each<TPair>>(this, other);
            return Op.Records(this) ? new Op(name).Input(this, Same).Result(y) : y;
        }

        /// <summary>The remainder with the sign of the divisor, as Python's %.</summary>
        public Tensor remainder(Tensor other) => Left<Remainder>(other, "RemainderBackward0", static (g, kept) => -(g * kept[0].div(kept[1], RoundingMode.floor)));

        /// <inheritdoc cref="remainder(Tensor)"/>
        public Tensor remainder(Scalar other) => Left<Remainder>(other, "RemainderBackward0");

        /// <summary>The remainder with the sign of the dividend, as C's fmod.</summary>
        public Tensor fmod(Tensor other) => Left<Fmod>(other, "FmodBackward0", static (g, kept) => -(g * kept[0].div(kept[1], RoundingMode.trunc)));

        /// <inheritdoc cref="fmod(Tensor)"/>
        public Tensor fmod(Scalar other) => Left<Fmod>(other, "FmodBackward0");

        /// <summary>Element-wise power, broadcast.</summary>
        public Tensor pow(Tensor exponent)
        {
            var y = Elementwise.Binary<Each<Power>>(this, exponent);
            if (!Op.Records(this, exponent)) return y;
            // 0 to a positive power stays 0 when the exponent moves, although log(0) is -inf.
            return new Op("PowBackward1", this, exponent, y)
                .Input(this, static (g, kept) => torch.where(kept[1] == 0, zeros([], g.dtype), g * (kept[1] * kept[0].pow(kept[1] - 1))))
                .Input(exponent, static (g, kept) => g * torch.where((kept[0] == 0).logical_and(kept[1] >= 0), zeros([], g.dtype), kept[2] * kept[0].log())).Result(y);
        }

        /// <summary>Every element to a power.</summary>
        public Tensor pow(Scalar exponent)
        {
            var p = exponent.AsDouble;
            if (p < 0 && Impl.Dtype.IsInteger() && exponent.Type.IsInteger()) throw new ExternalException("Integers to negative integer powers are not allowed.");
            var y = p == 2 && (Impl.Dtype.IsFloatingPoint() || !exponent.Type.IsFloatingPoint()) ? Elementwise.Binary<Mul>(this, this)
                : p == 0.5 && Impl.Dtype.IsFloatingPoint() ? Elementwise.Unary<Sqrt>(this)
                : Elementwise.Binary<Each<Power>>(this, exponent);
            return Op.Records(this)
                ? new Op("PowBackward0", this) { Number = exponent }.Input(this, static (g, kept) => g * PowerSlope(kept[0], kept.Number!.AsDouble)).Result(y)
                : y;
        }

        private static Tensor PowerSlope(Tensor x, double p) => p == 0 ? torch.zeros_like(x) : p == 2 ? x * 2 : x.pow(p - 1) * p;

        /// <summary>The square of every element.</summary>
        public Tensor square() => pow(2);

        /// <summary>1 / x.</summary>
        public Tensor reciprocal()
        {
            var x = Real();
            var y = ones([], x.dtype) / x.detach();
            return Op.Records(x) ? new Op("ReciprocalBackward0", y).Input(x, static (g, kept) => -(g * kept[0].square())).Result(y) : y;
        }

        /// <summary>1 / √x.</summary>
        public Tensor rsqrt()
        {
            var x = Real();
            var y = x.detach().sqrt().reciprocal();
            return Op.Records(x) ? new Op("RsqrtBackward0", y).Input(x, static (g, kept) => g * (kept[0].pow(3) * -0.5)).Result(y) : y;
        }

        /// <summary>−x.</summary>
        public Tensor neg()
        {
            if (Impl.Dtype == ScalarType.Bool) throw new ExternalException("Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.");
            var y = Elementwise.Binary<Mul>(this, -1);
            return Op.Records(this) ? new Op("NegBackward0").Input(this, Negated).Result(y) : y;
        }

        /// <summary>The absolute value.</summary>
        public Tensor abs()
        {
            if (Impl.Dtype == ScalarType.Bool) throw new ExternalException("\"abs_cpu\" not implemented for 'Bool'");
            var y = Elementwise.Binary<Each<Magnitude>>(this, 0);
            return Op.Records(this) ? new Op("AbsBackward0", this).Input(this, static (g, kept) => g * kept[0].sign()).Result(y) : y;
        }

        /// <summary>−1, 0 or 1.</summary>
        public Tensor sign()
        {
            var y = Elementwise.Binary<Each<SignOf>>(this, 0);
            return Op.Records(this) ? new Op("SignBackward0").Input(this, zeros_like).Result(y) : y;
        }

        /// <summary>Rounds to a number of decimals, halves to even.</summary>
        public Tensor round(long decimals = 0)
        {
            if (decimals == 0) return Jumps<Round>("RoundBackward0");
            if (!Impl.Dtype.IsFloatingPoint()) throw new ExternalException($"\"round_cpu\" not implemented for '{Impl.Dtype.TorchName()}'");
            var scale = Math.Pow(10, decimals);
            return (this * scale).Jumps<Round>("RoundBackward0") / scale;
        }

        /// <summary>The larger of two, element-wise; equal elements share the gradient.</summary>
        public Tensor maximum(Tensor other) => Extreme<Maximum>(other, "MaximumBackward0", static (a, b) => a > b);

        /// <summary>The smaller of two, element-wise; equal elements share the gradient.</summary>
        public Tensor minimum(Tensor other) => Extreme<Minimum>(other, "MinimumBackward0", static (a, b) => a < b);

        private Tensor Extreme<TOp>(Tensor other, string name, Func<Tensor, Tensor, Tensor> wins) where TOp : struct, IBinary
        {
            var y = Elementwise.Binary<TOp>(this, other);
            return Op.Records(this, other)
                ? new Op(name, this, other).Input(this, (g, kept) => g * Share(kept[0], kept[1])).Input(other, (g, kept) => g * Share(kept[1], kept[0])).Result(y)
                : y;

            Tensor Share(Tensor mine, Tensor theirs) => wins(mine, theirs).to(y.dtype) + ((mine == theirs).to(y.dtype) * 0.5);
        }

        /// <summary>Every element moved into [min, max]; the gradient is 0 outside.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null)
        {
            if (min is null && max is null) throw new ExternalException("torch.clamp: At least one of 'min' or 'max' must not be None");
            var type = min is null ? ScalarTypes.Result(this, max!) : max is null ? ScalarTypes.Result(this, min) : ScalarTypes.Promote(ScalarTypes.Result(this, min), ScalarTypes.Result(this, max));
            var y = detach().Cast(type);
            if (min is not null) y = Elementwise.Binary<Maximum>(y, min);
            if (max is not null) y = Elementwise.Binary<Minimum>(y, max);
            if (!Op.Records(this)) return y;
            return new Op("ClampBackward1", this).Input(this, (g, kept) =>
            {
                var v = kept[0];
                return g * (min is null ? v <= max! : max is null ? v >= min : (v >= min).logical_and(v <= max)).to(g.dtype);
            }).Result(y);
        }

        /// <summary>Every element moved between two tensors' elements.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null)
        {
            if (min is null && max is null) throw new ExternalException("torch.clamp: At least one of 'min' or 'max' must not be None");
            var y = min is null ? this : maximum(min);
            return max is null ? y : y.minimum(max);
        }

        /// <summary>Every element moved above a bound.</summary>
        public Tensor clamp_min(Scalar min) => clamp(min, null);

        /// <summary>Every element moved below a bound.</summary>
        public Tensor clamp_max(Scalar max) => clamp(null, max);

        /// <inheritdoc cref="clamp(Scalar, Scalar)"/>
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        /// <summary>this + weight · (end − this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => this + (weight * (end - this));

        /// <summary>this + value · tensor1 · tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => this + (tensor1 * tensor2 * value);

        /// <summary>this + value · tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => this + (tensor1 / tensor2 * value);

        /// <summary>The angle of the point (other, this).</summary>
        public Tensor atan2(Tensor other)
        {
            var y = Elementwise.Binary<Each<Atan2>>(Real(), other.Real());
            if (!Op.Records(this, other)) return y;
            return new Op("Atan2Backward0", this, other)
                .Input(this, static (g, kept) => g * kept[1] / (kept[0].square() + kept[1].square()))
                .Input(other, static (g, kept) => -(g * kept[0]) / (kept[0].square() + kept[1].square())).Result(y);
        }

        /// <summary>√(this² + other²), safe from overflow; the gradient at the origin is 0.</summary>
        public Tensor hypot(Tensor other)
        {
            var y = Elementwise.Binary<Each<Hypotenuse>>(Real(), other.Real());
            if (!Op.Records(this, other)) return y;
            return new Op("HypotBackward0", this, other, y).Input(this, static (g, kept) => Share(g, kept[0], kept[2])).Input(other, static (g, kept) => Share(g, kept[1], kept[2])).Result(y);

            static Tensor Share(Tensor g, Tensor side, Tensor length) => g * torch.where(length == 0, zeros([], g.dtype), side / length);
        }

        /// <summary>log(exp(this) + exp(other)), safe from overflow.</summary>
        public Tensor logaddexp(Tensor other)
        {
            var y = Elementwise.Binary<Each<LogAddExp>>(Real(), other.Real());
            if (!Op.Records(this, other)) return y;
            return new Op("LogaddexpBackward0", this, other)
                .Input(this, static (g, kept) => g * (kept[0] - kept[1]).sigmoid())
                .Input(other, static (g, kept) => g * (kept[1] - kept[0]).sigmoid()).Result(y);
        }
    }
}
