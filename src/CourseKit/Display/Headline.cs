using System.Collections;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CourseKit;

/// <summary>
/// One number a notebook wants to be remembered for. It shows itself as a line of text; whoever runs the notebook can
/// collect it from the output.
/// </summary>
/// <example><c>Headline.Show("AUROC, 2-unit code", 0.962)</c> as the last line of a cell.</example>
[TypeFormatterSource(typeof(HeadlineFormatters), PreferredMimeTypes = [MimeType, "text/html", "text/plain"])]
public sealed class Headline
{
    /// <summary>The MIME type of a headline: <c>{"name", "value", "text"}</c>.</summary>
    public const string MimeType = "application/vnd.coursekit.headline+json";

    [JsonConstructor]
    private Headline(string name, double value, string text) => (Name, Value, Text) = (name, value, text);

    /// <summary>What was measured.</summary>
    public string Name { get; }

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>The number as text, rounded for people.</summary>
    public string Text { get; }

    /// <summary>Makes a headline; return it as the last expression of a cell to show it.</summary>
    /// <param name="name">What was measured, with its unit.</param>
    /// <param name="value">The number, finite.</param>
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

    /// <summary>The headline as JSON.</summary>
    public JsonObject ToJson() => new() { ["name"] = Name, ["value"] = Value, ["text"] = Text };

    /// <summary>"name: text".</summary>
    public override string ToString() => $"{Name}: {Text}";

    internal string ToHtml() => $"<p>{WebUtility.HtmlEncode(Name)}: <strong>{WebUtility.HtmlEncode(Text)}</strong></p>";
}

/// <summary>The ways a <see cref="Headline"/> shows itself in notebooks.</summary>
public sealed class HeadlineFormatters
{
    /// <summary>One formatter for each MIME type.</summary>
    public IEnumerable CreateTypeFormatters() => new[]
    {
        MimeFormatter.For<Headline>(Headline.MimeType, headline => headline.ToJson().ToJsonString()),
        MimeFormatter.For<Headline>("text/html", headline => headline.ToHtml()),
        MimeFormatter.For<Headline>("text/plain", headline => headline.ToString()),
    };
}
