namespace CourseKit.Notebooks;

/// <summary>A password, which shows itself as stars; the name is .NET Interactive's.</summary>
public sealed class PasswordString
{
    private readonly string _text;

    internal PasswordString(string text) => _text = text;

    /// <summary>The password itself.</summary>
    public string GetClearTextPassword() => _text;

    /// <summary>Eight stars, whatever the password.</summary>
    public override string ToString() => "********";
}
