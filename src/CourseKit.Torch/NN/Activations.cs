namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>max(x, 0).</summary>
            public static ReLU ReLU(bool inplace = false) => new(inplace);
            /// <summary>min(max(x, 0), 6).</summary>
            public static ReLU6 ReLU6(bool inplace = false) => new(inplace);
            /// <summary>x above 0, negative_slope · x below.</summary>
            public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
            /// <summary>x above 0, α(exp(x) − 1) below.</summary>
            public static ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
            /// <summary>x above 0, α(exp(x/α) − 1) below.</summary>
            public static CELU CELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
            /// <summary>The self-normalising ELU.</summary>
            public static SELU SELU(bool inplace = false) => new(inplace);
            /// <summary>x · Φ(x).</summary>
            public static GELU GELU(bool inplace = false) => new(inplace);
            /// <summary>x · σ(x).</summary>
            public static SiLU SiLU(bool inplace = false) => new(inplace);
            /// <summary>x · tanh(softplus(x)).</summary>
            public static Mish Mish(bool inplace = false) => new(inplace);
            /// <summary>1 / (1 + exp(−x)).</summary>
            public static Sigmoid Sigmoid(bool inplace = false) => new(inplace);
            /// <summary>log σ(x).</summary>
            public static LogSigmoid LogSigmoid() => new();
            /// <summary>Hyperbolic tangent.</summary>
            public static Tanh Tanh(bool inplace = false) => new(inplace);
            /// <summary>x moved into [min_val, max_val].</summary>
            public static Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new(min_val, max_val, inplace);
            /// <summary>x/6 + ½ moved into [0, 1].</summary>
            public static Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);
            /// <summary>x · hardsigmoid(x).</summary>
            public static Hardswish Hardswish(bool inplace = false) => new(inplace);
            /// <summary>log(1 + exp(β·x)) / β.</summary>
            public static Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
            /// <summary>x / (1 + |x|).</summary>
            public static Softsign Softsign(bool inplace = false) => new(inplace);
            /// <summary>exp(x) / Σ exp(x) over a dimension.</summary>
            public static Softmax Softmax(long dim) => new(dim);
            /// <summary>log softmax(x) over a dimension.</summary>
            public static LogSoftmax LogSoftmax(long dim) => new(dim);
            /// <summary>softmax(−x) over a dimension.</summary>
            public static Softmin Softmin(long dim) => new(dim);
            /// <summary>x − tanh(x).</summary>
            public static Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);
            /// <summary>x above a threshold, else a value.</summary>
            public static Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);
            /// <summary>Zeroes elements in training.</summary>
            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
            /// <summary>Zeroes channels in training.</summary>
            public static Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);
            /// <summary>Zeroes channels in training.</summary>
            public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);
            /// <summary>Merges dimensions, all but the first unless told otherwise.</summary>
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
            /// <summary>Splits one dimension into several.</summary>
            public static Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);
            /// <summary>x above 0, a learned slope below.</summary>
            public static PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) => new(num_parameters, init, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>max(x, 0).</summary>
    public sealed class ReLU : Module<Tensor, Tensor>
    {
        internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>max(x, 0).</summary>
        public override Tensor forward(Tensor x) => functional.relu(x, inplace);
    }

    /// <summary>min(max(x, 0), 6).</summary>
    public sealed class ReLU6 : Module<Tensor, Tensor>
    {
        internal ReLU6(bool inplace) : base(nameof(ReLU6)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>min(max(x, 0), 6).</summary>
        public override Tensor forward(Tensor x) => functional.relu6(x, inplace);
    }

    /// <summary>x above 0, negative_slope · x below.</summary>
    public sealed class LeakyReLU : Module<Tensor, Tensor>
    {
        internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) => (this.negative_slope, this.inplace) = (negative_slope, inplace);

        /// <summary>The constructor's argument.</summary>
        public double negative_slope { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x above 0, negative_slope · x below.</summary>
        public override Tensor forward(Tensor x) => functional.leaky_relu(x, negative_slope, inplace);
    }

    /// <summary>x above 0, α(exp(x) − 1) below.</summary>
    public sealed class ELU : Module<Tensor, Tensor>
    {
        internal ELU(double alpha, bool inplace) : base(nameof(ELU)) => (this.alpha, this.inplace) = (alpha, inplace);

        /// <summary>The constructor's argument.</summary>
        public double alpha { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x above 0, α(exp(x) − 1) below.</summary>
        public override Tensor forward(Tensor x) => functional.elu(x, alpha, inplace);
    }

    /// <summary>x above 0, α(exp(x/α) − 1) below.</summary>
    public sealed class CELU : Module<Tensor, Tensor>
    {
        internal CELU(double alpha, bool inplace) : base(nameof(CELU)) => (this.alpha, this.inplace) = (alpha, inplace);

        /// <summary>The constructor's argument.</summary>
        public double alpha { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x above 0, α(exp(x/α) − 1) below.</summary>
        public override Tensor forward(Tensor x) => functional.celu(x, alpha, inplace);
    }

    /// <summary>The self-normalising ELU.</summary>
    public sealed class SELU : Module<Tensor, Tensor>
    {
        internal SELU(bool inplace) : base(nameof(SELU)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>The self-normalising ELU.</summary>
        public override Tensor forward(Tensor x) => functional.selu(x, inplace);
    }

    /// <summary>x · Φ(x).</summary>
    public sealed class GELU : Module<Tensor, Tensor>
    {
        internal GELU(bool inplace) : base(nameof(GELU)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x · Φ(x).</summary>
        public override Tensor forward(Tensor x) => functional.gelu(x, inplace);
    }

    /// <summary>x · σ(x).</summary>
    public sealed class SiLU : Module<Tensor, Tensor>
    {
        internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x · σ(x).</summary>
        public override Tensor forward(Tensor x) => functional.silu(x, inplace);
    }

    /// <summary>x · tanh(softplus(x)).</summary>
    public sealed class Mish : Module<Tensor, Tensor>
    {
        internal Mish(bool inplace) : base(nameof(Mish)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x · tanh(softplus(x)).</summary>
        public override Tensor forward(Tensor x) => functional.mish(x, inplace);
    }

    /// <summary>1 / (1 + exp(−x)).</summary>
    public sealed class Sigmoid : Module<Tensor, Tensor>
    {
        internal Sigmoid(bool inplace) : base(nameof(Sigmoid)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>1 / (1 + exp(−x)).</summary>
        public override Tensor forward(Tensor x) => functional.sigmoid(x, inplace);
    }

    /// <summary>log σ(x).</summary>
    public sealed class LogSigmoid : Module<Tensor, Tensor>
    {
        internal LogSigmoid() : base(nameof(LogSigmoid))
        {
        }

        /// <summary>log σ(x).</summary>
        public override Tensor forward(Tensor x) => functional.logsigmoid(x);
    }

    /// <summary>Hyperbolic tangent.</summary>
    public sealed class Tanh : Module<Tensor, Tensor>
    {
        internal Tanh(bool inplace) : base(nameof(Tanh)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>Hyperbolic tangent.</summary>
        public override Tensor forward(Tensor x) => functional.tanh(x, inplace);
    }

    /// <summary>x moved into [min_val, max_val].</summary>
    public sealed class Hardtanh : Module<Tensor, Tensor>
    {
        internal Hardtanh(double min_val, double max_val, bool inplace) : base(nameof(Hardtanh)) => (this.min_val, this.max_val, this.inplace) = (min_val, max_val, inplace);

        /// <summary>The constructor's argument.</summary>
        public double min_val { get; set; }

        /// <summary>The constructor's argument.</summary>
        public double max_val { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x moved into [min_val, max_val].</summary>
        public override Tensor forward(Tensor x) => functional.hardtanh(x, min_val, max_val, inplace);
    }

    /// <summary>x/6 + ½ moved into [0, 1].</summary>
    public sealed class Hardsigmoid : Module<Tensor, Tensor>
    {
        internal Hardsigmoid(bool inplace) : base(nameof(Hardsigmoid)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x/6 + ½ moved into [0, 1].</summary>
        public override Tensor forward(Tensor x) => functional.hardsigmoid(x, inplace);
    }

    /// <summary>x · hardsigmoid(x).</summary>
    public sealed class Hardswish : Module<Tensor, Tensor>
    {
        internal Hardswish(bool inplace) : base(nameof(Hardswish)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x · hardsigmoid(x).</summary>
        public override Tensor forward(Tensor x) => functional.hardswish(x, inplace);
    }

    /// <summary>log(1 + exp(β·x)) / β.</summary>
    public sealed class Softplus : Module<Tensor, Tensor>
    {
        internal Softplus(double beta, double threshold) : base(nameof(Softplus)) => (this.beta, this.threshold) = (beta, threshold);

        /// <summary>The constructor's argument.</summary>
        public double beta { get; set; }

        /// <summary>The constructor's argument.</summary>
        public double threshold { get; set; }

        /// <summary>log(1 + exp(β·x)) / β.</summary>
        public override Tensor forward(Tensor x) => functional.softplus(x, beta, threshold);
    }

    /// <summary>x / (1 + |x|).</summary>
    public sealed class Softsign : Module<Tensor, Tensor>
    {
        internal Softsign(bool inplace) : base(nameof(Softsign)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x / (1 + |x|).</summary>
        public override Tensor forward(Tensor x) => functional.softsign(x, inplace);
    }

    /// <summary>exp(x) / Σ exp(x) over a dimension.</summary>
    public sealed class Softmax : Module<Tensor, Tensor>
    {
        internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;

        /// <summary>The constructor's argument.</summary>
        public long dim { get; set; }

        /// <summary>exp(x) / Σ exp(x) over a dimension.</summary>
        public override Tensor forward(Tensor x) => functional.softmax(x, dim);
    }

    /// <summary>log softmax(x) over a dimension.</summary>
    public sealed class LogSoftmax : Module<Tensor, Tensor>
    {
        internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;

        /// <summary>The constructor's argument.</summary>
        public long dim { get; set; }

        /// <summary>log softmax(x) over a dimension.</summary>
        public override Tensor forward(Tensor x) => functional.log_softmax(x, dim);
    }

    /// <summary>softmax(−x) over a dimension.</summary>
    public sealed class Softmin : Module<Tensor, Tensor>
    {
        internal Softmin(long dim) : base(nameof(Softmin)) => this.dim = dim;

        /// <summary>The constructor's argument.</summary>
        public long dim { get; set; }

        /// <summary>softmax(−x) over a dimension.</summary>
        public override Tensor forward(Tensor x) => functional.softmin(x, dim);
    }

    /// <summary>x − tanh(x).</summary>
    public sealed class Tanhshrink : Module<Tensor, Tensor>
    {
        internal Tanhshrink(bool inplace) : base(nameof(Tanhshrink)) => this.inplace = inplace;

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x − tanh(x).</summary>
        public override Tensor forward(Tensor x) => functional.tanhshrink(x, inplace);
    }

    /// <summary>x above a threshold, else a value.</summary>
    public sealed class Threshold : Module<Tensor, Tensor>
    {
        internal Threshold(double threshold, double value, bool inplace) : base(nameof(Threshold)) => (this.threshold, this.value, this.inplace) = (threshold, value, inplace);

        /// <summary>The constructor's argument.</summary>
        public double threshold { get; set; }

        /// <summary>The constructor's argument.</summary>
        public double value { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>x above a threshold, else a value.</summary>
        public override Tensor forward(Tensor x) => functional.threshold(x, threshold, value, inplace);
    }

    /// <summary>Zeroes elements in training.</summary>
    public sealed class Dropout : Module<Tensor, Tensor>
    {
        internal Dropout(double p, bool inplace) : base(nameof(Dropout)) => (this.p, this.inplace) = (p, inplace);

        /// <summary>The constructor's argument.</summary>
        public double p { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>Zeroes elements in training.</summary>
        public override Tensor forward(Tensor x) => functional.dropout(x, p, training, inplace);
    }

    /// <summary>Zeroes channels in training.</summary>
    public sealed class Dropout1d : Module<Tensor, Tensor>
    {
        internal Dropout1d(double p, bool inplace) : base(nameof(Dropout1d)) => (this.p, this.inplace) = (p, inplace);

        /// <summary>The constructor's argument.</summary>
        public double p { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>Zeroes channels in training.</summary>
        public override Tensor forward(Tensor x) => functional.dropout1d(x, p, training, inplace);
    }

    /// <summary>Zeroes channels in training.</summary>
    public sealed class Dropout2d : Module<Tensor, Tensor>
    {
        internal Dropout2d(double p, bool inplace) : base(nameof(Dropout2d)) => (this.p, this.inplace) = (p, inplace);

        /// <summary>The constructor's argument.</summary>
        public double p { get; set; }

        /// <summary>The constructor's argument.</summary>
        public bool inplace { get; set; }

        /// <summary>Zeroes channels in training.</summary>
        public override Tensor forward(Tensor x) => functional.dropout2d(x, p, training, inplace);
    }

    /// <summary>Merges dimensions, all but the first unless told otherwise.</summary>
    public sealed class Flatten : Module<Tensor, Tensor>
    {
        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) => (this.start_dim, this.end_dim) = (start_dim, end_dim);

        /// <summary>The constructor's argument.</summary>
        public long start_dim { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long end_dim { get; set; }

        /// <summary>Merges dimensions, all but the first unless told otherwise.</summary>
        public override Tensor forward(Tensor x) => x.flatten(start_dim, end_dim);
    }

    /// <summary>Splits one dimension into several.</summary>
    public sealed class Unflatten : Module<Tensor, Tensor>
    {
        internal Unflatten(long dim, long[] unflattened_size) : base(nameof(Unflatten)) => (this.dim, this.unflattened_size) = (dim, unflattened_size);

        /// <summary>The constructor's argument.</summary>
        public long dim { get; set; }

        /// <summary>The constructor's argument.</summary>
        public long[] unflattened_size { get; set; }

        /// <summary>Splits one dimension into several.</summary>
        public override Tensor forward(Tensor x) => x.unflatten(dim, unflattened_size);
    }

    /// <summary>x above 0, a learned slope below. He et al. (2015).</summary>
    public sealed class PReLU : Module<Tensor, Tensor>
    {
        internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype)
            : base(nameof(PReLU))
        {
            this.num_parameters = num_parameters;
            register_parameter("weight", new Parameter(full([num_parameters], init, dtype ?? get_default_dtype(), device)));
        }

        /// <summary>The number of slopes.</summary>
        public long num_parameters { get; }

        /// <summary>The slopes.</summary>
        public Parameter weight
        {
            get => ParameterAt("weight")!;
            set => ReplaceParameter("weight", value);
        }

        /// <summary>x above 0, a learned slope below.</summary>
        public override Tensor forward(Tensor x) => functional.prelu(x, weight);
    }
}
