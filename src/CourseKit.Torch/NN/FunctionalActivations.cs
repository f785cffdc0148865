using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The functions behind the modules, for use without one.</summary>
        public static partial class functional
        {
            private static Tensor Maybe(Tensor x, bool inplace, Tensor y) => inplace ? InPlace.Replace(x, y) : y;

            /// <inheritdoc cref="Modules.ReLU"/>
            public static Tensor relu(Tensor x, bool inplace = false) => Maybe(x, inplace, x.relu());

            /// <inheritdoc cref="Modules.ReLU6"/>
            public static Tensor relu6(Tensor x, bool inplace = false) => Maybe(x, inplace, x.Clip(0, 6));

            /// <inheritdoc cref="Modules.LeakyReLU"/>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => Maybe(input, inplace, input.leaky_relu(negative_slope));

            /// <inheritdoc cref="Modules.RReLU"/>
            public static Tensor rrelu(Tensor x, double lower = 0.125, double upper = 0.3333333333333333, bool inplace = false) => leaky_relu(x, (lower + upper) / 2, inplace);

            /// <inheritdoc cref="Modules.ELU"/>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => Maybe(x, inplace, x.elu(alpha));

            /// <inheritdoc cref="Modules.CELU"/>
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => Maybe(x, inplace, x.elu(alpha, 1, 1 / alpha));

            /// <inheritdoc cref="Modules.SELU"/>
            public static Tensor selu(Tensor x, bool inplace = false) => Maybe(x, inplace, x.elu(1.6732632423543772848170429916717, 1.0507009873554804934193349852946, 1));

            /// <inheritdoc cref="Modules.SiLU"/>
            public static Tensor silu(Tensor x, bool inplace = false) => Maybe(x, inplace, x.silu());

            /// <inheritdoc cref="Modules.Mish"/>
            public static Tensor mish(Tensor x, bool inplace = false) => Maybe(x, inplace, x * x.softplus().tanh());

            /// <inheritdoc cref="Modules.Tanh"/>
            public static Tensor tanh(Tensor x, bool inplace = false) => Maybe(x, inplace, x.tanh());

            /// <inheritdoc cref="Modules.Softsign"/>
            public static Tensor softsign(Tensor x, bool inplace = false) => Maybe(x, inplace, x / (x.abs() + 1));

            /// <inheritdoc cref="Modules.Hardtanh"/>
            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) => Maybe(x, inplace, x.Clip(min_val, max_val));

            /// <inheritdoc cref="Modules.Hardsigmoid"/>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => Maybe(input, inplace, (input + 3).Clip(0, 6) / 6);

            /// <inheritdoc cref="Modules.Hardswish"/>
            public static Tensor hardswish(Tensor input, bool inplace = false) => Maybe(input, inplace, input * ((input + 3).Clip(0, 6) / 6));

            /// <inheritdoc cref="Modules.Threshold"/>
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) => Maybe(x, inplace, where(x > threshold, x, full([], value, x.dtype)));

            /// <inheritdoc cref="Modules.Tanhshrink"/>
            public static Tensor tanhshrink(Tensor x, bool inplace = false) => Maybe(x, inplace, x - x.tanh());

            /// <summary>x above 0, a learned slope below: one for all, or one per channel (dimension 1).</summary>
            public static Tensor prelu(Tensor input, Tensor weight)
            {
                var slope = weight.numel() == 1 || input.ndim < 2 ? weight : weight.view(ChannelShape(input));
                return input.clamp_min(0) + (slope * input.clamp_max(0));
            }

            /// <summary>The shape that broadcasts one value per channel over [n, c, …].</summary>
            private static long[] ChannelShape(Tensor x) => [x.Impl.Shape[1], .. Enumerable.Repeat(1L, x.Impl.Shape.Length - 2)];

            /// <inheritdoc cref="Modules.GELU"/>
            public static Tensor gelu(Tensor x) => x.gelu();

            /// <inheritdoc cref="Modules.GELU"/>
            public static Tensor gelu(Tensor x, bool inplace) => Maybe(x, inplace, x.gelu());

            /// <inheritdoc cref="Modules.GELU"/>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false) => Maybe(x, inplace, x.gelu(approximate));

            /// <inheritdoc cref="Modules.Sigmoid"/>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <inheritdoc cref="Modules.Sigmoid"/>
            public static Tensor sigmoid(Tensor x, bool inplace) => Maybe(x, inplace, x.sigmoid());

            /// <summary>log σ(x), safe from underflow.</summary>
            public static Tensor logsigmoid(Tensor x) => -(-x).softplus(threshold: double.PositiveInfinity);

            /// <inheritdoc cref="Modules.Softplus"/>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            /// <inheritdoc cref="Modules.Softmax"/>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <inheritdoc cref="Modules.LogSoftmax"/>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <inheritdoc cref="Modules.Softmin"/>
            public static Tensor softmin(Tensor x, long dim) => (-x).softmax(dim);
        }
    }
}
