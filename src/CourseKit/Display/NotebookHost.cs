namespace CourseKit;

/// <summary>
/// What the kernel offers in whose notebook the library runs: functions under well-known names in <see cref="AppContext"/>, as
/// <c>docs/notebook-host.md</c> describes them. Without such a kernel there is nothing, and everything works all the same.
/// </summary>
internal static class NotebookHost
{
    /// <summary>Shows a value below the running cell.</summary>
    /// <returns>What shows another value in its place; null if nobody can.</returns>
    public static Action<object>? Display(object value) =>
        (AppContext.GetData("Notebook.Display") as Func<object, Action<object>?>)?.Invoke(value);

    /// <summary>Cancelled when the user interrupts the running cell.</summary>
    public static CancellationToken Interrupted =>
        (AppContext.GetData("Notebook.Interrupted") as Func<CancellationToken>)?.Invoke() ?? CancellationToken.None;

    /// <summary>A source that is cancelled with the token, or when the user interrupts the running cell.</summary>
    public static CancellationTokenSource LinkedTo(CancellationToken cancellationToken) =>
        CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Interrupted);
}
