namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a function of your own hands from its forward to its backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> data = [];

            internal AutogradContext()
            {
            }

            internal Op? Node { get; set; }

            internal List<Tensor> Saved { get; private set; } = [];

            internal List<Tensor> Constants { get; private set; } = [];

            internal bool Materializes { get; private set; } = true;

            /// <summary>Keeps tensors for backward; once, in forward.</summary>
            public void save_for_backward(List<Tensor> tensors) => Saved = tensors;

            /// <summary>The kept tensors, in backward.</summary>
            /// <exception cref="System.Runtime.InteropServices.ExternalException">One was changed in place since, or the graph was used up.</exception>
            public List<Tensor> get_saved_variables() => [.. Enumerable.Range(0, Node is null ? 0 : Saved.Count).Select(i => Node![i])];

            /// <summary>Keeps something that is not a tensor.</summary>
            public void save_data(string key, object value) => data[key] = value;

            /// <summary>What was kept under a name, or null.</summary>
            public object? get_data(string key) => data.GetValueOrDefault(key);

            /// <summary>Names results through which no gradient flows; once, in forward.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => Constants = [.. tensors];

            /// <summary>Whether backward gets zeros for a result that has no gradient (the default), or null.</summary>
            public void set_materialize_grads(bool value) => Materializes = value;

            /// <summary>Nothing to release: the graph owns what was kept.</summary>
            public void Dispose() => Dispose(true);

            /// <summary>Nothing to release.</summary>
            protected virtual void Dispose(bool disposing) => GC.SuppressFinalize(this);
        }

        /// <summary>A differentiable function of your own: derive from <see cref="SingleTensorFunction{T}"/> or <see cref="MultiTensorFunction{T}"/>.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private static readonly T Instance = new();

            private protected Function()
            {
            }

            /// <summary>The function's name in the graph.</summary>
            public abstract string Name { get; }

            internal abstract List<Tensor> Forward(AutogradContext context, object[] vars);

            internal abstract List<Tensor> Backward(AutogradContext context, List<Tensor> grads);

            /// <summary>The unrecorded values; an argument that is returned as it came becomes a tensor of its own.</summary>
            private static List<Tensor> Values(AutogradContext context, object[] vars)
            {
                using var mode = no_grad();
                return [.. Instance.Forward(context, vars).Select(t => vars.Contains(t) ? t.detach() : t)];
            }

            internal static List<Tensor> Apply(object[] vars)
            {
                var context = new AutogradContext();
                var outputs = Values(context, vars);
                if (!Op.Records([.. vars.OfType<Tensor>()])) return outputs;
                var op = context.Node = new Op(Instance.Name, [.. context.Saved]);
                var shapes = outputs.Select(t => (t.Impl.Shape, t.Impl.Dtype)).ToArray();
                // One call of backward serves all inputs.
                (Tensor?[]? Grads, List<Tensor>? Result) last = default;
                for (var i = 0; i < vars.Length; i++)
                {
                    var number = i;
                    if (vars[i] is Tensor input) op.InputOfMany(input, grads => Gradients(grads)[number]);
                }
                op.Results([.. outputs]);
                foreach (var constant in context.Constants) constant.Impl.GradFn = null;
                return outputs;

                List<Tensor> Gradients(Tensor?[] grads)
                {
                    if (ReferenceEquals(last.Grads, grads)) return last.Result!;
                    var filled = grads.Select((g, k) => g ?? (context.Materializes ? zeros(shapes[k].Shape, shapes[k].Dtype) : null!)).ToList();
                    last = (grads, Instance.Backward(context, filled));
                    return last.Result!.Count == vars.Length ? last.Result
                        : throw new NotImplementedException($"Function {Instance.Name} returned an incorrect number of gradients (expected {vars.Length}), got {last.Result.Count}");
                }
            }
        }

        /// <summary>A differentiable function of your own with one result: <c>class Cube : SingleTensorFunction&lt;Cube&gt;</c>, called by <c>Cube.apply(x)</c>.</summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            /// <summary>The value of the function, recorded in the graph.</summary>
            public static Tensor apply(params object[] vars) => Apply(vars)[0];

            /// <summary>Computes the value; nothing in here is recorded.</summary>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>The gradients of all arguments of forward, null for those that are not tensors, given that of the result.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> Forward(AutogradContext context, object[] vars) => [forward(context, vars)];

            internal sealed override List<Tensor> Backward(AutogradContext context, List<Tensor> grads) => backward(context, grads[0]);
        }

        /// <summary>A differentiable function of your own with several results.</summary>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            /// <summary>The values of the function, recorded in the graph.</summary>
            public static List<Tensor> apply(params object[] vars) => Apply(vars);

            /// <summary>Computes the values; nothing in here is recorded.</summary>
            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            /// <summary>The gradients of all arguments of forward, null for those that are not tensors, given those of the results.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> Forward(AutogradContext context, object[] vars) => forward(context, vars);

            internal sealed override List<Tensor> Backward(AutogradContext context, List<Tensor> grads) => backward(context, grads);
        }
    }
}
