namespace CourseKit.Notebooks;

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
