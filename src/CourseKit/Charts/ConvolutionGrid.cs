namespace CourseKit;

/// <summary>
/// The arithmetic of a convolution of square images, or of its transpose (Dumoulin and Visin 2016): which cells each step joins. A
/// cell is a pair (row, column) counted from 0; cells of the padding have a negative number or one beyond the image.
/// </summary>
public sealed record ConvolutionGrid
{
    private const int MaxCells = 16;

    /// <summary>Describes a convolution by the sides of input and kernel, in cells.</summary>
    /// <param name="stride">Cells from one step to the next: of the input, or of the output if transposed.</param>
    /// <param name="padding">Zeros on each side of the input; if transposed, cells cut off from each side of the output.</param>
    /// <param name="dilation">Cells from one weight of the kernel to the next.</param>
    /// <param name="transposed">
    /// Each input cell is spread over the output, as ConvTranspose2d does, instead of output cells being gathered.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, the padding negative, the kernel larger than the padded input,
    /// or a side larger than 16 cells.</exception>
    public ConvolutionGrid(int input, int kernel, int stride = 1, int padding = 0, int dilation = 1, bool transposed = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(input, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dilation, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        (Input, Kernel, Stride, Padding, Dilation, Transposed) = (input, kernel, stride, padding, dilation, transposed);
        if (Spread > input + 2 * padding && !transposed)
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel,
                $"The kernel covers {Spread} cells, the padded input has only {input + 2 * padding}.");
        if (Output < 1) throw new ArgumentOutOfRangeException(nameof(padding), padding, "The padding cuts off the whole output.");
        if (Math.Max(Output, Input) + 2 * padding is var side and > MaxCells)
            throw new ArgumentOutOfRangeException(nameof(input), input, $"A side of {side} cells cannot be read; {MaxCells} is the most.");
    }

    internal int Input { get; }

    internal int Kernel { get; }

    internal int Stride { get; }

    internal int Padding { get; }

    internal int Dilation { get; }

    internal bool Transposed { get; }

    /// <summary>Side of the output: ⌊(i + 2p − d(k − 1) − 1) / s⌋ + 1, or (i − 1)s − 2p + d(k − 1) + 1 if transposed.</summary>
    public int Output => Transposed ? (Input - 1) * Stride - 2 * Padding + Spread : (Input + 2 * Padding - Spread) / Stride + 1;

    /// <summary>Number of steps: one for each output cell, or for each input cell if transposed.</summary>
    public int Steps => Transposed ? Input * Input : Output * Output;

    // Cells that the kernel covers on a side.
    private int Spread => Dilation * (Kernel - 1) + 1;

    /// <summary>The one cell of a step (from 0), row by row: of the output, or of the input if transposed.</summary>
    public (int Row, int Column) Centre(int step)
    {
        if (step < 0 || step >= Steps) throw new ArgumentOutOfRangeException(nameof(step), step, $"The steps are 0 to {Steps - 1}.");
        return Math.DivRem(step, Transposed ? Input : Output);
    }

    /// <summary>The cells under the kernel's weights: of the padded input, or of the output before it is cut if transposed.</summary>
    public IReadOnlyList<(int Row, int Column)> Taps(int step)
    {
        var (row, column) = Centre(step);
        return
        [
            .. from u in Enumerable.Range(0, Kernel)
               from v in Enumerable.Range(0, Kernel)
               select (row * Stride - Padding + u * Dilation, column * Stride - Padding + v * Dilation),
        ];
    }
}
