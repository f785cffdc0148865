using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Mistakes give PyTorch's words, as <see cref="ExternalException"/>, the way TorchSharp passes them on.</summary>
public sealed class ErrorTests
{
    private static readonly Tensor X = zeros(2, 3);

    public static TheoryData<string, Func<object>> Cases => new()
    {
        { "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1", () => X + zeros(2, 4) },
        { "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", () => X.matmul(X) },
        { "shape '[4, 2]' is invalid for input of size 6", () => X.view(4, 2) },
        { "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.", () => X.t().view(6) },
        { "Dimension out of range (expected to be in range of [-2, 1], but got 2)", () => X.sum(2) },
        { "select(): index 2 out of range for tensor of size [2, 3] at dimension 0", () => X[2] },
        { "index 3 is out of bounds for dimension 0 with size 3", () => X[0, TensorIndex.Ellipsis, 3] },
        { "too many indices for tensor of dimension 2", () => X[0, 0, 0] },
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
        { "linalg.inv: The diagonal element is zero, the inversion could not be completed because the input matrix is singular.", () => linalg.inv(zeros(2, 2)) },
        { "linalg.inv: A must be batches of square matrices, but they are 2 by 3 matrices", () => linalg.inv(X) },
        { "a leaf Variable that requires grad is being used in an in-place operation.", () => zeros(2, requires_grad: true).add_(1) },
        { "a view of a leaf Variable that requires grad is being used in an in-place operation.", () => zeros(2, requires_grad: true)[0].add_(1) },
        { "Only Tensors of floating point and complex dtype can require gradients", () => zeros(2, dtype: int64).requires_grad_() },
        { "Index put requires the source and destination dtypes match, got Float for the destination and Double for the source.", () => X.clone().index_put_(zeros(1, dtype: float64), [tensor(new[] { 0L })]) },
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
    public void Use_after_dispose()
    {
        var x = zeros(2);
        x.Dispose();
        Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(() => x + 1).Message);
    }
}
