using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CourseKit;

/// <summary>One number a notebook wants to be remembered for: a line of text, which <c>./coursekit run</c> collects.</summary>
/// <example><c>Headline.Show("AUROC, 2-unit code", 0.962)</c> as the last line of a cell.</example>
/// <param name="Name">What was measured, with its unit.</param>
/// <param name="Text">The number rounded for people.</param>
[TypeFormatterSource(typeof(HeadlineFormatters), PreferredMimeTypes = [MimeType, "text/html", "text/plain"])]
public sealed record Headline(string Name, double Value, string Text)
{
    /// <summary>The MIME type of a headline: <c>{"name", "value", "text"}</c>.</summary>
    public const string MimeType = "application/vnd.coursekit.headline+json";

    /// <summary>Makes a headline; return it as the last expression of a cell to show it.</summary>
    /// <param name="format">How it is rounded in the text: a .NET number format, applied in the invariant culture.</param>
    /// <exception cref="ArgumentException">No name, or a value that is not a finite number.</exception>
    public static Headline Show(string name, double value, string format = "0.000")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!double.IsFinite(value))
            throw new ArgumentException(
                $"The headline '{name}' is not a finite number: {value.ToString(CultureInfo.InvariantCulture)}.", nameof(value));
        return new Headline(name, value, value.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>"name: text".</summary>
    public override string ToString() => $"{Name}: {Text}";
}

/// <summary>The ways a <see cref="Headline"/> shows itself in notebooks.</summary>
public sealed class HeadlineFormatters() : FormatterSource(
    MimeFormatter.For<Headline>(Headline.MimeType, headline => JsonSerializer.Serialize(headline, JsonSerializerOptions.Web)),
    MimeFormatter.For<Headline>(
        "text/html", one => $"<p>{WebUtility.HtmlEncode(one.Name)}: <strong>{WebUtility.HtmlEncode(one.Text)}</strong></p>"),
    MimeFormatter.For<Headline>("text/plain", headline => headline.ToString()));
