using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CourseKit;

/// <summary>
/// A JSON array of numbers as the text that it becomes. A large chart has hundreds of thousands of them, and a node for each
/// would take most of its time.
/// </summary>
[JsonConverter(typeof(Converter))]
internal sealed class NumberList
{
    /// <summary>How a number is rounded: to five significant digits.</summary>
    public const string Digits = "G5";

    private const int Longest = 24;

    private readonly ReadOnlyMemory<byte> text;

    private NumberList(ReadOnlyMemory<byte> text) => this.text = text;

    private static ReadOnlySpan<double> Powers => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>The array as one node. NaN and infinity become <c>null</c>.</summary>
    public static JsonNode Of(IEnumerable<double> values)
    {
        var text = new ArrayBufferWriter<byte>(values.TryGetNonEnumeratedCount(out var count) ? 8 * count + Longest : 256);
        var before = '[';
        foreach (var value in values)
        {
            var room = text.GetSpan(1 + Longest);
            room[0] = (byte)before;
            var length = WriteRounded(value, room[1..]);
            text.Advance(1 + (length > 0 ? length : WriteExactly(value, room[1..])));
            before = ',';
        }
        text.Write(before == '[' ? "[]"u8 : "]"u8);
        return JsonValue.Create(new NumberList(text.WrittenMemory))!;
    }

    /// <summary>
    /// The usual sizes by arithmetic, which is several times as fast as the framework's formatting. 0 if it does not dare: for a size that JSON
    /// writes with an exponent, and so near to the middle between two roundings that its own error could decide.
    /// </summary>
    private static int WriteRounded(double value, Span<byte> room)
    {
        var size = Math.Abs(value);
        if (!(size is >= 1e-4 and < 1e14)) return 0;
        var exponent = 0; // of the first digit
        if (size >= 1) while (size >= Powers[exponent + 1]) exponent++;
        else while (size * Powers[-exponent] < 1) exponent--;
        var scaled = exponent > 4 ? size / Powers[exponent - 4] : size * Powers[4 - exponent];
        var digits = (int)scaled;
        var rest = scaled - digits;
        if (Math.Abs(rest - 0.5) < 1e-9) return 0;
        if (rest > 0.5) digits++;
        if (digits == 100_000) (digits, exponent) = (10_000, exponent + 1);

        var places = 5;
        for (; digits % 10 == 0; digits /= 10) places--;
        var at = 0;
        if (value < 0) room[at++] = (byte)'-';
        if (exponent < 0)
        {
            room[at++] = (byte)'0';
            room[at++] = (byte)'.';
            for (var i = -1; i > exponent; i--) room[at++] = (byte)'0';
        }
        for (var (i, unit) = (0, (int)Powers[places - 1]); i < places; i++, unit /= 10)
        {
            if (i == exponent + 1 && exponent >= 0) room[at++] = (byte)'.';
            room[at++] = (byte)('0' + digits / unit % 10);
        }
        for (var i = places; i <= exponent; i++) room[at++] = (byte)'0';
        return at;
    }

    private static int WriteExactly(double value, Span<byte> room)
    {
        value.TryFormat(room, out var length, Digits, CultureInfo.InvariantCulture);
        var rounded = double.Parse(room[..length], CultureInfo.InvariantCulture);
        if (!double.IsFinite(rounded)) // the largest number of all is, rounded up, not finite either
        {
            "null"u8.CopyTo(room);
            return 4;
        }
        rounded.TryFormat(room, out length, default, CultureInfo.InvariantCulture);
        return length;
    }

    private sealed class Converter : JsonConverter<NumberList>
    {
        public override NumberList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, NumberList value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.text.Span, skipInputValidation: true);
    }
}
