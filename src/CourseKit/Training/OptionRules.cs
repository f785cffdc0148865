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

    public static T Defined<T>(T value, [CallerMemberName] string option = "")
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw Bad(option, value, $"must be one of {string.Join(", ", Enum.GetNames<T>())}");

    public static ArgumentOutOfRangeException Bad(string option, object value, string rule) => new(option, value, $"{option} {rule}.");
}
