namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class optim
        {
            /// <inheritdoc cref="Modules.Adagrad"/>
            public static Adagrad Adagrad(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            /// <inheritdoc cref="Modules.Adagrad"/>
            public static Adagrad Adagrad(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters.Select(p => p.parameter), lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            /// <inheritdoc cref="Modules.Adagrad"/>
            public static Adagrad Adagrad(IEnumerable<Adagrad.ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);
        }
    }
}

namespace TorchSharp.Modules
{
    using System.Numerics;
    using static torch;

    /// <summary>Adagrad, Duchi et al. (2011): steps divided by the root of the sum of squared gradients.</summary>
    public class Adagrad : OptimizerHelper
    {
        /// <summary>Over parameters.</summary>
        /// <inheritdoc cref="Adagrad(IEnumerable{ParamGroup}, double, double, double, double, double)"/>
        public Adagrad(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps)
        {
        }

        /// <summary>Over groups.</summary>
        /// <exception cref="ArgumentException">An option outside its range.</exception>
        public Adagrad(IEnumerable<ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : base(Check(new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps }), parameters)
        {
        }

        private static Options Check(Options o)
        {
            OptimizerOptions.Positive(o.lr_decay, "lr_decay value");
            OptimizerOptions.Positive(o.weight_decay, "weight_decay value");
            OptimizerOptions.Positive(o.initial_accumulator_value, "initial_accumulator_value");
            OptimizerOptions.Positive(o.eps, "eps value");
            return o;
        }

        private protected override void Update(Modules.ParamGroup group, Parameter p, Tensor gradient)
        {
            var o = (Options)group.Options;
            var s = State(group, p);
            s.Step++;
            Updates.Run(new Step<float>(o, s.Step), new Step<double>(o, s.Step), p, gradient, s.Tensors);
        }

        private protected override double?[] Starts(OptimizerOptions options) => [((Options)options).initial_accumulator_value];

        private protected override void Exchange(StateFile file)
        {
            file.Step();
            file.Tensor(0);
        }

        /// <summary>The options.</summary>
        public class Options : OptimizerOptions
        {
            /// <summary>How the rate falls with the steps.</summary>
            public double? lr_decay;
            /// <summary>λ: how strongly weights are pulled to 0.</summary>
            public double? weight_decay;
            /// <summary>What the sums start from.</summary>
            public double? initial_accumulator_value;
            /// <summary>Keeps the divisor from 0.</summary>
            public double? eps;
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

            /// <inheritdoc cref="Adagrad(IEnumerable{ParamGroup}, double, double, double, double, double)"/>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
                : base(parameters, new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps })
            {
            }
        }

        private readonly struct Step<T>(Options o, long step) : IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
        {
            private readonly Vector<T> decay = new(T.CreateTruncating(o.weight_decay!.Value));
            private readonly Vector<T> rate = new(T.CreateTruncating(o.LearningRate!.Value / (1 + ((step - 1) * o.lr_decay!.Value))));
            private readonly Vector<T> eps = new(T.CreateTruncating(o.eps!.Value));

            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
            public void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> sum, ref Vector<T> unused, ref Vector<T> unused2)
            {
                g += decay * p;
                sum += g * g;
                p -= rate * g / (Vector.SquareRoot(sum) + eps);
            }
        }
    }
}
