using System.Runtime.CompilerServices;

namespace CourseKit;

/// <summary>Checks for the init accessors of options: the message names the option.</summary>
internal static class OptionRules
{
    public static int Positive(int value, [CallerMemberName] string option = "") =>
        value > 0 ? value : throw Bad(option, value, "must be at least 1");

    public static int NotNegative(int value, [CallerMemberName] string option = "") =>
        value >= 0 ? value : throw Bad(option, value, "must not be negative");

    public static double Positive(double value, [CallerMemberName] string option = "") =>
        double.IsFinite(value) && value > 0 ? value : throw Bad(option, value, "must be a finite number greater than 0");

    public static double NotNegative(double value, [CallerMemberName] string option = "") =>
        double.IsFinite(value) && value >= 0 ? value : throw Bad(option, value, "must be a finite number and not negative");

    public static int Even(int value, [CallerMemberName] string option = "") =>
        value >= 2 && value % 2 == 0 ? value : throw Bad(option, value, "must be even and at least 2");

    public static double ShareOfRows(double value, [CallerMemberName] string option = "") =>
        value is > 0 and <= 1 ? value : throw Bad(option, value, "is a share of the training rows and must be in (0, 1]");

    public static IReadOnlyList<int> AllPositive(IEnumerable<int> values, [CallerMemberName] string option = "") =>
        [.. values.Select(value => Positive(value, option))];

    public static T Defined<T>(T value, [CallerMemberName] string option = "")
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw Bad(option, value, $"must be one of {string.Join(", ", Enum.GetNames<T>())}");

    public static ArgumentOutOfRangeException Bad(string option, object value, string rule) => new(option, value, $"{option} {rule}.");
}
