using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class TensorExtensionMethodsTests
{
    [Fact]
    public void ConvertTheOnlyElementOfAnyType()
    {
        Assert.Equal(2.5, tensor(2.5f).ToDouble());
        Assert.Equal(2.5f, tensor(2.5).ToSingle());
        Assert.Equal(7, tensor(7L).ToInt32());
        Assert.Equal(-7L, tensor(-7).ToInt64());
        Assert.Equal(7, tensor(7L).ToInt16() + tensor(0L).ToByte() + tensor(0L).ToSByte());
        Assert.True(tensor(true).ToBoolean());
        Assert.False(tensor(0f).ToBoolean());
        Assert.Equal(3, full([1, 1], 3).ToInt32());
        Assert.Throws<ArgumentException>(() => zeros(2).ToDouble());
    }
}
