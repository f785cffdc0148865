namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Zeros in the element type of this tensor, unless another is given.</summary>
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros(size, dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Zeros in the element type of this tensor, unless another is given.</summary>
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros([size], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Zeros in the element type of this tensor, unless another is given.</summary>
        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros([rows, columns], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Zeros in the element type of this tensor, unless another is given.</summary>
        public Tensor new_zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros([dim0, dim1, dim2], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Zeros in the element type of this tensor, unless another is given.</summary>
        public Tensor new_zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros([dim0, dim1, dim2, dim3], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Ones in the element type of this tensor, unless another is given.</summary>
        public Tensor new_ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones(size, dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Ones in the element type of this tensor, unless another is given.</summary>
        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones([size], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Ones in the element type of this tensor, unless another is given.</summary>
        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones([rows, columns], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Ones in the element type of this tensor, unless another is given.</summary>
        public Tensor new_ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones([dim0, dim1, dim2], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Ones in the element type of this tensor, unless another is given.</summary>
        public Tensor new_ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones([dim0, dim1, dim2, dim3], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Any values in the element type of this tensor, unless another is given.</summary>
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty(size, dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Any values in the element type of this tensor, unless another is given.</summary>
        public Tensor new_empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty([size], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Any values in the element type of this tensor, unless another is given.</summary>
        public Tensor new_empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty([rows, columns], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Any values in the element type of this tensor, unless another is given.</summary>
        public Tensor new_empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty([dim0, dim1, dim2], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>Any values in the element type of this tensor, unless another is given.</summary>
        public Tensor new_empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty([dim0, dim1, dim2, dim3], dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>One value in the element type of this tensor, unless another is given.</summary>
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full(size, value, dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>One value in the element type of this tensor, unless another is given.</summary>
        public Tensor new_full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full([size], value, dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>One value in the element type of this tensor, unless another is given.</summary>
        public Tensor new_full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full([rows, columns], value, dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>One value in the element type of this tensor, unless another is given.</summary>
        public Tensor new_full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full([dim0, dim1, dim2], value, dtype ?? Impl.Dtype, device, requires_grad);
        /// <summary>One value in the element type of this tensor, unless another is given.</summary>
        public Tensor new_full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full([dim0, dim1, dim2, dim3], value, dtype ?? Impl.Dtype, device, requires_grad);

        /// <summary>The value as another function gives its type: <c>x.type(t => t.@double())</c>.</summary>
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        /// <summary>The transpose of a matrix: the numbers are real.</summary>
        public Tensor H => t();

        /// <summary>The last two dimensions swapped: the numbers are real.</summary>
        public Tensor mH => mT;

        /// <summary>Always false.</summary>
        public bool is_sparse => Impl is null;

        /// <summary>Always false.</summary>
        public bool is_meta => Impl is null;
    }
}
