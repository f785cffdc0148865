using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>The texts that TorchSharp gives for the same tensors.</summary>
public sealed class PrintingTests
{
    private static readonly Tensor Mixed = tensor(new[] { 0, 3.141f, 6.2834f, 3.14152f, 6.28e-06f, -13.141529f, 0.01f, 4713.14f }, 2, 4);

    [Fact]
    public void ToString_is_shape_type_and_device()
    {
        Assert.Equal("[2x2], type = Float32, device = cpu", zeros(2, 2).ToString());
        Assert.Equal("[], type = Int64, device = cpu", tensor(3L).metastr());
    }

    [Fact]
    public void Numpy()
    {
        Assert.Equal("3.1406", tensor(3.1406f).npstr());
        Assert.Equal("[0, 0, 0, 0]", zeros(4).ToString(numpy));
        Assert.Equal("[1, 1, 1, ... 1, 1, 1]", ones(100, ScalarType.Int32).ToString(numpy));
        Assert.Equal("[[0, 3.141, 6.2834, 3.1415]\n [6.28e-06, -13.142, 0.01, 4713.1]]", Mixed.ToString(numpy, newLine: "\n"));
        Assert.Equal("[[[0, 1]\n  [2, 3]]\n\n [[4, 5]\n  [6, 7]]]", arange(8).reshape(2, 2, 2).ToString(numpy, newLine: "\n"));
        Assert.Equal("[[0, 1]\n [2, 3]\n [4, 5]\n ...\n [14, 15]\n [16, 17]\n [18, 19]]", arange(20).reshape(10, 2).ToString(numpy, newLine: "\n"));
        Assert.Equal("[True, False]", tensor(new[] { true, false }).npstr());
        Assert.Equal("[]", zeros(0).npstr());
    }

    [Fact]
    public void Julia()
    {
        Assert.Equal("[], type = Float32, device = cpu, value = 3.14", tensor(3.14f).jlstr());
        Assert.Equal("[4], type = Float32, device = cpu\n 0 0 0 0\n", zeros(4).jlstr(newLine: "\n"));
        Assert.Equal("[2x4], type = Float32, device = cpu\n        0   3.141 6.2834 3.1415\n 6.28e-06 -13.142   0.01 4713.1\n", Mixed.str(newLine: "\n"));
        Assert.Equal("[2x4], type = Float32, device = cpu\n        0   3.141 6.2834 3.1415\n 6.28e-06 -13.142   0.01 4713.1\n", Mixed.ToString(true, newLine: "\n"));
        Assert.Equal("[2x1x2], type = Int64, device = cpu\n[0,..,..] =\n 0 1\n\n[1,..,..] =\n 2 3\n", arange(4).reshape(2, 1, 2).jlstr(newLine: "\n"));
        Assert.Equal("[1x1x1x2], type = Int64, device = cpu\n[0,0,..,..] =\n 0 1\n", arange(2).reshape(1, 1, 1, 2).jlstr(newLine: "\n"));
        Assert.Equal("[1x4], type = Float32, device = cpu\n 0.000 3.141 ...\n", Mixed.narrow(0, 0, 1).jlstr("0.000", 15, "\n"));
    }

    [Fact]
    public void CSharp()
    {
        Assert.Equal("[], type = Float32, device = cpu, value = 3.14", tensor(3.14f).cstr());
        Assert.Equal("[4], type = Float32, device = cpu, value = float [] {0f, 0f, 0f, 0f}", zeros(4).ToString(csharp));
        Assert.Equal("[100], type = Int32, device = cpu, value = int [] {1, 1, 1, ... 1, 1, 1}", ones(100, ScalarType.Int32).cstr());
        Assert.Equal("[2x4], type = Float32, device = cpu, value = \nfloat [,] {\n {0f, 0f, 0f, 0f},\n {0f, 0f, 0f, 0f}\n}", zeros(2, 4).cstr(newLine: "\n"));
        Assert.Equal("[2x2x1], type = Int32, device = cpu, value = \nint [,,] {\n {{1},\n  {1}},\n {{1},\n  {1}}\n}", ones([2, 2, 1], ScalarType.Int32).cstr(newLine: "\n"));
        Assert.Equal(
            "[8x1], type = Float16, device = cpu, value = \nfloat16 [,] {\n {0f},\n {0f},\n {0f},\n ...\n {0f},\n {0f},\n {0f}\n}", zeros(8, 1, ScalarType.Float16).cstr(newLine: "\n"));
    }

    [Fact]
    public void Print_writes_to_the_console_and_returns_the_tensor()
    {
        var before = Console.Out;
        using var writer = new StringWriter();
        try
        {
            Console.SetOut(writer);
            Assert.Same(Mixed, Mixed.print());
        }
        finally
        {
            Console.SetOut(before);
        }
        Assert.Equal(Mixed.str() + Environment.NewLine, writer.ToString());
    }

    [Fact]
    public void Numbers_do_not_follow_the_culture_unless_asked()
    {
        var german = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = german;
        try
        {
            Assert.Equal("[1.5]", tensor(new[] { 1.5f }).npstr());
            Assert.Equal("[1,5]", tensor(new[] { 1.5f }).npstr(cultureInfo: german));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
