namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.Flatten"/>
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
            /// <inheritdoc cref="Modules.Unflatten"/>
            public static Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);
            /// <inheritdoc cref="Modules.Identity"/>
            public static Identity Identity() => new();
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>Merges dimensions, all but the first unless told otherwise.</summary>
    public sealed class Flatten : Module<Tensor, Tensor>
    {
        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) => (this.start_dim, this.end_dim) = (start_dim, end_dim);
        /// <summary>The first dimension to merge.</summary>
        public long start_dim { get; set; }
        /// <summary>The last dimension to merge.</summary>
        public long end_dim { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => x.flatten(start_dim, end_dim);
    }

    /// <summary>Splits one dimension into several.</summary>
    public sealed class Unflatten : Module<Tensor, Tensor>
    {
        internal Unflatten(long dim, long[] unflattened_size) : base(nameof(Unflatten)) => (this.dim, this.unflattened_size) = (dim, unflattened_size);
        /// <summary>The dimension to split.</summary>
        public long dim { get; set; }
        /// <summary>What it becomes; one size may be −1.</summary>
        public long[] unflattened_size { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor x) => x.unflatten(dim, unflattened_size);
    }

    /// <summary>Returns its input, under another handle.</summary>
    public sealed class Identity : Module<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity)) { }
        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => tensor.alias();
    }
}
