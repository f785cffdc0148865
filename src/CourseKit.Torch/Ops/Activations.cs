namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>max(x, 0).</summary>
        public Tensor relu()
        {
            var y = Impl.Dtype.IsFloatingPoint() ? Elementwise.Unary<Relu>(this) : Elementwise.Binary<Maximum>(this, 0);
            if (!Op.Records(this)) return y;
            var op = new Op("ReluBackward0");
            var s = op.Save(y);
            return op.Input(this, g => PassWherePositive(g, s.Value)).Result(y);
        }

        /// <summary>g where a value is positive, else 0; linear in g.</summary>
        private static Tensor PassWherePositive(Tensor g, Tensor value)
        {
            var y = Elementwise.Binary<Vectorised<PassPositive>>(g, value);
            if (!Op.Records(g)) return y;
            var op = new Op("ThresholdBackward0");
            var s = op.Save(value.detach());
            return op.Input(g, gg => PassWherePositive(gg, s.Value)).Result(y);
        }

        /// <summary>max(x, 0), in place.</summary>
        public Tensor relu_() => InPlace.Apply(this, x => x.relu());

        /// <summary>x above 0, negative_slope · x below.</summary>
        public Tensor leaky_relu(Scalar negative_slope)
        {
            var y = Elementwise.Binary<Vectorised<Leaky>>(this, negative_slope);
            if (!Op.Records(this)) return y;
            var op = new Op("LeakyReluBackward0");
            var x = op.Save(this);
            return op.Input(this, g =>
            {
                var v = x.Value;
                return torch.where(v > 0, g, g * negative_slope);
            }).Result(y);
        }

        /// <summary>x above 0, negative_slope · x below, in place.</summary>
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
            if (!Op.Records(this)) return y;
            var op = new Op("HardtanhBackward0");
            var x = op.Save(this);
            return op.Input(this, g =>
            {
                var v = x.Value;
                return g * (v > min).logical_and(v < max).to(g.dtype);
            }).Result(y);
        }

        /// <summary>x · Φ(x), Φ the normal distribution. Hendrycks and Gimpel (2016).</summary>
        public Tensor gelu() => this * (((this / Math.Sqrt(2)).erf() + 1) * 0.5);

        /// <summary>x · σ(x).</summary>
        public Tensor silu() => this * sigmoid();

        /// <summary>log(1 + exp(β·x)) / β, the line x where β·x exceeds the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20)
        {
            // log(1 + eᵃ) = max(a, 0) + log(1 + e⁻|ᵃ|) does not overflow.
            var v = detach() * beta;
            var y = torch.where(v > threshold, detach(), (v.relu() + (-v.abs()).exp().log1p()) / beta);
            if (!Op.Records(this)) return y;
            var op = new Op("SoftplusBackward0");
            var x = op.Save(this);
            return op.Input(this, g =>
            {
                var scaled = x.Value * beta;
                return g * torch.where(scaled > threshold, ones([], g.dtype), scaled.sigmoid());
            }).Result(y);
        }
    }
}
