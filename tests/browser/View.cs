using Microsoft.Playwright;

namespace CourseKit.BrowserCheck;

/// <summary>A way of looking at a page.</summary>
internal sealed record View(string Name, int Width, int Height, ColorScheme Scheme)
{
    public static IReadOnlyList<View> All { get; } =
    [
        new("light", 1400, 900, ColorScheme.Light),
        new("dark", 1400, 900, ColorScheme.Dark),
        new("phone", 390, 844, ColorScheme.Light),
    ];
}
