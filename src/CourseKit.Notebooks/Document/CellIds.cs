using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CourseKit.Notebooks;

/// <summary>Cell ids of nbformat 4.5: 1 to 64 of <c>[a-zA-Z0-9-_]</c>, unique in their notebook.</summary>
internal static class CellIds
{
    public static bool IsValid(string? id) =>
        id is { Length: >= 1 and <= 64 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>An id that depends on nothing but the cell's place and source, so that loading the same file twice gives the same ids.</summary>
    public static string Create(int index, string source, IReadOnlySet<string> taken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var seed = string.Create(CultureInfo.InvariantCulture, $"{index}/{attempt}/{source}");
            var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 4));
            if (!taken.Contains(id)) return id;
        }
    }
}
