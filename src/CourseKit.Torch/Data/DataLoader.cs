using System.Collections;

namespace TorchSharp.Modules;

using static torch;
using static torch.utils.data;

/// <summary>
/// Cuts a data set into batches: <c>foreach (var batch in loader)</c> goes through it once. A batch lives until the next one is asked for
/// or the loop ends, unless <c>disposeBatch</c> is false; then it belongs to the caller and to no dispose scope.
/// </summary>
/// <typeparam name="T">One item of the data set.</typeparam>
/// <typeparam name="S">One batch.</typeparam>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    /// <param name="dataset">What to cut.</param>
    /// <param name="batchSize">Items per batch.</param>
    /// <param name="collate_fn">Makes a batch of its items on a device.</param>
    /// <param name="shuffler">The items' places in the order in which they are wanted; it is read anew for every pass.</param>
    /// <param name="device">Where batches are put; the CPU when null.</param>
    /// <param name="num_worker">How many threads fetch items; fewer than 1 count as 1.</param>
    /// <param name="drop_last">Whether a last batch with fewer items is left out.</param>
    /// <param name="disposeBatch">Whether a batch is disposed when the next one is asked for.</param>
    /// <param name="disposeDataset">Whether the data set is disposed with the loader.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive.</exception>
    public DataLoader(
        Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, IEnumerable<long> shuffler, Device? device = null,
        int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        this.dataset = dataset;
        batch_size = batchSize;
        this.collate_fn = collate_fn;
        sampler = shuffler;
        Device = device ?? CPU;
        num_workers = Math.Max(num_worker, 1);
        this.drop_last = drop_last;
        DisposeBatch = disposeBatch;
        DisposeDataset = disposeDataset;
    }

    /// <param name="dataset">What to cut.</param>
    /// <param name="batchSize">Items per batch.</param>
    /// <param name="collate_fn">Makes a batch of its items on a device.</param>
    /// <param name="shuffle">Whether items come in a random order instead of their own.</param>
    /// <param name="device">Where batches are put; the CPU when null.</param>
    /// <param name="seed">
    /// Makes the order repeatable: every pass has the same one. Without it every pass has another. <c>torch.manual_seed</c> has no effect on it.
    /// </param>
    /// <param name="num_worker">How many threads fetch items; fewer than 1 count as 1.</param>
    /// <param name="drop_last">Whether a last batch with fewer items is left out.</param>
    /// <param name="disposeBatch">Whether a batch is disposed when the next one is asked for.</param>
    /// <param name="disposeDataset">Whether the data set is disposed with the loader.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive.</exception>
    public DataLoader(
        Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, bool shuffle = false, Device? device = null, int? seed = null,
        int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, shuffle ? Order.Shuffled(dataset.Count, seed) : Order.Sequential(dataset.Count), device,
            num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>What is cut.</summary>
    public Dataset<T> dataset { get; }

    /// <summary>Items per batch.</summary>
    public int batch_size { get; }

    /// <summary>Whether a last batch with fewer items is left out.</summary>
    public bool drop_last { get; }

    /// <summary>The items' places in the order of a pass.</summary>
    public IEnumerable<long> sampler { get; }

    /// <summary>How many threads fetch items.</summary>
    public int num_workers { get; }

    /// <summary>Makes a batch of its items.</summary>
    public Func<IEnumerable<T>, Device, S> collate_fn { get; }

    /// <summary>Where batches are put.</summary>
    public Device Device { get; }

    /// <summary>Whether a batch is disposed when the next one is asked for.</summary>
    public bool DisposeBatch { get; }

    /// <summary>Whether the data set is disposed with the loader.</summary>
    public bool DisposeDataset { get; }

    /// <summary>The number of batches in a pass over the whole data set.</summary>
    public long Count => (dataset.Count + (drop_last ? 0 : batch_size - 1)) / batch_size;

    /// <summary>A pass over the data set.</summary>
    public IEnumerator<S> GetEnumerator()
    {
        IReadOnlyList<IDisposable> mine = [];
        try
        {
            foreach (var indices in sampler.Chunk(batch_size))
            {
                DisposeAll(mine);
                mine = [];
                if (drop_last && indices.Length < batch_size) break;
                var (batch, made) = Scoped(() => Make(indices));
                if (DisposeBatch) mine = made;
                yield return batch;
            }
        }
        finally
        {
            DisposeAll(mine);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes the data set, unless the loader was told not to.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset) dataset.Dispose();
    }

    private protected virtual S Make(long[] indices)
    {
        var items = new (T Item, IReadOnlyList<IDisposable> Made)[indices.Length];
        try
        {
            // Dispose scopes belong to a thread, so each item is fetched in one of its own.
            if (num_workers == 1) for (var i = 0; i < items.Length; i++) Fetch(i);
            else Parallel.For(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = num_workers }, Fetch);
            return collate_fn([.. items.Select(i => i.Item)], Device);
        }
        finally
        {
            foreach (var (_, made) in items) DisposeAll(made ?? []);
        }

        void Fetch(int i) => items[i] = Scoped(() => dataset.GetTensor(indices[i]));
    }

    private static (TValue Value, IReadOnlyList<IDisposable> Made) Scoped<TValue>(Func<TValue> make)
    {
        using var scope = NewDisposeScope();
        var value = make();
        var made = scope.DisposablesView;
        scope.Detach(made);
        return (value, made);
    }

    private static void DisposeAll(IReadOnlyList<IDisposable> values)
    {
        foreach (var v in values) v.Dispose();
    }
}

/// <summary>Batches of named tensors: the items' tensors of each name, stacked.</summary>
public class DataLoader : DataLoader<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
{
    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, IEnumerable{long}, Device, int, bool, bool, bool)"/>
    public DataLoader(
        Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false,
        bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, bool, Device, int?, int, bool, bool, bool)"/>
    public DataLoader(
        Dataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false,
        bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    private static Dictionary<string, Tensor> Collate(IEnumerable<Dictionary<string, Tensor>> items, Device device) =>
        items.First().Keys.ToDictionary(key => key, key => Order.Stack(items.Select(i => i[key]), device));
}

/// <summary>Batches of lists of tensors: the items' tensors of each place, stacked.</summary>
public class IterableDataLoader : DataLoader<IList<Tensor>, IList<Tensor>>
{
    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, IEnumerable{long}, Device, int, bool, bool, bool)"/>
    public IterableDataLoader(
        IterableDataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false,
        bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, bool, Device, int?, int, bool, bool, bool)"/>
    public IterableDataLoader(
        IterableDataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1,
        bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>Rows of tensors are gathered in one go instead of one by one.</summary>
    private protected override IList<Tensor> Make(long[] indices) => dataset is TensorDataset rows ? rows.Rows(indices) : base.Make(indices);

    private static IList<Tensor> Collate(IEnumerable<IList<Tensor>> items, Device device) =>
        [.. Enumerable.Range(0, items.First().Count).Select(place => Order.Stack(items.Select(i => i[place]), device))];
}
