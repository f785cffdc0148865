namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>beta · this + alpha · mat · vec.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => (this * beta) + (mat.mv(vec) * alpha);

        /// <summary>beta · this + alpha · batch1 · batch2, for stacks of matrices.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => (this * beta) + (batch1.bmm(batch2) * alpha);

        /// <summary>this + value · tensor1 · tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => this + (tensor1 * tensor2 * value);

        /// <summary>this + value · tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => this + (tensor1 / tensor2 * value);

        /// <summary>√(this² + other²), safe from overflow; the gradient at the origin is 0.</summary>
        public Tensor hypot(Tensor other)
        {
            var y = Elementwise.Binary<Each<Hypotenuse>>(Real(), other.Real());
            if (!Op.Records(this, other)) return y;
            var op = new Op("HypotBackward0");
            Saved a = op.Save(this), b = op.Save(other), r = op.Save(y);
            return op.Input(this, g => Share(g, a)).Input(other, g => Share(g, b)).Result(y);

            Tensor Share(Tensor g, Saved side) => g * torch.where(r.Value == 0, zeros([], g.dtype), side.Value / r.Value);
        }
    }

    /// <inheritdoc cref="Tensor.addmv"/>
    public static Tensor addmv(Tensor input, Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => input.addmv(mat, vec, beta, alpha);
    /// <inheritdoc cref="Tensor.baddbmm"/>
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => input.baddbmm(batch1, batch2, beta, alpha);
    /// <inheritdoc cref="Tensor.addcmul"/>
    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul(tensor1, tensor2, value);
    /// <inheritdoc cref="Tensor.addcdiv"/>
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv(tensor1, tensor2, value);
    /// <inheritdoc cref="Tensor.hypot"/>
    public static Tensor hypot(Tensor input, Tensor other) => input.hypot(other);
}

internal struct Hypotenuse : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, System.Numerics.INumber<T> => T.CreateTruncating(double.Hypot(double.CreateTruncating(a), double.CreateTruncating(b)));
}
