namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class optim
        {
            /// <inheritdoc cref="Modules.SGD"/>
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <inheritdoc cref="Modules.SGD"/>
            public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <inheritdoc cref="Modules.SGD"/>
            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    using System.Numerics;
    using static torch;

    /// <summary>Stochastic gradient descent: p ← p − lr·v with v ← μ·v + (1 − dampening)·g.</summary>
    public class SGD : OptimizerHelper
    {
        /// <summary>Over parameters.</summary>
        /// <inheritdoc cref="SGD(IEnumerable{ParamGroup}, double, double, double, double, bool, bool)"/>
        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        /// <summary>Over groups.</summary>
        /// <exception cref="ArgumentException">An option outside its range.</exception>
        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(Check(new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }), parameters)
        {
        }

        private static Options Check(Options o)
        {
            OptimizerOptions.Positive(o.momentum, "momentum value");
            OptimizerOptions.Positive(o.weight_decay, "weight_decay value");
            if (o.nesterov == true && (o.momentum is null or <= 0 || o.dampening > 0))
                throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            return o;
        }

        private protected override void Update(Modules.ParamGroup group, Parameter p, Tensor gradient)
        {
            var o = (Options)group.Options;
            var s = State(group, p);
            var first = s.Tensors[0] is null;
            if (o.momentum > 0 && first) s.Tensors[0] = zeros_like(p).DetachFromDisposeScope();
            Updates.Run(new Step<float>(o, first), new Step<double>(o, first), p, gradient, s.Tensors.AsSpan(0, o.momentum > 0 ? 1 : 0));
        }

        /// <summary>The first gradient with momentum makes the only tensor.</summary>
        private protected override double?[] Starts(OptimizerOptions options) => [null];

        private protected override void Exchange(StateFile file) => file.Optional(0);

        /// <summary>The options.</summary>
        public class Options : OptimizerOptions
        {
            /// <summary>μ: the share of the last step that goes on.</summary>
            public double? momentum;
            /// <summary>How much of a new gradient is left out of the momentum.</summary>
            public double? dampening;
            /// <summary>λ: how strongly weights are pulled to 0.</summary>
            public double? weight_decay;
            /// <summary>Whether to look ahead.</summary>
            public bool? nesterov;
            /// <summary>Whether to climb instead of descend.</summary>
            public bool? maximize;
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

            /// <inheritdoc cref="SGD(IEnumerable{ParamGroup}, double, double, double, double, bool, bool)"/>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
            {
            }
        }

        private readonly struct Step<T>(Options o, bool first) : IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
        {
            private readonly Vector<T> sign = new(T.CreateTruncating(o.maximize == true ? -1 : 1));
            private readonly Vector<T> decay = new(T.CreateTruncating(o.weight_decay!.Value));
            private readonly Vector<T> rate = new(T.CreateTruncating(o.LearningRate!.Value));
            private readonly Vector<T> momentum = new(T.CreateTruncating(o.momentum!.Value));
            private readonly Vector<T> fresh = new(T.CreateTruncating(1 - o.dampening!.Value));
            private readonly (bool Momentum, bool Nesterov, bool First) mode = (o.momentum > 0, o.nesterov == true, first);

            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
            public void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> v, ref Vector<T> unused, ref Vector<T> unused2)
            {
                g = (g * sign) + (decay * p);
                if (mode.Momentum)
                {
                    v = mode.First ? g : (momentum * v) + (fresh * g);
                    g = mode.Nesterov ? g + (momentum * v) : v;
                }
                p -= rate * g;
            }
        }
    }
}
