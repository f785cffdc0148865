using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether gradients are wanted for this leaf, or flow through this value.</summary>
        /// <exception cref="ExternalException">Switching it off for a value that has a history, or on for one that is not floating point.</exception>
        public bool requires_grad
        {
            get => Impl.NeedsGrad || (Impl.ViewBase is not null && Node.EdgeOf(Impl).Node is not null);
            set
            {
                if (value && !Impl.Dtype.IsFloatingPoint())
                    throw new ExternalException("Only Tensors of floating point and complex dtype can require gradients");
                if (!value && Impl.GradFn is not null)
                    throw new ExternalException("you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().");
                if (Impl.GradFn is null) Impl.RequiresGrad = value;
            }
        }

        /// <summary>Sets <see cref="requires_grad"/> and returns the tensor.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <inheritdoc cref="requires_grad_"/>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>True when the tensor was made by the user, or needs no gradient.</summary>
        public bool is_leaf => Node.EdgeOf(Impl).Node is null or AccumulateGrad;

        /// <summary>The accumulated gradient, null when none arrived yet.</summary>
        public Tensor? grad
        {
            get => Impl.Grad?.SameImpl();
            set
            {
                if (value is not null && !Shape.Same(value.Impl.Shape, Impl.Shape))
                    throw new ExternalException($"assigned grad has data of a different size: {Shape.Text(value.Impl.Shape)}, expected {Shape.Text(Impl.Shape)}");
                if (value is not null && value.Impl.Dtype != Impl.Dtype) throw new ExternalException("assigned grad has data of a different type");
                var old = Impl.Grad;
                Impl.Grad = value?.SameImpl().DetachFromDisposeScope();
                old?.Dispose();
            }
        }

        /// <summary>Keeps the gradient that arrives at this value in its <see cref="grad"/>, as a leaf does.</summary>
        public void retain_grad()
        {
            if (!requires_grad) throw new ExternalException("can't retain_grad on Tensor that has requires_grad=False");
            var impl = Impl;
            if (is_leaf || impl.RetainsGrad) return;
            impl.RetainsGrad = true;
            register_hook(g =>
            {
                AccumulateGrad.Add(impl, g);
                return null;
            });
        }

        /// <summary>Calls a function with the gradient of this value whenever one is computed; what it returns, unless null, takes the gradient's place.</summary>
        public nn.HookRemover register_hook(Func<Tensor, Tensor?> hook)
        {
            var (node, output) = Node.EdgeOf(Impl);
            if (node is null) throw new ExternalException("cannot register a hook on a tensor that doesn't require gradient");
            var entry = (output, hook);
            (node.Hooks ??= []).Add(entry);
            return new nn.HookRemover(() => node.Hooks.Remove(entry));
        }

        /// <summary>Computes the gradients of this value, which must have one element, with respect to the leaves below it and adds them to their <see cref="grad"/>.</summary>
        public void backward() => backward(null);

        /// <summary>Computes gradients and adds them to the leaves' <see cref="grad"/>.</summary>
        /// <param name="grad_tensors">The gradient with respect to this value; needed unless it has one element.</param>
        /// <param name="retain_graph">Keep the graph for another pass.</param>
        /// <param name="create_graph">Record the pass itself, for second derivatives.</param>
        /// <param name="inputs">Only these get gradients.</param>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph || create_graph, create_graph, inputs);
    }

    /// <summary>Reverse-mode differentiation.</summary>
    public static partial class autograd
    {
        /// <summary>Computes the gradients of tensors and adds them to the leaves' <c>grad</c>.</summary>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            if (grad_tensors is not null && grad_tensors.Count != tensors.Count)
                throw new ExternalException($"got {tensors.Count} tensors and {grad_tensors.Count} gradients");
            BackwardPass.Accumulate(tensors, grad_tensors!, retain_graph ?? create_graph, create_graph, inputs);
        }

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>The gradients of the sum of <paramref name="outputs"/> with respect to <paramref name="inputs"/>; no <c>grad</c> is touched.</summary>
        /// <exception cref="ExternalException">An input is not used in the graph and <paramref name="allow_unused"/> is false.</exception>
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var result = BackwardPass.Gradients(outputs, grad_outputs!, retain_graph || create_graph, create_graph, inputs);
            if (!allow_unused && Array.Exists(result, g => g is null))
                throw new ExternalException("One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.");
            return result!;
        }

        /// <summary>Until the returned value is disposed, backward stops with an error at the first gradient that is not a number.</summary>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        /// <summary>Switches the search for gradients that are not numbers on or off, until the returned value is disposed.</summary>
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
    }
}
