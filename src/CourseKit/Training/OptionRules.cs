using System.Runtime.CompilerServices;

namespace CourseKit;

// Checks for the init accessors of options: the message names the option.
internal static class OptionRules
{
    public static int Positive(int value, [CallerMemberName] string option = "") =>
        Must(value > 0, value, "must be at least 1", option);

    public static int NotNegative(int value, [CallerMemberName] string option = "") =>
        Must(value >= 0, value, "must not be negative", option);

    public static double Positive(double value, [CallerMemberName] string option = "") =>
        Must(double.IsFinite(value) && value > 0, value, "must be a finite number greater than 0", option);

    public static double NotNegative(double value, [CallerMemberName] string option = "") =>
        Must(double.IsFinite(value) && value >= 0, value, "must be a finite number and not negative", option);

    public static int Even(int value, [CallerMemberName] string option = "") =>
        Must(value >= 2 && value % 2 == 0, value, "must be even and at least 2", option);

    public static double ShareOfRows(double value, [CallerMemberName] string option = "") =>
        Must(value is > 0 and <= 1, value, "is a share of the training rows and must be in (0, 1]", option);

    public static IReadOnlyList<int> AllPositive(IEnumerable<int> values, [CallerMemberName] string option = "") =>
        [.. values.Select(value => Positive(value, option))];

    public static T Defined<T>(T value, [CallerMemberName] string option = "")
        where T : struct, Enum =>
        Must(Enum.IsDefined(value), value, $"must be one of {string.Join(", ", Enum.GetNames<T>())}", option);

    public static T Must<T>(bool holds, T value, string rule, [CallerMemberName] string option = "") =>
        holds ? value : throw new ArgumentOutOfRangeException(option, value, $"{option} {rule}.");
}
