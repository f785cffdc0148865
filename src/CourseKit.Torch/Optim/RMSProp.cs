namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class optim
        {
            /// <inheritdoc cref="Modules.RMSProp"/>
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            /// <inheritdoc cref="Modules.RMSProp"/>
            public static RMSProp RMSProp(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            /// <inheritdoc cref="Modules.RMSProp"/>
            public static RMSProp RMSProp(IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    using System.Numerics;
    using static torch;

    /// <summary>RMSProp, Tieleman and Hinton (2012): steps divided by a running root mean square of the gradient.</summary>
    public class RMSProp : OptimizerHelper
    {
        /// <summary>Over parameters.</summary>
        /// <inheritdoc cref="RMSProp(IEnumerable{ParamGroup}, double, double, double, double, double, bool, bool)"/>
        public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        /// <summary>Over groups.</summary>
        /// <exception cref="ArgumentException">An option outside its range.</exception>
        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : base(Check(new Options { LearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum, centered = centered, maximize = maximize }), parameters)
        {
        }

        private static Options Check(Options o)
        {
            OptimizerOptions.Positive(o.alpha, "alpha value");
            OptimizerOptions.Positive(o.eps, "eps value");
            OptimizerOptions.Positive(o.momentum, "momentum value");
            OptimizerOptions.Positive(o.weight_decay, "weight_decay value");
            return o;
        }

        private protected override void Update(Modules.ParamGroup group, Parameter p, Tensor gradient)
        {
            var o = (Options)group.Options;
            var s = State(group, p);
            s.Step++;
            Updates.Run(new Step<float>(o), new Step<double>(o), p, gradient, s.Tensors);
        }

        private protected override double?[] Starts(OptimizerOptions options) => [0, 0, 0];

        private protected override void Exchange(StateFile file)
        {
            file.Step();
            file.Tensor(0);
            file.Optional(2);
            file.Optional(1);
        }

        /// <summary>The options.</summary>
        public class Options : OptimizerOptions
        {
            /// <summary>Whether to climb instead of descend.</summary>
            public bool? maximize;
            /// <summary>μ: the share of the last step that goes on.</summary>
            public double? momentum;
            /// <summary>Decay of the squared gradients.</summary>
            public double? alpha;
            /// <summary>Keeps the divisor from 0.</summary>
            public double? eps;
            /// <summary>λ: how strongly weights are pulled to 0.</summary>
            public double? weight_decay;
            /// <summary>Whether the divisor is the deviation about the running mean.</summary>
            public bool? centered;
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>
        {
            /// <summary>An empty group.</summary>
            public ParamGroup()
            {
            }

            /// <summary>A group.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
            {
            }

            /// <inheritdoc cref="RMSProp(IEnumerable{ParamGroup}, double, double, double, double, double, bool, bool)"/>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum, centered = centered, maximize = maximize })
            {
            }
        }

        private readonly struct Step<T>(Options o) : IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
        {
            private readonly Vector<T> sign = new(T.CreateTruncating(o.maximize == true ? -1 : 1));
            private readonly Vector<T> decay = new(T.CreateTruncating(o.weight_decay!.Value));
            private readonly Vector<T> rate = new(T.CreateTruncating(o.LearningRate!.Value));
            private readonly Vector<T> alpha = new(T.CreateTruncating(o.alpha!.Value));
            private readonly Vector<T> rest = new(T.CreateTruncating(1 - o.alpha!.Value));
            private readonly Vector<T> eps = new(T.CreateTruncating(o.eps!.Value));
            private readonly Vector<T> momentum = new(T.CreateTruncating(o.momentum!.Value));
            private readonly bool centered = o.centered == true;

            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
            public void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> square, ref Vector<T> mean, ref Vector<T> velocity)
            {
                g = (g * sign) + (decay * p);
                square = (alpha * square) + (rest * g * g);
                var variance = square;
                if (centered)
                {
                    mean = (alpha * mean) + (rest * g);
                    variance -= mean * mean;
                }
                velocity = (momentum * velocity) + (g / (Vector.SquareRoot(variance) + eps));
                p -= rate * velocity;
            }
        }
    }
}
