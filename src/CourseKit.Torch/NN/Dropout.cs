using System.Globalization;
using System.Runtime.InteropServices;

namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.Dropout"/>
            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
            /// <inheritdoc cref="Modules.Dropout1d"/>
            public static Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);
            /// <inheritdoc cref="Modules.Dropout2d"/>
            public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);
            /// <inheritdoc cref="Modules.AlphaDropout"/>
            public static AlphaDropout AlphaDropout(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static partial class functional
            {
                /// <summary>Zeroes elements with probability p in training and scales the others by 1/(1 − p). Srivastava et al. (2014).</summary>
                /// <exception cref="ArgumentException">p is outside [0, 1].</exception>
                public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                    Drop(input, input.Impl.Shape, p, training, inplace, noise => input * noise.div_(1 - p));

                /// <summary>Dropout of whole channels: one draw per row and channel of [n, c, l].</summary>
                public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => dropout2d(input, p, training, inplace);

                /// <summary>Dropout of whole channels: one draw per image and channel of [n, c, h, w].</summary>
                public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                {
                    var draws = input.shape;
                    if (draws.Length < 2) throw new ExternalException("Feature dropout requires at least 2 dimensions in the input");
                    Array.Fill(draws, 1, 2, draws.Length - 2);
                    return Drop(input, draws, p, training, inplace, noise => input * noise.div_(1 - p));
                }

                /// <summary>Sets elements to where SELU saturates, and scales so that mean and variance stay. Klambauer et al. (2017).</summary>
                public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false)
                {
                    const double low = -1.7580993408473766; // −λα of SELU
                    var scale = 1 / Math.Sqrt(((low * low * p) + 1) * (1 - p));
                    return Drop(input, input.Impl.Shape, p, training, inplace, kept => (input * (kept * scale)) + ((1 - kept - p) * (low * scale)));
                }

                private static Tensor Drop(Tensor input, long[] draws, double p, bool training, bool inplace, Func<Tensor, Tensor> apply)
                {
                    if (p is < 0 or > 1) throw new ArgumentException($"dropout probability has to be between 0 and 1, but got {p.ToString(CultureInfo.InvariantCulture)}", nameof(p));
                    if (!training || p == 0) return input.alias();
                    return Maybe(input, inplace, p == 1 ? input * 0 : apply(empty(draws, input.dtype).bernoulli_(1 - p)));
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>Zeroes elements with probability p in training and scales the others by 1/(1 − p). Srivastava et al. (2014).</summary>
    public sealed class Dropout : Module<Tensor, Tensor>
    {
        internal Dropout(double p, bool inplace) : base(nameof(Dropout)) => (this.p, this.inplace) = (p, inplace);
        /// <summary>The probability of a zero.</summary>
        public double p { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => functional.dropout(tensor, p, training, inplace);
    }

    /// <summary>Zeroes whole channels of [n, c, l] in training.</summary>
    public sealed class Dropout1d : Module<Tensor, Tensor>
    {
        internal Dropout1d(double p, bool inplace) : base(nameof(Dropout1d)) => (this.p, this.inplace) = (p, inplace);
        /// <summary>The probability of zeros.</summary>
        public double p { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => functional.dropout1d(tensor, p, training, inplace);
    }

    /// <summary>Zeroes whole channels of [n, c, h, w] in training. Tompson et al. (2015).</summary>
    public sealed class Dropout2d : Module<Tensor, Tensor>
    {
        internal Dropout2d(double p, bool inplace) : base(nameof(Dropout2d)) => (this.p, this.inplace) = (p, inplace);
        /// <summary>The probability of zeros.</summary>
        public double p { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => functional.dropout2d(tensor, p, training, inplace);
    }

    /// <summary>Dropout for networks of SELU: dropped elements get the value where it saturates, and mean and variance stay. Klambauer et al. (2017).</summary>
    public sealed class AlphaDropout : Module<Tensor, Tensor>
    {
        internal AlphaDropout(double p, bool inplace) : base(nameof(AlphaDropout)) => (this.p, this.inplace) = (p, inplace);
        /// <summary>The probability of a dropped element.</summary>
        public double p { get; set; }
        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }
        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => functional.alpha_dropout(tensor, p, training, inplace);
    }
}
