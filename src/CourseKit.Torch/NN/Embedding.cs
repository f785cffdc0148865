namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A vector for each of so many numbers, drawn from the standard normal distribution; that of <paramref name="padding_idx"/> is 0 and stays.</summary>
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, padding_idx, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>A vector for each of so many numbers.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        internal Embedding(long num_embeddings, long embedding_dims, long? padding_idx, Device? device, ScalarType? dtype)
            : base(nameof(Embedding))
        {
            if (padding_idx is { } p && (p < -num_embeddings || p >= num_embeddings)) throw new ArgumentException("Padding_idx must be within num_embeddings", nameof(padding_idx));
            (this.num_embeddings, embedding_dim) = (num_embeddings, embedding_dims);
            this.padding_idx = padding_idx < 0 ? padding_idx + num_embeddings : padding_idx;
            register_parameter("weight", new Parameter(empty([num_embeddings, embedding_dims], dtype, device)));
            nn.init.normal_(weight);
            using var mode = no_grad();
            if (this.padding_idx is { } row) weight.select(0, row).fill_(0);
        }

        /// <summary>The vectors, [num_embeddings, embedding_dim].</summary>
        public Parameter weight
        {
            get => ParameterAt("weight")!;
            set => ReplaceParameter("weight", value);
        }

        /// <summary>How many numbers have a vector.</summary>
        public long num_embeddings { get; set; }

        /// <summary>The length of a vector.</summary>
        public long embedding_dim { get; set; }

        /// <summary>The number whose vector is not learned, or null.</summary>
        public long? padding_idx { get; set; }

        /// <summary>Numbers [...] → vectors [..., embedding_dim].</summary>
        public override Tensor forward(Tensor input)
        {
            long[] shape = [.. input.Impl.Shape, embedding_dim];
            var y = weight.index_select(0, input.reshape(-1)).reshape(shape);
            return padding_idx is { } p ? where((input == p).unsqueeze(-1), y.detach(), y) : y;
        }
    }
}
