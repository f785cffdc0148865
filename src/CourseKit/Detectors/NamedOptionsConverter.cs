using System.Text.Json;
using System.Text.Json.Serialization;

namespace CourseKit;

/// <summary>Options of any kind of detector in JSON: <c>{"Kind": "pca", "Options": {…}}</c>.</summary>
internal sealed class NamedOptionsConverter : JsonConverter<DetectorOptions>
{
    public override DetectorOptions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var named = JsonSerializer.Deserialize<Named>(ref reader);
        var kind = DetectorCatalogue.Find(named?.Kind ?? "");
        return (DetectorOptions?)named!.Options.Deserialize(kind.OptionsType) ?? throw new JsonException($"The options of '{kind.Name}' are missing.");
    }

    public override void Write(Utf8JsonWriter writer, DetectorOptions value, JsonSerializerOptions options)
    {
        var kind = DetectorCatalogue.Of(value);
        JsonSerializer.Serialize(writer, new Named(kind.Name, JsonSerializer.SerializeToElement(value, kind.OptionsType)));
    }

    private sealed record Named(string? Kind, JsonElement Options);
}
