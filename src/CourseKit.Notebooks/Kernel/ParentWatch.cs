using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CourseKit.Notebooks;

/// <summary>
/// Tells when the program that started the kernel is gone, so that no kernel is left behind. Jupyter names it in <c>JPY_PARENT_PID</c>:
/// on Unix by its number, on Windows by a handle. Without the variable the kernel stays until it is told to go.
/// </summary>
internal static class ParentWatch
{
    private const int NoSuchProcess = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static void Start(string? variable, Action gone)
    {
        if (!long.TryParse(variable, NumberStyles.None, CultureInfo.InvariantCulture, out var parent) || parent <= 1)
            return;
        new Thread(() =>
        {
            if (OperatingSystem.IsWindows()) WaitFor(new SafeWaitHandle((nint)parent, ownsHandle: false));
            else WaitFor((int)parent);
            gone();
        })
        { IsBackground = true, Name = "parent watch" }.UnsafeStart();
    }

    private static void WaitFor(SafeWaitHandle process)
    {
        using var wait = new ManualResetEvent(false) { SafeWaitHandle = process };
        wait.WaitOne();
    }

    private static void WaitFor(int process)
    {
        // As a child one learns it at once, even if another process gets the number.
        var isChild = GetParent() == process;
        while (isChild ? GetParent() == process : Exists(process))
            Thread.Sleep(Interval);
    }

    private static bool Exists(int process) => Kill(process, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess;

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int GetParent();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
