using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Mistakes give PyTorch's words, as <see cref="ExternalException"/>, the way TorchSharp passes them on.</summary>
public sealed class ErrorTests
{
    private static readonly Tensor X = zeros(2, 3), Mask = ones(2, dtype: @bool);

    private static Tensor L(params long[] values) => tensor(values);

    public static TheoryData<string, Func<object>> Cases => new()
    {
        { "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1", () => X + zeros(2, 4) },
        { "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", () => X.matmul(X) },
        { "shape '[4, 2]' is invalid for input of size 6", () => X.view(4, 2) },
        { "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.", () => X.t().view(6) },
        { "Dimension out of range (expected to be in range of [-2, 1], but got 2)", () => X.sum(2) },
        { "select(): index 2 out of range for tensor of size [2, 3] at dimension 0", () => X[2] },
        { "index 3 is out of bounds for dimension 2 with size 3", () => X[0, TensorIndex.Ellipsis, 3] },
        { "select() cannot be applied to a 0-dim tensor.", () => X[0, 0, 0] },
        { "too many indices for tensor of dimension 2", () => X[TensorIndex.Colon, TensorIndex.Colon, 0] },
        { "index 2 is out of bounds for dimension 0 with size 2", () => X[tensor(new[] { 0L, 2L })] },
        { "The shape of the mask [3] at index 0 does not match the shape of the indexed tensor [2, 3] at index 0", () => X[tensor(new[] { true, false, true })] },
        { "shape mismatch: indexing tensors could not be broadcast together with shapes [2], [3]", () => X[tensor(new[] { 0L, 1L }), tensor(new[] { 0L, 1L, 2L })] },
        { "index 5 is out of bounds for dimension 1 with size 3", () => X.gather(1, tensor(new[,] { { 5L } })) },
        { "gather(): Expected dtype int64 for index", () => X.gather(1, zeros(1, 1)) },
        { "Index tensor must have the same number of dimensions as input tensor", () => X.gather(1, tensor(new[] { 0L })) },
        { "index out of range in self", () => X.index_select(0, tensor(new[] { 2L })) },
        { "masked_select: expected BoolTensor for mask", () => X.masked_select(X) },
        { "Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for tensor number 1 in the list.", () => cat([X, zeros(2, 4)]) },
        { "torch.cat(): expected a non-empty list of Tensors", () => cat(Array.Empty<Tensor>()) },
        { "stack expects each tensor to be equal size, but got [2, 3] at entry 0 and [3] at entry 1", () => stack([X, zeros(3)]) },
        { "split_with_sizes expects split_sizes to sum exactly to 2 (input tensor's size at dimension 0), but got split_sizes=[1, 3]", () => X.split([1, 3], 0) },
        { "selected index k out of range", () => X.topk(4, 1) },
        { "max(): Expected reduction dim 0 to have non-zero size.", () => zeros(0).max(0L) },
        { "argmax(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.", () => zeros(0).argmax() },
        { "start (1) + length (2) exceeds dimension size (2).", () => X.narrow(0, 1, 2) },
        { "The expanded size of the tensor (4) must match the existing size (3) at non-singleton dimension 1.  Target sizes: [2, 4].  Tensor sizes: [2, 3]", () => X.expand(2, 4) },
        { "linalg.inv: The diagonal element 1 is zero, the inversion could not be completed because the input matrix is singular.", () => linalg.inv(zeros(2, 2)) },
        { "linalg.inv: A must be batches of square matrices, but they are 2 by 3 matrices", () => linalg.inv(X) },
        { "a leaf Variable that requires grad is being used in an in-place operation.", () => zeros(2, requires_grad: true).add_(1) },
        { "a view of a leaf Variable that requires grad is being used in an in-place operation.", () => zeros(2, requires_grad: true)[0].add_(1) },
        { "Only Tensors of floating point and complex dtype can require gradients", () => zeros(2, dtype: int64).requires_grad_() },
        { "Index put requires the source and destination dtypes match, got Float for the destination and Double for the source.", () => X.clone().index_put_(zeros(1, dtype: float64), [tensor(new[] { 0L })]) },
        { "unflatten: Provided sizes [3, 2] don't multiply up to the size of dim 0 (2) in the input tensor", () => X.unflatten(0, 3, 2) },
        { "only one dimension can be inferred", () => X.view(-1, -1) },
        { "flatten() has invalid args: start_dim cannot come after end_dim", () => X.flatten(1, 0) },
        { "permute(): duplicate dims are not allowed.", () => X.permute(0, 0) },
        { "t() expects a tensor with <= 2 dimensions, but self is 3D", () => zeros(2, 3, 4).t() },
        { "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number", () => tensor(1f)[TensorIndex.Single(0)] },
        { "too many indices for tensor of dimension 1 (got 2)", () => zeros(2).index_put_(zeros(1), L(0), L(0)) },
        { "tensors used as indices must be long, byte or bool tensors", () => X[ones(1)] },
        { "step must be greater than zero", () => X[TensorIndex.Slice(0, 2, 0)] },
        { "narrow(): length must be non-negative.", () => X.narrow(0, 0, -1) },
        { "start out of range (expected to be in range of [-2, 2], but got 5)", () => X.narrow(0, 5, 1) },
        { "diagonal dimensions cannot be identical 1, 1", () => X.diagonal(0, 1, 1) },
        { "Trying to create tensor with negative dimension -3: [4, -3]", () => X.repeat(2, -1) },
        { "zero-dimensional tensor (at position 0) cannot be concatenated", () => cat([tensor(1f), tensor(1f)]) },
        { "self must be a matrix", () => zeros(3).mm(X) },
        { "expected m1 and m2 to have the same dtype, but got: float != double", () => X.mm(zeros(3, 2, dtype: float64)) },
        { "expected m1 and m2 to have the same dtype, but got: float != long", () => X.matmul(zeros(3, 2, dtype: int64)) },
        { "size mismatch, got input (2), mat (2x3), vec (2)", () => X.mv(zeros(2)) },
        { "vector + matrix @ vector expected, got 1, 2, 2", () => X.mv(X) },
        { "inconsistent tensor size, expected tensor [2] and src [3] to have the same number of elements, but got 2 and 3 elements respectively", () => zeros(2).dot(zeros(3)) },
        { "dot : expected both vectors to have same dtype, but found Float and Double", () => zeros(2).dot(zeros(2, dtype: float64)) },
        { "batch2 must be a 3D tensor", () => zeros(2, 3, 4).bmm(X) },
        { "Expected size for first two dimensions of batch2 tensor to be: [2, 4] but got: [2, 5].", () => zeros(2, 3, 4).matmul(zeros(2, 5, 6)) },
        { "outer: Expected 1-D argument self, but got 2-D", () => X.outer(zeros(2)) },
        { "The expanded size of the tensor (2) must match the existing size (5) at non-singleton dimension 1.  Target sizes: [2, 2].  Tensor sizes: [5]", () => zeros(5).addmm(X, zeros(3, 2)) },
        { "dim 0 appears multiple times in the list of dims", () => X.sum(0, 0) },
        { "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long", () => L(1).mean() },
        { "std and var only support floating point and complex dtypes", () => L(1, 2).std() },
        { "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.", () => zeros(0).max() },
        { "\"softmax_lastdim_kernel_impl\" not implemented for 'Long'", () => L(1, 2).softmax(0) },
        { "norm(): input dtype should be either floating point or complex. Got Long instead.", () => L(1).norm() },
        { "Size does not match at dimension 1 expected index [2, 5] to be smaller than self [2, 3] apart from dimension 0", () => X.gather(0, zeros(2, 5, dtype: int64)) },
        { "scatter(): Expected self.dtype to be equal to src.dtype", () => X.scatter(0, zeros(2, 3, dtype: int64), zeros(2, 3, dtype: float64)) },
        { "index_add_(): self (Float) and source (Double) must have the same scalar type", () => X.index_add(0, L(0, 1), zeros(2, 3, dtype: float64), 1) },
        { "index_fill_(): Expected dtype int64 for index.", () => X.clone().index_fill_(0, zeros(1), 1) },
        { "out of range: tried to access index 9 on a tensor of 6 elements.", () => X.take(L(9)) },
        { "take(): Expected a long tensor for index, but got Float", () => X.take(zeros(1)) },
        { "masked_fill_ only supports boolean masks, but got mask with dtype long", () => X.masked_fill(L(1, 2, 3), 1) },
        { "where expected condition to be a boolean tensor, but got a tensor with dtype Float", () => where(ones(1), X, X) },
        { "shape mismatch: value tensor of shape [5] cannot be broadcast to indexing result of shape [2, 3]", () => X.clone().index_put_(zeros(5), L(0, 1)) },
        { "torch.clamp: At least one of 'min' or 'max' must not be None", () => X.clamp((Scalar?)null, null) },
        { "Integers to negative integer powers are not allowed.", () => L(2).pow(-1) },
        { "ZeroDivisionError", () => L(1) % 0 },
        { "ZeroDivisionError", () => L(1).floor_divide(L(0)) },
        { "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.", () => Mask - Mask },
        { "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.", () => -Mask },
        { "\"bitwise_and_cpu\" not implemented for 'Float'", () => X & X },
        { "Boolean inputs not supported for relu", () => Mask.relu() },
        { "result type Float can't be cast to the desired output type Long", () => L(1).add_(1.5) },
        { "result type Float can't be cast to the desired output type Long", () => L(1).div_(2) },
        { "output with shape [3] doesn't match the broadcast shape [2, 3]", () => zeros(3).add_(X) },
        { "Trying to create tensor with negative dimension -1: [-1]", () => zeros(-1) },
        { "step must be nonzero", () => arange(0, 3, (Scalar)0) },
        { "upper bound and larger bound inconsistent with step sign", () => arange(3, (Scalar)0) },
        { "number of steps must be non-negative", () => linspace(0, 1, -1) },
        { "n must be greater or equal to 0, got -1", () => eye(-1) },
        { "random_ expects 'from' to be less than 'to', but got from=3 >= to=3", () => randint(3, 3, 1) },
        { "normal expects std >= 0.0, but found std -1", () => zeros(1).normal_(0, -1) },
        { "probability tensor contains either `inf`, `nan` or element < 0", () => multinomial(tensor(new[] { 1f, -1f }), 1) },
        { "invalid multinomial distribution (sum of probabilities <= 0)", () => multinomial(zeros(2), 1) },
        { "linalg.cholesky: The factorization could not be completed because the input is not positive-definite (the leading minor of order 2 is not positive-definite).", () => linalg.cholesky(tensor(new[,] { { 1f, 2f }, { 2f, 1f } })) },
        { "linalg.inv: The diagonal element 2 is zero, the inversion could not be completed because the input matrix is singular.", () => linalg.inv(tensor(new[,] { { 1f, 2f }, { 2f, 4f } })) },
        { "torch.linalg.solve: The solver failed because the input matrix is singular.", () => linalg.solve(zeros(2, 2), zeros(2)) },
        { "trace: expected a matrix, but got tensor with dim 1", () => zeros(2).trace() },
        { "einsum(): subscript j has size 2 for operand 1 which does not broadcast with previously seen size 3", () => einsum("ij,jk->ik", X, X) },
        { "X1 and X2 must have the same number of columns. X1: 3 X2: 4", () => cdist(X, zeros(2, 4)) },
        { "quantile() q values must be in the range [0, 1]", () => quantile(X, tensor(2f)) },
        { "One of the differentiated Tensors does not require grad", () => autograd.grad([ones(1, requires_grad: true).sum()], [X]) },
        { "One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.", () => autograd.grad([ones(1, requires_grad: true).sum()], [ones(1, requires_grad: true)]) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Message(string expected, Func<object> mistake) => Assert.Equal(expected, Assert.Throws<ExternalException>(mistake).Message);

    private static string BackwardError(Func<Tensor, Tensor> f)
    {
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        return Assert.Throws<ExternalException>(() => f(x).backward()).Message;
    }

    [Fact]
    public void Backward_twice() => Assert.StartsWith("Trying to backward through the graph a second time", BackwardError(x =>
    {
        var y = (x * x).sum();
        y.backward();
        return y;
    }));

    [Fact]
    public void Write_to_what_backward_needs() => Assert.StartsWith(
        "one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]] is at version 1; expected version 0 instead.",
        BackwardError(x =>
        {
            var y = x.exp();
            y.add_(1);
            return y.sum();
        }));

    [Fact]
    public void Write_through_a_view_to_what_backward_needs() => Assert.StartsWith("one of the variables needed for gradient computation has been modified", BackwardError(x =>
    {
        var y = x * 2;
        var z = y * y;
        y[0].mul_(3);
        return z.sum();
    }));

    [Fact]
    public void Backward_of_a_vector() => Assert.Equal("grad can be implicitly created only for scalar outputs", BackwardError(x => x * 2));

    [Fact]
    public void Backward_of_a_constant() => Assert.Equal("element 0 of tensors does not require grad and does not have a grad_fn", BackwardError(x => x.detach().sum()));

    [Fact]
    public void A_gradient_that_is_not_a_number()
    {
        var x = zeros(1, requires_grad: true);
        using (autograd.detect_anomaly())
            Assert.Equal("Function 'SqrtBackward0' returned nan values in its 0th output.", Assert.Throws<ExternalException>(() => (x.sqrt() * 0).sum().backward()).Message);
        (x.sqrt() * 0).sum().backward();
        Assert.True(float.IsNaN(x.grad!.item<float>()));
    }

    [Fact]
    public void A_device_that_is_not_there()
    {
        foreach (var mistake in new Action[] { () => X.cuda(), () => X.to(CUDA), () => zeros(2, device: CUDA), () => set_default_device("cuda"), () => InitializeDeviceType(DeviceType.CUDA) })
            Assert.Equal("Torch device type CUDA did not initialise on the current machine.", Assert.Throws<InvalidOperationException>(mistake).Message);
        Assert.False(cuda.is_available());
    }

    [Fact]
    public void Elements_in_another_type()
    {
        Assert.Equal("Double is not compatible with Float32", Assert.Throws<ArgumentException>(() => tensor(1f).item<double>()).Message);
        Assert.Equal("Double is not compatible with Float32", Assert.Throws<ArgumentException>(() => X.data<double>()).Message);
        Assert.Throws<ArgumentException>(() => X.item<float>());
    }

    [Fact]
    public void Use_after_dispose()
    {
        var x = zeros(2);
        x.Dispose();
        Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(() => x + 1).Message);
    }
}
