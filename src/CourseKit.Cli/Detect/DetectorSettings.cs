using System.CommandLine;
using System.Globalization;
using System.Reflection;
using CourseKit.Exercises;

namespace CourseKit.Cli;

/// <summary>Which detector the command line means, and with which options.</summary>
internal static class DetectorSettings
{
    /// <summary>The names of all detectors.</summary>
    public static string Names => string.Join(", ", DetectorCatalogue.All.Select(kind => kind.Name));

    /// <summary><c>--set Name=Value</c>.</summary>
    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "An option of the detector, e.g. --set Trees=200; --set list=all names them all.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary><c>--scale</c>.</summary>
    public static Option<string> ScaleOption()
    {
        var option = CommonOptions.Default(
            "--scale", "minmax",
            "How columns are scaled, by what the training rows say: minmax (to 0…1), standard (mean 0, standard deviation 1) or none.",
            "HOW");
        option.AcceptOnlyFromAmong("minmax", "standard", "none");
        return option;
    }

    /// <summary>The function that <c>--scale</c> names.</summary>
    public static Func<TrainingSet, Scaler> Scaling(string name) =>
        name switch { "standard" => Scaler.Standard, "none" => Scaler.None, _ => Scaler.MinMax };

    /// <exception cref="ToolException">There is no such detector; the message offers near names.</exception>
    public static DetectorKind Find(string name) =>
        DetectorCatalogue.All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ToolException(
            $"There is no detector {name}.{NearNames.DidYouMean(name, DetectorCatalogue.All.Select(kind => kind.Name))} There are {Names}.",
            ExitCodes.NotFound);

    /// <summary>The options with some of them changed.</summary>
    /// <param name="options">The options.</param>
    /// <param name="settings">Each "Name=Value".</param>
    /// <exception cref="ToolException">Unknown, unreadable or out of range; the message says what there is.</exception>
    public static DetectorOptions Apply(DetectorOptions options, IEnumerable<string> settings)
    {
        var changed = options with { };
        foreach (var setting in settings)
        {
            var parts = setting.Split('=', 2, StringSplitOptions.TrimEntries);
            var property = Settable(options)
                .FirstOrDefault(property => string.Equals(property.Name, parts[0], StringComparison.OrdinalIgnoreCase));
            if (parts.Length < 2 || property is null)
                throw new ToolException($"--set {setting}: the options are Name=Value, of {Describe(options)}.", ExitCodes.Usage);
            try
            {
                property.SetValue(changed, Value(parts[1], property.PropertyType, setting));
            }
            catch (TargetInvocationException e) when (e.InnerException is ArgumentException error)
            {
                throw new ToolException($"--set {setting}: {Plain(error)}", ExitCodes.Usage);
            }
        }
        return changed;
    }

    /// <summary>"Trees=100, SampleSize=256, …": all that <see cref="Apply"/> can change.</summary>
    public static string Describe(DetectorOptions options) =>
        string.Join(", ", Settable(options).Select(property => $"{property.Name}={Text(property.GetValue(options))}"));

    /// <summary>
    /// The detector's own copy that learns nothing: every option that counts epochs is 0, in options within options as well.
    /// </summary>
    /// <returns>Equal options for a detector that does not train for epochs.</returns>
    public static DetectorOptions Untrained(DetectorOptions options) => WithEpochs(options, _ => 0);

    /// <summary>The detector that trains no longer than for one epoch, to try it out.</summary>
    public static DetectorOptions Brief(DetectorOptions options) => WithEpochs(options, epochs => Math.Min(1, epochs));

    /// <summary>How many epochs it trains for; 0 for a detector that does not.</summary>
    public static int Epochs(DetectorOptions options) =>
        options is DeepDetectorOptions deep ? deep.Epochs
            : Nested(options).Sum(property => Epochs((DetectorOptions)property.GetValue(options)!));

    private static DetectorOptions WithEpochs(DetectorOptions options, Func<int, int> change)
    {
        var changed = options with { };
        var epochs = Settable(options)
            .Where(property => property.PropertyType == typeof(int) && property.Name.EndsWith("Epochs", StringComparison.Ordinal));
        foreach (var property in epochs) property.SetValue(changed, change((int)property.GetValue(options)!));
        foreach (var property in Nested(options))
            property.SetValue(changed, WithEpochs((DetectorOptions)property.GetValue(options)!, change));
        return changed;
    }

    private static IEnumerable<PropertyInfo> Nested(DetectorOptions options) => options.GetType().GetProperties()
        .Where(property => property.CanWrite && property.PropertyType.IsAssignableTo(typeof(DetectorOptions))
            && property.GetValue(options) is not null);

    /// <summary>The first line of what an exception says, without the name of the argument.</summary>
    public static string Plain(Exception error) => error.Message.Split(" (Parameter ", 2)[0].ReplaceLineEndings(" ");

    // Options made of options cannot be written in one word.
    private static IEnumerable<PropertyInfo> Settable(DetectorOptions options) =>
        options.GetType().GetProperties().Where(property => property.CanWrite && Kind(property.PropertyType) is { } type
            && (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(IReadOnlyList<int>)));

    private static Type Kind(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static object? Value(string text, Type type, string setting)
    {
        var kind = Kind(type);
        if (kind != type && text.Length == 0) return null;
        try
        {
            if (kind == typeof(IReadOnlyList<int>))
                return text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => int.Parse(one, CultureInfo.InvariantCulture))
                    .ToArray();
            return kind.IsEnum ? Enum.Parse(kind, text, ignoreCase: true) : Convert.ChangeType(text, kind, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            var wanted = kind.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(kind))}"
                : kind == typeof(IReadOnlyList<int>) ? "whole numbers with commas between them"
                : kind == typeof(int) ? "a whole number"
                : kind == typeof(bool) ? "true or false"
                : "a number like 0.5";
            throw new ToolException($"--set {setting}: '{text}' should be {wanted}.", ExitCodes.Usage);
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        IReadOnlyList<int> list => string.Join(',', list),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
