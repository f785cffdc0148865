using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchSharp.Tests.Data;

public sealed class DataLoaderTests
{
    /// <summary>Items {"x": [i, i²], "y": i} with a count of the fetches.</summary>
    private sealed class Squares(long count) : Dataset
    {
        public int Fetches;
        public bool Disposed;
        public List<Tensor> Made { get; } = [];

        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            Interlocked.Increment(ref Fetches);
            var item = new Dictionary<string, Tensor> { ["x"] = tensor(new[] { (float)index, index * index }), ["y"] = tensor(index) };
            lock (Made) Made.AddRange(item.Values);
            return item;
        }

        protected override void Dispose(bool disposing) => Disposed = true;
    }

    private static TensorDataset Rows(long n) => TensorDataset(arange(n), arange(2 * n).reshape(n, 2).to(float32));

    private static List<long[]> Pass(IterableDataLoader loader) => loader.Select(b => b[0].data<long>().ToArray()).ToList();

    [Theory]
    [InlineData(10, 4, false, new[] { 4, 4, 2 })]
    [InlineData(10, 4, true, new[] { 4, 4 })]
    [InlineData(8, 4, true, new[] { 4, 4 })]
    [InlineData(3, 4, true, new int[0])]
    [InlineData(3, 4, false, new[] { 3 })]
    [InlineData(0, 4, false, new int[0])]
    public void Batches_cover_the_rows_in_order(long rows, int batch, bool dropLast, int[] sizes)
    {
        using var loader = DataLoader(Rows(rows), batch, drop_last: dropLast);
        Assert.Equal(sizes.Length, loader.Count);
        var pass = Pass(loader);
        Assert.Equal(sizes, pass.Select(b => b.Length));
        Assert.Equal(Enumerable.Range(0, sizes.Sum()).Select(i => (long)i), pass.SelectMany(b => b));
    }

    [Fact]
    public void Rows_of_all_tensors_stay_together()
    {
        using var loader = DataLoader(Rows(23), 5, shuffle: true, seed: 3);
        foreach (var batch in loader)
        {
            Assert.Equal(batch[0].shape[0], batch[1].shape[0]);
            Assert.True(batch[1].equal(stack([2 * batch[0], (2 * batch[0]) + 1], 1).to(float32)).all().item<bool>());
        }
    }

    [Fact]
    public void A_seed_repeats_its_order_every_pass_and_manual_seed_does_not_matter()
    {
        using var loader = DataLoader(Rows(50), 50, shuffle: true, seed: 7);
        manual_seed(1);
        var first = Pass(loader).Single();
        manual_seed(2);
        Assert.Equal(first, Pass(loader).Single());
        Assert.NotEqual(Enumerable.Range(0, 50).Select(i => (long)i), first);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), first.Order());
        using var other = DataLoader(Rows(50), 50, shuffle: true, seed: 8);
        Assert.NotEqual(first, Pass(other).Single());
    }

    [Fact]
    public void Without_a_seed_passes_differ()
    {
        using var loader = DataLoader(Rows(50), 50, shuffle: true);
        Assert.NotEqual(Pass(loader).Single(), Pass(loader).Single());
    }

    [Fact]
    public void All_orders_are_equally_likely()
    {
        var counts = Enumerable.Range(0, 6000).Select(s => string.Join("", Order.Shuffled(3, s))).CountBy(o => o).ToDictionary();
        Assert.Equal(6, counts.Count);
        // Binomial with n = 6000, p = 1/6: mean 1000, deviation 29.
        Assert.All(counts.Values, c => Assert.InRange(c, 870, 1130));
    }

    [Fact]
    public void A_sampler_of_ones_own_decides_the_order()
    {
        using var loader = DataLoader(Rows(10), 3, [9, 9, 0, -1]);
        Assert.Equal([[9, 9, 0], [9]], Pass(loader));
        using var outside = DataLoader(Rows(10), 3, [10]);
        Assert.ThrowsAny<Exception>(() => Pass(outside));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Named_items_are_stacked_by_name_whatever_the_number_of_workers(int workers)
    {
        var data = new Squares(7);
        using (var loader = DataLoader(data, 3, num_worker: workers))
        {
            Assert.Equal((3, workers, 3), (loader.batch_size, loader.num_workers, loader.Count));
            var place = 0L;
            foreach (var batch in loader)
            {
                Assert.Equal(["x", "y"], batch.Keys);
                var n = batch["y"].shape[0];
                Assert.Equal([n, 2L], batch["x"].shape);
                Assert.True(batch["y"].equal(arange(place, place + n)).all().item<bool>());
                Assert.True(batch["x"][TensorIndex.Ellipsis, 1].equal(batch["y"].square().to(float32)).all().item<bool>());
                place += n;
            }
            Assert.Equal(7, place);
        }
        Assert.Equal(7, data.Fetches);
        Assert.True(data.Disposed);
        Assert.All(data.Made, t => Assert.True(t.IsInvalid));
    }

    [Fact]
    public void A_batch_lives_until_the_next()
    {
        using var loader = DataLoader(Rows(6), 3);
        var seen = new List<Tensor>();
        foreach (var batch in loader)
        {
            Assert.All(seen, t => Assert.True(t.IsInvalid));
            seen.AddRange(batch);
            Assert.All(batch, t => Assert.False(t.IsInvalid));
        }
        Assert.Equal(4, seen.Count);
        Assert.All(seen, t => Assert.True(t.IsInvalid));
        foreach (var batch in loader)
        {
            seen = [.. batch];
            break;
        }
        Assert.All(seen, t => Assert.True(t.IsInvalid));
    }

    [Fact]
    public void Batches_kept_belong_to_the_caller()
    {
        List<Tensor> seen;
        using (NewDisposeScope())
        {
            using var loader = DataLoader(Rows(6), 3, disposeBatch: false);
            seen = [.. loader.SelectMany(b => b)];
        }
        Assert.All(seen, t => Assert.False(t.IsInvalid));
        Assert.Equal([3L, 4, 5], seen[2].data<long>().ToArray());
        seen.ForEach(t => t.Dispose());
    }

    [Fact]
    public void The_data_set_outlives_its_tensors_and_dies_with_the_loader_unless_told()
    {
        TensorDataset data;
        using (NewDisposeScope()) data = TensorDataset(arange(4));
        DataLoader(data, 2, disposeDataset: false).Dispose();
        Assert.Equal(3, data[3][0].item<long>());
        DataLoader(data, 2).Dispose();
        Assert.Throws<InvalidOperationException>(() => data[3]);
    }

    [Fact]
    public void A_collate_function_of_ones_own()
    {
        using var loader = new DataLoader<IList<Tensor>, Tensor>(Rows(5), 2, (items, device) => cat(items.Select(i => i[1]).ToArray()).to(device));
        Assert.Equal([4L, 4, 2], loader.Select(b => b.shape[0]));
    }

    [Fact]
    public void An_item_that_fails_leaves_nothing_open()
    {
        var outer = CurrentDisposeScope;
        using var loader = new DataLoader<IList<Tensor>, Tensor>(Rows(5), 2, (_, _) => throw new InvalidDataException("no such picture"));
        Assert.Equal("no such picture", Assert.Throws<InvalidDataException>(() => loader.First()).Message);
        Assert.Same(outer, CurrentDisposeScope);
    }

    [Fact]
    public void A_random_split_has_PyTorchs_parts()
    {
        // torch.utils.data.random_split(range(7), [4, 3], torch.Generator().manual_seed(42)) in PyTorch 1.13.1
        using var generator = new Generator(42);
        using var data = Rows(7);
        var parts = random_split(data, [4, 3], generator);
        Assert.Equal([1L, 6, 3, 5], Enumerable.Range(0, 4).Select(i => parts[0].GetTensor(i)[0].item<long>()));
        parts[0].Dispose();
        using var loader = DataLoader(parts[1], 2);
        Assert.Equal([[4L, 0], [2]], Pass(loader));

        var named = random_split(new Squares(5), [0, 5]);
        Assert.Equal((0, 5), (named[0].Count, named[1].Count));
        Assert.Equal([0f, 1, 2, 3, 4], Enumerable.Range(0, 5).Select(i => named[1].GetTensor(i)["x"][0].item<float>()).Order());
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.StartsWith("Sum of input lengths does not equal the length of the input dataset! (2 + 3 for 6 items)",
            Assert.Throws<ArgumentException>(() => random_split(Rows(6), [2, 3])).Message);
        Assert.Throws<ArgumentException>(() => random_split(Rows(6), [-1, 7]));
        Assert.Throws<ArgumentNullException>(() => TensorDataset());
        Assert.Equal("All tensors must have the same first dimension size. (Parameter 'tensors')",
            Assert.Throws<ArgumentException>(() => TensorDataset(zeros(3), zeros(4))).Message);
        Assert.Throws<ArgumentException>(() => TensorDataset(tensor(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataLoader(Rows(3), 0));
    }
}
