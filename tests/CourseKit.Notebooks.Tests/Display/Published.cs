using System.Globalization;

namespace CourseKit.Notebooks.Tests;

/// <summary>Nothing of the notebook room: only the names count.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[]? PreferredMimeTypes { get; set; }
}

[TypeFormatterSource(typeof(ShownFormatters), PreferredMimeTypes = ["text/html"])]
public interface IShown
{
    string Text { get; }
}

public sealed record Shown(string Text) : IShown;

public sealed record OtherShown(string Text) : IShown;

[TypeFormatterSource(typeof(PublishedFormatters))]
public record Published(string Name, double Value)
{
    public const string MimeType = "application/vnd.coursekit.published+json";
}

public sealed record DerivedPublished() : Published("derived", 1);

[TypeFormatterSource(typeof(BrokenFormatters))]
public sealed class Broken;

internal sealed class ShownFormatters
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter("text/plain", value => $"plain {((IShown)value).Text}"),
        new Formatter("text/html", value => $"<b>{((IShown)value).Text}</b>"),
        new Formatter("text/latex", value => "only for the other", typeof(OtherShown)),
        new Formatter("text/markdown", _ => null),
    ];
}

internal sealed class PublishedFormatters
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter(Published.MimeType, value =>
        {
            var published = (Published)value;
            return string.Create(CultureInfo.InvariantCulture,
                $$"""{"name": "{{published.Name}}", "value": {{published.Value}}, "text": "{{published.Value:F3}}"}""");
        }),
    ];
}

internal sealed class BrokenFormatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new Formatter("text/html", _ => throw new FormatException("cannot"))];
}

public sealed record Foreign;

internal sealed class ForeignFormatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new Formatter("text/html", _ => "<i>foreign</i>")];
}

public sealed record Hypertext
{
    public string ToHtml() => "<u>1</u>";
}

public sealed record NotHtml(int Number)
{
    public int ToHtml() => Number;
}

[OtherNames.TypeFormatterSource(typeof(ForeignFormatters))]
public sealed record OtherName;

[OtherNames.TypeFormatterSource(typeof(Formatter))]
public sealed record WithoutSource;

/// <summary>As in Plotly.NET: internal members, another name.</summary>
internal static class OtherNames
{
    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class TypeFormatterSourceAttribute(Type type) : Attribute
    {
        internal Type TypeFormatterSourceType { get; } = type;
    }
}

internal sealed class Formatter(string mimeType, Func<object, string?> format, Type? type = null)
{
    public string MimeType => mimeType;

    public Type? Type => type;

    public bool Format(object instance, TextWriter writer)
    {
        var text = format(instance);
        writer.Write(text);
        return text is not null;
    }
}
