using System.Globalization;
using System.Security.Cryptography;

namespace TorchSharp.Tests;

/// <summary>The numbers are those TorchSharp gives on libtorch 1.13.1 (CPU, without MKL) for the same seed and call.</summary>
public class RandomStreamTests
{
    [Fact]
    public void One_uniform() => AssertUniform(4059, [0.95165944f]);

    [Fact]
    public void Seventeen_uniforms() => AssertUniform(7044, [0.041123748f, 0.7489388f, 0.6874873f, 0.6339126f, 0.38627446f, 0.9509788f,
        0.72054356f, 0.85021704f, 0.55068237f, 0.6651838f, 0.03385842f, 0.7463123f, 0.57767653f, 0.45483577f, 0.29166394f, 0.17297584f,
        0.59322935f]);

    [Fact]
    public void A_hundred_uniforms() => AssertUniform(9672, [0.14221549f, 0.09275198f, 0.81185925f, 0.31165606f, 0.16649657f, 0.674387f,
        0.59832466f, 0.6412559f, 0.6317264f, 0.6946749f, 0.18405831f, 0.79028183f, 0.525882f, 0.696023f, 0.016293585f, 0.44489896f,
        0.3946349f, 0.45884258f, 0.0147663355f, 0.6314597f, 0.92105097f, 0.7942555f, 0.09392071f, 0.6916704f, 0.16584212f, 0.35503244f,
        0.9554845f, 0.23057145f, 0.58150375f, 0.52285314f, 0.7701552f, 0.3882736f, 0.7697658f, 0.4005118f, 0.035284698f, 0.32435977f,
        0.6489749f, 0.23015034f, 0.839019f, 0.54890794f, 0.20776582f, 0.11982769f, 0.39162493f, 0.03657478f, 0.90062845f, 0.66389155f,
        0.39553332f, 0.8287024f, 0.38531625f, 0.27641654f, 0.16658562f, 0.89789826f, 0.058056116f, 0.09968144f, 0.039689302f, 0.15277976f,
        0.12160766f, 0.57949257f, 0.3585372f, 0.37936497f, 0.06148994f, 0.89057434f, 0.65947044f, 0.15489554f, 0.6766123f, 0.9557464f,
        0.84270525f, 0.4456951f, 0.23754865f, 0.5111458f, 0.3255471f, 0.64686096f, 0.23224425f, 0.9269296f, 0.34911972f, 0.03783089f,
        0.68260527f, 0.3718295f, 0.49718827f, 0.64047736f, 0.48313504f, 0.6664505f, 0.63963634f, 0.38172317f, 0.5698055f, 0.09701061f,
        0.055766523f, 0.8766337f, 0.601982f, 0.37916648f, 0.69155574f, 0.8619625f, 0.5478086f, 0.24944901f, 0.14686114f, 0.21419108f,
        0.32449597f, 0.45726907f, 0.61833304f, 0.87978363f]);

    [Fact]
    public void Uniform_between_bounds() =>
        AssertUniform(3151, [0.24398565f, 1.0538342f, 0.45460665f, -0.6560514f, -0.086866856f, 0.13826668f, -0.12859619f, -0.20048606f,
            0.7843193f, -0.19413388f, 0.1398927f, 0.584499f, 0.3825239f, -0.09464228f, -0.33641613f, 0.5985757f, 0.39739752f, 0.8346437f,
            -0.029447794f, 1.1759082f], -0.75, 1.25, 2e-7);

    [Fact]
    public void Double_uniforms()
    {
        double[] want = [0.7941237466090272, 0.5380849667619078, 0.9674680010289567, 0.20703102237291848, 0.962815476149328,
            0.46213561478684884, 0.7097500496921109, 0.16465068402405747, 0.9401281184988464];
        var got = new double[want.Length];
        new RandomStream(8337).Uniform(got);
        Assert.Equal(want, got);
    }

