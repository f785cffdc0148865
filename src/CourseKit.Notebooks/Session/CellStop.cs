using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CourseKit.Notebooks;

/// <summary>How an interrupted cell stops: its loops and methods ask here, at a cost of about a nanosecond. Not to be called by hand.</summary>
/// <remarks>
/// Aborting the thread (<c>ControlledExecution</c>) would also reach loops inside of libraries, but on Unix it takes the whole process
/// down now and then. Only one cell runs at a time, so one flag is enough.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellStop
{
    private static volatile bool s_requested;

    [ThreadStatic]
    private static bool t_runsCells;

    /// <summary>Throws if the running cell is to stop.</summary>
    /// <exception cref="OperationCanceledException">It is.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (s_requested)
        {
            Throw();
        }
    }

    internal static void Request() => s_requested = true;

    internal static void Reset() => s_requested = false;

    /// <summary>Says that the current thread runs cells, which catch what <see cref="Check"/> throws.</summary>
    internal static void MarkThread() => t_runsCells = true;

    // Tasks keep what is thrown in them; a thread that a cell has made itself would take the process down.
    private static void Throw()
    {
        if (t_runsCells || Thread.CurrentThread.IsThreadPoolThread)
        {
            throw new OperationCanceledException("The cell was interrupted.");
        }
    }
}
