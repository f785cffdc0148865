namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class utils
        {
            public static partial class data
            {
                /// <summary>The rows of tensors: item i is row i of each.</summary>
                /// <exception cref="ArgumentNullException">No tensors.</exception>
                /// <exception cref="ArgumentException">The tensors differ in their number of rows.</exception>
                public static Modules.TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>
    /// The rows of tensors: item i is row i of each. It holds the tensors' memory by handles of its own, so that disposing one side leaves the
    /// other usable.
    /// </summary>
    public class TensorDataset : utils.data.IterableDataset
    {
        private readonly Tensor[] tensors;

        internal TensorDataset(Tensor[] tensors)
        {
            if (tensors is null || tensors.Length == 0) throw new ArgumentNullException(nameof(tensors), "a data set needs at least one tensor");
            if (tensors.Any(t => t.dim() == 0 || t.Impl.Shape[0] != tensors[0].Impl.Shape[0]))
                throw new ArgumentException("All tensors must have the same first dimension size.", nameof(tensors));
            this.tensors = [.. tensors.Select(t => t.alias().DetachFromDisposeScope())];
        }

        /// <summary>The number of rows.</summary>
        public override long Count => tensors[0].Impl.Shape[0];

        /// <summary>One row of each tensor.</summary>
        public IList<Tensor> this[long index] => [.. tensors.Select(t => t[index])];

        /// <inheritdoc cref="this"/>
        public override IList<Tensor> GetTensor(long index) => this[index];

        /// <summary>Several rows at once: what stacking them one by one gives.</summary>
        internal IList<Tensor> Rows(long[] indices)
        {
            using var places = tensor(indices);
            return [.. tensors.Select(t => t[TensorIndex.Tensor(places)])];
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (!disposing) return;
            foreach (var t in tensors) t.Dispose();
        }
    }
}
