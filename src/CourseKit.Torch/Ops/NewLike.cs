namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Zeros in the element type of this tensor, unless another is given.</summary>
        public Tensor new_zeros(Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            zeros(size, dtype ?? Impl.Dtype, device, requires_grad);
        /// <inheritdoc cref="new_zeros(Size, ScalarType?, Device?, bool)"/>
        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros([rows, columns], dtype, device, requires_grad);
        /// <inheritdoc cref="new_zeros(Size, ScalarType?, Device?, bool)"/>
        public Tensor new_zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros([dim0, dim1, dim2], dtype, device, requires_grad);
        /// <inheritdoc cref="new_zeros(Size, ScalarType?, Device?, bool)"/>
        public Tensor new_zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros([dim0, dim1, dim2, dim3], dtype, device, requires_grad);

        /// <summary>Ones in the element type of this tensor, unless another is given.</summary>
        public Tensor new_ones(Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            ones(size, dtype ?? Impl.Dtype, device, requires_grad);
        /// <inheritdoc cref="new_ones(Size, ScalarType?, Device?, bool)"/>
        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones([rows, columns], dtype, device, requires_grad);
        /// <inheritdoc cref="new_ones(Size, ScalarType?, Device?, bool)"/>
        public Tensor new_ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones([dim0, dim1, dim2], dtype, device, requires_grad);
        /// <inheritdoc cref="new_ones(Size, ScalarType?, Device?, bool)"/>
        public Tensor new_ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones([dim0, dim1, dim2, dim3], dtype, device, requires_grad);

        /// <summary>Any values in the element type of this tensor, unless another is given.</summary>
        public Tensor new_empty(Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            empty(size, dtype ?? Impl.Dtype, device, requires_grad);
        /// <inheritdoc cref="new_empty(Size, ScalarType?, Device?, bool)"/>
        public Tensor new_empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty([rows, columns], dtype, device, requires_grad);
        /// <inheritdoc cref="new_empty(Size, ScalarType?, Device?, bool)"/>
        public Tensor new_empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty([dim0, dim1, dim2], dtype, device, requires_grad);
        /// <inheritdoc cref="new_empty(Size, ScalarType?, Device?, bool)"/>
        public Tensor new_empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty([dim0, dim1, dim2, dim3], dtype, device, requires_grad);

        /// <summary>One value in the element type of this tensor, unless another is given.</summary>
        public Tensor new_full(Size size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            full(size, value, dtype ?? Impl.Dtype, device, requires_grad);
        /// <inheritdoc cref="new_full(Size, Scalar, ScalarType?, Device?, bool)"/>
        public Tensor new_full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full([rows, columns], value, dtype, device, requires_grad);
        /// <inheritdoc cref="new_full(Size, Scalar, ScalarType?, Device?, bool)"/>
        public Tensor new_full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full([dim0, dim1, dim2], value, dtype, device, requires_grad);
        /// <inheritdoc cref="new_full(Size, Scalar, ScalarType?, Device?, bool)"/>
        public Tensor new_full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full([dim0, dim1, dim2, dim3], value, dtype, device, requires_grad);
    }
}
