namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.BatchNorm1d"/>
            public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(new(num_features, eps, momentum, affine, track_running_stats, device, dtype));
            /// <inheritdoc cref="Modules.BatchNorm2d"/>
            public static BatchNorm2d BatchNorm2d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(new(num_features, eps, momentum, affine, track_running_stats, device, dtype));
            /// <inheritdoc cref="Modules.InstanceNorm1d"/>
            public static InstanceNorm1d InstanceNorm1d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(new(num_features, eps, momentum, affine, track_running_stats, device, dtype));
            /// <inheritdoc cref="Modules.InstanceNorm2d"/>
            public static InstanceNorm2d InstanceNorm2d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(new(num_features, eps, momentum, affine, track_running_stats, device, dtype));
            /// <inheritdoc cref="Modules.LayerNorm"/>
            public static LayerNorm LayerNorm(Size normalized_shape, double eps = 1E-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape.Shape, eps, elementwise_affine, bias, device, dtype);
            /// <inheritdoc cref="Modules.GroupNorm"/>
            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1E-05, bool affine = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);

            public abstract partial class Module
            {
                /// <summary>Registers a factor, 1, and a summand, 0, for each element of a shape, or reserves their names.</summary>
                private protected void RegisterScale(long[] shape, bool weight, bool bias, Device? device, ScalarType? dtype)
                {
                    register_parameter("weight", weight ? new Parameter(ones(shape, dtype ?? get_default_dtype(), device)) : null);
                    register_parameter("bias", bias ? new Parameter(zeros(shape, dtype ?? get_default_dtype(), device)) : null);
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>The arguments of the normalisations with running statistics.</summary>
    internal sealed record NormOptions(long Features, double Eps, double? Momentum, bool Affine, bool Track, Device? Device, ScalarType? Dtype);

    /// <summary>What normalisations with running statistics have in common.</summary>
    public abstract class NormBase : Module<Tensor, Tensor>
    {
        private protected NormBase(string name, NormOptions o) : base(name)
        {
            (num_features, eps, momentum, affine, track_running_stats) = (o.Features, o.Eps, o.Momentum, o.Affine, o.Track);
            RegisterScale([num_features], affine, affine, o.Device, o.Dtype);
            var type = o.Dtype ?? get_default_dtype();
            register_buffer("running_mean", o.Track ? zeros([num_features], type, o.Device) : null);
            register_buffer("running_var", o.Track ? ones([num_features], type, o.Device) : null);
            register_buffer("num_batches_tracked", o.Track ? zeros([], ScalarType.Int64, o.Device) : null);
        }

        /// <summary>The factor of each channel, or null.</summary>
        public Parameter? weight { get => ParameterAt("weight"); set => ReplaceParameter("weight", value); }
        /// <summary>The summand of each channel, or null.</summary>
        public Parameter? bias { get => ParameterAt("bias"); set => ReplaceParameter("bias", value); }
        /// <summary>The mean of each channel over the batches so far, or null.</summary>
        public Tensor? running_mean { get => BufferAt("running_mean"); set => ReplaceBuffer("running_mean", value); }
        /// <summary>The variance of each channel over the batches so far, or null.</summary>
        public Tensor? running_var { get => BufferAt("running_var"); set => ReplaceBuffer("running_var", value); }
        /// <summary>The number of batches so far (int64), or null.</summary>
        public Tensor? num_batches_tracked { get => BufferAt("num_batches_tracked"); set => ReplaceBuffer("num_batches_tracked", value); }
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

        private protected static void Expect(Tensor input, string dimensions, bool fits)
        {
            if (!fits) throw new ArgumentException($"expected {dimensions} input, but got {input.ndim}D input.", nameof(input));
        }
    }

    /// <summary>Normalises channels by the batch, and in evaluation by the batches seen. Ioffe and Szegedy (2015).</summary>
    public abstract class BatchNorm : NormBase
    {
        private protected BatchNorm(string name, NormOptions o) : base(name, o) { }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            var share = momentum ?? 0;
            if (training && num_batches_tracked is { } count)
            {
                using var scope = NewDisposeScope();
                count.add_(1);
                share = momentum ?? (1.0 / count.ToInt64());
            }
            var useBatch = training || running_mean is null || running_var is null;
            return functional.batch_norm(input, running_mean, running_var, weight, bias, useBatch, share, eps);
        }
    }

    /// <summary>Normalises the channels of [n, c] or [n, c, l]. Ioffe and Szegedy (2015).</summary>
    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(NormOptions o) : base(nameof(BatchNorm1d), o) { }
        /// <inheritdoc/>
        protected override void ValidateInputDimensions(Tensor input) => Expect(input, "2D or 3D", input.ndim is 2 or 3);
    }

    /// <summary>Normalises the channels of [n, c, h, w]. Ioffe and Szegedy (2015).</summary>
    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(NormOptions o) : base(nameof(BatchNorm2d), o) { }
        /// <inheritdoc/>
        protected override void ValidateInputDimensions(Tensor input) => Expect(input, "4D", input.ndim == 4);
    }

    /// <summary>Normalises each channel of each row by itself. Ulyanov et al. (2016).</summary>
    public abstract class InstanceNorm : NormBase
    {
        private protected InstanceNorm(string name, NormOptions o) : base(name, o) { }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            return functional.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0, eps);
        }
    }

    /// <summary>Normalises each channel of each row of [n, c, l] by itself. Ulyanov et al. (2016).</summary>
    public sealed class InstanceNorm1d : InstanceNorm
    {
        internal InstanceNorm1d(NormOptions o) : base(nameof(InstanceNorm1d), o) { }
        /// <inheritdoc/>
        protected override void ValidateInputDimensions(Tensor input) => Expect(input, "3D", input.ndim == 3);
    }

    /// <summary>Normalises each channel of each image of [n, c, h, w] by itself. Ulyanov et al. (2016).</summary>
    public sealed class InstanceNorm2d : InstanceNorm
    {
        internal InstanceNorm2d(NormOptions o) : base(nameof(InstanceNorm2d), o) { }
        /// <inheritdoc/>
        protected override void ValidateInputDimensions(Tensor input) => Expect(input, "4D", input.ndim == 4);
    }

    /// <summary>Normalises the last dimensions. Ba et al. (2016).</summary>
    public sealed class LayerNorm : Module<Tensor, Tensor>
    {
        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
        {
            (this.normalized_shape, this.eps, this.elementwise_affine) = (normalized_shape, eps, elementwise_affine);
            RegisterScale(normalized_shape, elementwise_affine, elementwise_affine && bias, device, dtype);
        }

        /// <summary>The dimensions that are normalised together.</summary>
        public long[] normalized_shape { get; set; }
        /// <summary>Added to the variance.</summary>
        public double eps { get; set; }
        /// <summary>Whether elements have a factor and a summand.</summary>
        public bool elementwise_affine { get; set; }
        /// <summary>The factor of each element, or null.</summary>
        public Parameter? weight { get => ParameterAt("weight"); set => ReplaceParameter("weight", value); }
        /// <summary>The summand of each element, or null.</summary>
        public Parameter? bias { get => ParameterAt("bias"); set => ReplaceParameter("bias", value); }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.layer_norm(input, normalized_shape, weight, bias, eps);
    }

    /// <summary>Normalises groups of channels of [n, c, …]. Wu and He (2018).</summary>
    public sealed class GroupNorm : Module<Tensor, Tensor>
    {
        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype) : base(nameof(GroupNorm))
        {
            (this.num_groups, this.num_channels, this.eps, this.affine) = (num_groups, num_channels, eps, affine);
            RegisterScale([num_channels], affine, affine, device, dtype);
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
        public Parameter? weight { get => ParameterAt("weight"); set => ReplaceParameter("weight", value); }
        /// <summary>The summand of each channel, or null.</summary>
        public Parameter? bias { get => ParameterAt("bias"); set => ReplaceParameter("bias", value); }
        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => functional.group_norm(input, num_groups, weight, bias, eps);
    }
}
