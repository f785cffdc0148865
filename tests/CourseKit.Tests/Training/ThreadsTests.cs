using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CourseKit.Tests;

public class ThreadsTests
{
    [Fact]
    public void OnlyLargeWorkGetsAllThreads()
    {
        var (before, most) = (get_num_threads(), Libtorch.MaxThreads);
        try
        {
            set_num_threads(1);
            Libtorch.MaxThreads = 3;
            using (Threads.For(1e6)) Assert.Equal(1, get_num_threads());
            using (Threads.For(1e10)) Assert.Equal(3, get_num_threads());
            Assert.Equal(1, get_num_threads());
            set_num_threads(4); // somebody asked for them
            using (Threads.For(1e10)) Assert.Equal(4, get_num_threads());
            Assert.Throws<ArgumentOutOfRangeException>(() => Libtorch.MaxThreads = 0);
        }
        finally
        {
            set_num_threads(before);
            Libtorch.MaxThreads = most;
        }
    }

    [Fact]
    public void TheWorkOfANetworkIsItsMultiplications()
    {
        using var dense = Sequential(Linear(10, 4), ReLU(), Linear(4, 10));
        Assert.Equal(7 * (44 + 50), Threads.Work(dense, zeros(20, 10), 7));
        using var convolution = Conv2d(1, 2, 3, bias: false);
        Assert.Equal(7 * 400 * 64, Threads.Work(convolution, zeros(20, 1, 8, 8), 7));
    }
}
