namespace TorchSharp;

/// <summary>
/// One tile of a matrix product: target = alpha * A B + beta * Initial, over <see cref="Depth"/> products a number.
/// Initial may be the target itself, a row repeated (step 0) such as a bias, or zeros.
/// </summary>
internal unsafe struct MatrixTile<T> where T : unmanaged
{
    /// <summary>Products to sum, at least one.</summary>
    public nint Depth;

    /// <summary>A: readable in as many rows as the kernel has, whatever <see cref="Rows"/> says.</summary>
    public T* A;
    public nint ARowStep, ADepthStep;

    /// <summary>B: a packed panel, or lines of B itself.</summary>
    public T* B;
    public nint BStep;

    /// <summary>Room for the sums of a whole tile.</summary>
    public T* Sums;

    public T* Target;
    public nint TargetStep;
    public T* Initial;
    public nint InitialStep;
    public T Alpha, Beta;

    /// <summary>Rows and columns of the target to write, at least one, at most those of the kernel.</summary>
    public int Rows, Columns;
}

/// <summary>A kernel for one shape of tile, and the packing that goes with its vectors.</summary>
internal unsafe interface ITileKernel<T> where T : unmanaged
{
    /// <summary>Rows of a tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of a tile, at most.</summary>
    static abstract int Columns { get; }

    /// <summary>Width of the packed panel for so many columns, which are at least 1 and at most <see cref="Columns"/>.</summary>
    static abstract int PanelWidth(int columns);

    /// <summary>Computes one tile.</summary>
    static abstract void Run(in MatrixTile<T> tile);

    /// <inheritdoc cref="Packing.CopyWholePanels"/>
    static abstract void CopyWholePanels(T* source, nint step, int lines, int panels, T* target);

    /// <inheritdoc cref="Packing.CopyLines"/>
    static abstract void CopyLines(T* source, nint step, int lines, int used, int width, T* target);
}
