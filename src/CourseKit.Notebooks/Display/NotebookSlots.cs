namespace CourseKit.Notebooks;

/// <summary>
/// The convention through which a library finds the notebook that it runs in without knowing of it: functions under well-known names in
/// <see cref="AppContext"/>, made of the framework's own types only.
/// </summary>
internal static class NotebookSlots
{
    /// <summary>Shows a value below the running cell and returns what shows another one in its place; null outside of any cell.</summary>
    public const string Display = "Notebook.Display";

    /// <summary>The token that is cancelled when the running cell is interrupted; none outside of any cell.</summary>
    public const string Interrupted = "Notebook.Interrupted";

    /// <summary>What a library has registered for types that are not its own: gives the source of a type's formatters, or null.</summary>
    public const string Formatters = "Notebook.Formatters";

    public static void Install()
    {
        AppContext.SetData(Display, new Func<object, Action<object>?>(Show));
        AppContext.SetData(Interrupted, new Func<CancellationToken>(() => OutputChannel.Current?.Interrupted ?? CancellationToken.None));
    }

    private static Action<object>? Show(object value) =>
        OutputChannel.Current is null ? null : NotebookScript.display(value).Update;
}
