namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>y = x·Wᵀ + b with W [out, in] drawn uniformly from ±1/√in, and so b.</summary>
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            /// <summary>y = x·Wᵀ + b with given parameters.</summary>
            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            /// <summary>A parameter that shares the memory of its data.</summary>
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

            public static partial class functional
            {
                /// <summary>x·Wᵀ + b: [..., in], W [out, in], b [out] → [..., out].</summary>
                public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null)
                {
                    if (input.Impl.Shape.Length != 2) return Stacked(input, weights, bias);
                    var (x, w) = (input.Impl, weights.Impl);
                    if (w.Shape.Length != 2 || x.Shape[1] != w.Shape[1] || x.Dtype != w.Dtype || (bias is not null && !Shape.Same(bias.Impl.Shape, [w.Shape[0]])))
                        return Plain(input, weights, bias); // which has the right error
                    var y = Tensor.Empty([x.Shape[0], w.Shape[0]], x.Dtype);
                    Tensor.MultiplyInto(input, weights.Alias([w.Shape[1], w.Shape[0]], [w.Strides[1], w.Strides[0]], w.Offset), y, bias);
                    if (!Op.Records(input, weights, bias)) return y;
                    var op = new Op("AddmmBackward0");
                    Saved sx = op.Save(input), sw = op.Save(weights);
                    op.Input(input, g => g.mm(sw.Value)).Input(weights, g => g.t().mm(sx.Value));
                    if (bias is not null) op.Input(bias, g => g.sum(0L));
                    return op.Result(y);
                }

                private static Tensor Stacked(Tensor input, Tensor weights, Tensor? bias)
                {
                    var shape = input.Impl.Shape;
                    if (shape.Length == 0) throw new System.Runtime.InteropServices.ExternalException("both arguments to matmul need to be at least 1D, but they are 0D and 2D");
                    return linear(input.reshape(-1, shape[^1]), weights, bias).reshape([.. shape[..^1], weights.Impl.Shape[0]]);
                }

                private static Tensor Plain(Tensor input, Tensor weights, Tensor? bias)
                {
                    var y = input.mm(weights.t());
                    return bias is null ? y : y + bias;
                }
            }
        }

        public partial class Tensor
        {
            /// <summary>y = a·b + bias, each row.</summary>
            internal static void MultiplyInto(Tensor a, Tensor b, Tensor y, Tensor? bias)
            {
                var flat = bias?.AsContiguous();
                switch (a.Impl.Dtype)
                {
                    case ScalarType.Float32 when flat is not null: Biased<float>(a, b, y, flat); break;
                    case ScalarType.Float64 when flat is not null: Biased<double>(a, b, y, flat); break;
                    default: MultiplyInto(a, b, y, 0); break;
                }
            }

            private static unsafe void Biased<F>(Tensor a, Tensor b, Tensor y, Tensor bias) where F : unmanaged, System.Numerics.IFloatingPointIeee754<F>
            {
                var (ai, bi) = (a.Impl, b.Impl);
                fixed (F* pa = a.Memory<F>(), pb = b.Memory<F>(), py = y.Span<F>(), pBias = bias.Span<F>())
                {
                    Gemm.Multiply((int)ai.Shape[0], (int)bi.Shape[1], (int)ai.Shape[1], F.One, pa + ai.Offset, (nint)ai.Strides[0], (nint)ai.Strides[1],
                        pb + bi.Offset, (nint)bi.Strides[0], (nint)bi.Strides[1], F.Zero, py, (nint)y.Impl.Strides[0], pBias);
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>The affine map y = x·Wᵀ + b.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            (in_features, out_features) = (inputSize, outputSize);
            var w = new Parameter(empty([outputSize, inputSize], dtype, device));
            register_parameter("weight", w);
            nn.init.kaiming_uniform_(w, Math.Sqrt(5));
            var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
            register_parameter("bias", hasBias ? new Parameter(empty([outputSize], dtype, device)) : null);
            if (bias is { } b) nn.init.uniform_(b, -bound, bound);
        }

        internal Linear(Parameter weight, Parameter? bias)
            : base(nameof(Linear))
        {
            (out_features, in_features) = (weight.Impl.Shape[0], weight.Impl.Shape[1]);
            register_parameter("weight", weight);
            register_parameter("bias", bias);
        }

        /// <summary>W, [out, in].</summary>
        public Parameter weight
        {
            get => ParameterAt("weight")!;
            set => ReplaceParameter("weight", value);
        }

        /// <summary>b, [out], or null.</summary>
        public Parameter? bias
        {
            get => ParameterAt("bias");
            set => ReplaceParameter("bias", value);
        }

        /// <summary>Size of an input row.</summary>
        public long in_features { get; set; }

        /// <summary>Size of an output row.</summary>
        public long out_features { get; set; }

        /// <summary>[..., in] → [..., out].</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
    }
}
