namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The type that a function of real numbers gives: its own for floating point, the default for integers.</summary>
        private Tensor Real() => Impl.Dtype.IsFloatingPoint() ? this : to_type(get_default_dtype());

        /// <summary>Exponential.</summary>
        public Tensor exp()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Exp>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("ExpBackward0");
            var saved = op.Save(y0);
            return op.Input(x0, g =>
            {
                var y = saved.Value;
                return g * y;
            }).Result(y0);
        }

        /// <summary>Exponential. In place.</summary>
        public Tensor exp_() => InPlace.Apply(this, x => x.exp());

        /// <summary>exp(x) − 1, accurate near 0.</summary>
        public Tensor expm1()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Expm1>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("Expm1Backward0");
            var saved = op.Save(y0);
            return op.Input(x0, g =>
            {
                var y = saved.Value;
                return g * (y + 1);
            }).Result(y0);
        }

        /// <summary>exp(x) − 1, accurate near 0. In place.</summary>
        public Tensor expm1_() => InPlace.Apply(this, x => x.expm1());

        /// <summary>Natural logarithm.</summary>
        public Tensor log()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Log>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("LogBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g / x;
            }).Result(y0);
        }

        /// <summary>Natural logarithm. In place.</summary>
        public Tensor log_() => InPlace.Apply(this, x => x.log());

        /// <summary>log(1 + x), accurate near 0.</summary>
        public Tensor log1p()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Log1p>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("Log1PBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g / (x + 1);
            }).Result(y0);
        }

        /// <summary>log(1 + x), accurate near 0. In place.</summary>
        public Tensor log1p_() => InPlace.Apply(this, x => x.log1p());

        /// <summary>Logarithm to base 2.</summary>
        public Tensor log2()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Log2>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("Log2Backward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g / (x * Math.Log(2));
            }).Result(y0);
        }

        /// <summary>Logarithm to base 2. In place.</summary>
        public Tensor log2_() => InPlace.Apply(this, x => x.log2());

        /// <summary>Logarithm to base 10.</summary>
        public Tensor log10()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Log10>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("Log10Backward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g / (x * Math.Log(10));
            }).Result(y0);
        }

        /// <summary>Logarithm to base 10. In place.</summary>
        public Tensor log10_() => InPlace.Apply(this, x => x.log10());

        /// <summary>Square root.</summary>
        public Tensor sqrt()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Sqrt>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("SqrtBackward0");
            var saved = op.Save(y0);
            return op.Input(x0, g =>
            {
                var y = saved.Value;
                return g / (y * 2);
            }).Result(y0);
        }

        /// <summary>Square root. In place.</summary>
        public Tensor sqrt_() => InPlace.Apply(this, x => x.sqrt());

        /// <summary>Sine.</summary>
        public Tensor sin()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Sin>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("SinBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g * x.cos();
            }).Result(y0);
        }

        /// <summary>Sine. In place.</summary>
        public Tensor sin_() => InPlace.Apply(this, x => x.sin());

        /// <summary>Cosine.</summary>
        public Tensor cos()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Cos>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("CosBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return -(g * x.sin());
            }).Result(y0);
        }

        /// <summary>Cosine. In place.</summary>
        public Tensor cos_() => InPlace.Apply(this, x => x.cos());

        /// <summary>Tangent.</summary>
        public Tensor tan()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Tan>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("TanBackward0");
            var saved = op.Save(y0);
            return op.Input(x0, g =>
            {
                var y = saved.Value;
                return g * (y * y + 1);
            }).Result(y0);
        }

        /// <summary>Tangent. In place.</summary>
        public Tensor tan_() => InPlace.Apply(this, x => x.tan());

        /// <summary>Inverse sine.</summary>
        public Tensor asin()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Asin>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("AsinBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g * (1 - x * x).rsqrt();
            }).Result(y0);
        }

        /// <summary>Inverse sine. In place.</summary>
        public Tensor asin_() => InPlace.Apply(this, x => x.asin());

        /// <summary>Inverse cosine.</summary>
        public Tensor acos()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Acos>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("AcosBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return -(g * (1 - x * x).rsqrt());
            }).Result(y0);
        }

        /// <summary>Inverse cosine. In place.</summary>
        public Tensor acos_() => InPlace.Apply(this, x => x.acos());

        /// <summary>Inverse tangent.</summary>
        public Tensor atan()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Atan>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("AtanBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g / (x * x + 1);
            }).Result(y0);
        }

        /// <summary>Inverse tangent. In place.</summary>
        public Tensor atan_() => InPlace.Apply(this, x => x.atan());

        /// <summary>Hyperbolic sine.</summary>
        public Tensor sinh()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Sinh>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("SinhBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g * x.cosh();
            }).Result(y0);
        }

        /// <summary>Hyperbolic sine. In place.</summary>
        public Tensor sinh_() => InPlace.Apply(this, x => x.sinh());

        /// <summary>Hyperbolic cosine.</summary>
        public Tensor cosh()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Cosh>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("CoshBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g * x.sinh();
            }).Result(y0);
        }

        /// <summary>Hyperbolic cosine. In place.</summary>
        public Tensor cosh_() => InPlace.Apply(this, x => x.cosh());

        /// <summary>Hyperbolic tangent.</summary>
        public Tensor tanh()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<HyperbolicTangent>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("TanhBackward0");
            var saved = op.Save(y0);
            return op.Input(x0, g =>
            {
                var y = saved.Value;
                return Op.Records(g, y) ? g * (1 - y * y) : Elementwise.Binary<Vectorised<TanhSlope>>(g, y);
            }).Result(y0);
        }

        /// <summary>Hyperbolic tangent. In place.</summary>
        public Tensor tanh_() => InPlace.Apply(this, x => x.tanh());

        /// <summary>1 / (1 + exp(−x)).</summary>
        public Tensor sigmoid()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Logistic>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("SigmoidBackward0");
            var saved = op.Save(y0);
            return op.Input(x0, g =>
            {
                var y = saved.Value;
                return Op.Records(g, y) ? g * (y * (1 - y)) : Elementwise.Binary<Vectorised<SigmoidSlope>>(g, y);
            }).Result(y0);
        }

        /// <summary>1 / (1 + exp(−x)). In place.</summary>
        public Tensor sigmoid_() => InPlace.Apply(this, x => x.sigmoid());

        /// <summary>Error function.</summary>
        public Tensor erf()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Erf>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("ErfBackward0");
            var saved = op.Save(x0);
            return op.Input(x0, g =>
            {
                var x = saved.Value;
                return g * ((x * x).neg().exp() * (2 / Math.Sqrt(Math.PI)));
            }).Result(y0);
        }

        /// <summary>Error function. In place.</summary>
        public Tensor erf_() => InPlace.Apply(this, x => x.erf());

        /// <summary>Largest integer not above x.</summary>
        public Tensor floor()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Floor>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("FloorBackward0");
            return op.Input(x0, g => zeros_like(g)).Result(y0);
        }

        /// <summary>Largest integer not above x. In place.</summary>
        public Tensor floor_() => InPlace.Apply(this, x => x.floor());

        /// <summary>Smallest integer not below x.</summary>
        public Tensor ceil()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Ceil>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("CeilBackward0");
            return op.Input(x0, g => zeros_like(g)).Result(y0);
        }

        /// <summary>Smallest integer not below x. In place.</summary>
        public Tensor ceil_() => InPlace.Apply(this, x => x.ceil());

        /// <summary>x without its fraction.</summary>
        public Tensor trunc()
        {
            var x0 = Real();
            var y0 = Elementwise.Unary<Trunc>(x0);
            if (!Op.Records(x0)) return y0;
            var op = new Op("TruncBackward0");
            return op.Input(x0, g => zeros_like(g)).Result(y0);
        }

        /// <summary>x without its fraction. In place.</summary>
        public Tensor trunc_() => InPlace.Apply(this, x => x.trunc());
    }

    /// <summary>Exponential.</summary>
    public static Tensor exp(Tensor input) => input.exp();
    /// <summary>Exponential. In place.</summary>
    public static Tensor exp_(Tensor input) => input.exp_();
    /// <summary>exp(x) − 1, accurate near 0.</summary>
    public static Tensor expm1(Tensor input) => input.expm1();
    /// <summary>exp(x) − 1, accurate near 0. In place.</summary>
    public static Tensor expm1_(Tensor input) => input.expm1_();
    /// <summary>Natural logarithm.</summary>
    public static Tensor log(Tensor input) => input.log();
    /// <summary>Natural logarithm. In place.</summary>
    public static Tensor log_(Tensor input) => input.log_();
    /// <summary>log(1 + x), accurate near 0.</summary>
    public static Tensor log1p(Tensor input) => input.log1p();
    /// <summary>log(1 + x), accurate near 0. In place.</summary>
    public static Tensor log1p_(Tensor input) => input.log1p_();
    /// <summary>Logarithm to base 2.</summary>
    public static Tensor log2(Tensor input) => input.log2();
    /// <summary>Logarithm to base 2. In place.</summary>
    public static Tensor log2_(Tensor input) => input.log2_();
    /// <summary>Logarithm to base 10.</summary>
    public static Tensor log10(Tensor input) => input.log10();
    /// <summary>Logarithm to base 10. In place.</summary>
    public static Tensor log10_(Tensor input) => input.log10_();
    /// <summary>Square root.</summary>
    public static Tensor sqrt(Tensor input) => input.sqrt();
    /// <summary>Square root. In place.</summary>
    public static Tensor sqrt_(Tensor input) => input.sqrt_();
    /// <summary>Sine.</summary>
    public static Tensor sin(Tensor input) => input.sin();
    /// <summary>Sine. In place.</summary>
    public static Tensor sin_(Tensor input) => input.sin_();
    /// <summary>Cosine.</summary>
    public static Tensor cos(Tensor input) => input.cos();
    /// <summary>Cosine. In place.</summary>
    public static Tensor cos_(Tensor input) => input.cos_();
    /// <summary>Tangent.</summary>
    public static Tensor tan(Tensor input) => input.tan();
    /// <summary>Tangent. In place.</summary>
    public static Tensor tan_(Tensor input) => input.tan_();
    /// <summary>Inverse sine.</summary>
    public static Tensor asin(Tensor input) => input.asin();
    /// <summary>Inverse sine. In place.</summary>
    public static Tensor asin_(Tensor input) => input.asin_();
    /// <summary>Inverse cosine.</summary>
    public static Tensor acos(Tensor input) => input.acos();
    /// <summary>Inverse cosine. In place.</summary>
    public static Tensor acos_(Tensor input) => input.acos_();
    /// <summary>Inverse tangent.</summary>
    public static Tensor atan(Tensor input) => input.atan();
    /// <summary>Inverse tangent. In place.</summary>
    public static Tensor atan_(Tensor input) => input.atan_();
    /// <summary>Hyperbolic sine.</summary>
    public static Tensor sinh(Tensor input) => input.sinh();
    /// <summary>Hyperbolic sine. In place.</summary>
    public static Tensor sinh_(Tensor input) => input.sinh_();
    /// <summary>Hyperbolic cosine.</summary>
    public static Tensor cosh(Tensor input) => input.cosh();
    /// <summary>Hyperbolic cosine. In place.</summary>
    public static Tensor cosh_(Tensor input) => input.cosh_();
    /// <summary>Hyperbolic tangent.</summary>
    public static Tensor tanh(Tensor input) => input.tanh();
    /// <summary>Hyperbolic tangent. In place.</summary>
    public static Tensor tanh_(Tensor input) => input.tanh_();
    /// <summary>1 / (1 + exp(−x)).</summary>
    public static Tensor sigmoid(Tensor input) => input.sigmoid();
    /// <summary>1 / (1 + exp(−x)). In place.</summary>
    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
    /// <summary>Error function.</summary>
    public static Tensor erf(Tensor input) => input.erf();
    /// <summary>Error function. In place.</summary>
    public static Tensor erf_(Tensor input) => input.erf_();
    /// <summary>Largest integer not above x.</summary>
    public static Tensor floor(Tensor input) => input.floor();
    /// <summary>Largest integer not above x. In place.</summary>
    public static Tensor floor_(Tensor input) => input.floor_();
    /// <summary>Smallest integer not below x.</summary>
    public static Tensor ceil(Tensor input) => input.ceil();
    /// <summary>Smallest integer not below x. In place.</summary>
    public static Tensor ceil_(Tensor input) => input.ceil_();
    /// <summary>x without its fraction.</summary>
    public static Tensor trunc(Tensor input) => input.trunc();
    /// <summary>x without its fraction. In place.</summary>
    public static Tensor trunc_(Tensor input) => input.trunc_();
}
