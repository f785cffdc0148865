namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.ReLU"/>
            public static ReLU ReLU(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.ReLU6"/>
            public static ReLU6 ReLU6(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.LeakyReLU"/>
            public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
            /// <inheritdoc cref="Modules.PReLU"/>
            public static PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) => new(num_parameters, init, device, dtype);
            /// <inheritdoc cref="Modules.RReLU"/>
            public static RReLU RReLU(double lower = 0.125, double upper = 0.3333333333333333, bool inplace = false) => new(lower, upper, inplace);
            /// <inheritdoc cref="Modules.ELU"/>
            public static ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
            /// <inheritdoc cref="Modules.CELU"/>
            public static CELU CELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
            /// <inheritdoc cref="Modules.SELU"/>
            public static SELU SELU(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.GELU"/>
            public static GELU GELU(bool inplace = false) => new(Modules.GELU.Approximate.none, inplace);
            /// <inheritdoc cref="Modules.GELU"/>
            public static GELU GELU(GELU.Approximate approximate, bool inplace = false) => new(approximate, inplace);
            /// <inheritdoc cref="Modules.SiLU"/>
            public static SiLU SiLU(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.Mish"/>
            public static Mish Mish(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.Sigmoid"/>
            public static Sigmoid Sigmoid(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.LogSigmoid"/>
            public static LogSigmoid LogSigmoid() => new();
            /// <inheritdoc cref="Modules.Tanh"/>
            public static Tanh Tanh(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.Hardtanh"/>
            public static Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new(min_val, max_val, inplace);
            /// <inheritdoc cref="Modules.Hardsigmoid"/>
            public static Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.Hardswish"/>
            public static Hardswish Hardswish(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.Softplus"/>
            public static Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
            /// <inheritdoc cref="Modules.Softsign"/>
            public static Softsign Softsign(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.Softmax"/>
            public static Softmax Softmax(long dim) => new(dim);
            /// <inheritdoc cref="Modules.LogSoftmax"/>
            public static LogSoftmax LogSoftmax(long dim) => new(dim);
            /// <inheritdoc cref="Modules.Softmin"/>
            public static Softmin Softmin(long dim) => new(dim);
            /// <inheritdoc cref="Modules.Tanhshrink"/>
            public static Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);
            /// <inheritdoc cref="Modules.Threshold"/>
            public static Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>A function of each element, which may overwrite its input.</summary>
    public abstract class Activation : Module<Tensor, Tensor>
    {
        private readonly Func<Tensor, bool, Tensor> function;
        private protected Activation(string name, bool inplace, Func<Tensor, bool, Tensor> function) : base(name) => (this.inplace, this.function) = (inplace, function);
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public sealed override Tensor forward(Tensor x) => function(x, inplace);
    }

    /// <summary>max(x, 0).</summary>
    public sealed class ReLU : Activation
    {
        internal ReLU(bool inplace) : base(nameof(ReLU), inplace, functional.relu) { }
    }

    /// <summary>min(max(x, 0), 6).</summary>
    public sealed class ReLU6 : Activation
    {
        internal ReLU6(bool inplace) : base(nameof(ReLU6), inplace, functional.relu6) { }
    }

    /// <summary>The self-normalising ELU. Klambauer et al. (2017).</summary>
    public sealed class SELU : Activation
    {
        internal SELU(bool inplace) : base(nameof(SELU), inplace, functional.selu) { }
    }

    /// <summary>x · Φ(x), Φ the normal distribution, or its approximation. Hendrycks and Gimpel (2016).</summary>
    public sealed class GELU : Activation
    {
        /// <summary>How Φ is computed.</summary>
        public enum Approximate
        {
            /// <summary>Exactly.</summary>
            none,
            /// <summary>As ½(1 + tanh(√(2/π)·(x + 0.044715·x³))).</summary>
            tanh,
        }
        internal GELU(Approximate approximate, bool inplace) : base(nameof(GELU), inplace, (x, over) => functional.gelu(x, approximate, over)) { }
    }

    /// <summary>x · σ(x).</summary>
    public sealed class SiLU : Activation
    {
        internal SiLU(bool inplace) : base(nameof(SiLU), inplace, functional.silu) { }
    }

    /// <summary>x · tanh(softplus(x)).</summary>
    public sealed class Mish : Activation
    {
        internal Mish(bool inplace) : base(nameof(Mish), inplace, functional.mish) { }
    }

    /// <summary>1 / (1 + exp(−x)).</summary>
    public sealed class Sigmoid : Activation
    {
        internal Sigmoid(bool inplace) : base(nameof(Sigmoid), inplace, functional.sigmoid) { }
    }

    /// <summary>Hyperbolic tangent.</summary>
    public sealed class Tanh : Activation
    {
        internal Tanh(bool inplace) : base(nameof(Tanh), inplace, functional.tanh) { }
    }

    /// <summary>x/6 + ½ moved into [0, 1].</summary>
    public sealed class Hardsigmoid : Activation
    {
        internal Hardsigmoid(bool inplace) : base(nameof(Hardsigmoid), inplace, functional.hardsigmoid) { }
    }

    /// <summary>x · hardsigmoid(x).</summary>
    public sealed class Hardswish : Activation
    {
        internal Hardswish(bool inplace) : base(nameof(Hardswish), inplace, functional.hardswish) { }
    }

    /// <summary>x / (1 + |x|).</summary>
    public sealed class Softsign : Activation
    {
        internal Softsign(bool inplace) : base(nameof(Softsign), inplace, functional.softsign) { }
    }

    /// <summary>x − tanh(x).</summary>
    public sealed class Tanhshrink : Activation
    {
        internal Tanhshrink(bool inplace) : base(nameof(Tanhshrink), inplace, functional.tanhshrink) { }
    }

    /// <summary>x above 0, negative_slope · x below.</summary>
    public sealed class LeakyReLU : Module<Tensor, Tensor>
    {
        internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) => (this.negative_slope, this.inplace) = (negative_slope, inplace);
        /// <summary>The slope below 0.</summary>
        public double negative_slope { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.leaky_relu(x, negative_slope, inplace);
    }

    /// <summary>x above 0 and (lower + upper) / 2 · x below: the slope that is random in training elsewhere is, as in TorchSharp, always its mean. Xu et al. (2015).</summary>
    public sealed class RReLU : Module<Tensor, Tensor>
    {
        internal RReLU(double lower, double upper, bool inplace) : base(nameof(RReLU)) => (this.lower, this.upper, this.inplace) = (lower, upper, inplace);
        /// <summary>The least slope.</summary>
        public double lower { get; set; }
        /// <summary>The largest slope.</summary>
        public double upper { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.rrelu(x, lower, upper, inplace);
    }

    /// <summary>x above 0, α(exp(x) − 1) below. Clevert et al. (2016).</summary>
    public sealed class ELU : Module<Tensor, Tensor>
    {
        internal ELU(double alpha, bool inplace) : base(nameof(ELU)) => (this.alpha, this.inplace) = (alpha, inplace);
        /// <summary>α.</summary>
        public double alpha { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.elu(x, alpha, inplace);
    }

    /// <summary>x above 0, α(exp(x/α) − 1) below. Barron (2017).</summary>
    public sealed class CELU : Module<Tensor, Tensor>
    {
        internal CELU(double alpha, bool inplace) : base(nameof(CELU)) => (this.alpha, this.inplace) = (alpha, inplace);
        /// <summary>α.</summary>
        public double alpha { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.celu(x, alpha, inplace);
    }

    /// <summary>x moved into [min_val, max_val].</summary>
    public sealed class Hardtanh : Module<Tensor, Tensor>
    {
        internal Hardtanh(double min_val, double max_val, bool inplace) : base(nameof(Hardtanh)) => (this.min_val, this.max_val, this.inplace) = (min_val, max_val, inplace);
        /// <summary>The least value.</summary>
        public double min_val { get; set; }
        /// <summary>The largest value.</summary>
        public double max_val { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.hardtanh(x, min_val, max_val, inplace);
    }

    /// <summary>x above a threshold, else a value.</summary>
    public sealed class Threshold : Module<Tensor, Tensor>
    {
        internal Threshold(double threshold, double value, bool inplace) : base(nameof(Threshold)) => (this.threshold, this.value, this.inplace) = (threshold, value, inplace);
        /// <summary>What x has to exceed.</summary>
        public double threshold { get; set; }
        /// <summary>The value otherwise.</summary>
        public double value { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.threshold(x, threshold, value, inplace);
    }

    /// <summary>log(1 + exp(β·x)) / β, and x where β·x exceeds the threshold.</summary>
    public sealed class Softplus : Module<Tensor, Tensor>
    {
        internal Softplus(double beta, double threshold) : base(nameof(Softplus)) => (this.beta, this.threshold) = (beta, threshold);
        /// <summary>β.</summary>
        public double beta { get; set; }
        /// <summary>Where the line begins.</summary>
        public double threshold { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.softplus(x, beta, threshold);
    }

    /// <summary>exp(x) / Σ exp(x) over a dimension.</summary>
    public sealed class Softmax : Module<Tensor, Tensor>
    {
        internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;
        /// <summary>The dimension.</summary>
        public long dim { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.softmax(x, dim);
    }

    /// <summary>log softmax(x) over a dimension.</summary>
    public sealed class LogSoftmax : Module<Tensor, Tensor>
    {
        internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;
        /// <summary>The dimension.</summary>
        public long dim { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.log_softmax(x, dim);
    }

    /// <summary>softmax(−x) over a dimension.</summary>
    public sealed class Softmin : Module<Tensor, Tensor>
    {
        internal Softmin(long dim) : base(nameof(Softmin)) => this.dim = dim;
        /// <summary>The dimension.</summary>
        public long dim { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.softmin(x, dim);
    }

    /// <summary>log σ(x).</summary>
    public sealed class LogSigmoid : Module<Tensor, Tensor>
    {
        internal LogSigmoid() : base(nameof(LogSigmoid)) { }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.logsigmoid(x);
    }

    /// <summary>x above 0, a learned slope below. He et al. (2015).</summary>
    public sealed class PReLU : Module<Tensor, Tensor>
    {
        internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype) : base(nameof(PReLU))
        {
            this.num_parameters = num_parameters;
            register_parameter("weight", new Parameter(full([num_parameters], init, dtype ?? get_default_dtype(), device)));
        }
        /// <summary>The number of slopes: 1, or that of the channels.</summary>
        public long num_parameters { get; }
        /// <summary>The slopes.</summary>
        public Parameter weight { get => ParameterAt("weight")!; set => ReplaceParameter("weight", value); }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => functional.prelu(x, weight);
    }
}
