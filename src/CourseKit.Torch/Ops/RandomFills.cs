using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
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
            if (!(bool)(p.detach() >= 0).logical_and(p.detach() <= 1).all())
            {
                throw new ExternalException("Expected p_in >= 0 && p_in <= 1 to be true, but got false.  "
                    + "(Could this error message be improved?  If so, please report an enhancement request to PyTorch.)");
            }
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
            if (num_samples <= 0) throw new ExternalException("cannot sample n_sample <= 0 samples");
            if (Impl.Shape[^1] == 0) throw new ExternalException("invalid multinomial distribution (sum of probabilities <= 0)");
            if (!replacement && num_samples > Impl.Shape[^1])
                throw new ExternalException("cannot sample n_sample > prob_dist.size(-1) samples without replacement");
            var stream = StreamOf(generator);
            var weights = Cast(Impl.Dtype.IsFloatingPoint() ? Impl.Dtype : ScalarType.Float32).AsContiguous();
            var d = weights.detach();
            if (!(bool)d.isfinite().logical_and(d >= 0).all()) throw new ExternalException("probability tensor contains either `inf`, `nan` or element < 0");
            if ((bool)(d.sum(-1L) == 0).any()) throw new ExternalException("invalid multinomial distribution (sum of probabilities <= 0)");
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
}
