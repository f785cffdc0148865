namespace CourseKit.Notebooks;

/// <summary>What every cell can call without a using; the names are .NET Interactive's, so that a notebook runs on either kernel.</summary>
public static class NotebookScript
{
    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Anything; types decide how they look with a <c>TypeFormatterSourceAttribute</c>.</param>
    /// <param name="mimeTypes">The representations to show; all that the value has, if none is named.</param>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => new(OutputChannel.Current, value, mimeTypes);

    /// <inheritdoc cref="display"/>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => new(OutputChannel.Current, value, mimeTypes);

    /// <summary>Shows text as what its MIME type says it is, such as <c>text/markdown</c>.</summary>
    public static DisplayedValue DisplayAs(this string text, string mimeType) => display(new RawContent(mimeType, text));

    /// <summary>Takes away what the cell has put out so far; with wait when the next output comes. .NET Interactive lacks this.</summary>
    public static void ClearOutput(bool wait = false) => OutputChannel.Current?.Clear(wait);

    /// <summary>Asks the user for a line of text.</summary>
    /// <exception cref="InvalidOperationException">Nobody can be asked, as when the notebook is run by a tool.</exception>
    public static Task<string> GetInputAsync(string prompt = "") => Task.FromResult(Ask(prompt, password: false));

    /// <summary>Asks the user for a password, which is not shown.</summary>
    /// <exception cref="InvalidOperationException">Nobody can be asked, as when the notebook is run by a tool.</exception>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") =>
        Task.FromResult(new PasswordString(Ask(prompt, password: true)));

    /// <summary>Makes HTML of text, to be displayed or to be a cell's last expression.</summary>
    public static RawContent HTML(string html) => new("text/html", html);

    private static string Ask(string prompt, bool password) => OutputChannel.Current is { } channel
        ? channel.Input.Ask(channel, prompt, password)
        : throw new InvalidOperationException("Only a cell can ask for input.");
}

/// <summary>An output that <c>display</c> has made and that can be changed in place.</summary>
public sealed class DisplayedValue
{
    private readonly OutputChannel? output;
    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly string[] wanted;

    internal DisplayedValue(OutputChannel? channel, object? value, string[] mimeTypes)
    {
        output = channel;
        wanted = mimeTypes;
        var bundle = ValueFormatter.Format(value, mimeTypes);
        if (channel is null) Console.WriteLine(bundle.Text("text/plain"));
        else channel.Display(bundle, id);
    }

    /// <summary>Shows another value in the place of this one.</summary>
    public void Update(object? value) => output?.Update(ValueFormatter.Format(value, wanted), id);
}

/// <summary>Text that is a representation already, such as HTML.</summary>
/// <param name="MimeType">Its MIME type.</param>
/// <param name="Text">The text as the front end gets it.</param>
public sealed record RawContent(string MimeType, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A password, which shows itself as stars; the name is .NET Interactive's.</summary>
public sealed class PasswordString
{
    private readonly string password;

    internal PasswordString(string text) => password = text;

    /// <summary>The password itself.</summary>
    public string GetClearTextPassword() => password;

    /// <summary>Eight stars, whatever the password.</summary>
    public override string ToString() => "********";
}

/// <summary>
/// The convention through which a library finds the notebook that it runs in without knowing of it: functions under well-known names in
/// <see cref="AppContext"/>, made of the framework's own types only.
/// </summary>
internal static class NotebookSlots
{
    // Shows a value below the running cell and returns what shows another one in its place; null outside of any cell.
    public const string Display = "Notebook.Display";

    // The token that is cancelled when the running cell is interrupted; none outside of any cell.
    public const string Interrupted = "Notebook.Interrupted";

    // What a library has registered for types that are not its own: gives the source of a type's formatters, or null.
    public const string Formatters = "Notebook.Formatters";

    public static void Install()
    {
        AppContext.SetData(Display, new Func<object, Action<object>?>(Show));
        AppContext.SetData(Interrupted, new Func<CancellationToken>(() => OutputChannel.Current?.Interrupted ?? CancellationToken.None));
    }

    private static Action<object>? Show(object value) => OutputChannel.Current is null ? null : NotebookScript.display(value).Update;
}
