using System.Runtime.InteropServices;

namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.Bilinear"/>
            public static Bilinear Bilinear(long in1_features, long in2_features, long out_features, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in1_features, in2_features, out_features, hasBias, device, dtype);

            public static partial class functional
            {
                /// <summary>xᵀ·W·y + b: [..., in1], [..., in2], W [out, in1, in2], b [out] → [..., out].</summary>
                /// <exception cref="ExternalException">Shapes that do not fit.</exception>
                public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null)
                {
                    var (x, y, w) = (input1.Impl.Shape, input2.Impl.Shape, weight.Impl.Shape);
                    if (x.Length != y.Length) throw new ExternalException($"bilinear(): input dimensions do not match: got {x.Length} and {y.Length}");
                    for (var i = 0; i < x.Length - 1; i++)
                        if (x[i] != y[i]) throw new ExternalException($"bilinear(): input batch dimensions do not match at dim {i}: got {x[i]} and {y[i]}");
                    if (w.Length != 3 || x.Length == 0) throw new ExternalException($"bilinear(): expected inputs of at least 1 dimension and a weight of 3, but got {x.Length} and {w.Length}");
                    if (x[^1] != w[1]) throw new ExternalException($"bilinear(): input1 size does not match weight size: got {x[^1]} but expected {w[1]}");
                    if (y[^1] != w[2]) throw new ExternalException($"bilinear(): input2 size does not match weight size: got {y[^1]} but expected {w[2]}");
                    if (bias is not null && !Shape.Same(bias.Impl.Shape, [w[0]]))
                        throw new ExternalException($"bilinear(): bias size does not match weight size: got {Shape.Text(bias.Impl.Shape)} but expected {w[0]}");
                    var z = einsum("ni,oij,nj->no", input1.reshape(-1, w[1]), weight, input2.reshape(-1, w[2])).reshape([.. x[..^1], w[0]]);
                    return bias is null ? z : z + bias;
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>xᵀ·W·y + b with W [out, in1, in2] drawn uniformly from ±1/√in1, and so b.</summary>
    public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
    {
        internal Bilinear(long in1_features, long in2_features, long out_features, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Bilinear))
        {
            (this.in1_features, this.in2_features, this.out_features) = (in1_features, in2_features, out_features);
            var bound = 1 / Math.Sqrt(in1_features);
            register_parameter("weight", new Parameter(empty([out_features, in1_features, in2_features], dtype, device)));
            register_parameter("bias", hasBias ? new Parameter(empty([out_features], dtype, device)) : null);
            foreach (var p in parameters()) nn.init.uniform_(p, -bound, bound);
        }

        /// <summary>W, [out, in1, in2].</summary>
        public Parameter weight { get => ParameterAt("weight")!; set => ReplaceParameter("weight", value); }
        /// <summary>b, [out], or null.</summary>
        public Parameter? bias { get => ParameterAt("bias"); set => ReplaceParameter("bias", value); }
        /// <summary>Size of a first input row.</summary>
        public long in1_features { get; set; }
        /// <summary>Size of a second input row.</summary>
        public long in2_features { get; set; }
        /// <summary>Size of an output row.</summary>
        public long out_features { get; set; }
        /// <summary>[..., in1], [..., in2] → [..., out].</summary>
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.bilinear(input1, input2, weight, bias);
    }
}
