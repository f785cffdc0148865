namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.Embedding"/>
            public static Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;

    /// <summary>
    /// A vector for each of so many numbers, drawn from the standard normal distribution; that of padding_idx is 0 and stays. With max_norm, vectors
    /// that are used are shortened to that norm first; with scale_grad_by_freq, a gradient is divided by how often its number occurs in the batch.
    /// </summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        internal Embedding(long num_embeddings, long embedding_dims, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse, Device? device, ScalarType? dtype)
            : base(nameof(Embedding))
        {
            if (padding_idx is { } p && (p < -num_embeddings || p >= num_embeddings)) throw new ArgumentException("Padding_idx must be within num_embeddings", nameof(padding_idx));
            (this.num_embeddings, embedding_dim) = (num_embeddings, embedding_dims);
            this.padding_idx = padding_idx < 0 ? padding_idx + num_embeddings : padding_idx;
            (this.max_norm, this.norm_type, this.scale_grad_by_freq, this.sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
            register_parameter("weight", new Parameter(empty([num_embeddings, embedding_dims], dtype, device)));
            nn.init.normal_(weight);
            using var mode = no_grad();
            if (this.padding_idx is { } row) weight.select(0, row).fill_(0);
        }

        /// <summary>The vectors, [num_embeddings, embedding_dim].</summary>
        public Parameter weight { get => ParameterAt("weight")!; set => ReplaceParameter("weight", value); }
        /// <summary>How many numbers have a vector.</summary>
        public long num_embeddings { get; set; }
        /// <summary>The length of a vector.</summary>
        public long embedding_dim { get; set; }
        /// <summary>The number whose vector is not learned, or null.</summary>
        public long? padding_idx { get; set; }
        /// <summary>The largest norm of a vector, or null.</summary>
        public double? max_norm { get; set; }
        /// <summary>p of that norm.</summary>
        public double norm_type { get; set; }
        /// <summary>Whether gradients are divided by how often a number occurs.</summary>
        public bool scale_grad_by_freq { get; set; }
        /// <summary>Without effect on a CPU of this engine: gradients are dense, with the same values.</summary>
        public bool sparse { get; set; }

        /// <summary>Numbers [...] → vectors [..., embedding_dim].</summary>
        public override Tensor forward(Tensor input)
        {
            var rows = input.reshape(-1);
            if (max_norm is { } most) Shorten(rows, most);
            return Rows(weight, rows, padding_idx, scale_grad_by_freq).reshape([.. input.Impl.Shape, embedding_dim]);
        }

        internal static Tensor Rows(Tensor weight, Tensor rows, long? padding, bool byFrequency)
        {
            var y = weight.index_select(0, rows);
            if ((padding is null && !byFrequency) || !Op.Records(y)) return y;
            var factor = byFrequency ? 1 / (rows.unsqueeze(1) == rows).sum(1, true).to(y.dtype) : ones([1, 1], y.dtype);
            if (padding is { } p) factor = factor * (rows != p).unsqueeze(1).to(y.dtype);
            return new Op("EmbeddingBackward0", factor).Input(y, static (g, kept) => g * kept[0]).Result(y.detach());
        }

        private void Shorten(Tensor rows, double most)
        {
            using var scope = NewDisposeScope();
            using var mode = no_grad();
            var used = rows.unique().output;
            var vectors = weight.index_select(0, used);
            var norms = vectors.norm(1, true, (float)norm_type);
            weight[used] = where(norms > most, vectors * (most / (norms + 1e-7)), vectors);
        }
    }
}
