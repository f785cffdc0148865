using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// Normalises the channels of [n, c, …]: in training by the batch's mean and variance, which are mixed into the running ones; else
            /// by the running ones. Ioffe and Szegedy (2015).
            /// </summary>
            /// <exception cref="ExternalException">Sizes that do not fit; one value per channel in training.</exception>
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1E-05)
            {
                var shape = input.Impl.Shape;
                if (shape.Length < 2) throw new ExternalException($"batch_norm: expected at least 2 dimensions (n, channels, ...), but got input of size {Shape.Text(shape)}");
                var channels = shape[1];
                foreach (var (t, name) in new[] { (running_mean, nameof(running_mean)), (running_var, nameof(running_var)), (weight, nameof(weight)), (bias, nameof(bias)) })
                    if (t is not null && t.numel() != channels) throw new ExternalException($"{name} should contain {channels} elements not {t.numel()}");
                if (!training)
                {
                    if (running_mean is null || running_var is null) throw new ExternalException("running_mean and running_var must be defined in evaluation mode");
                    var line = ChannelShape(input);
                    var scale = (running_var + eps).rsqrt();
                    if (weight is not null) scale = scale * weight;
                    var y = (input - running_mean.view(line)) * scale.view(line);
                    return bias is null ? y : y + bias.view(line);
                }
                var count = channels == 0 ? 0 : input.numel() / channels;
                if (count == 1) throw new ExternalException($"Expected more than 1 value per channel when training, got input size {Shape.Text(shape)}");
                var result = NormOp.Normalize(input.reshape(shape[0], channels, Shape.Count(shape.AsSpan(2))), weight, bias, eps, out var mean, out var variance);
                if (running_mean is not null) Mix(running_mean, mean, momentum, 1);
                if (running_var is not null) Mix(running_var, variance, momentum, count / (count - 1.0));
                return result.view(shape);
            }

            private static void Mix(Tensor running, double[] batch, double momentum, double factor)
            {
                using var scope = NewDisposeScope();
                using var mode = no_grad();
                running.mul_(1 - momentum).add_(Tensor.From<double>([.. batch.Select(b => b * momentum * factor)], [batch.Length]).to_type(running.dtype));
            }

            /// <summary>Normalises the last dimensions, each row by its own mean and variance. Ba et al. (2016).</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05)
            {
                var (shape, d) = (input.Impl.Shape, normalized_shape.Length);
                if (d == 0) throw new ExternalException("Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []");
                if (shape.Length < d || !Shape.Same(shape.AsSpan(shape.Length - d), normalized_shape))
                {
                    throw new ExternalException($"Given normalized_shape={Shape.Text(normalized_shape)}, expected input with shape [*, {string.Join(", ", normalized_shape)}], "
                        + $"but got input of size{Shape.Text(shape)}");
                }
                foreach (var (t, name) in new[] { (weight, nameof(weight)), (bias, nameof(bias)) })
                {
                    if (t is not null && !Shape.Same(t.Impl.Shape, normalized_shape))
                        throw new ExternalException($"Expected {name} to be of same shape as normalized_shape, but got {name} of shape {Shape.Text(t.Impl.Shape)} and normalized_shape = {Shape.Text(normalized_shape)}");
                }
                var size = Shape.Count(normalized_shape);
                return Scaled(NormOp.Normalize(input.reshape(1, Shape.Count(shape.AsSpan(0, shape.Length - d)), size), null, null, eps, out _, out _).view(shape), weight, bias);
            }

            /// <summary>Normalises groups of channels of [n, c, …], for each row by itself. Wu and He (2018).</summary>
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05)
            {
                var shape = input.Impl.Shape;
                if (shape.Length < 2) throw new ExternalException($"Expected at least 2 dimensions for input tensor but received {shape.Length}");
                if (num_groups <= 0 || shape[1] % num_groups != 0)
                    throw new ExternalException($"Expected number of channels in input to be divisible by num_groups, but got input of shape {Shape.Text(shape)} and num_groups={num_groups}");
                var rows = shape[0] * num_groups;
                var y = NormOp.Normalize(input.reshape(1, rows, input.numel() / Math.Max(1, rows)), null, null, eps, out _, out _).view(shape);
                return Scaled(y, weight?.view(ChannelShape(input)), bias?.view(ChannelShape(input)));
            }

            /// <summary>
            /// Normalises each channel of each row of [n, c, …] by itself, or, unless <paramref name="use_input_stats"/>, by running statistics.
            /// The running ones, where given, take up the means over the rows. Ulyanov et al. (2016).
            /// </summary>
            public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1E-05)
            {
                var shape = input.Impl.Shape;
                if (!use_input_stats)
                {
                    return running_mean is not null && running_var is not null
                        ? batch_norm(input, running_mean, running_var, weight, bias, false, momentum, eps)
                        : throw new ExternalException("Expected running_mean and running_var to be defined when use_input_stats is false");
                }
                if (shape.Length < 3) throw new ExternalException($"instance_norm: expected at least 3 dimensions (n, channels, ...), but got input of size {Shape.Text(shape)}");
                var count = Shape.Count(shape.AsSpan(2));
                if (count == 1) throw new ExternalException($"Expected more than 1 spatial element when training, got input size {Shape.Text(shape)}");
                var y = NormOp.Normalize(input.reshape(1, shape[0] * shape[1], count), null, null, eps, out var mean, out var variance).view(shape);
                if (running_mean is not null) Mix(running_mean, OverRows(mean), momentum, 1);
                if (running_var is not null) Mix(running_var, OverRows(variance), momentum, count / (count - 1.0));
                return Scaled(y, weight?.view(ChannelShape(input)), bias?.view(ChannelShape(input)));

                double[] OverRows(double[] values) => [.. Enumerable.Range(0, (int)shape[1]).Select(c => Enumerable.Range(0, (int)shape[0]).Average(n => values[(n * shape[1]) + c]))];
            }

            private static Tensor Scaled(Tensor x, Tensor? weight, Tensor? bias)
            {
                if (weight is not null) x = x * weight;
                return bias is null ? x : x + bias;
            }
        }
    }
}
