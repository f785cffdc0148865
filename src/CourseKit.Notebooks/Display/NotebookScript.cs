namespace CourseKit.Notebooks;

/// <summary>What every cell can call without a using; the names are .NET Interactive's, so that a notebook runs on either kernel.</summary>
public static class NotebookScript
{
    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Anything; types decide how they look with a <c>TypeFormatterSourceAttribute</c>.</param>
    /// <param name="mimeTypes">The representations to show; all that the value has, if none is named.</param>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => new(OutputChannel.Current, value, mimeTypes);

    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Anything; types decide how they look with a <c>TypeFormatterSourceAttribute</c>.</param>
    /// <param name="mimeTypes">The representations to show; all that the value has, if none is named.</param>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => new(OutputChannel.Current, value, mimeTypes);

    /// <summary>Shows text as what its MIME type says it is, such as <c>text/markdown</c>.</summary>
    public static DisplayedValue DisplayAs(this string text, string mimeType) => display(new RawContent(mimeType, text));

    /// <summary>Takes away what the cell has put out so far. .NET Interactive lacks this.</summary>
    /// <param name="wait">Only when the next output comes, so that the page does not flicker.</param>
    public static void ClearOutput(bool wait = false) => OutputChannel.Current?.Clear(wait);

    /// <summary>Asks the user for a line of text.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody can be asked, as when the notebook is run by a tool.</exception>
    public static Task<string> GetInputAsync(string prompt = "") => Task.FromResult(Ask(prompt, password: false));

    /// <summary>Asks the user for a password, which is not shown.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody can be asked, as when the notebook is run by a tool.</exception>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") => Task.FromResult(new PasswordString(Ask(prompt, password: true)));

    /// <summary>Makes HTML of text, to be displayed or to be a cell's last expression.</summary>
    public static RawContent HTML(string html) => new("text/html", html);

    private static string Ask(string prompt, bool password) => OutputChannel.Current is { } channel
        ? channel.Input.Ask(channel, prompt, password)
        : throw new InvalidOperationException("Only a cell can ask for input.");
}
