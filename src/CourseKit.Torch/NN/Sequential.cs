namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>An empty chain; <c>append</c> adds to it.</summary>
            public static Sequential Sequential() => new(Array.Empty<(string, Module<Tensor, Tensor>)>());
            /// <summary>A chain of named modules.</summary>
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);
            /// <summary>A chain of modules named "0", "1", ….</summary>
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);
            /// <summary>A chain of named modules.</summary>
            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) => new([.. modules.Select(m => (m.Item1, m.Item2))]);
            /// <summary>A chain of named modules.</summary>
            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules.ToArray());
            /// <summary>A chain of named modules.</summary>
            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) => new([.. modules.Select(m => (m.Item1, m.Item2))]);
            /// <summary>A chain of modules named "0", "1", ….</summary>
            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules.ToArray());
        }
    }
}

namespace TorchSharp.Modules
{
    using System.Globalization;
    using static torch;

    /// <summary>Modules one behind the other: each gets what the one before it returned.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.IModule<Tensor, Tensor>> chain = [];

        /// <summary>A chain of named modules.</summary>
        protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
            : base(nameof(Sequential))
        {
            foreach (var (name, m) in modules) append(name, m);
        }

        /// <summary>A chain of modules named by their place.</summary>
        protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
            : base(nameof(Sequential))
        {
            foreach (var m in modules) append(m);
        }

        /// <summary>The number of modules.</summary>
        public int Count => chain.Count;

        /// <summary>One module.</summary>
        [System.Runtime.CompilerServices.IndexerName("SequentialItems")]
        public nn.IModule<Tensor, Tensor> this[int index] => chain[index];

        /// <summary>A chain of some of the modules, which stay shared.</summary>
        [System.Runtime.CompilerServices.IndexerName("SequentialItems")]
        public Sequential this[Range index]
        {
            get
            {
                var (start, count) = index.GetOffsetAndLength(chain.Count);
                return new(chain.GetRange(start, count).Cast<nn.Module<Tensor, Tensor>>().ToArray());
            }
        }

        /// <summary>A chain of some of the modules, which stay shared.</summary>
        [System.Runtime.CompilerServices.IndexerName("SequentialItems")]
        public Sequential this[(int? start, int? end) index] => this[(index.start ?? 0)..(index.end ?? chain.Count)];

        /// <summary>Adds a module at the end.</summary>
        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            register_module(name, (nn.Module)module);
            chain.Add(module);
            return this;
        }

        /// <summary>Adds a module at the end, named by its place.</summary>
        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(chain.Count.ToString(CultureInfo.InvariantCulture), module);

        /// <summary>The composition of all modules; what passes between them is released.</summary>
        public override Tensor forward(Tensor tensor)
        {
            if (chain.Count == 0) return tensor.alias();
            var x = tensor;
            foreach (var m in chain)
            {
                var y = m.call(x);
                if (!ReferenceEquals(x, tensor) && !ReferenceEquals(x, y)) x.Dispose();
                x = y;
            }
            return x;
        }

        /// <summary>Registers nothing by reflection: the chain's modules are registered as they are appended.</summary>
        protected override void RegisterComponents()
        {
        }
    }
}
