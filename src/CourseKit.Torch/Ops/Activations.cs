using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>max(x, 0).</summary>
        public Tensor relu()
        {
            if (Impl.Dtype == ScalarType.Bool) throw new ExternalException("Boolean inputs not supported for relu");
            var y = Impl.Dtype.IsFloatingPoint() ? Elementwise.Unary<Relu>(this) : Elementwise.Binary<Maximum>(this, 0);
            return Op.Records(this) ? new Op("ReluBackward0", y).Input(this, static (g, kept) => PassWherePositive(g, kept[0])).Result(y) : y;
        }

        /// <summary>g where a value is positive, else 0; linear in g.</summary>
        private static Tensor PassWherePositive(Tensor g, Tensor value)
        {
            var y = Elementwise.Binary<Vectorised<PassPositive>>(g, value);
            return Op.Records(g) ? new Op("ThresholdBackward0", value.detach()).Input(g, static (gg, kept) => PassWherePositive(gg, kept[0])).Result(y) : y;
        }

        /// <inheritdoc cref="relu"/>
        public Tensor relu_() => InPlace.Apply(this, static x => x.relu());

        /// <summary>x above 0, negative_slope · x below.</summary>
        public Tensor leaky_relu(Scalar negative_slope)
        {
            var y = Elementwise.Binary<Vectorised<Leaky>>(this, negative_slope);
            return Op.Records(this)
                ? new Op("LeakyReluBackward0", this) { Number = negative_slope }.Input(this, static (g, kept) => LeakyGradient(g, kept[0], kept.Number!)).Result(y)
                : y;
        }

        private static Tensor LeakyGradient(Tensor g, Tensor x, Scalar slope)
        {
            var slopes = Elementwise.Binary<Vectorised<LeakySlope>>(x.detach(), slope);
            return GradMode.Enabled ? g * slopes : slopes.mul_(g);
        }

        /// <inheritdoc cref="leaky_relu"/>
        public Tensor leaky_relu_(Scalar negative_slope) => InPlace.Apply(this, x => x.leaky_relu(negative_slope));

        /// <summary>x above 0, α(exp(x) − 1) below. Clevert et al. (2016).</summary>
        public Tensor elu(double alpha = 1) => elu(alpha, 1, 1);

        /// <summary>scale · x above 0, scale · α(exp(input_scale · x) − 1) below.</summary>
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale)
        {
            // The exponential sees only what is below 0, so that it cannot overflow into the gradient.
            var y = torch.where(this > 0, this, (clamp_max(0) * input_scale).expm1() * alpha);
            return scale.AsDouble == 1 ? y : y * scale;
        }

        /// <summary>x moved into [min, max]; unlike <c>clamp</c>, the gradient is 0 on the bounds, too.</summary>
        internal Tensor Clip(double min, double max)
        {
            var y = detach().clamp(min, max);
            return Op.Records(this)
                ? new Op("HardtanhBackward0", this).Input(this, (g, kept) => g * (kept[0] > min).logical_and(kept[0] < max).to(g.dtype)).Result(y)
                : y;
        }

        /// <summary>x · Φ(x), Φ the normal distribution. Hendrycks and Gimpel (2016).</summary>
        public Tensor gelu() => this * (((this / Math.Sqrt(2)).erf() + 1) * 0.5);

        /// <inheritdoc cref="Modules.GELU"/>
        public Tensor gelu(Modules.GELU.Approximate approximate) => approximate == Modules.GELU.Approximate.none
            ? gelu()
            : this * (((((this * this * 0.044715) + 1) * this * Math.Sqrt(2 / Math.PI)).tanh() + 1) * 0.5);

        /// <summary>x · σ(x).</summary>
        public Tensor silu() => this * sigmoid();

        /// <summary>log(1 + exp(β·x)) / β, the line x where β·x exceeds the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20)
        {
            // log(1 + eᵃ) = max(a, 0) + log(1 + e⁻|ᵃ|) does not overflow.
            var v = detach() * beta;
            var y = torch.where(v > threshold, detach(), (v.relu() + (-v.abs()).exp().log1p()) / beta);
            if (!Op.Records(this)) return y;
            return new Op("SoftplusBackward0", this).Input(this, (g, kept) =>
            {
                var scaled = kept[0] * beta;
                return g * torch.where(scaled > threshold, ones([], g.dtype), scaled.sigmoid());
            }).Result(y);
        }
    }
}
