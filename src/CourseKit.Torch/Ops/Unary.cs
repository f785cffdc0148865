namespace TorchSharp;

// Functions of one number. A name that ends in _ means the same, written into the tensor itself.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The type that a function of real numbers gives: its own for floating point, the default for integers.</summary>
        private Tensor Real() => Impl.Dtype.IsFloatingPoint() ? this : to_type(get_default_dtype());

        /// <summary>A function of every element. Its gradient finds the argument, or the result when that is kept, as <c>kept[0]</c>.</summary>
        private Tensor Map<TOp>(string name, Gradient gradient, bool keepsResult = false) where TOp : struct, IUnary
        {
            var x = Real();
            var y = Elementwise.Unary<TOp>(x);
            return Op.Records(x) ? new Op(name, keepsResult ? y : x).Input(x, gradient).Result(y) : y;
        }

        /// <summary>A function that is constant between jumps: its gradient is 0.</summary>
        private Tensor Jumps<TOp>(string name) where TOp : struct, IUnary
        {
            if (!Impl.Dtype.IsFloatingPoint()) return clone();
            var y = Elementwise.Unary<TOp>(this);
            return Op.Records(this) ? new Op(name).Input(this, zeros_like).Result(y) : y;
        }

        private static Tensor zeros_like(Tensor g) => torch.zeros_like(g);

        /// <summary>A gradient in one loop over memory, or by operations when it has to be differentiated itself.</summary>
        private static Tensor Slope<TPair>(Tensor g, Tensor y, Func<Tensor, Tensor, Tensor> composed) where TPair : struct, IVectorPair =>
            Op.Records(g, y) ? composed(g, y) : Elementwise.Binary<Vectorised<TPair>>(g, y);

        /// <summary>Exponential.</summary>
        public Tensor exp() => Map<Exp>("ExpBackward0", static (g, kept) => g * kept[0], keepsResult: true);
        /// <inheritdoc cref="exp"/>
        public Tensor exp_() => InPlace.Apply(this, static x => x.exp());

        /// <summary>2 to the power of x.</summary>
        public Tensor exp2() => Map<Exp2>("Exp2Backward0", static (g, kept) => g * (kept[0] * Math.Log(2)), keepsResult: true);
        /// <inheritdoc cref="exp2"/>
        public Tensor exp2_() => InPlace.Apply(this, static x => x.exp2());

        /// <summary>exp(x) − 1, accurate near 0.</summary>
        public Tensor expm1() => Map<Expm1>("Expm1Backward0", static (g, kept) => g * (kept[0] + 1), keepsResult: true);
        /// <inheritdoc cref="expm1"/>
        public Tensor expm1_() => InPlace.Apply(this, static x => x.expm1());

        /// <summary>Natural logarithm.</summary>
        public Tensor log() => Map<Log>("LogBackward0", static (g, kept) => g / kept[0]);
        /// <inheritdoc cref="log"/>
        public Tensor log_() => InPlace.Apply(this, static x => x.log());

        /// <summary>log(1 + x), accurate near 0.</summary>
        public Tensor log1p() => Map<Log1p>("Log1pBackward0", static (g, kept) => g / (kept[0] + 1));
        /// <inheritdoc cref="log1p"/>
        public Tensor log1p_() => InPlace.Apply(this, static x => x.log1p());

        /// <summary>Logarithm to base 2.</summary>
        public Tensor log2() => Map<Log2>("Log2Backward0", static (g, kept) => g / (kept[0] * Math.Log(2)));
        /// <inheritdoc cref="log2"/>
        public Tensor log2_() => InPlace.Apply(this, static x => x.log2());

        /// <summary>Logarithm to base 10.</summary>
        public Tensor log10() => Map<Log10>("Log10Backward0", static (g, kept) => g / (kept[0] * Math.Log(10)));
        /// <inheritdoc cref="log10"/>
        public Tensor log10_() => InPlace.Apply(this, static x => x.log10());

        /// <summary>Square root.</summary>
        public Tensor sqrt() => Map<Sqrt>("SqrtBackward0", static (g, kept) => g / (kept[0] * 2), keepsResult: true);
        /// <inheritdoc cref="sqrt"/>
        public Tensor sqrt_() => InPlace.Apply(this, static x => x.sqrt());

        /// <summary>Sine.</summary>
        public Tensor sin() => Map<Sin>("SinBackward0", static (g, kept) => g * kept[0].cos());
        /// <inheritdoc cref="sin"/>
        public Tensor sin_() => InPlace.Apply(this, static x => x.sin());

        /// <summary>Cosine.</summary>
        public Tensor cos() => Map<Cos>("CosBackward0", static (g, kept) => -(g * kept[0].sin()));
        /// <inheritdoc cref="cos"/>
        public Tensor cos_() => InPlace.Apply(this, static x => x.cos());

        /// <summary>Tangent.</summary>
        public Tensor tan() => Map<Tan>("TanBackward0", static (g, kept) => g * (kept[0].square() + 1), keepsResult: true);
        /// <inheritdoc cref="tan"/>
        public Tensor tan_() => InPlace.Apply(this, static x => x.tan());

        /// <summary>Inverse sine.</summary>
        public Tensor asin() => Map<Asin>("AsinBackward0", static (g, kept) => g * (1 - kept[0].square()).rsqrt());
        /// <inheritdoc cref="asin"/>
        public Tensor asin_() => InPlace.Apply(this, static x => x.asin());

        /// <summary>Inverse cosine.</summary>
        public Tensor acos() => Map<Acos>("AcosBackward0", static (g, kept) => -(g * (1 - kept[0].square()).rsqrt()));
        /// <inheritdoc cref="acos"/>
        public Tensor acos_() => InPlace.Apply(this, static x => x.acos());

        /// <summary>Inverse tangent.</summary>
        public Tensor atan() => Map<Atan>("AtanBackward0", static (g, kept) => g / (kept[0].square() + 1));
        /// <inheritdoc cref="atan"/>
        public Tensor atan_() => InPlace.Apply(this, static x => x.atan());

        /// <summary>Hyperbolic sine.</summary>
        public Tensor sinh() => Map<Sinh>("SinhBackward0", static (g, kept) => g * kept[0].cosh());
        /// <inheritdoc cref="sinh"/>
        public Tensor sinh_() => InPlace.Apply(this, static x => x.sinh());

        /// <summary>Hyperbolic cosine.</summary>
        public Tensor cosh() => Map<Cosh>("CoshBackward0", static (g, kept) => g * kept[0].sinh());
        /// <inheritdoc cref="cosh"/>
        public Tensor cosh_() => InPlace.Apply(this, static x => x.cosh());

        /// <summary>Hyperbolic tangent.</summary>
        public Tensor tanh() => Map<HyperbolicTangent>("TanhBackward0", static (g, kept) => Slope<TanhSlope>(g, kept[0], static (g, y) => g * (1 - y.square())), keepsResult: true);
        /// <inheritdoc cref="tanh"/>
        public Tensor tanh_() => InPlace.Apply(this, static x => x.tanh());

        /// <summary>Inverse hyperbolic sine.</summary>
        public Tensor asinh() => Map<Asinh>("AsinhBackward0", static (g, kept) => g * (kept[0].square() + 1).rsqrt());
        /// <inheritdoc cref="asinh"/>
        public Tensor asinh_() => InPlace.Apply(this, static x => x.asinh());

        /// <summary>Inverse hyperbolic cosine.</summary>
        public Tensor acosh() => Map<Acosh>("AcoshBackward0", static (g, kept) => g * (kept[0].square() - 1).rsqrt());
        /// <inheritdoc cref="acosh"/>
        public Tensor acosh_() => InPlace.Apply(this, static x => x.acosh());

        /// <summary>Inverse hyperbolic tangent.</summary>
        public Tensor atanh() => Map<Atanh>("AtanhBackward0", static (g, kept) => g / (1 - kept[0].square()));
        /// <inheritdoc cref="atanh"/>
        public Tensor atanh_() => InPlace.Apply(this, static x => x.atanh());

        /// <summary>1 / (1 + exp(−x)).</summary>
        public Tensor sigmoid() => Map<Logistic>("SigmoidBackward0", static (g, kept) => Slope<SigmoidSlope>(g, kept[0], static (g, y) => g * (y * (1 - y))), keepsResult: true);
        /// <inheritdoc cref="sigmoid"/>
        public Tensor sigmoid_() => InPlace.Apply(this, static x => x.sigmoid());

        /// <summary>Error function.</summary>
        public Tensor erf() => Map<Erf>("ErfBackward0", static (g, kept) => g * (-kept[0].square()).exp() * (2 / Math.Sqrt(Math.PI)));
        /// <inheritdoc cref="erf"/>
        public Tensor erf_() => InPlace.Apply(this, static x => x.erf());

        /// <summary>1 − erf(x), accurate where that is small.</summary>
        public Tensor erfc() => Map<EachReal<Erfc>>("ErfcBackward0", static (g, kept) => g * (-kept[0].square()).exp() * (-2 / Math.Sqrt(Math.PI)));
        /// <inheritdoc cref="erfc"/>
        public Tensor erfc_() => InPlace.Apply(this, static x => x.erfc());

        /// <summary>Inverse of the error function.</summary>
        public Tensor erfinv() => Map<EachReal<Erfinv>>("ErfinvBackward0", static (g, kept) => g * kept[0].square().exp() * (Math.Sqrt(Math.PI) / 2), keepsResult: true);
        /// <inheritdoc cref="erfinv"/>
        public Tensor erfinv_() => InPlace.Apply(this, static x => x.erfinv());

        /// <summary>Largest integer not above x.</summary>
        public Tensor floor() => Jumps<Floor>("FloorBackward0");
        /// <inheritdoc cref="floor"/>
        public Tensor floor_() => InPlace.Apply(this, static x => x.floor());

        /// <summary>Smallest integer not below x.</summary>
        public Tensor ceil() => Jumps<Ceil>("CeilBackward0");
        /// <inheritdoc cref="ceil"/>
        public Tensor ceil_() => InPlace.Apply(this, static x => x.ceil());

        /// <summary>x without its fraction.</summary>
        public Tensor trunc() => Jumps<Trunc>("TruncBackward0");
        /// <inheritdoc cref="trunc"/>
        public Tensor trunc_() => InPlace.Apply(this, static x => x.trunc());
    }

    /// <inheritdoc cref="Tensor.exp"/>
    public static Tensor exp(Tensor input) => input.exp();
    /// <inheritdoc cref="Tensor.exp"/>
    public static Tensor exp_(Tensor input) => input.exp_();
    /// <inheritdoc cref="Tensor.exp2"/>
    public static Tensor exp2(Tensor input) => input.exp2();
    /// <inheritdoc cref="Tensor.exp2"/>
    public static Tensor exp2_(Tensor input) => input.exp2_();
    /// <inheritdoc cref="Tensor.expm1"/>
    public static Tensor expm1(Tensor input) => input.expm1();
    /// <inheritdoc cref="Tensor.expm1"/>
    public static Tensor expm1_(Tensor input) => input.expm1_();
    /// <inheritdoc cref="Tensor.log"/>
    public static Tensor log(Tensor input) => input.log();
    /// <inheritdoc cref="Tensor.log"/>
    public static Tensor log_(Tensor input) => input.log_();
    /// <inheritdoc cref="Tensor.log1p"/>
    public static Tensor log1p(Tensor input) => input.log1p();
    /// <inheritdoc cref="Tensor.log1p"/>
    public static Tensor log1p_(Tensor input) => input.log1p_();
    /// <inheritdoc cref="Tensor.log2"/>
    public static Tensor log2(Tensor input) => input.log2();
    /// <inheritdoc cref="Tensor.log2"/>
    public static Tensor log2_(Tensor input) => input.log2_();
    /// <inheritdoc cref="Tensor.log10"/>
    public static Tensor log10(Tensor input) => input.log10();
    /// <inheritdoc cref="Tensor.log10"/>
    public static Tensor log10_(Tensor input) => input.log10_();
    /// <inheritdoc cref="Tensor.sqrt"/>
    public static Tensor sqrt(Tensor input) => input.sqrt();
    /// <inheritdoc cref="Tensor.sqrt"/>
    public static Tensor sqrt_(Tensor input) => input.sqrt_();
    /// <inheritdoc cref="Tensor.sin"/>
    public static Tensor sin(Tensor input) => input.sin();
    /// <inheritdoc cref="Tensor.sin"/>
    public static Tensor sin_(Tensor input) => input.sin_();
    /// <inheritdoc cref="Tensor.cos"/>
    public static Tensor cos(Tensor input) => input.cos();
    /// <inheritdoc cref="Tensor.cos"/>
    public static Tensor cos_(Tensor input) => input.cos_();
    /// <inheritdoc cref="Tensor.tan"/>
    public static Tensor tan(Tensor input) => input.tan();
    /// <inheritdoc cref="Tensor.tan"/>
    public static Tensor tan_(Tensor input) => input.tan_();
    /// <inheritdoc cref="Tensor.asin"/>
    public static Tensor asin(Tensor input) => input.asin();
    /// <inheritdoc cref="Tensor.asin"/>
    public static Tensor asin_(Tensor input) => input.asin_();
    /// <inheritdoc cref="Tensor.acos"/>
    public static Tensor acos(Tensor input) => input.acos();
    /// <inheritdoc cref="Tensor.acos"/>
    public static Tensor acos_(Tensor input) => input.acos_();
    /// <inheritdoc cref="Tensor.atan"/>
    public static Tensor atan(Tensor input) => input.atan();
    /// <inheritdoc cref="Tensor.atan"/>
    public static Tensor atan_(Tensor input) => input.atan_();
    /// <inheritdoc cref="Tensor.sinh"/>
    public static Tensor sinh(Tensor input) => input.sinh();
    /// <inheritdoc cref="Tensor.sinh"/>
    public static Tensor sinh_(Tensor input) => input.sinh_();
    /// <inheritdoc cref="Tensor.cosh"/>
    public static Tensor cosh(Tensor input) => input.cosh();
    /// <inheritdoc cref="Tensor.cosh"/>
    public static Tensor cosh_(Tensor input) => input.cosh_();
    /// <inheritdoc cref="Tensor.tanh"/>
    public static Tensor tanh(Tensor input) => input.tanh();
    /// <inheritdoc cref="Tensor.tanh"/>
    public static Tensor tanh_(Tensor input) => input.tanh_();
    /// <inheritdoc cref="Tensor.asinh"/>
    public static Tensor asinh(Tensor input) => input.asinh();
    /// <inheritdoc cref="Tensor.asinh"/>
    public static Tensor asinh_(Tensor input) => input.asinh_();
    /// <inheritdoc cref="Tensor.acosh"/>
    public static Tensor acosh(Tensor input) => input.acosh();
    /// <inheritdoc cref="Tensor.acosh"/>
    public static Tensor acosh_(Tensor input) => input.acosh_();
    /// <inheritdoc cref="Tensor.atanh"/>
    public static Tensor atanh(Tensor input) => input.atanh();
    /// <inheritdoc cref="Tensor.atanh"/>
    public static Tensor atanh_(Tensor input) => input.atanh_();
    /// <inheritdoc cref="Tensor.sigmoid"/>
    public static Tensor sigmoid(Tensor input) => input.sigmoid();
    /// <inheritdoc cref="Tensor.sigmoid"/>
    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
    /// <inheritdoc cref="Tensor.erf"/>
    public static Tensor erf(Tensor input) => input.erf();
    /// <inheritdoc cref="Tensor.erf"/>
    public static Tensor erf_(Tensor input) => input.erf_();
    /// <inheritdoc cref="Tensor.erfc"/>
    public static Tensor erfc(Tensor input) => input.erfc();
    /// <inheritdoc cref="Tensor.erfc"/>
    public static Tensor erfc_(Tensor input) => input.erfc_();
    /// <inheritdoc cref="Tensor.erfinv"/>
    public static Tensor erfinv(Tensor input) => input.erfinv();
    /// <inheritdoc cref="Tensor.erfinv"/>
    public static Tensor erfinv_(Tensor input) => input.erfinv_();
    /// <inheritdoc cref="Tensor.floor"/>
    public static Tensor floor(Tensor input) => input.floor();
    /// <inheritdoc cref="Tensor.floor"/>
    public static Tensor floor_(Tensor input) => input.floor_();
    /// <inheritdoc cref="Tensor.ceil"/>
    public static Tensor ceil(Tensor input) => input.ceil();
    /// <inheritdoc cref="Tensor.ceil"/>
    public static Tensor ceil_(Tensor input) => input.ceil_();
    /// <inheritdoc cref="Tensor.trunc"/>
    public static Tensor trunc(Tensor input) => input.trunc();
    /// <inheritdoc cref="Tensor.trunc"/>
    public static Tensor trunc_(Tensor input) => input.trunc_();
}
