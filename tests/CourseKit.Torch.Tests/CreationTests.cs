using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Every way in which TorchSharp's source calls a factory binds here and gives the same type and shape.</summary>
public sealed class CreationTests
{
    private static void Is(Tensor t, ScalarType type, params long[] shape)
    {
        Assert.Equal(type, t.dtype);
        Assert.Equal(shape, t.shape);
    }

    [Fact]
    public void Sizes()
    {
        int[] ints = [2, 3];
        long[] longs = [2, 3];
        ReadOnlySpan<long> span = longs;
        foreach (var t in new[] { zeros(2, 3), zeros(2L, 3L), zeros([2, 3]), zeros(longs), zeros(span), zeros(ints), zeros(size: longs), zeros(rows: 2, columns: 3), zeros(ones(2, 3).shape), ones(2, 3).new_zeros(2, 3), ones(2, 3).new_zeros(longs) })
            Is(t, float32, 2, 3);
        Is(ones(5, int64), int64, 5);
        Is(empty(1, 2, 3, 4, device: CPU), float32, 1, 2, 3, 4);
        Is(rand([], float64), float64);
        Is(randn(2, 3, 4, requires_grad: true), float32, 2, 3, 4);
        Is(full(2, 3, 7), int64, 2, 3);
        Is(full([2, 3], true), @bool, 2, 3);
        Is(randint(10, 5), int64, 5);
        Is(randint(0, 10, (2, 3)), int64, 2, 3);
        Is(randint(0, 10, longs, float32), float32, 2, 3);
        Is(normal(0, 1, [2, 3]), float32, 2, 3);
        Is(tensor(new float[6], [2, 3]).reshape(3, -1), float32, 3, 2);
    }

    [Fact]
    public void Element_types()
    {
        Is(tensor(1), int32);
        Is(tensor(1L), int64);
        Is(tensor(1f), float32);
        Is(tensor(1.0), float64);
        Is(tensor(true), @bool);
        Is(tensor((byte)1), uint8);
        Is(tensor(scalar: 2.5, dtype: float32, requires_grad: true), float32);
        Is(tensor([1, 2]), int32, 2);
        Is(tensor([1L, 2]), int64, 2);
        Is(tensor([1f, 2f]), float32, 2);
        Is(tensor(new[] { 1.0, 2 }, dtype: float32), float32, 2);
        Is(tensor(new List<double> { 1, 2, 3, 4 }, 2, 2), float64, 2, 2);
        Is(tensor(rawArray: new short[8], dim0: 2, dim1: 2, dim2: 2), int16, 2, 2, 2);
        Is(tensor(new Half[4], 1, 2, 2, 1), float16, 1, 2, 2, 1);
        Is(tensor(new sbyte[,] { { 1, 2 } }), int8, 1, 2);
        Is(tensor(new bool[2, 1, 2]), @bool, 2, 1, 2);
        Is(tensor(new float[1, 2, 3, 4]), float32, 1, 2, 3, 4);
        Is(tensor(new float[6].AsMemory(), new long[] { 3, 2 }), float32, 3, 2);
        Is(as_tensor(new[] { 1, 2 }, float32), float32, 2);
        Is(arange(5), int64, 5);
        Is(arange(0, 1, 0.1), float32, 10);
        Assert.Throws<ArgumentException>(() => tensor(new uint[2]));
        Assert.Throws<ArgumentException>(() => tensor(new float[5], 2, 3));
    }

    [Fact]
    public void A_number_beside_a_tensor_is_a_number()
    {
        // As a Scalar it keeps the tensor's type; as a tensor of one dimension or more it would not.
        var x = ones(2);
        foreach (var y in new[] { x + 1, 1 + x, x - 1L, 1L - x, x * 2.5, 2.5 * x, x / 2f, 2f / x, x % 3, x + (byte)1 }) Is(y, float32, 2);
        Assert.Equal([2.5f, 2.5f], (2.5 * x).data<float>().ToArray());
        Assert.Equal([-1f, -1f], (1.0 - (2 * x)).data<float>().ToArray());
        Is(x == 1, @bool, 2);
        Is(tensor(new[] { 1, 2 }) / 2, float32, 2);
        Is(tensor(new[] { 1, 2 }) * 2, int32, 2);
    }

    [Fact]
    public void Arrays_of_any_rank_and_their_bytes()
    {
        var cube = new float[2, 3, 2];
        for (var i = 0; i < 12; i++) cube[i / 6, i / 2 % 3, i % 2] = i;
        var x = from_array(cube);
        Is(x, float32, 2, 3, 2);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), x.data<float>());
        Assert.Equal(cube, (float[,,])x.data<float>().ToNDArray());
        Assert.Equal(new bool[,] { { true, false } }, (bool[,])tensor(new[,] { { true, false } }).data<bool>().ToNDArray());
        Is(from_array(new long[2, 0]), int64, 2, 0);
        Is(from_array(cube, float64, requires_grad: true), float64, 2, 3, 2);

        var bits = frombuffer(new[] { 1f, 2f, 3f }, int32, 2, 1);
        Assert.Equal([BitConverter.SingleToInt32Bits(2), BitConverter.SingleToInt32Bits(3)], bits.data<int>().ToArray());
        Assert.Equal(24, frombuffer(new double[3], uint8).numel());
        Assert.Throws<IndexOutOfRangeException>(() => frombuffer(new[] { 1f }, float64, 1));
        Assert.Throws<ArgumentException>(() => frombuffer(new[] { 1f }, float32, offset: 1));

        var y = zeros(2, dtype: int16);
        y.bytes = new byte[] { 1, 0, 0, 1 };
        Assert.Equal([1, 256], y.data<short>().ToArray());
        Assert.Throws<ArgumentException>(() => y.bytes = new byte[3]);
        Assert.Throws<NotImplementedException>(() => x.transpose(0, 2).bytes.Length);
    }

    [Fact]
    public void Accessors_compare_elements()
    {
        var x = arange(6).reshape(2, 3);
        Assert.True(x.data<long>() == arange(6).data<long>());
        Assert.True(x.t().contiguous().data<long>() == x.t().data<long>());
        Assert.True(x.data<long>() != x.t().data<long>());
    }

    [Fact]
    public void Limits_of_types()
    {
        Assert.Equal((32, 1.1920928955078125E-07, (double)float.MaxValue, (double)float.MinValue, 1.1754943508222875E-38), (finfo().bits, finfo().eps, finfo().max, finfo().min, finfo().tiny));
        Assert.Equal((64, double.BitIncrement(1) - 1, double.MaxValue), (finfo(float64).bits, finfo(float64).eps, finfo(float64).max));
        Assert.Equal((16, 0.0009765625, 65504.0), (finfo(half).bits, finfo(half).eps, finfo(half).max));
        Assert.Throws<ArgumentException>(() => finfo(int64));
    }

    [Fact]
    public void A_generator_goes_back_to_a_saved_state()
    {
        manual_seed(3);
        rand(5);
        var state = get_rng_state();
        var a = randn(7);
        set_rng_state(state);
        Assert.True(randn(7).allclose(a, 0, 0));
        using var mine = new Generator(9);
        var b = rand(3, generator: mine);
        mine.manual_seed(9);
        Assert.True(rand(3, generator: mine).allclose(b, 0, 0));
        Assert.Equal(9, mine.initial_seed());
        var order = zeros(6, dtype: int64);
        manual_seed(1);
        randperm(6, order);
        manual_seed(1);
        Assert.True(order.allclose(randperm(6), 0, 0));
    }
}
