namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Normalises the channels of [n, c] or [n, c, l].</summary>
            public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Normalises the channels of [n, c, h, w].</summary>
            public static BatchNorm2d BatchNorm2d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Normalises the last dimensions.</summary>
            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1E-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            /// <summary>Normalises the last dimension.</summary>
            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1E-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

            /// <summary>Normalises groups of channels of [n, c, …].</summary>
            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1E-05, bool affine = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>What normalisations with running statistics have in common.</summary>
    public abstract class NormBase : Module<Tensor, Tensor>
    {
        private protected NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(name)
        {
            (this.num_features, this.eps, this.momentum, this.affine, this.track_running_stats) = (num_features, eps, momentum, affine, track_running_stats);
            var type = dtype ?? get_default_dtype();
            register_parameter("weight", affine ? new Parameter(ones([num_features], type, device)) : null);
            register_parameter("bias", affine ? new Parameter(zeros([num_features], type, device)) : null);
            register_buffer("running_mean", track_running_stats ? zeros([num_features], type, device) : null);
            register_buffer("running_var", track_running_stats ? ones([num_features], type, device) : null);
            register_buffer("num_batches_tracked", track_running_stats ? zeros([], ScalarType.Int64, device) : null);
        }

        /// <summary>The factor of each channel, or null.</summary>
        public Parameter? weight
        {
            get => ParameterAt("weight");
            set => ReplaceParameter("weight", value);
        }

        /// <summary>The summand of each channel, or null.</summary>
        public Parameter? bias
        {
            get => ParameterAt("bias");
            set => ReplaceParameter("bias", value);
        }

        /// <summary>The mean of each channel over the batches so far, or null.</summary>
        public Tensor? running_mean
        {
            get => BufferAt("running_mean");
            set => ReplaceBuffer("running_mean", value);
        }

        /// <summary>The variance of each channel over the batches so far, or null.</summary>
        public Tensor? running_var
        {
            get => BufferAt("running_var");
            set => ReplaceBuffer("running_var", value);
        }

        /// <summary>The number of batches so far (int64), or null.</summary>
        public Tensor? num_batches_tracked
        {
            get => BufferAt("num_batches_tracked");
            set => ReplaceBuffer("num_batches_tracked", value);
        }

        /// <summary>The number of channels.</summary>
        public long num_features { get; }

        /// <summary>Added to the variance.</summary>
        public double eps { get; set; }

        /// <summary>The share of a new batch in the running statistics; null: that of the plain mean of all batches.</summary>
        public double? momentum { get; set; }

        /// <summary>Whether channels have a factor and a summand.</summary>
        public bool affine { get; }

        /// <summary>Whether there are running statistics.</summary>
        public bool track_running_stats { get; }

        /// <summary>Forgets all batches.</summary>
        public void reset_running_stats()
        {
            if (!track_running_stats) return;
            init.zeros_(running_mean!);
            init.ones_(running_var!);
            init.zeros_(num_batches_tracked!);
        }

        /// <summary>Forgets all batches, and sets factors to 1 and summands to 0.</summary>
        public void reset_parameters()
        {
            reset_running_stats();
            if (!affine) return;
            init.ones_(weight!);
            init.zeros_(bias!);
        }

        /// <summary>Throws when the input has not the dimensions the module is for.</summary>
        protected abstract void ValidateInputDimensions(Tensor input);
    }

    /// <summary>Normalises channels by the batch, and in evaluation by the batches seen. Ioffe and Szegedy (2015).</summary>
    public abstract class BatchNorm : NormBase
    {
        private protected BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
        {
        }

        /// <summary>The input normalised.</summary>
        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            var share = momentum ?? 0;
            if (training && num_batches_tracked is { } count)
            {
                using var scope = NewDisposeScope();
                count.add_(1);
                if (momentum is null) share = 1.0 / count.ToInt64();
            }
            var useBatch = training || running_mean is null || running_var is null;
            return functional.batch_norm(input, running_mean, running_var, weight, bias, useBatch, share, eps);
        }
    }

    /// <summary>Normalises the channels of [n, c] or [n, c, l].</summary>
    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
        {
        }

        /// <inheritdoc/>
        protected override void ValidateInputDimensions(Tensor input)
        {
            if (input.ndim is not (2 or 3)) throw new ArgumentException($"expected 2D or 3D input, but got {input.ndim}D input.", nameof(input));
        }
    }

    /// <summary>Normalises the channels of [n, c, h, w].</summary>
    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
        {
        }

        /// <inheritdoc/>
        protected override void ValidateInputDimensions(Tensor input)
        {
            if (input.ndim != 4) throw new ArgumentException($"expected 4D input, but got {input.ndim}D input.", nameof(input));
        }
    }

    /// <summary>Normalises the last dimensions. Ba et al. (2016).</summary>
    public sealed class LayerNorm : Module<Tensor, Tensor>
    {
        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LayerNorm))
        {
            (this.normalized_shape, this.eps, this.elementwise_affine) = (normalized_shape, eps, elementwise_affine);
            var type = dtype ?? get_default_dtype();
            register_parameter("weight", elementwise_affine ? new Parameter(ones(normalized_shape, type, device)) : null);
            register_parameter("bias", elementwise_affine && bias ? new Parameter(zeros(normalized_shape, type, device)) : null);
        }

        /// <summary>The dimensions that are normalised together.</summary>
        public long[] normalized_shape { get; set; }

        /// <summary>Added to the variance.</summary>
        public double eps { get; set; }

        /// <summary>Whether elements have a factor and a summand.</summary>
        public bool elementwise_affine { get; set; }

        /// <summary>The factor of each element, or null.</summary>
        public Parameter? weight
        {
            get => ParameterAt("weight");
            set => ReplaceParameter("weight", value);
        }

        /// <summary>The summand of each element, or null.</summary>
        public Parameter? bias
        {
            get => ParameterAt("bias");
            set => ReplaceParameter("bias", value);
        }

        /// <summary>The input normalised.</summary>
        public override Tensor forward(Tensor input) => functional.layer_norm(input, normalized_shape, weight, bias, eps);
    }

    /// <summary>Normalises groups of channels. Wu and He (2018).</summary>
    public sealed class GroupNorm : Module<Tensor, Tensor>
    {
        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
            : base(nameof(GroupNorm))
        {
            (this.num_groups, this.num_channels, this.eps, this.affine) = (num_groups, num_channels, eps, affine);
            var type = dtype ?? get_default_dtype();
            register_parameter("weight", affine ? new Parameter(ones([num_channels], type, device)) : null);
            register_parameter("bias", affine ? new Parameter(zeros([num_channels], type, device)) : null);
        }

        /// <summary>The number of groups.</summary>
        public long num_groups { get; set; }

        /// <summary>The number of channels.</summary>
        public long num_channels { get; set; }

        /// <summary>Added to the variance.</summary>
        public double eps { get; set; }

        /// <summary>Whether channels have a factor and a summand.</summary>
        public bool affine { get; set; }

        /// <summary>The factor of each channel, or null.</summary>
        public Parameter? weight
        {
            get => ParameterAt("weight");
            set => ReplaceParameter("weight", value);
        }

        /// <summary>The summand of each channel, or null.</summary>
        public Parameter? bias
        {
            get => ParameterAt("bias");
            set => ReplaceParameter("bias", value);
        }

        /// <summary>The input normalised.</summary>
        public override Tensor forward(Tensor input) => functional.group_norm(input, num_groups, weight, bias, eps);
    }
}
