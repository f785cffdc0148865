namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>RMSProp, Tieleman and Hinton (2012): steps divided by a running root mean square of the gradient.</summary>
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
            /// <summary>RMSProp, Tieleman and Hinton (2012): steps divided by a running root mean square of the gradient. On named parameters.</summary>
            public static RMSProp RMSProp(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);
            /// <summary>RMSProp, Tieleman and Hinton (2012): steps divided by a running root mean square of the gradient. On groups with options of their own.</summary>
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
        public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        /// <summary>Over groups.</summary>
        /// <exception cref="ArgumentException">An option outside its range.</exception>
        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : base(Check(new Options(lr, alpha, eps, weight_decay, momentum, centered, maximize)), parameters)
        {
        }

        private static Options Check(Options o)
        {
            if (o.LearningRate < 0) throw new ArgumentException($"Invalid learning rate: {o.LearningRate}");
            if (o.alpha < 0) throw new ArgumentException($"Invalid alpha value: {o.alpha}");
            if (o.eps < 0) throw new ArgumentException($"Invalid eps value: {o.eps}");
            if (o.momentum < 0) throw new ArgumentException($"Invalid momentum value: {o.momentum}");
            if (o.weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {o.weight_decay}");
            return o;
        }

        private protected override void Update(Modules.ParamGroup group, Parameter p, Tensor gradient)
        {
            var o = (Options)group.Options;
            Updates.Run(new Step<float>(o), new Step<double>(o), p, gradient, State(p, 3));
        }

        /// <summary>The options.</summary>
        public class Options : OptimizerOptions
        {
            /// <summary>Decay of the squared gradients.</summary>
            public double? alpha;
            /// <summary>Keeps the divisor from 0.</summary>
            public double? eps;
            /// <summary>λ: how strongly weights are pulled to 0.</summary>
            public double? weight_decay;
            /// <summary>μ: the share of the last step that goes on.</summary>
            public double? momentum;
            /// <summary>Whether the divisor is the deviation about the running mean.</summary>
            public bool? centered;
            /// <summary>Whether to climb instead of descend.</summary>
            public bool? maximize;

            /// <summary>Options that are all taken from the optimiser.</summary>
            public Options()
            {
            }

            internal Options(double lr, double alpha, double eps, double weight_decay, double momentum, bool centered, bool maximize)
            {
                LearningRate = InitialLearningRate = lr;
                this.alpha = alpha;
                this.eps = eps;
                this.weight_decay = weight_decay;
                this.momentum = momentum;
                this.centered = centered;
                this.maximize = maximize;
            }
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

            /// <summary>A group.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
                : base(parameters, new Options(lr, alpha, eps, weight_decay, momentum, centered, maximize))
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
