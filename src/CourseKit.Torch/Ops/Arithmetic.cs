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
            return Op.Records(this, target) ? new Op("AddBackward0").Input(this, g => g).Input(target, g => g).Result(y) : y;
        }

        /// <summary>this + alpha · target.</summary>
        public Tensor add(Tensor target, Scalar alpha) => add(target * alpha);

        /// <summary>Adds a number to every element.</summary>
        public Tensor add(Scalar scalar)
        {
            var y = Elementwise.Binary<Add>(this, scalar);
            return Op.Records(this) ? new Op("AddBackward0").Input(this, g => g).Result(y) : y;
        }

        /// <summary>this + alpha · scalar.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => add(scalar.AsDouble * alpha.AsDouble);

        /// <summary>Element-wise difference, broadcast.</summary>
        public Tensor sub(Tensor target)
        {
            CheckNoBool(target);
            var y = Elementwise.Binary<Sub>(this, target);
            return Op.Records(this, target) ? new Op("SubBackward0").Input(this, g => g).Input(target, g => -g).Result(y) : y;
        }

        /// <summary>Subtracts a number from every element.</summary>
        public Tensor sub(Scalar target)
        {
            var y = Elementwise.Binary<Sub>(this, target);
            return Op.Records(this) ? new Op("SubBackward0").Input(this, g => g).Result(y) : y;
        }

        private void CheckNoBool(Tensor other)
        {
            if (Impl.Dtype == ScalarType.Bool || other.Impl.Dtype == ScalarType.Bool)
            {
                throw new System.Runtime.InteropServices.ExternalException(
                    "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.");
            }
        }

        /// <summary>Element-wise product, broadcast.</summary>
        public Tensor mul(Tensor target)
        {
            if (Impl.Dtype == ScalarType.Bool && target.Impl.Dtype == ScalarType.Bool) return logical_and(target);
            var y = Elementwise.Binary<Mul>(this, target);
            if (!Op.Records(this, target)) return y;
            var op = new Op("MulBackward0");
            Saved a = op.Save(this), b = op.Save(target);
            return op.Input(this, g => g * b.Value).Input(target, g => g * a.Value).Result(y);
        }

        /// <summary>Multiplies every element by a number.</summary>
        public Tensor mul(Scalar target)
        {
            var y = Elementwise.Binary<Mul>(this, target);
            return Op.Records(this) ? new Op("MulBackward0").Input(this, g => g * target).Result(y) : y;
        }

        /// <summary>Element-wise quotient, broadcast: floating point unless rounded.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode == RoundingMode.floor) return floor_divide(target);
            var exact = ScalarTypes.Result(this, target).IsFloatingPoint() ? (this, target) : (Real(), target.Real());
            var y = Elementwise.Binary<Div>(exact.Item1, exact.Item2);
            if (rounding_mode == RoundingMode.trunc) return y.trunc().to_type(ScalarTypes.Result(this, target));
            if (!Op.Records(this, target)) return y;
            var op = new Op("DivBackward0");
            Saved a = op.Save(this), b = op.Save(target);
            return op.Input(this, g => g / b.Value).Input(target, g =>
            {
                var d = b.Value;
                return -(g * (a.Value / d) / d);
            }).Result(y);
        }

        /// <summary>Divides every element by a number.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode != RoundingMode.None) return div(full([], target, target.Type.IsFloatingPoint() && Impl.Dtype.IsFloatingPoint() ? Impl.Dtype : target.Type), rounding_mode);
            var x = Real();
            var y = Elementwise.Binary<Div>(x, target);
            return Op.Records(x) ? new Op("DivBackward0").Input(x, g => g / target).Result(y) : y;
        }

        /// <summary>The quotient rounded down.</summary>
        public Tensor floor_divide(Tensor other) => Elementwise.Binary<Each<FloorDivide>>(this, other);

        /// <summary>The quotient rounded down.</summary>
        public Tensor floor_divide(Scalar other) => Elementwise.Binary<Each<FloorDivide>>(this, other);

        /// <summary>The remainder with the sign of the divisor, as Python's %.</summary>
        public Tensor remainder(Tensor other)
        {
            var y = Elementwise.Binary<Each<Remainder>>(this, other);
            if (!Op.Records(this, other)) return y;
            var op = new Op("RemainderBackward0");
            Saved a = op.Save(this), b = op.Save(other);
            return op.Input(this, g => g).Input(other, g => -(g * a.Value.div(b.Value, RoundingMode.floor))).Result(y);
        }

        /// <summary>The remainder with the sign of the divisor, as Python's %.</summary>
        public Tensor remainder(Scalar other)
        {
            var y = Elementwise.Binary<Each<Remainder>>(this, other);
            return Op.Records(this) ? new Op("RemainderBackward0").Input(this, g => g).Result(y) : y;
        }

        /// <summary>The remainder with the sign of the dividend, as C's fmod.</summary>
        public Tensor fmod(Tensor other)
        {
            var y = Elementwise.Binary<Each<Fmod>>(this, other);
            if (!Op.Records(this, other)) return y;
            var op = new Op("FmodBackward0");
            Saved a = op.Save(this), b = op.Save(other);
            return op.Input(this, g => g).Input(other, g => -(g * a.Value.div(b.Value, RoundingMode.trunc))).Result(y);
        }

        /// <summary>The remainder with the sign of the dividend, as C's fmod.</summary>
        public Tensor fmod(Scalar other)
        {
            var y = Elementwise.Binary<Each<Fmod>>(this, other);
            return Op.Records(this) ? new Op("FmodBackward0").Input(this, g => g).Result(y) : y;
        }

        /// <summary>Element-wise power, broadcast.</summary>
        public Tensor pow(Tensor exponent)
        {
            var y = Elementwise.Binary<Each<Power>>(this, exponent);
            if (!Op.Records(this, exponent)) return y;
            var op = new Op("PowBackward1");
            Saved x = op.Save(this), p = op.Save(exponent), r = op.Save(y);
            return op
                .Input(this, g =>
                {
                    var e = p.Value;
                    return torch.where(e == 0, zeros([], g.dtype), g * (e * x.Value.pow(e - 1)));
                })
                .Input(exponent, g =>
                {
                    // 0 to a positive power stays 0 when the exponent moves, although log(0) is -inf.
                    var b = x.Value;
                    return g * torch.where((b == 0).logical_and(p.Value >= 0), zeros([], g.dtype), r.Value * b.log());
                }).Result(y);
        }

        /// <summary>Every element to a power.</summary>
        public Tensor pow(Scalar exponent)
        {
            var p = exponent.AsDouble;
            var y = p == 2 && (Impl.Dtype.IsFloatingPoint() || !exponent.Type.IsFloatingPoint()) ? Elementwise.Binary<Mul>(this, this)
                : p == 0.5 && Impl.Dtype.IsFloatingPoint() ? Elementwise.Unary<Sqrt>(this)
                : Elementwise.Binary<Each<Power>>(this, exponent);
            if (!Op.Records(this)) return y;
            var op = new Op("PowBackward0");
            var x = op.Save(this);
            return op.Input(this, g => p == 0 ? zeros_like(g) : p == 2 ? g * (x.Value * 2) : g * (x.Value.pow(p - 1) * p)).Result(y);
        }

        /// <summary>The square of every element.</summary>
        public Tensor square() => pow(2);

        /// <summary>1 / x.</summary>
        public Tensor reciprocal()
        {
            var x = Real();
            var y = ones([], x.dtype) / x.detach();
            if (!Op.Records(x)) return y;
            var op = new Op("ReciprocalBackward0");
            var r = op.Save(y);
            return op.Input(x, g =>
            {
                var v = r.Value;
                return -(g * (v * v));
            }).Result(y);
        }

        /// <summary>1 / √x.</summary>
        public Tensor rsqrt()
        {
            var x = Real();
            var y = x.detach().sqrt().reciprocal();
            if (!Op.Records(x)) return y;
            var op = new Op("RsqrtBackward0");
            var r = op.Save(y);
            return op.Input(x, g => g * (r.Value.pow(3) * -0.5)).Result(y);
        }

        /// <summary>−x.</summary>
        public Tensor neg()
        {
            var y = Elementwise.Binary<Mul>(this, -1);
            return Op.Records(this) ? new Op("NegBackward0").Input(this, g => -g).Result(y) : y;
        }

        /// <summary>The absolute value.</summary>
        public Tensor abs()
        {
            var y = Elementwise.Binary<Each<Magnitude>>(this, 0);
            if (!Op.Records(this)) return y;
            var op = new Op("AbsBackward0");
            var x = op.Save(this);
            return op.Input(this, g => g * x.Value.sign()).Result(y);
        }

        /// <summary>−1, 0 or 1.</summary>
        public Tensor sign()
        {
            var y = Elementwise.Binary<Each<SignOf>>(this, 0);
            return Op.Records(this) ? new Op("SignBackward0").Input(this, zeros_like0).Result(y) : y;

            static Tensor zeros_like0(Tensor g) => zeros_like(g);
        }

        /// <summary>Rounds to a number of decimals, halves to even.</summary>
        public Tensor round(long decimals = 0)
        {
            var scale = Math.Pow(10, decimals);
            var x = detach();
            var y = !Impl.Dtype.IsFloatingPoint() ? x.clone()
                : decimals == 0 ? Elementwise.Unary<Round>(x) : Elementwise.Unary<Round>(x * scale) / scale;
            return Op.Records(this) ? new Op("RoundBackward0").Input(this, g => zeros_like(g)).Result(y) : y;
        }

        /// <summary>The larger of two, element-wise; equal elements share the gradient.</summary>
        public Tensor maximum(Tensor other) => Extreme<Maximum>(other, "MaximumBackward0", (a, b) => a > b);

        /// <summary>The smaller of two, element-wise; equal elements share the gradient.</summary>
        public Tensor minimum(Tensor other) => Extreme<Minimum>(other, "MinimumBackward0", (a, b) => a < b);

        private Tensor Extreme<TOp>(Tensor other, string name, Func<Tensor, Tensor, Tensor> wins) where TOp : struct, IBinary
        {
            var y = Elementwise.Binary<TOp>(this, other);
            if (!Op.Records(this, other)) return y;
            var op = new Op(name);
            Saved a = op.Save(this), b = op.Save(other);
            return op.Input(this, g => g * Share(a.Value, b.Value)).Input(other, g => g * Share(b.Value, a.Value)).Result(y);

            Tensor Share(Tensor mine, Tensor theirs) => wins(mine, theirs).to(y.dtype) + ((mine == theirs).to(y.dtype) * 0.5);
        }

        /// <summary>Every element moved into [min, max]; the gradient is 0 outside.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null)
        {
            if (min is null && max is null) throw new System.Runtime.InteropServices.ExternalException("torch.clamp: At least one of 'min' or 'max' must not be None");
            var type = min is null ? ScalarTypes.Result(this, max!) : max is null ? ScalarTypes.Result(this, min) : ScalarTypes.Promote(ScalarTypes.Result(this, min), ScalarTypes.Result(this, max));
            var y = detach().Cast(type);
            if (min is not null) y = Elementwise.Binary<Maximum>(y, min);
            if (max is not null) y = Elementwise.Binary<Minimum>(y, max);
            if (!Op.Records(this)) return y;
            var op = new Op("ClampBackward1");
            var x = op.Save(this);
            return op.Input(this, g =>
            {
                var v = x.Value;
                var inside = min is null ? v <= max! : max is null ? v >= min : (v >= min).logical_and(v <= max);
                return g * inside.to(g.dtype);
            }).Result(y);
        }

        /// <summary>Every element moved between two tensors' elements.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null)
        {
            var y = min is null ? this : maximum(min);
            return max is null ? y : y.minimum(max);
        }

        /// <summary>Every element moved above a bound.</summary>
        public Tensor clamp_min(Scalar min) => clamp(min, null);

        /// <summary>Every element moved below a bound.</summary>
        public Tensor clamp_max(Scalar max) => clamp(null, max);

        /// <summary>Every element moved into [min, max].</summary>
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        /// <summary>this + weight · (end − this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => this + (weight * (end - this));

        /// <summary>The angle of the point (other, this).</summary>
        public Tensor atan2(Tensor other)
        {
            var y = Elementwise.Binary<Each<Atan2>>(Real(), other.Real());
            if (!Op.Records(this, other)) return y;
            var op = new Op("Atan2Backward0");
            Saved a = op.Save(this), b = op.Save(other);
            return op.Input(this, g => g * b.Value / SquaredRadius()).Input(other, g => -(g * a.Value) / SquaredRadius()).Result(y);

            Tensor SquaredRadius() => a.Value.square() + b.Value.square();
        }

        // In place: one line each, since InPlace.Assign takes over value and history.

        /// <summary>Adds in place.</summary>
        public Tensor add_(Tensor target) => Direct<Add>(target) ?? InPlace.Apply(this, x => x.add(target));
        /// <summary>Adds alpha · target in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => InPlace.Apply(this, x => x.add(target, alpha));
        /// <summary>Adds a number in place.</summary>
        public Tensor add_(Scalar scalar) => Direct<Add>(scalar) ?? InPlace.Apply(this, x => x.add(scalar));
        /// <summary>Adds alpha · scalar in place.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace.Apply(this, x => x.add(scalar, alpha));
        /// <summary>Subtracts in place.</summary>
        public Tensor sub_(Tensor target) => Direct<Sub>(target) ?? InPlace.Apply(this, x => x.sub(target));
        /// <summary>Subtracts a number in place.</summary>
        public Tensor sub_(Scalar target) => Direct<Sub>(target) ?? InPlace.Apply(this, x => x.sub(target));
        /// <summary>Multiplies in place.</summary>
        public Tensor mul_(Tensor target) => Direct<Mul>(target) ?? InPlace.Apply(this, x => x.mul(target));
        /// <summary>Multiplies by a number in place.</summary>
        public Tensor mul_(Scalar target) => Direct<Mul>(target) ?? InPlace.Apply(this, x => x.mul(target));
        /// <summary>Divides in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => InPlace.Apply(this, x => x.div(target, rounding_mode));
        /// <summary>Divides by a number in place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => InPlace.Apply(this, x => x.div(target, rounding_mode));
        /// <summary>Raises to a power in place.</summary>
        public Tensor pow_(Tensor exponent) => InPlace.Apply(this, x => x.pow(exponent));
        /// <summary>Raises to a power in place.</summary>
        public Tensor pow_(Scalar exponent) => InPlace.Apply(this, x => x.pow(exponent));
        /// <summary>Negates in place.</summary>
        public Tensor neg_() => InPlace.Apply(this, x => x.neg());
        /// <summary>Takes the absolute value in place.</summary>
        public Tensor abs_() => InPlace.Apply(this, x => x.abs());
        /// <summary>Squares in place.</summary>
        public Tensor square_() => InPlace.Apply(this, x => x.square());
        /// <summary>Clamps in place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace.Apply(this, x => x.clamp(min, max));
        /// <summary>Clamps in place.</summary>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace.Apply(this, x => x.clamp(min, max));
        /// <summary>Interpolates in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => InPlace.Apply(this, x => x.lerp(end, weight));
        /// <summary>Adds value · tensor1 · tensor2 in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace.Apply(this, x => x + (tensor1 * tensor2 * value));
        /// <summary>Adds value · tensor1 / tensor2 in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace.Apply(this, x => x + (tensor1 / tensor2 * value));
        /// <summary>Adds tensor1 / tensor2 in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        /// <summary>The quick way when nothing is recorded and the memory is flat: no temporary.</summary>
        private Tensor? Direct<TOp>(Tensor other) where TOp : struct, IBinary
        {
            if (!Impl.Contiguous || Impl.Dtype == ScalarType.Bool || other.Impl.Dtype != Impl.Dtype || InPlace.Records(this, other)
                || other.Impl.Storage == Impl.Storage || !Shape.Same(Shape.Broadcast(Impl.Shape, other.Impl.Shape), Impl.Shape)) return null;
            Elementwise.BinaryInto<TOp>(this, other, this);
            Impl.Storage.Version++;
            return this;
        }

        private Tensor? Direct<TOp>(Scalar other) where TOp : struct, IBinary
        {
            if (!Impl.Contiguous || Impl.Dtype == ScalarType.Bool || InPlace.Records(this) || ScalarTypes.Result(this, other) != Impl.Dtype) return null;
            Elementwise.BinaryInto<TOp>(this, other, this);
            Impl.Storage.Version++;
            return this;
        }
    }
}
