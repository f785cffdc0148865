namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Element-wise, broadcast.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(Tensor left, int right) => left.add((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(int left, Tensor right) => right.add((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(Tensor left, long right) => left.add((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(long left, Tensor right) => right.add((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(Tensor left, float right) => left.add((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(float left, Tensor right) => right.add((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(Tensor left, double right) => left.add((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator +(double left, Tensor right) => right.add((Scalar)left);
        /// <summary>Element-wise, broadcast.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => right.From(left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(Tensor left, int right) => left.sub((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(int left, Tensor right) => right.From((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(Tensor left, long right) => left.sub((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(long left, Tensor right) => right.From((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(Tensor left, float right) => left.sub((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(float left, Tensor right) => right.From((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(Tensor left, double right) => left.sub((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator -(double left, Tensor right) => right.From((Scalar)left);
        /// <summary>Element-wise, broadcast.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(Tensor left, int right) => left.mul((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(int left, Tensor right) => right.mul((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(Tensor left, long right) => left.mul((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(long left, Tensor right) => right.mul((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(Tensor left, float right) => left.mul((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(float left, Tensor right) => right.mul((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(Tensor left, double right) => left.mul((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator *(double left, Tensor right) => right.mul((Scalar)left);
        /// <summary>Element-wise, broadcast.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(Scalar left, Tensor right) => right.Into(left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(Tensor left, int right) => left.div((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(int left, Tensor right) => right.Into((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(Tensor left, long right) => left.div((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(long left, Tensor right) => right.Into((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(Tensor left, float right) => left.div((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(float left, Tensor right) => right.Into((Scalar)left);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(Tensor left, double right) => left.div((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator /(double left, Tensor right) => right.Into((Scalar)left);
        /// <summary>Element-wise, broadcast.</summary>
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator %(Tensor left, int right) => left.remainder((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator %(Tensor left, long right) => left.remainder((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator %(Tensor left, float right) => left.remainder((Scalar)right);
        /// <summary>Element-wise with a number.</summary>
        public static Tensor operator %(Tensor left, double right) => left.remainder((Scalar)right);
        /// <summary>−x.</summary>
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        private Tensor From(Scalar left)
        {
            var y = Elementwise.Binary<Each<SubtractedFrom>>(this, left);
            return Op.Records(this) ? new Op("RsubBackward1").Input(this, g => -g).Result(y) : y;
        }

        private Tensor Into(Scalar left) => reciprocal() * left;

        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        /// <summary>Element-wise comparison: a bool tensor.</summary>
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        /// <summary>Element-wise and.</summary>
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        /// <summary>Element-wise or.</summary>
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        /// <summary>Element-wise exclusive or.</summary>
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
        /// <summary>Element-wise not.</summary>
        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        /// <inheritdoc/>
        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        /// <inheritdoc/>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