    [Fact]
    public void Double_uniform_between_bounds()
    {
        double[] want = [0.9697314249813795, 0.05226983620154635, 0.3206130653498078, 0.9028788107209871, 1.2436122582120481,
            0.42418799462772916, 0.19170119372141947, -0.6451371188188746, 0.7200126951678576, -0.6225334678870891, -0.7063918344163347,
            1.0094501627319628, 0.5991295911153234, -0.33102633204596965, 1.0823046508959064, 0.004898032393147789, 0.25488967768179127,
            -0.3580981394488276, -0.1675301354147687, 0.26394870926630154];
        var got = new double[want.Length];
        new RandomStream(1869).Uniform(got, -0.75, 1.25);
        AssertClose(want, got, 1e-15);
    }

    [Fact]
    public void Few_normals_are_drawn_one_at_a_time() => AssertNormal(8841, [-0.014325828f, 0.7992882f, -0.9333609f, -0.2973503f,
        -1.2349659f, 0.7463065f, 0.26484895f, -0.067099325f, -0.21759316f, 0.43869498f, 0.02657491f, 1.5597113f, -0.05024401f, 3.1854532f,
        0.43865067f]);

    [Fact]
    public void Sixteen_normals_are_one_block() => AssertNormal(6623, [-0.3006995f, -1.4312876f, 0.43933988f, -0.43048784f, -0.06578807f,
        -0.9250654f, -1.0016872f, -0.92369056f, -0.9395009f, 0.1628112f, 0.36579686f, -0.76235056f, 1.14552f, 0.6851231f, 0.1431343f,
        0.17452115f]);

    [Fact]
    public void An_incomplete_block_of_normals_is_drawn_anew() =>
        AssertNormal(6609, [0.28582555f, 0.35209155f, 0.77941823f, 0.10712645f, -1.8035002f, -1.0758101f, -0.063519716f, -1.2853324f,
            0.19346713f, -0.43327528f, -0.7447708f, 1.0300423f, -1.2246056f, -0.44037354f, -0.66884655f, -1.1246998f, 0.3913889f]);

    [Fact]
    public void A_hundred_normals() => AssertNormal(9439, [0.92649907f, -0.24801368f, -1.2190896f, -0.03780138f, -0.019419879f,
        -0.042131774f, -1.4206412f, -2.1737483f, -1.3431251f, -0.18223359f, 0.08077825f, 1.6131598f, -1.9535255f, -0.7460632f, 0.09842945f,
        0.22916609f, -0.21072833f, 0.8858192f, 0.13438173f, -0.8646459f, 1.1113256f, -2.0194924f, -1.1346897f, -1.0903409f, 0.09849592f,
        -0.20600688f, -0.26275656f, -0.05688447f, 0.74771994f, 0.8554713f, -0.5455362f, -0.11149079f, 0.1921776f, 0.9238506f, 0.0061517926f,
        -0.11191677f, 1.164221f, 0.32295623f, -0.033469792f, -0.013160166f, 0.5500897f, 0.11471788f, 0.19810252f, -0.6426053f, -0.13187154f,
        -1.383699f, 0.3942532f, 1.3581802f, 0.339511f, 0.04236066f, -0.24882446f, -0.9662889f, -0.40168205f, 0.45694694f, 0.2808464f,
        -0.2727776f, 0.5522633f, -1.8834522f, 0.6870099f, 0.049279187f, 0.114778444f, -0.9323178f, -2.476013f, 0.7408768f, -0.8020998f,
        1.1526935f, 1.6129934f, -1.5792128f, -1.0248582f, 0.06747004f, -0.74489564f, -0.6905014f, 1.4390857f, 1.2973063f, 0.32355872f,
        -0.2808461f, -0.08676827f, 0.76802933f, 0.23383717f, 2.3210275f, 0.21909782f, -0.98086864f, 0.36352974f, 0.44835925f, 1.5899832f,
        -0.3922748f, -0.24555653f, 0.7952774f, -0.04894363f, -0.28044084f, -0.9995868f, 0.35839608f, 0.3782682f, -1.321482f, -0.42886204f,
        -0.6514439f, 1.0258771f, -1.620615f, -1.652272f, -0.3291109f]);

