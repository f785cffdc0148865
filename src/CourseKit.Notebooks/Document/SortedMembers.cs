using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Puts new members where Jupyter, which sorts them by name, would: the next save in Jupyter then moves no line.</summary>
internal static class SortedMembers
{
    public static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (json.ContainsKey(name))
        {
            json[name] = value;
            return;
        }

        var place = 0;
        while (place < json.Count && string.CompareOrdinal(json.GetAt(place).Key, name) < 0)
            place++;
        json.Insert(place, name, value);
    }
}
