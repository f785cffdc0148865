namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tools around training.</summary>
    public static partial class utils
    {
        /// <summary>Data sets and what cuts them into batches.</summary>
        public static partial class data
        {
            /// <summary>Items that can be counted and fetched by their place. It may be read from several threads at once.</summary>
            /// <typeparam name="T">What one item is.</typeparam>
            public abstract class Dataset<T> : IDisposable
            {
                /// <summary>How many items there are.</summary>
                public abstract long Count { get; }

                /// <summary>One item. A loader disposes the tensors that are made here as soon as the batch is put together.</summary>
                /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
                public abstract T GetTensor(long index);

                /// <summary>Releases the data.</summary>
                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                /// <inheritdoc cref="Dispose()"/>
                protected virtual void Dispose(bool disposing)
                {
                }
            }

            /// <summary>Items of named tensors.</summary>
            public abstract class Dataset : Dataset<Dictionary<string, Tensor>>
            {
            }

            /// <summary>Items that are lists of tensors.</summary>
            public abstract class IterableDataset : Dataset<IList<Tensor>>
            {
            }
        }
    }
}