    [Fact]
    public void Normals_with_mean_and_deviation()
    {
        AssertNormal(2159, [0.90786695f, 1.9167112f, 1.4493667f, 1.4317197f, 1.4299582f, 1.841508f], 1.5, 0.5);
        AssertNormal(4581, [2.270183f, 1.0917621f, 2.0654178f, 2.5899982f, 1.7674474f, 1.8719195f, 2.0911694f, 0.80352783f, 1.1932926f,
            1.4044927f, 2.1129408f, 1.7833831f, 1.1252502f, 1.6795279f, 1.3557608f, 1.1743151f, 1.0281819f, 1.1617436f, 0.616908f,
            1.2355475f, 1.8902581f, 0.6505344f, 0.952571f, 1.3930835f, 1.7000222f, 2.126886f, 1.7481407f, 3.102239f, 1.3255808f, 1.8853858f,
            2.1057787f, 1.8741091f, 2.263626f, 0.4575343f, 0.78051215f, 0.8564761f, 1.509743f, 1.4956764f, 1.4813126f, 1.6726795f], 1.5,
            0.5);
    }

    [Fact]
    public void Few_double_normals() => AssertNormal(5524, new double[] { -0.6623785218348143, 1.125986800003613, 0.2941335589830856,
        1.2728070626852601, -1.3472028638954088 });

    [Fact]
    public void Odd_number_of_double_normals() => AssertNormal(2500, new double[] { -0.10026678052430903, 1.2006056010483457,
        1.9142548167237343, 0.13788203604795918, 0.8279883932941196, -0.9664004814510729, 2.3639129751899683, 0.7210280785635256,
        -0.8861310223441943, -1.7619741094125223, -2.955662287265979, 0.7423190141189794, -1.1268116259552072, 2.032916848009049,
        0.6479660491880288, -0.013941759302187969, 1.317133895776714, -1.7453412179775891, -0.7913721449486742, -1.0483049708040952,
        0.08777114375795803, 0.06678639323161173, -0.30167792059563814, 0.16046867764488443, -1.2204564369705007, -0.4965242385707051,
        -0.6902237476322364, 0.2301634962880289, -2.26527088003119, 0.4654289024773702, 0.07726824816976863, -0.21728693889608136,
        -0.10001514494536398, 1.848171073497018, -0.8064548074548225, 0.6741679899261782, -2.543708201429224 });

    [Theory]
    [InlineData(0, new[] { 0.4962566f, 0.7682218f, 0.08847743f, 0.13203049f, 0.30742282f, 0.6340787f }, new[] { 1.2644587f, -0.6874264f,
        0.16038126f, -0.6064512f, -0.7830641f, 1.062171f })]
    [InlineData(1099511627783, new[] { 0.53492254f, 0.19880319f, 0.6592117f, 0.6568903f, 0.23276156f, 0.4250614f }, new[] { -1.2514001f,
        -1.8840675f, 0.4457424f, -0.70683247f, -1.5749677f, -0.63184893f })]
    [InlineData(-3, new[] { 0.62486476f, 0.50756115f, 0.01567775f, 0.8557098f, 0.5689885f, 0.50381505f }, new[] { -0.13169949f, -1.5761184f,
        1.5385648f, -1.7195727f, 1.6672199f, 1.1284652f })]
    public void Any_seed_will_do(long seed, float[] uniforms, float[] normals)
    {
        var stream = new RandomStream(1);
        stream.Seed(unchecked((ulong)seed));
        Assert.Equal(unchecked((ulong)seed), stream.InitialSeed);
        var u = new float[uniforms.Length];
        stream.Uniform(u);
        Assert.Equal(uniforms, u);
        var z = new float[normals.Length];
        stream.Normal(z);
        AssertClose(normals, z, 4e-6);
    }

