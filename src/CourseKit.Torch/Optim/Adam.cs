namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class optim
        {
            /// <inheritdoc cref="Modules.Adam"/>
            public static Adam Adam(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <inheritdoc cref="Modules.Adam"/>
            public static Adam Adam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <inheritdoc cref="Modules.Adam"/>
            public static Adam Adam(IEnumerable<Adam.ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    using System.Numerics;
    using static torch;

    /// <summary>Adam, Kingma and Ba (2015): steps scaled by running moments of the gradient.</summary>
    public class Adam : OptimizerHelper
    {
        /// <summary>Over parameters.</summary>
        /// <inheritdoc cref="Adam(IEnumerable{ParamGroup}, double, double, double, double, double, bool, bool)"/>
        public Adam(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        /// <summary>Over groups.</summary>
        /// <exception cref="ArgumentException">An option outside its range.</exception>
        public Adam(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(Check(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }), parameters)
        {
        }

        private protected Adam(Options defaults, IEnumerable<Modules.ParamGroup> groups) : base(defaults, groups)
        {
        }

        /// <summary>Whether weights decay apart from the moments.</summary>
        private protected virtual bool Decoupled => false;

        private protected static T Check<T>(T o) where T : Options
        {
            if (o.beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1 value: {o.beta1}");
            if (o.beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2 value: {o.beta2}");
            OptimizerOptions.Positive(o.eps, "eps value");
            OptimizerOptions.Positive(o.weight_decay, "weight_decay value");
            return o;
        }

        private protected override void Update(Modules.ParamGroup group, Parameter p, Tensor gradient)
        {
            var o = (Options)group.Options;
            var s = State(group, p);
            var step = new AdamStep(
                o.LearningRate!.Value, o.beta1!.Value, o.beta2!.Value, o.eps!.Value, o.weight_decay!.Value, o.amsgrad == true, o.maximize == true, Decoupled, ++s.Step);
            Updates.Run(new AdamUpdate<float>(step), new AdamUpdate<double>(step), p, gradient, s.Tensors.AsSpan(0, s.Tensors[2] is null ? 2 : 3));
        }

        private protected override double?[] Starts(OptimizerOptions options) => [0, 0, ((Options)options).amsgrad == true ? 0 : null];

        private protected override void Exchange(StateFile file)
        {
            file.Step();
            file.Tensor(0);
            file.Tensor(1);
            file.Optional(2);
        }

        /// <summary>The options.</summary>
        public class Options : OptimizerOptions
        {
            /// <summary>Decay of the first moment.</summary>
            public double? beta1;
            /// <summary>Decay of the second moment.</summary>
            public double? beta2;
            /// <summary>Keeps the divisor from 0.</summary>
            public double? eps;
            /// <summary>λ: how strongly weights are pulled to 0.</summary>
            public double? weight_decay;
            /// <summary>Whether the divisor never shrinks (Reddi et al., 2018).</summary>
            public bool? amsgrad;
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

            /// <inheritdoc cref="Adam(IEnumerable{ParamGroup}, double, double, double, double, double, bool, bool)"/>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
            {
            }
        }
    }

    /// <summary>What one step needs to know.</summary>
    internal readonly record struct AdamStep(
        double Lr, double Beta1, double Beta2, double Eps, double WeightDecay, bool Amsgrad, bool Maximize, bool Decoupled, long Step);

    /// <summary>One step of Kingma and Ba's algorithm 1, with the bias corrections folded into two constants.</summary>
    internal readonly struct AdamUpdate<T>(AdamStep s) : IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector<T> sign = Of(s.Maximize ? -1 : 1);
        private readonly Vector<T> decay = Of(s.Decoupled ? 0 : s.WeightDecay);
        private readonly Vector<T> shrink = Of(s.Decoupled ? 1 - (s.Lr * s.WeightDecay) : 1);
        private readonly Vector<T> beta1 = Of(s.Beta1);
        private readonly Vector<T> rest1 = Of(1 - s.Beta1);
        private readonly Vector<T> beta2 = Of(s.Beta2);
        private readonly Vector<T> rest2 = Of(1 - s.Beta2);
        private readonly Vector<T> inverseRoot2 = Of(1 / Math.Sqrt(1 - Math.Pow(s.Beta2, s.Step)));
        private readonly Vector<T> stepSize = Of(s.Lr / (1 - Math.Pow(s.Beta1, s.Step)));
        private readonly Vector<T> eps = Of(s.Eps);
        private readonly bool amsgrad = s.Amsgrad;

        private static Vector<T> Of(double value) => new(T.CreateTruncating(value));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> m, ref Vector<T> v, ref Vector<T> largest)
        {
            p *= shrink;
            g = (g * sign) + (decay * p);
            m = (beta1 * m) + (rest1 * g);
            v = (beta2 * v) + (rest2 * g * g);
            if (amsgrad) largest = Vector.Max(largest, v);
            p -= stepSize * m / ((Vector.SquareRoot(amsgrad ? largest : v) * inverseRoot2) + eps);
        }
    }
}
