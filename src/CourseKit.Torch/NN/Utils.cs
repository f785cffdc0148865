using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Helpers for training.</summary>
        public static class utils
        {
            /// <summary>Scales all gradients so that their common norm is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                using var mode = no_grad();
                var grads = tensors.Select(p => p.Impl.Grad).OfType<Tensor>().ToList();
                if (grads.Count == 0) return 0;
                var norms = stack(grads.Select(g => g.detach().to(ScalarType.Float64).VectorNorm(norm_type, [], false)));
                var total = norms.VectorNorm(norm_type, [], false).ToDouble();
                var scale = max_norm / (total + 1e-6);
                if (scale < 1)
                    foreach (var g in grads) g.mul_(scale);
                return total;
            }

            /// <summary>Moves all gradients into [−clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var mode = no_grad();
                foreach (var p in tensors) p.Impl.Grad?.clamp_((Scalar)(-clip_value), (Scalar)clip_value);
            }

            /// <summary>All parameters in one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors) => cat([.. tensors.Select(p => p.reshape(-1))]);

            /// <summary>Copies a vector's parts into the parameters.</summary>
            /// <exception cref="ExternalException">The vector is shorter than the parameters together.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var mode = no_grad();
                long at = 0;
                foreach (var p in tensors)
                {
                    p.copy_(vec.narrow(0, at, p.Impl.Count).view(p.shape));
                    at += p.Impl.Count;
                }
            }
        }
    }
}
