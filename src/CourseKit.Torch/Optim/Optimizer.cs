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

                /// <summary>Adds parameters with options of their own.</summary>
                public virtual void add_param_group(ParamGroup param_group) => Groups.Add(param_group);

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
}
