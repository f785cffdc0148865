namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A second handle on the same value, history included.</summary>
        internal Tensor SameImpl()
        {
            Impl.Storage.Retain();
            return new Tensor(Impl);
        }

        /// <summary>This tensor when it is contiguous, else an unrecorded copy that is.</summary>
        internal Tensor AsContiguous() => Impl.Contiguous ? this : ContiguousCopy();

        /// <summary>This tensor when it has the type, else an unrecorded conversion.</summary>
        internal Tensor Cast(ScalarType type)
        {
            if (Impl.Dtype == type) return this;
            var y = Empty(Impl.Shape, type);
            StridedCopy.Copy(this, y);
            return y;
        }

        /// <summary>This tensor when it has the shape and is contiguous, else an unrecorded copy.</summary>
        internal Tensor BroadcastContiguous(long[] target)
        {
            if (Impl.Contiguous && Shape.Same(Impl.Shape, target)) return this;
            var y = Empty(target, Impl.Dtype);
            StridedCopy.Copy(this, y);
            return y;
        }

        internal Tensor ContiguousCopy()
        {
            var y = Empty(Impl.Shape, Impl.Dtype);
            StridedCopy.Copy(this, y);
            return y;
        }

        /// <summary>A copy with memory of its own; gradients flow through it.</summary>
        public Tensor clone()
        {
            var y = ContiguousCopy();
            return Op.Records(this) ? new Op("CloneBackward0").Input(this, g => g).Result(y) : y;
        }

        /// <summary>This value in contiguous memory: the same tensor when it is so already.</summary>
        public Tensor contiguous() => Impl.Contiguous ? SameImpl() : clone();

        /// <summary>The same memory without the history: nothing flows back from here.</summary>
        public Tensor detach() => Alias(Impl.Shape, Impl.Strides, Impl.Offset);

        /// <summary>Forgets the history of this tensor itself.</summary>
        public Tensor detach_()
        {
            if (Impl.ViewBase is not null)
                throw new System.Runtime.InteropServices.ExternalException("Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and hence detach_() cannot be called on these gradients. To fix this error, please refer to the Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution.");
            (Impl.GradFn, Impl.RequiresGrad) = (null, false);
            return this;
        }

        /// <summary>Another handle on the same value.</summary>
        public Tensor alias() => SameImpl();

        /// <summary>The value in another element type; the same tensor when it has it already.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            Tensor y;
            if (type == Impl.Dtype)
            {
                y = copy ? clone() : SameImpl();
            }
            else
            {
                y = Cast(type);
                if (type.IsFloatingPoint() && Op.Records(this)) new Op("ToCopyBackward0").Input(this, g => g).Result(y);
            }
            if (disposeAfter) Dispose();
            return y;
        }

        /// <summary>The value in another element type.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The value on a device and in an element type.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            CheckDevice(device);
            return to_type(type, copy, disposeAfter, non_blocking);
        }

        /// <summary>The value on a device, which must be the CPU.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(Impl.Dtype, device, copy, disposeAfter, non_blocking);

        /// <summary>The value on a device, which must be the CPU.</summary>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>The value on a device, which must be the CPU.</summary>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>The value in the element type of another tensor.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => to_type(other.dtype);

        /// <summary>The value in another element type.</summary>
        public Tensor type(ScalarType dtype) => to_type(dtype);

        /// <summary>The value in the element type of another tensor.</summary>
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        /// <summary>The value on the CPU: the same tensor.</summary>
        public Tensor cpu() => SameImpl();

        /// <summary>An error: this engine has no GPU.</summary>
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA);

        /// <summary>The value as float32.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>The value as float64.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>The value as float16.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>The value as int64.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>The value as int32.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>The value as uint8.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>True where the value is not zero.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>Copies values into this tensor, broadcast and converted.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace.Assign(this, source);

        /// <summary>Sets every element.</summary>
        public Tensor fill_(Scalar value)
        {
            if (InPlace.Records(this))
            {
                using var scope = NewDisposeScope();
                return InPlace.Assign(this, full([], value, Impl.Dtype));
            }
            Fill(value);
            Impl.Storage.Version++;
            return this;
        }

        /// <summary>Sets every element to 0.</summary>
        public Tensor zero_() => fill_(0);

        /// <summary>Sets every element, without a record or a new version.</summary>
        internal void Fill(Scalar value)
        {
            if (!Impl.Contiguous)
            {
                var one = Empty([], Impl.Dtype);
                one.Fill(value);
                StridedCopy.Copy(one, this);
                one.Dispose();
                return;
            }
            switch (Impl.Dtype)
            {
                case ScalarType.Float32: Span<float>().Fill(value.As<float>()); break;
                case ScalarType.Float64: Span<double>().Fill(value.As<double>()); break;
                case ScalarType.Int64: Span<long>().Fill(value.As<long>()); break;
                case ScalarType.Int32: Span<int>().Fill(value.As<int>()); break;
                case ScalarType.Int16: Span<short>().Fill(value.As<short>()); break;
                case ScalarType.Int8: Span<sbyte>().Fill(value.As<sbyte>()); break;
                case ScalarType.Byte: Span<byte>().Fill(value.As<byte>()); break;
                case ScalarType.Float16: Span<Half>().Fill((Half)value.AsDouble); break;
                default: Span<bool>().Fill(value.AsBool); break;
            }
        }

        private Span<T> Exactly<T>() where T : unmanaged
        {
            if (ScalarTypes.Of<T>() != Impl.Dtype)
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {Impl.Dtype}");
            return Impl.Contiguous ? Span<T>() : ContiguousCopy().Span<T>();
        }

        /// <summary>The only element, in its exact C# type.</summary>
        /// <exception cref="ArgumentException">Another type, or not exactly one element.</exception>
        public T item<T>() where T : unmanaged
        {
            if (Impl.Count != 1) throw new ArgumentException("The tensor must have exactly one element.");
            return Exactly<T>()[0];
        }

        /// <summary>The elements in logical order, in their exact C# type; writes go to the tensor.</summary>
        /// <exception cref="ArgumentException">The tensor holds another type.</exception>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (ScalarTypes.Of<T>() != Impl.Dtype)
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {Impl.Dtype}");
            return new Utils.TensorAccessor<T>(this);
        }

        internal double AsDouble()
        {
            if (Impl.Count != 1) throw new ArgumentException("The tensor must have exactly one element.");
            using var d = Cast(ScalarType.Float64).ContiguousCopy();
            return d.Span<double>()[0];
        }

        internal long AsInt64()
        {
            if (Impl.Count != 1) throw new ArgumentException("The tensor must have exactly one element.");
            using var d = Cast(ScalarType.Int64).ContiguousCopy();
            return d.Span<long>()[0];
        }

        /// <summary>The only element as a <see cref="Scalar"/>.</summary>
        public Scalar ToScalar() => Impl.Dtype == ScalarType.Bool ? AsInt64() != 0 : Impl.Dtype.IsFloatingPoint() ? Scalar.Of(Impl.Dtype, AsDouble()) : Scalar.Of(Impl.Dtype, AsInt64());

        /// <summary>The only element.</summary>
        public static explicit operator float(Tensor value) => (float)value.AsDouble();
        /// <summary>The only element.</summary>
        public static explicit operator double(Tensor value) => value.AsDouble();
        /// <summary>The only element.</summary>
        public static explicit operator long(Tensor value) => value.AsInt64();
        /// <summary>The only element.</summary>
        public static explicit operator int(Tensor value) => (int)value.AsInt64();
        /// <summary>The only element.</summary>
        public static explicit operator short(Tensor value) => (short)value.AsInt64();
        /// <summary>The only element.</summary>
        public static explicit operator sbyte(Tensor value) => (sbyte)value.AsInt64();
        /// <summary>The only element.</summary>
        public static explicit operator byte(Tensor value) => (byte)value.AsInt64();
        /// <summary>The only element.</summary>
        public static explicit operator bool(Tensor value) => value.AsDouble() != 0;
    }
}
