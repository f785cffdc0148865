namespace TorchSharp;

// Arithmetic written into the tensor itself: one line each, since InPlace takes over value and history.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Adds in place.</summary>
        public Tensor add_(Tensor target) => Direct<Add>(target) ?? InPlace.Apply(this, target, static (x, other) => x.add(other));
        /// <inheritdoc cref="add_(Tensor)"/>
        public Tensor add_(Scalar scalar) => Direct<Add>(scalar) ?? InPlace.Apply(this, scalar, static (x, other) => x.add(other));
        /// <summary>Adds alpha · target in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => InPlace.Apply(this, x => x.add(target, alpha));
        /// <inheritdoc cref="add_(Tensor, Scalar)"/>
        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace.Apply(this, x => x.add(scalar, alpha));
        /// <summary>Subtracts in place.</summary>
        public Tensor sub_(Tensor target) => Direct<Sub>(target) ?? InPlace.Apply(this, target, static (x, other) => x.sub(other));
        /// <inheritdoc cref="sub_(Tensor)"/>
        public Tensor sub_(Scalar target) => Direct<Sub>(target) ?? InPlace.Apply(this, target, static (x, other) => x.sub(other));
        /// <summary>Multiplies in place.</summary>
        public Tensor mul_(Tensor target) => Direct<Mul>(target) ?? InPlace.Apply(this, target, static (x, other) => x.mul(other));
        /// <inheritdoc cref="mul_(Tensor)"/>
        public Tensor mul_(Scalar target) => Direct<Mul>(target) ?? InPlace.Apply(this, target, static (x, other) => x.mul(other));
        /// <summary>Divides in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => InPlace.Apply(this, x => x.div(target, rounding_mode));
        /// <inheritdoc cref="div_(Tensor, RoundingMode)"/>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => InPlace.Apply(this, x => x.div(target, rounding_mode));
        /// <summary>Raises to a power in place.</summary>
        public Tensor pow_(Tensor exponent) => InPlace.Apply(this, x => x.pow(exponent));
        /// <inheritdoc cref="pow_(Tensor)"/>
        public Tensor pow_(Scalar exponent) => InPlace.Apply(this, x => x.pow(exponent));
        /// <summary>Negates in place.</summary>
        public Tensor neg_() => InPlace.Apply(this, static x => x.neg());
        /// <summary>Takes the absolute value in place.</summary>
        public Tensor abs_() => InPlace.Apply(this, static x => x.abs());
        /// <summary>Squares in place.</summary>
        public Tensor square_() => InPlace.Apply(this, static x => x.square());
        /// <summary>Clamps in place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace.Apply(this, x => x.clamp(min, max));
        /// <inheritdoc cref="clamp_(Scalar, Scalar)"/>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace.Apply(this, x => x.clamp(min, max));
        /// <summary>Interpolates in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => InPlace.Apply(this, x => x.lerp(end, weight));
        /// <summary>Adds value · tensor1 · tensor2 in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace.Apply(this, x => x.addcmul(tensor1, tensor2, value));
        /// <summary>Adds value · tensor1 / tensor2 in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace.Apply(this, x => x.addcdiv(tensor1, tensor2, value));
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
