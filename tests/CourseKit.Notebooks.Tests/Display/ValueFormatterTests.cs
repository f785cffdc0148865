using System.Globalization;

namespace CourseKit.Notebooks.Tests;

public class ValueFormatterTests
{
    private static string? Plain(object? value) => ValueFormatter.Format(value).Text("text/plain");

    private static string? Html(object? value) => ValueFormatter.Format(value).Text("text/html");

    [Fact]
    public void A_type_shows_itself_through_the_attribute_on_an_interface()
    {
        var bundle = ValueFormatter.Format(new Shown("x"));

        Assert.Equal(["text/html", "text/plain"], bundle.Data.Select(member => member.Key));
        Assert.Equal("<b>x</b>", bundle.Text("text/html"));
        Assert.Equal("plain x", bundle.Text("text/plain"));
        Assert.Equal("only for the other", ValueFormatter.Format(new OtherShown("x")).Text("text/latex"));
    }

    [Fact]
    public void A_JSON_representation_is_JSON_and_a_derived_type_inherits_it()
    {
        var bundle = ValueFormatter.Format(new DerivedPublished());

        Assert.Equal("derived", bundle.Data[Published.MimeType]!["name"]!.GetValue<string>());
        Assert.Null(bundle.Text(Published.MimeType));
        Assert.NotEqual("", bundle.Text("text/plain"));
    }

    [Fact]
    public void A_library_registers_formatters_for_types_that_are_not_its_own()
    {
        Assert.Equal("Foreign", Plain(new Foreign()));
        try
        {
            AppContext.SetData(NotebookSlots.Formatters, new Func<Type, object?>(
                type => type == typeof(Foreign) || type == typeof(Published) ? new ForeignFormatters() : null));

            Assert.Equal("<i>foreign</i>", Html(new Foreign()));
            Assert.Equal("Foreign", Plain(new Foreign()));
            Assert.Equal("<i>foreign</i>", Html(new Published("before the attribute", 1)));
            Assert.Equal("<i>foreign</i>", Html(new DerivedPublished()));
            Assert.Equal("<b>x</b>", Html(new Shown("x")));
        }
        finally
        {
            AppContext.SetData(NotebookSlots.Formatters, null);
        }
        Assert.Null(Html(new Foreign()));
    }

    [Fact]
    public void ToHtml_and_Plotly_NETs_name_of_the_property_are_honoured()
    {
        Assert.Equal("<u>1</u>", Html(new Hypertext()));
        Assert.Equal("Hypertext", Plain(new Hypertext()));
        Assert.Equal("<i>foreign</i>", Html(new OtherName()));
        Assert.Equal("WithoutSource", Plain(new WithoutSource()));
        Assert.DoesNotContain("ToHtml", Html(new NotHtml(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_formatter_that_throws_is_reported_in_the_output() =>
        Assert.Equal("showing a Broken failed: FormatException: cannot", Plain(new Broken()));

    [Fact]
    public async Task Display_reaches_the_attribute_from_a_cell()
    {
        await using var session = new Scripted();

        await session.Succeed(
            $"#r \"{typeof(Shown).Assembly.Location}\"\nvar s = new CourseKit.Notebooks.Tests.Shown(\"y\");\ns.Display(); "
                + "display(s, \"text/html\"); display(HTML(\"<i>z</i>\")); \"# t\".DisplayAs(\"text/markdown\");");

        Assert.Equal(["<b>y</b>", "<b>y</b>", "<i>z</i>", null], session.Displayed.Select(bundle => bundle.Text("text/html")));
        Assert.Equal("# t", session.Displayed[3].Text("text/markdown"));
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData("a\nb", "a\nb")]
    [InlineData(true, "true")]
    [InlineData(1.5, "1.5")]
    [InlineData(float.NaN, "NaN")]
    [InlineData('c', "c")]
    [InlineData(DayOfWeek.Friday, "Friday")]
    [InlineData(new[] { 1, 2, 3 }, "[1, 2, 3]")]
    [InlineData(typeof(Dictionary<string, List<int>>), "Dictionary<String, List<Int32>>")]
    public void Simple_values_are_text(object? value, string expected) => Assert.Equal(expected, Plain(value));

    [Fact]
    public void Compound_values_are_readable()
    {
        Assert.Equal("(1, (a, 0.5))", Plain((1, ("a", 0.5))));
        Assert.Equal("", Html((1, 2)) ?? "");
        Assert.Equal("[1, null]", Plain(new object?[] { 1, null }));
        Assert.Equal("[[1, 2], [3]]", Plain(new[] { new[] { 1, 2 }, [3] }));
        Assert.Equal("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … (980 more)]",
            Plain(Enumerable.Range(0, 1000).ToList()));
        Assert.StartsWith("System.InvalidOperationException: why", Plain(new InvalidOperationException("why")), StringComparison.Ordinal);
        Assert.Equal("property  value\nX         0.5\nName      n", Plain(new { X = 0.5, Name = "n" }));
        Assert.Equal("key  value\na    1", Plain(new Dictionary<string, int> { ["a"] = 1 }));
    }

    [Fact]
    public void Objects_in_a_sequence_become_rows()
    {
        var rows = new[] { new Row("a<b", 1.25), new Row("c", double.PositiveInfinity) };

        Assert.Equal("index  Name  Value\n0      a<b   1.25\n1      c     Infinity", Plain(rows));
        Assert.Equal(
            "<table><thead><tr><th>index</th><th>Name</th><th>Value</th></tr></thead><tbody><tr><td>0</td><td>a&lt;b</td><td>1.25</td></tr>"
                + "<tr><td>1</td><td>c</td><td>Infinity</td></tr></tbody></table>",
            Html(rows));
    }

    [Fact]
    public void A_matrix_keeps_its_shape() =>
        Assert.Equal("   0  1\n0  1  2\n1  3  4", Plain(new[,] { { 1, 2 }, { 3, 4 } }));

    [Fact]
    public void Endless_and_long_sequences_are_cut()
    {
        Assert.EndsWith("19, …]", Plain(Endless()), StringComparison.Ordinal);
        Assert.Contains("… more", Html(Endless()), StringComparison.Ordinal);
        Assert.Contains("… 80 more", Html(Enumerable.Range(0, 100).Select(i => new Row("r", i)).ToArray()), StringComparison.Ordinal);

        static IEnumerable<int> Endless()
        {
            for (var i = 0; ; i++)
                yield return i;
        }
    }

    [Fact]
    public void What_throws_while_it_is_looked_at_says_so()
    {
        Assert.Contains("(InvalidOperationException: hidden)", Plain(new Moody()), StringComparison.Ordinal);
        Assert.Contains("FormatException: broken off", Html(Broken()), StringComparison.Ordinal);
        Assert.DoesNotContain("Result", Plain(new TaskCompletionSource<int>().Task), StringComparison.Ordinal);

        static IEnumerable<Row> Broken()
        {
            yield return new Row("a", 1);
            throw new FormatException("broken off");
        }
    }

    [Fact]
    public void Numbers_are_invariant_under_a_German_culture()
    {
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = german;

        Assert.Equal("1.5", Plain(1.5));
        Assert.Contains("<td>2.5</td>", Html(new Row("x", 2.5)), StringComparison.Ordinal);
    }

    private sealed record Row(string Name, double Value);

    private sealed class Moody
    {
        public int Fine => 1;

        public int Secret => throw new InvalidOperationException("hidden");
    }
}