    [Fact]
    public void The_second_half_of_a_pair_is_kept()
    {
        // randn(1), randn(1), rand(3), randn(3), randn(16), randn(1), randn(2)
        var stream = new RandomStream(3455);
        AssertNext(stream, [1.7257384f]);
        AssertNext(stream, [-0.3195053f]);
        var u = new float[3];
        stream.Uniform(u);
        Assert.Equal([0.71581006f, 0.4683208f, 0.013253987f], u);
        AssertNext(stream, [0.889234f, 1.0934542f, -1.3569679f]);
        AssertNext(stream, [-0.20337017f, -0.18474773f, -0.3276033f, 1.5929291f, 0.65438217f, -0.26020193f, -0.12772085f, -0.88210624f,
            0.605805f, 1.8899587f, -0.853727f, -0.5143973f, -0.89301205f, 0.11624852f, -0.78293985f, -2.7566278f]);
        AssertNext(stream, [0.16817325f]);
        AssertNext(stream, [1.1327287f, -0.10414264f]);
    }

    [Fact]
    public void Float_and_double_share_the_kept_half()
    {
        var stream = new RandomStream(5965);
        AssertNext(stream, [1.6522845f]);
        var doubles = new double[2];
        stream.Normal(doubles);
        AssertClose([1.1665032800791102, 1.0323895545473587], doubles, 1e-13);
        AssertNext(stream, [-0.8433601f]);
        AssertNext(stream, [1.7809256f, 2.1265233f, 2.1665547f], 2, 0.5);
    }

    [Fact]
    public void A_saved_state_continues_where_it_was()
    {
        var stream = new RandomStream(6949);
        AssertNext(stream, [0.9678163f, 0.05298615f, -0.9131441f, -0.4623318f, -0.14635052f]);
        var state = stream.GetState();
        AssertNext(stream, [0.5529538f, 0.6971959f, -0.7786893f, 0.66685903f, 0.6028003f]);
        stream.SetState(state);
        AssertNext(stream, [0.5529538f, 0.6971959f, -0.7786893f, 0.66685903f, 0.6028003f]);

        var other = new RandomStream();
        other.SetState(state);
        AssertNext(other, [0.5529538f, 0.6971959f, -0.7786893f, 0.66685903f, 0.6028003f]);
        Assert.Equal(stream.InitialSeed, other.InitialSeed);
    }

    [Fact]
    public void A_saved_state_has_PyTorchs_bytes()
    {
        var stream = new RandomStream(42);
        stream.Normal(new float[3]);
        // SHA-256 of torch.get_rng_state() after manual_seed(42); randn(3).
        Assert.Equal("465eb69e777fa9219f5c7fe27ddd8c19305fee009fb9ff06a4c8ea775fec0b7d",
            Convert.ToHexStringLower(SHA256.HashData(stream.GetState())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(623)]
    [InlineData(624)]
    [InlineData(625)]
    public void A_state_can_be_saved_anywhere_in_the_block(int drawn)
    {
        var stream = new RandomStream(7);
        for (var i = 0; i < drawn; i++)
            stream.Random32();
        var copy = new RandomStream();
        copy.SetState(stream.GetState());
        for (var i = 0; i < 1300; i++)
            Assert.Equal(stream.Random32(), copy.Random32());
    }

    [Fact]
    public void A_broken_state_is_refused()
    {
        var stream = new RandomStream(3);
        var error = Assert.Throws<ArgumentException>(() => stream.SetState(new byte[12]));
        Assert.Contains("found the input RNG state size to be 12", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => stream.SetState(new byte[RandomStream.StateBytes]));
    }

    [Fact]
    public void Words_are_those_of_the_reference_twister()
    {
        // The C++ standard fixes the 10,000th word for seed 5489.
        var engine = new Mt19937(5489);
        for (var i = 1; i < 10_000; i++)
            engine.Next();
        Assert.Equal(4123659995u, engine.Next());
    }

    [Fact]
    public void Words_taken_in_runs_are_those_taken_singly()
    {
        var single = new Mt19937(11);
        var runs = new Mt19937(11);
        for (var length = 1; length < 1000; length += 37)
            foreach (var word in runs.Next(length))
                Assert.Equal(single.Next(), word);
    }

    [Fact]
    public void Integers()
    {
        long[] want = [6, 9, 0, -1, 10, 4, 11, 3, 1, 7, -1, -2, 5, 1, 7, -1, 2, 7, 10, 2, -3, -2, -1, 10];
        var got = new long[want.Length];
        new RandomStream(5844).Integers<long>(got, -3, 12);
        Assert.Equal(want, got);
    }

    [Fact]
    public void Integers_as_floats()
    {
        float[] want = [6, 1, 9, 9, 0, 4, 5, 7, 7, 1, 1, 8];
        var got = new float[want.Length];
        new RandomStream(8795).Integers<float>(got, 0, 10);
        Assert.Equal(want, got);
    }

    [Fact]
    public void Wide_integers()
    {
        long[] want = [398685726356, 216672743637, 939769424784, 751469630523, 350126382514, 579152230675, 691212063260, 741510710578];
        var got = new long[want.Length];
        new RandomStream(6404).Integers<long>(got, 0, 1L << 40);
        Assert.Equal(want, got);
    }

    [Fact]
    public void Integers_need_a_range() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1).Integers<long>(new long[1], 3, 3));

