namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The functions behind the modules, for use without one.</summary>
        public static partial class functional
        {
            private static Tensor Maybe(Tensor x, bool inplace, Tensor y) => inplace ? InPlace.Replace(x, y) : y;

            /// <summary>max(x, 0).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => Maybe(x, inplace, x.relu());

            /// <summary>min(max(x, 0), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => Maybe(x, inplace, x.Clip(0, 6));

            /// <summary>x above 0, α(exp(x) − 1) below.</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => Maybe(x, inplace, x.elu(alpha));

            /// <summary>x above 0, α(exp(x/α) − 1) below.</summary>
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => Maybe(x, inplace, x.elu(alpha, 1, 1 / alpha));

            /// <summary>The self-normalising ELU. Klambauer et al. (2017).</summary>
            public static Tensor selu(Tensor x, bool inplace = false) => Maybe(x, inplace, x.elu(1.6732632423543772848170429916717, 1.0507009873554804934193349852946, 1));

            /// <summary>x · σ(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => Maybe(x, inplace, x.silu());

            /// <summary>x · tanh(softplus(x)).</summary>
            public static Tensor mish(Tensor x, bool inplace = false) => Maybe(x, inplace, x * x.softplus().tanh());

            /// <summary>Hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => Maybe(x, inplace, x.tanh());

            /// <summary>x / (1 + |x|).</summary>
            public static Tensor softsign(Tensor x, bool inplace = false) => Maybe(x, inplace, x / (x.abs() + 1));

            /// <summary>x moved into [min_val, max_val].</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) => Maybe(x, inplace, x.Clip(min_val, max_val));

            /// <summary>x/6 + ½ moved into [0, 1].</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => Maybe(input, inplace, (input + 3).Clip(0, 6) / 6);

            /// <summary>x · hardsigmoid(x).</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => Maybe(input, inplace, input * ((input + 3).Clip(0, 6) / 6));

            /// <summary>x above a threshold, else a value.</summary>
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) => Maybe(x, inplace, where(x > threshold, x, full([], value, x.dtype)));

            /// <summary>x − tanh(x).</summary>
            public static Tensor tanhshrink(Tensor x, bool inplace = false) => Maybe(x, inplace, x - x.tanh());

            /// <summary>x above 0, negative_slope · x below.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => Maybe(input, inplace, input.leaky_relu(negative_slope));

            /// <summary>x above 0, a learned slope below: one for all, or one per channel (dimension 1).</summary>
            public static Tensor prelu(Tensor input, Tensor weight)
            {
                var slope = weight.numel() == 1 || input.ndim < 2 ? weight : weight.view([weight.numel(), .. Enumerable.Repeat(1L, (int)input.ndim - 2)]);
                return input.clamp_min(0) + (slope * input.clamp_max(0));
            }

            /// <summary>x · Φ(x).</summary>
            public static Tensor gelu(Tensor x) => x.gelu();

            /// <summary>x · Φ(x).</summary>
            public static Tensor gelu(Tensor x, bool inplace) => Maybe(x, inplace, x.gelu());

            /// <summary>1 / (1 + exp(−x)).</summary>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <summary>1 / (1 + exp(−x)).</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) => Maybe(x, inplace, x.sigmoid());

            /// <summary>log σ(x), safe from underflow.</summary>
            public static Tensor logsigmoid(Tensor x) => -(-x).softplus(threshold: double.PositiveInfinity);

            /// <summary>log(1 + exp(β·x)) / β.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            /// <summary>exp(x) / Σ exp(x) over a dimension.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>log softmax(x) over a dimension.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>softmax(−x).</summary>
            public static Tensor softmin(Tensor x, long dim) => (-x).softmax(dim);

            /// <summary>Zeroes elements with probability p in training and scales the others by 1/(1 − p). Srivastava et al. (2014).</summary>
            /// <exception cref="ArgumentException">p is outside [0, 1].</exception>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Drop(input, input.Impl.Shape, p, training, inplace);

            /// <summary>Dropout of whole channels: one draw per image and channel of [n, c, h, w].</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Drop(input, Channels(input), p, training, inplace);

            /// <summary>Dropout of whole channels: one draw per row and channel of [n, c, l].</summary>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Drop(input, Channels(input), p, training, inplace);

            private static long[] Channels(Tensor input)
            {
                var shape = input.shape;
                if (shape.Length < 2) throw new System.Runtime.InteropServices.ExternalException("Feature dropout requires at least 2 dimensions in the input");
                Array.Fill(shape, 1, 2, shape.Length - 2);
                return shape;
            }

            private static Tensor Drop(Tensor input, long[] draws, double p, bool training, bool inplace)
            {
                if (p is < 0 or > 1) throw new ArgumentException($"dropout probability has to be between 0 and 1, but got {p.ToString(System.Globalization.CultureInfo.InvariantCulture)}", nameof(p));
                if (!training || p == 0) return input.alias();
                var noise = empty(draws, input.dtype).bernoulli_(1 - p);
                return Maybe(input, inplace, input * (p == 1 ? noise : noise.div_(1 - p)));
            }
        }
    }
}
