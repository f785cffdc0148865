namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills parameters with starting values, with PyTorch's own numbers for a seed.</summary>
        public static class init
        {
            /// <summary>What follows a layer, for <see cref="calculate_gain"/>.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,
                /// <summary>A convolution.</summary>
                Conv1D = 1,
                /// <summary>A convolution.</summary>
                Conv2D = 2,
                /// <summary>A convolution.</summary>
                Conv3D = 3,
                /// <summary>A transposed convolution.</summary>
                ConvTranspose1D = 4,
                /// <summary>A transposed convolution.</summary>
                ConvTranspose2D = 5,
                /// <summary>A transposed convolution.</summary>
                ConvTranspose3D = 6,
                /// <summary>The logistic function.</summary>
                Sigmoid = 7,
                /// <summary>The hyperbolic tangent.</summary>
                Tanh = 8,
                /// <summary>The rectifier.</summary>
                ReLU = 9,
                /// <summary>The leaky rectifier.</summary>
                LeakyReLU = 10,
            }

            /// <summary>Which side of a layer keeps its variance.</summary>
            public enum FanInOut
            {
                /// <summary>The forward pass.</summary>
                FanIn = 0,
                /// <summary>The backward pass.</summary>
                FanOut = 1,
            }

            /// <summary>The factor that keeps the variance behind a nonlinearity.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + (param * param))),
                _ => 1,
            };

            /// <summary>Inputs and outputs that one unit of a weight connects.</summary>
            /// <exception cref="ArgumentException">Fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.Impl.Shape;
                if (shape.Length < 2)
                    throw new ArgumentException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions", nameof(tensor));
                var field = Shape.Count(shape.AsSpan(2));
                return (shape[1] * field, shape[0] * field);
            }

            private static Tensor Quietly(Tensor tensor, Action fill)
            {
                using var scope = NewDisposeScope();
                using var mode = no_grad();
                fill();
                return tensor;
            }

            private static double Fan(Tensor tensor, FanInOut mode)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return mode == FanInOut.FanIn ? fanIn : fanOut;
            }

            /// <summary>Ones.</summary>
            public static Tensor ones_(Tensor tensor) => Quietly(tensor, () => tensor.fill_(1));

            /// <summary>Zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => Quietly(tensor, () => tensor.fill_(0));

            /// <summary>One value.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val) => Quietly(tensor, () => tensor.fill_(val));

            /// <summary>The identity matrix.</summary>
            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.Impl.Shape.Length != 2) throw new ArgumentException("Only tensors with 2 dimensions are supported", nameof(tensor));
                return Quietly(tensor, () => tensor.copy_(eye(tensor.Impl.Shape[0], tensor.Impl.Shape[1])));
            }

            /// <summary>
            /// A convolution that passes channels on: 1 in the middle of the kernel from each input channel to the output channel of the same
            /// number. [out, in, k…] with 1 to 3 dimensions of kernel.
            /// </summary>
            public static Tensor dirac_(Tensor tensor)
            {
                var shape = tensor.Impl.Shape;
                if (shape.Length is < 3 or > 5) throw new ArgumentException("Only tensors with 3, 4, or 5 dimensions are supported", nameof(tensor));
                return Quietly(tensor, () =>
                {
                    tensor.fill_(0);
                    var middle = tensor;
                    foreach (var k in shape[2..]) middle = middle.select(2, k / 2);
                    middle.diagonal().fill_(1);
                });
            }

            /// <summary>
            /// Rows, or columns where there are fewer, that are orthonormal, times <paramref name="gain"/>. Further dimensions count as columns.
            /// Saxe et al. (2014).
            /// </summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                if (tensor.Impl.Shape.Length < 2) throw new ArgumentException("Only tensors with 2 or more dimensions are supported", nameof(tensor));
                if (tensor.Impl.Count == 0) return tensor;
                return Quietly(tensor, () =>
                {
                    var rows = tensor.Impl.Shape[0];
                    var drawn = randn([rows, tensor.Impl.Count / rows], tensor.dtype);
                    var wide = rows < drawn.Impl.Shape[1];
                    var (q, r) = linalg.qr(wide ? drawn.t() : drawn);
                    q = q * r.diagonal().sign(); // makes the factorisation, and so the result, unique
                    tensor.copy_((wide ? q.t() : q).reshape(tensor.Impl.Shape)).mul_(gain);
                });
            }

            /// <summary>Normal numbers in each column, of which a share is set to 0. Martens (2010).</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                if (tensor.Impl.Shape.Length != 2) throw new ArgumentException("Only tensors with 2 dimensions are supported", nameof(tensor));
                return Quietly(tensor, () =>
                {
                    var (rows, columns) = (tensor.Impl.Shape[0], tensor.Impl.Shape[1]);
                    tensor.normal_(0, std);
                    for (long c = 0; c < columns; c++)
                        tensor.select(1, c).index_fill_(0, randperm(rows).narrow(0, 0, (long)Math.Ceiling(sparsity * rows)), 0);
                });
            }

            /// <summary>Normal numbers drawn again until they lie in [a, b], in effect: uniform quantiles of that part of the distribution.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null) => Quietly(tensor, () =>
            {
                double Below(double x) => (1 + SpecialFunctions.Erf((x - mean) / (std * Math.Sqrt(2)))) / 2;
                tensor.uniform_((2 * Below(a)) - 1, (2 * Below(b)) - 1, generator);
                double[] quantiles = [.. tensor.to_type(ScalarType.Float64).AsContiguous().Span<double>().ToArray().Select(MathNet.Numerics.SpecialFunctions.ErfInv)];
                tensor.copy_(Tensor.From<double>(quantiles, tensor.Impl.Shape)).mul_(std * Math.Sqrt(2)).add_(mean).clamp_(a, b);
            });

            /// <summary>Uniform in [low, high).</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) => Quietly(tensor, () => tensor.uniform_(low, high, generator));

            /// <summary>Normal.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) => Quietly(tensor, () => tensor.normal_(mean, std, generator));

            /// <summary>He et al. (2015), eq. 10: uniform with a bound of gain·√(3/fan).</summary>
            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                if (tensor.Impl.Count == 0) return tensor;
                var bound = Math.Sqrt(3) * calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode));
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>He et al. (2015), eq. 10: normal with a deviation of gain/√fan.</summary>
            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)));

            /// <summary>Glorot and Bengio (2010), eq. 16: uniform with a bound of gain·√(6/(in + out)).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>The same as <see cref="xavier_uniform_"/>.</summary>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);

            /// <summary>Glorot and Bengio (2010): normal with a deviation of gain·√(2/(in + out)).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            /// <summary>The same as <see cref="xavier_normal_"/>.</summary>
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);
        }
    }
}