    [Fact]
    public void Permutation_of_ten() => AssertPermutation(8268, [4, 8, 7, 5, 3, 0, 2, 9, 6, 1]);

    [Fact]
    public void Permutation_of_a_hundred() => AssertPermutation(9845, [69, 56, 23, 79, 22, 8, 80, 49, 16, 76, 64, 54, 29, 74, 78, 46, 59,
        65, 14, 4, 51, 7, 27, 6, 44, 40, 36, 90, 77, 62, 38, 67, 66, 45, 88, 92, 99, 17, 31, 41, 20, 63, 52, 42, 58, 19, 72, 68, 37, 30, 9,
        3, 75, 26, 73, 93, 86, 0, 85, 11, 53, 96, 81, 43, 89, 82, 13, 71, 1, 95, 33, 35, 91, 84, 21, 87, 97, 24, 94, 39, 5, 50, 2, 12, 98,
        57, 25, 55, 10, 83, 28, 61, 47, 48, 70, 18, 60, 32, 34, 15]);

    [Fact]
    public void Bernoulli_with_a_tensor_of_probabilities()
    {
        float[] p = [0.8668f, 0.6987f, 0.1631f, 0.6865f, 0.6765f, 0.2098f, 0.9722f, 0.4726f, 0.9786f, 0.4964f, 0.4999f, 0.8911f, 0.6688f,
            0.5078f, 0.3246f, 0.5342f, 0.9167f, 0.454f, 0.0745f, 0.4459f, 0.8969f, 0.2312f, 0.9745f, 0.7295f];
        float[] want = [0, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0];
        var got = new float[want.Length];
        new RandomStream(5723).Bernoulli<float>(got, p);
        Assert.Equal(want, got);
    }

    [Fact]
    public void Bernoulli_with_one_probability()
    {
        float[] want = [1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0];
        var got = new float[want.Length];
        new RandomStream(7962).Bernoulli<float>(got, 0.3);
        Assert.Equal(want, got);
    }

    [Fact]
    public void Exponentials()
    {
        float[] want = [0.12753247f, 0.5698761f, 1.4612783f, 0.28441602f, 1.1756308f, 2.5978034f, 0.80063605f, 0.22211175f, 0.19897518f,
            0.4624641f, 4.157269f, 0.10381746f, 0.82161206f, 0.8448517f, 0.07205936f, 0.68034476f, 0.57524604f, 0.33136806f, 1.7074027f,
            1.8170941f];
        var got = new float[want.Length];
        new RandomStream(3140).Exponential<float>(got);
        AssertClose(want, got, 4e-6);
    }

    [Fact]
    public void Multinomial_without_replacement()
    {
        float[] p = [4.4584f, 2.6812f, 1.2267f, 4.5944f, 2.5907f, 4.533f, 1.1581f, 1.0835f];
        var picks = new long[5];
        new RandomStream(1063).Multinomial<float>(p, picks, replacement: false);
        Assert.Equal([0, 5, 3, 1, 7], picks);
    }

    [Fact]
    public void Multinomial_with_replacement()
    {
        float[] p = [3.55f, 2.8699f, 1.0501f, 0.7855f, 3.9559f];
        var picks = new long[15];
        new RandomStream(2810).Multinomial<float>(p, picks, replacement: true);
        Assert.Equal([1, 2, 0, 0, 2, 4, 1, 0, 0, 2, 4, 4, 4, 1, 1], picks);
    }

