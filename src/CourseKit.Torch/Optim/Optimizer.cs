namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        /// <summary>Optimisers: they change parameters by their gradients.</summary>
        public static partial class optim
        {
            /// <summary>Something with a learning rate that schedulers change.</summary>
            public interface ILearningRateController
            {
                /// <summary>The rate in use.</summary>
                double LearningRate { get; set; }

                /// <summary>The rate that schedules start from.</summary>
                double InitialLearningRate { get; set; }
            }

            /// <summary>An optimiser over groups of parameters, each with options of its own.</summary>
            public abstract class Optimizer : IDisposable
            {
                private protected Optimizer()
                {
                }

                private protected List<ParamGroup> Groups { get; } = [];

                /// <summary>The groups, for reading and setting their learning rates.</summary>
                public IEnumerable<ILearningRateController> ParamGroups => Groups;

                /// <summary>Fills all gradients with 0 (TorchSharp's behaviour; a module's <c>zero_grad</c> forgets them instead).</summary>
                public virtual void zero_grad()
                {
                    foreach (var p in parameters()) p.Impl.Grad?.Fill(0);
                }

                /// <summary>Moves every parameter that has a gradient; a closure computes loss and gradients first.</summary>
                /// <returns>The closure's loss, if there is one.</returns>
                public virtual Tensor? step(Func<Tensor>? closure = null)
                {
                    Tensor? loss = null;
                    if (closure is not null)
                    {
                        using var record = enable_grad();
                        loss = closure();
                    }
                    using var mode = no_grad();
                    foreach (var group in Groups)
                    {
                        foreach (var p in group.Parameters)
                        {
                            if (p.Impl.Grad is not { } g) continue;
                            if (!p.Impl.Contiguous) throw new InvalidOperationException("a parameter must be contiguous to be optimised");
                            Update(group, p, g.AsContiguous());
                            p.Impl.Storage.Version++;
                        }
                    }
                    return loss;
                }

                /// <summary>Moves one parameter by its gradient.</summary>
                private protected abstract void Update(ParamGroup group, Parameter p, Tensor gradient);

                /// <summary>The parameters of all groups.</summary>
                public virtual IEnumerable<Parameter> parameters() => Groups.SelectMany(g => g.Parameters);

                /// <summary>Releases the state.</summary>
                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                /// <summary>Releases the state.</summary>
                protected virtual void Dispose(bool disposing)
                {
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>Options that every optimiser has.</summary>
    public class OptimizerOptions
    {
        /// <summary>The rate in use.</summary>
        public double? LearningRate;

        /// <summary>The rate that schedules start from.</summary>
        public double InitialLearningRate;

        internal void FillFrom(OptimizerOptions defaults)
        {
            foreach (var field in defaults.GetType().GetFields())
                if (field.GetValue(this) is null) field.SetValue(this, field.GetValue(defaults));
            if (InitialLearningRate == 0) InitialLearningRate = LearningRate!.Value;
        }
    }

    /// <summary>Parameters with options of their own.</summary>
    public class ParamGroup : optim.ILearningRateController
    {
        private readonly List<Parameter> list = [];

        /// <summary>The parameters.</summary>
        public IEnumerable<Parameter> Parameters
        {
            get => list;
            set
            {
                list.Clear();
                list.AddRange(value);
            }
        }

        /// <summary>The options; what is not set comes from the optimiser.</summary>
        public OptimizerOptions Options { get; set; } = new();

        /// <inheritdoc/>
        public double LearningRate
        {
            get => Options.LearningRate!.Value;
            set => Options.LearningRate = value;
        }

        /// <inheritdoc/>
        public double InitialLearningRate
        {
            get => Options.InitialLearningRate;
            set => Options.InitialLearningRate = value;
        }
    }

    /// <summary>Parameters with options of one optimiser's kind.</summary>
    public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions, new()
    {
        /// <summary>An empty group.</summary>
        public ParamGroup() => base.Options = new TOptions();

        /// <summary>A group.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
        {
            Parameters = parameters;
            base.Options = options ?? new TOptions();
        }

        /// <summary>The options; what is not set comes from the optimiser.</summary>
        public new TOptions Options
        {
            get => (TOptions)base.Options;
            set => base.Options = value;
        }
    }

    /// <summary>What the optimisers share: groups with defaults, and state per parameter.</summary>
    public abstract class OptimizerHelper : optim.Optimizer
    {
        private readonly Dictionary<Parameter, Tensor[]> state = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<Parameter, long> steps = new(ReferenceEqualityComparer.Instance);
        private readonly OptimizerOptions defaults;

        private protected OptimizerHelper(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
        {
            this.defaults = defaults;
            foreach (var g in groups) add_param_group(g);
        }

        /// <summary>Adds parameters with options of their own.</summary>
        /// <exception cref="ArgumentException">A parameter is in a group already, or cannot be learned.</exception>
        public virtual void add_param_group(ParamGroup param_group)
        {
            foreach (var p in param_group.Parameters)
            {
                if (!p.is_leaf) throw new ArgumentException("can't optimize a non-leaf Tensor", nameof(param_group));
                if (Groups.SelectMany(g => g.Parameters).Any(q => ReferenceEquals(p, q)))
                    throw new ArgumentException("some parameters appear in more than one parameter group", nameof(param_group));
            }
            param_group.Options.FillFrom(defaults);
            Groups.Add(param_group);
        }

        /// <summary>Counts the step of a parameter, from 1.</summary>
        private protected long NextStep(Parameter p) => steps[p] = steps.GetValueOrDefault(p) + 1;

        /// <summary>The state of a parameter: zeros (or another start) in its shape.</summary>
        private protected Tensor[] State(Parameter p, int count, double start = 0)
        {
            if (state.TryGetValue(p, out var s)) return s;
            s = new Tensor[count];
            for (var i = 0; i < count; i++) s[i] = full(p.Impl.Shape, start, p.Impl.Dtype).DetachFromDisposeScope();
            return state[p] = s;
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            foreach (var s in state.Values)
                foreach (var t in s) t.Dispose();
            state.Clear();
        }
    }
}
