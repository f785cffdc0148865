using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers: PyTorch's Mersenne Twister, number for number.</summary>
    public class Generator : IDisposable
    {
        private long seedValue;

        /// <summary>A generator with a seed.</summary>
        public Generator(ulong seed = 67280421310721UL, Device? device = null)
        {
            CheckDevice(device);
            Stream = new RandomStream(seed);
            seedValue = (long)seed;
        }

        internal RandomStream Stream { get; }

        /// <summary>Always the CPU.</summary>
        public Device device => CPU;

        /// <summary>The generator that functions use when they are given none.</summary>
        public static Generator Default { get; } = new();

        /// <summary>Starts the sequence that belongs to a seed.</summary>
        public Generator manual_seed(long seed)
        {
            Stream.Seed((ulong)seed);
            seedValue = seed;
            return this;
        }

        /// <summary>Starts at a seed taken from the system, and returns it.</summary>
        public long seed()
        {
            manual_seed(BitConverter.ToInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)) & long.MaxValue);
            return seedValue;
        }

        /// <summary>The seed of the current sequence.</summary>
        public long initial_seed() => seedValue;

        /// <summary>The position in the sequence, as bytes.</summary>
        public Tensor get_state() => tensor(Stream.GetState());

        /// <summary>Goes to a position got from <see cref="get_state"/>.</summary>
        public void set_state(Tensor value) => Stream.SetState(value.data<byte>().ToArray());

        /// <summary>Nothing to release.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Nothing to release.</summary>
        protected virtual void Dispose(bool disposing)
        {
        }
    }

    private static RandomStream StreamOf(Generator? generator) => (generator ?? Generator.Default).Stream;

    /// <summary>Starts the default generator at a seed: the same seed gives the same numbers, and PyTorch's.</summary>
    public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

    /// <summary>Starts the default generator at a seed of the system's, and returns it.</summary>
    public static long seed() => Generator.Default.seed();

    /// <summary>The seed of the default generator.</summary>
    public static long initial_seed() => Generator.Default.initial_seed();

    /// <summary>The default generator's position.</summary>
    public static Tensor get_rng_state() => Generator.Default.get_state();

    /// <summary>Sets the default generator's position.</summary>
    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    /// <summary>The default generator's functions, as in <c>torch.random</c>.</summary>
    public static class random
    {
        /// <inheritdoc cref="torch.manual_seed"/>
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        /// <inheritdoc cref="torch.seed"/>
        public static long seed() => torch.seed();
        /// <inheritdoc cref="torch.initial_seed"/>
        public static long initial_seed() => torch.initial_seed();
        /// <inheritdoc cref="torch.get_rng_state"/>
        public static Tensor get_rng_state() => torch.get_rng_state();
        /// <inheritdoc cref="torch.set_rng_state"/>
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }

    /// <summary>How many threads one operation may use. Results do not depend on it.</summary>
    public static void set_num_threads(int num) =>
        Work.Threads = num > 0 ? num : throw new ExternalException("set_num_threads expects a positive integer");

    /// <summary>How many threads one operation may use.</summary>
    public static int get_num_threads() => Work.Threads;

    public partial class Tensor
    {
        /// <summary>Fills memory in logical order, through a flat copy when the tensor is strided.</summary>
        private Tensor Draw(Action<Tensor> fill)
        {
            InPlace.Check(this);
            if (Impl.Contiguous)
            {
                fill(this);
            }
            else
            {
                using var flat = Empty(Impl.Shape, Impl.Dtype).DetachFromDisposeScope();
                fill(flat);
                StridedCopy.Copy(flat, this);
            }
            Impl.Storage.Version++;
            return this;
        }

        private Tensor DrawReal(string name, Action<Tensor> single, Action<Tensor> @double) => Draw(Impl.Dtype switch
        {
            ScalarType.Float32 => single,
            ScalarType.Float64 => @double,
            _ => throw new ExternalException($"\"{name}\" not implemented for '{Impl.Dtype.TorchName()}'"),
        });

        /// <summary>Fills with numbers uniform in [from, to).</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null)
        {
            if (from > to) throw new ExternalException($"uniform_ expects to return a [from, to) range, but found from={from} > to={to}");
            var stream = StreamOf(generator);
            return DrawReal("check_uniform_bounds", t => stream.Uniform(t.Span<float>(), from, to), t => stream.Uniform(t.Span<double>(), from, to));
        }

        /// <summary>Fills with normal numbers.</summary>
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null)
        {
            if (std < 0) throw new ExternalException($"normal expects std >= 0.0, but found std {std}");
            var stream = StreamOf(generator);
            var contiguous = Impl.Contiguous;
            return DrawReal("normal_kernel_cpu", t => stream.Normal(t.Span<float>(), mean, std, contiguous), t => stream.Normal(t.Span<double>(), mean, std, contiguous));
        }

        /// <summary>Fills with exponentially distributed numbers of mean 1/lambda.</summary>
        public Tensor exponential_(double lambda = 1, Generator? generator = null)
        {
            if (lambda <= 0) throw new ExternalException($"exponential_ expects lambda > 0.0, but found lambda={lambda}");
            var stream = StreamOf(generator);
            return DrawReal("exponential_cpu", t => stream.Exponential(t.Span<float>(), lambda), t => stream.Exponential(t.Span<double>(), lambda));
        }

        /// <summary>Fills with 1 with probability p, else 0.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null)
        {
            if (p is < 0 or > 1) throw new ExternalException($"bernoulli_ expects p to be in [0, 1], but got p={p}");
            var stream = StreamOf(generator);
            return Draw(t =>
            {
                switch (t.Impl.Dtype)
                {
                    case ScalarType.Float32: stream.Bernoulli(t.Span<float>(), p); break;
                    case ScalarType.Float64: stream.Bernoulli(t.Span<double>(), p); break;
                    case ScalarType.Int64: stream.Bernoulli(t.Span<long>(), p); break;
                    default: stream.Bernoulli(t.Span<byte>(), p); break; // Bool and Byte
                }
            });
        }

        /// <summary>Fills with 1 with the probabilities of another tensor, else 0.</summary>
        public Tensor bernoulli_(Tensor p, Generator? generator = null)
        {
            var stream = StreamOf(generator);
            var probability = p.BroadcastContiguous(Impl.Shape);
            return Draw(t =>
            {
                switch ((t.Impl.Dtype, probability.Impl.Dtype))
                {
                    case (ScalarType.Float32, ScalarType.Float32): stream.Bernoulli(t.Span<float>(), probability.Span<float>()); break;
                    case (ScalarType.Float32, ScalarType.Float64): stream.Bernoulli(t.Span<float>(), probability.Span<double>()); break;
                    case (ScalarType.Float64, ScalarType.Float32): stream.Bernoulli(t.Span<double>(), probability.Span<float>()); break;
                    case (ScalarType.Float64, ScalarType.Float64): stream.Bernoulli(t.Span<double>(), probability.Span<double>()); break;
                    default: throw new ExternalException($"\"bernoulli_tensor_cpu\" not implemented for '{t.Impl.Dtype.TorchName()}'");
                }
            });
        }

        /// <summary>Fills with integers of [from, to).</summary>
        public Tensor random_(double from, double to, Generator? generator = null)
        {
            var (low, high) = ((long)from, (long)to);
            if (low >= high) throw new ExternalException($"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}");
            var stream = StreamOf(generator);
            return Draw(t =>
            {
                switch (t.Impl.Dtype)
                {
                    case ScalarType.Float32: stream.Integers(t.Span<float>(), low, high); break;
                    case ScalarType.Float64: stream.Integers(t.Span<double>(), low, high); break;
                    case ScalarType.Int64: stream.Integers(t.Span<long>(), low, high); break;
                    case ScalarType.Int32: stream.Integers(t.Span<int>(), low, high); break;
                    case ScalarType.Int16: stream.Integers(t.Span<short>(), low, high); break;
                    case ScalarType.Int8: stream.Integers(t.Span<sbyte>(), low, high); break;
                    default: stream.Integers(t.Span<byte>(), low, high); break;
                }
            });
        }

        /// <summary>Draws indices with probabilities proportional to the rows' weights.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null)
        {
            if (Impl.Shape.Length is 0 or > 2) throw new ExternalException("prob_dist must be 1 or 2 dim");
            if (!replacement && num_samples > Impl.Shape[^1])
                throw new ExternalException("cannot sample n_sample > prob_dist.size(-1) samples without replacement");
            var stream = StreamOf(generator);
            var weights = Cast(Impl.Dtype.IsFloatingPoint() ? Impl.Dtype : ScalarType.Float32).AsContiguous();
            var y = Empty(Impl.Shape.Length == 1 ? [num_samples] : [Impl.Shape[0], num_samples], ScalarType.Int64);
            var (n, picks) = ((int)Impl.Shape[^1], (int)num_samples);
            for (var row = 0; row * picks < (int)y.Impl.Count; row++)
            {
                var target = y.Span<long>().Slice(row * picks, picks);
                if (weights.Impl.Dtype == ScalarType.Float32) stream.Multinomial<float>(weights.Span<float>().Slice(row * n, n), target, replacement);
                else stream.Multinomial<double>(weights.Span<double>().Slice(row * n, n), target, replacement);
            }
            return y;
        }
    }

    /// <summary>Numbers uniform in [0, 1).</summary>
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, t => t.uniform_(0, 1, generator));
    /// <summary>Numbers uniform in [0, 1).</summary>
    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, t => t.uniform_(0, 1, generator));
    /// <summary>A vector of numbers uniform in [0, 1).</summary>
    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand([size], dtype, device, requires_grad, generator);
    /// <summary>A matrix of numbers uniform in [0, 1).</summary>
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand([rows, columns], dtype, device, requires_grad, generator);
    /// <summary>Numbers uniform in [0, 1).</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand([dim0, dim1, dim2], dtype, device, requires_grad, generator);
    /// <summary>Numbers uniform in [0, 1).</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    /// <summary>Standard normal numbers.</summary>
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, t => t.normal_(0, 1, generator));
    /// <summary>Standard normal numbers.</summary>
    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, t => t.normal_(0, 1, generator));
    /// <summary>A vector of standard normal numbers.</summary>
    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn([size], dtype, device, requires_grad, generator);
    /// <summary>A matrix of standard normal numbers.</summary>
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn([rows, columns], dtype, device, requires_grad, generator);
    /// <summary>Standard normal numbers.</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn([dim0, dim1, dim2], dtype, device, requires_grad, generator);
    /// <summary>Standard normal numbers.</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    /// <summary>Integers of [low, high), as int64 unless a type is given.</summary>
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size.Shape, dtype ?? ScalarType.Int64, device, requires_grad, t => t.random_(low, high, generator));
    /// <summary>Integers of [0, high), as int64 unless a type is given.</summary>
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator);
    /// <summary>Integers of [0, high), as int64 unless a type is given.</summary>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, new Size(size), dtype, device, requires_grad, generator);
    /// <summary>Integers of [low, high), as int64 unless a type is given.</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, new Size(size), dtype, device, requires_grad, generator);

    /// <summary>0 … n − 1 in random order, as int64 unless a type is given.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        CheckDevice(device);
        var t = Tensor.Empty([n], ScalarType.Int64);
        StreamOf(generator).Permutation(t.Span<long>());
        return Finish(t.Cast(dtype ?? ScalarType.Int64), requires_grad);
    }

    /// <summary>Numbers uniform in [0, 1) in the shape of another tensor.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        rand(input.Impl.Shape, dtype ?? input.dtype, device, requires_grad);
    /// <summary>Standard normal numbers in the shape of another tensor.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        randn(input.Impl.Shape, dtype ?? input.dtype, device, requires_grad);
    /// <summary>Integers of [low, high) in the shape of another tensor.</summary>
    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        randint(low, high, new Size(input.Impl.Shape), dtype ?? input.dtype, device, requires_grad);
    /// <summary>Normal numbers.</summary>
    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Make(size, dtype, device, requires_grad, t => t.normal_(mean, std, generator));
    /// <summary>Normal numbers, each with its own mean and deviation.</summary>
    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        randn(Shape.Broadcast(mean.Impl.Shape, std.Impl.Shape), mean.dtype, generator: generator) * std + mean;
    /// <summary>1 with the given probabilities, else 0.</summary>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => empty_like(input).bernoulli_(input, generator);
    /// <inheritdoc cref="Tensor.multinomial(long, bool, Generator)"/>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        input.multinomial(num_samples, replacement, generator);
}