    [Fact]
    public void Multinomial_row_by_row()
    {
        float[] p = [1.3512f, 3.1934f, 4.7183f, 0.9312f, 4.9135f, 0.2896f, 1.1007f, 4.7165f, 4.9104f, 2.5718f, 2.6433f, 4.6313f, 2.8747f,
            4.468f, 4.8468f, 2.9416f, 2.2031f, 2.1738f, 0.6139f, 4.7458f, 1.5109f, 0.3535f, 2.9655f, 3.275f];
        var stream = new RandomStream(4023);
        var picks = new long[6];
        for (var row = 0; row < 6; row++)
            stream.Multinomial<float>(p.AsSpan(4 * row, 4), picks.AsSpan(row, 1), replacement: true);
        Assert.Equal([2, 3, 3, 0, 1, 2], picks);
    }

    [Fact]
    public void A_linear_layer_starts_as_PyTorch_starts_it()
    {
        // Linear(5, 3): weight U(±1/√5) (Kaiming with a = √5), then bias U(±1/√5).
        var bound = 1 / Math.Sqrt(5);
        var stream = new RandomStream(3969);
        var weight = new float[15];
        stream.Uniform(weight, -bound, bound);
        AssertClose([-0.42516056f, -0.4465037f, 0.411444f, 0.41020525f, -0.3540472f, -0.36146212f, -0.12756152f, -0.3970009f, -0.26608688f,
            0.117333025f, -0.22712938f, 0.20714474f, 0.30816862f, -0.32110518f, -0.15385666f], weight, 2e-7);
        var bias = new float[3];
        stream.Uniform(bias, -bound, bound);
        AssertClose([0.1887682f, -0.2716727f, -0.14935686f], bias, 2e-7);
    }

    [Fact]
    public void Long_fills_have_the_right_moments()
    {
        var stream = new RandomStream(5);
        var values = new float[200_001];
        stream.Normal(values, 3, 2);
        Assert.InRange(values.Average(), 2.98, 3.02);
        Assert.InRange(values.Average(v => (v - 3) * (v - 3)), 3.95, 4.05);
        stream.Uniform(values, -1, 1);
        Assert.InRange(values.Average(v => v * v), 0.33, 0.337);
        Assert.InRange(values.Min(), -1f, -0.999f);
        Assert.InRange(values.Max(), 0.999f, 1f);
    }

    private static void AssertUniform(ulong seed, float[] want, double from = 0, double to = 1, double tolerance = 0)
    {
        var got = new float[want.Length];
        new RandomStream(seed).Uniform(got, from, to);
        AssertClose(want, got, tolerance);
    }

    private static void AssertNormal(ulong seed, float[] want, double mean = 0, double std = 1) =>
        AssertNext(new RandomStream(seed), want, mean, std);

    private static void AssertNormal(ulong seed, double[] want)
    {
        var got = new double[want.Length];
        new RandomStream(seed).Normal(got);
        AssertClose(want, got, 1e-13);
    }

    private static void AssertNext(RandomStream stream, float[] want, double mean = 0, double std = 1)
    {
        var got = new float[want.Length];
        stream.Normal(got, mean, std);
        AssertClose(want, got, 4e-6);
    }

    private static void AssertPermutation(ulong seed, long[] want)
    {
        var got = new long[want.Length];
        new RandomStream(seed).Permutation(got);
        Assert.Equal(want, got);
    }

    private static void AssertClose(float[] want, float[] got, double tolerance) =>
        AssertClose(Array.ConvertAll(want, v => (double)v), Array.ConvertAll(got, v => (double)v), tolerance);

    private static void AssertClose(double[] want, double[] got, double tolerance)
    {
        Assert.Equal(want.Length, got.Length);
        for (var i = 0; i < want.Length; i++)
        {
            Assert.True(
                Math.Abs(want[i] - got[i]) <= tolerance * (1 + Math.Abs(want[i])),
                string.Create(CultureInfo.InvariantCulture, $"[{i}]: expected {want[i]:R}, got {got[i]:R}"));
        }
    }
}
