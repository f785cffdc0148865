using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace CourseKit.Tests;

public class ConvolutionFigureTests
{
    public static TheoryData<int, int, int, int, int> Sizes => new()
    {
        { 5, 3, 1, 0, 1 }, { 5, 3, 2, 1, 1 }, { 7, 3, 1, 0, 2 }, { 6, 2, 3, 0, 1 }, { 5, 4, 1, 2, 1 }, { 8, 3, 2, 2, 2 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TapsAreTheCellsThatTheEngineReads(int input, int kernel, int stride, int padding, int dilation)
    {
        var grid = new ConvolutionGrid(input, kernel, stride, padding, dilation);
        var x = torch.randn(1, 1, input, input, dtype: torch.float64);
        var w = torch.randn(1, 1, kernel, kernel, dtype: torch.float64);
        var y = conv2d(x, w, strides: [stride, stride], padding: [padding, padding], dilation: [dilation, dilation]);
        Assert.Equal(y.shape[2], grid.Output);
        for (var step = 0; step < grid.Steps; step++)
        {
            var (row, column) = grid.Centre(step);
            var sum = 0.0;
            foreach (var ((i, j), tap) in grid.Taps(step).Zip(Enumerable.Range(0, kernel * kernel)))
                if (i >= 0 && j >= 0 && i < input && j < input) sum += x[0, 0, i, j].ToDouble() * w[0, 0, tap / kernel, tap % kernel]
                    .ToDouble();
            Assert.Equal(y[0, 0, row, column].ToDouble(), sum, 1e-9);
        }
    }

    [Theory]
    [InlineData(3, 3, 2, 1, 1)]
    [InlineData(4, 3, 1, 0, 1)]
    [InlineData(3, 2, 2, 0, 2)]
    public void TapsOfTheTransposeAreTheCellsThatTheEngineWrites(int input, int kernel, int stride, int padding, int dilation)
    {
        var grid = new ConvolutionGrid(input, kernel, stride, padding, dilation, transposed: true);
        var x = torch.randn(1, 1, input, input, dtype: torch.float64);
        var w = torch.randn(1, 1, kernel, kernel, dtype: torch.float64);
        var y = conv_transpose2d(x, w, strides: [stride, stride], padding: [padding, padding], dilation: [dilation, dilation]);
        Assert.Equal(y.shape[2], grid.Output);
        var sums = new double[grid.Output, grid.Output];
        for (var step = 0; step < grid.Steps; step++)
        {
            var (row, column) = grid.Centre(step);
            foreach (var ((i, j), tap) in grid.Taps(step).Zip(Enumerable.Range(0, kernel * kernel)))
                if (i >= 0 && j >= 0 && i < grid.Output && j < grid.Output) sums[i, j] += x[0, 0, row, column]
                    .ToDouble() * w[0, 0, tap / kernel, tap % kernel].ToDouble();
        }
        for (var i = 0; i < grid.Output; i++)
            for (var j = 0; j < grid.Output; j++) Assert.Equal(y[0, 0, i, j].ToDouble(), sums[i, j], 1e-9);
    }

    [Fact]
    public void AStepShowsPaddingKernelAndOutput()
    {
        // Input 2, padding 1, kernel 2, stride 2: the output is 2 × 2. 0 padding, 1 cell, 2 under the kernel, 3 output cell, 4 padding
        // under the kernel.
        var figure = Figure.ConvolutionStep(new ConvolutionGrid(2, 2, stride: 2, padding: 1), step: 1);
        var cells = figure.ToJson()["data"]![0]!;
        Assert.Equal(
            "[[0,0,4,4,null,null,null],[0,1,2,4,null,1,3],[0,1,1,0,null,1,1],[0,0,0,0,null,null,null]]",
            cells["z"]!.ToJsonString());
        Assert.Equal(["0", "", "×", "0", "", "", ""], cells["text"]![1]!.AsArray().Select(text => (string?)text));
        Assert.Contains("output cell in row 0, column 1 is gathered from 4 input cells from row -1, column 1 on, 3 of them padding",
            figure.AltText);
    }

    [Fact]
    public void TheTransposeSpreadsAnInputCellOverTheOutput()
    {
        // Input 2, kernel 2, stride 1, cut 1: of 3 × 3 cells the middle one is left.
        var cells = Figure.ConvolutionStep(new ConvolutionGrid(2, 2, padding: 1, transposed: true), step: 3).ToJson()["data"]![0]!;
        Assert.Equal("[[1,1,null,0,0,0],[1,3,null,0,2,4],[null,null,null,0,4,4]]", cells["z"]!.ToJsonString());
    }

    [Fact]
    public void TheSliderHoldsEveryStep()
    {
        var grid = new ConvolutionGrid(5, 3, stride: 2, padding: 1);
        var json = Figure.ConvolutionSteps(grid).ToJson();
        var steps = json["layout"]!["sliders"]![0]!["steps"]!.AsArray();
        Assert.Equal(9, steps.Count);
        for (var step = 0; step < 9; step++)
        {
            var alone = Figure.ConvolutionStep(grid, step).ToJson()["data"]![0]!;
            Assert.Equal(alone["z"]!.ToJsonString(), steps[step]!["args"]![0]!["z"]![0]!.ToJsonString());
            Assert.Equal(alone["text"]!.ToJsonString(), steps[step]!["args"]![0]!["text"]![0]!.ToJsonString());
        }
        Assert.Equal("restyle", (string?)steps[0]!["method"]);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Equal("kernel", Assert.Throws<ArgumentOutOfRangeException>(() => new ConvolutionGrid(3, 4)).ParamName);
        Assert.Equal("stride", Assert.Throws<ArgumentOutOfRangeException>(() => new ConvolutionGrid(3, 2, stride: 0)).ParamName);
        Assert.Equal("padding", Assert.Throws<ArgumentOutOfRangeException>(() => new ConvolutionGrid(3, 2, padding: -1)).ParamName);
        Assert.Equal("padding", Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ConvolutionGrid(2, 2, padding: 2, transposed: true)).ParamName);
        Assert.Equal("input", Assert.Throws<ArgumentOutOfRangeException>(() => new ConvolutionGrid(28, 3)).ParamName);
        Assert.Equal("step", Assert.Throws<ArgumentOutOfRangeException>(() =>
            Figure.ConvolutionStep(new ConvolutionGrid(3, 2), 4)).ParamName);
    }
}
