using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers: PyTorch's Mersenne Twister, number for number.</summary>
    public class Generator : IDisposable
    {
        private long seedValue;

        /// <summary>A generator with a seed.</summary>
        public Generator(ulong seed = 0, Device? device = null)
        {
            CheckDevice(device);
            Stream = new RandomStream(seed);
            seedValue = (long)seed;
        }

        internal RandomStream Stream { get; }

        /// <summary>Always the CPU.</summary>
        public Device device => CPU;

        /// <summary>The generator that functions use when they are given none.</summary>
        public static Generator Default { get; } = new(RandomStream.DefaultSeed);

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
}
