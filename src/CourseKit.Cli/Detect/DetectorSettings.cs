using System.CommandLine;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using CourseKit.Exercises;

namespace CourseKit.Cli;

// Which detector the command line means, and with which options.
internal static class DetectorSettings
{
    public static string Names => string.Join(", ", DetectorCatalogue.All.Select(kind => kind.Name));

    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "An option of the detector, e.g. --set Trees=200; --set list=all names them all.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Option<string> ScaleOption()
    {
        var option = CommonOptions.Default(
            "--scale", "minmax",
            "How columns are scaled, by what the training rows say: minmax (to 0…1), standard (mean 0, standard deviation 1) or none.",
            "HOW");
        option.AcceptOnlyFromAmong("minmax", "standard", "none");
        return option;
    }

    public static Func<TrainingSet, Scaler> Scaling(string name) =>
        name switch { "standard" => Scaler.Standard, "none" => Scaler.None, _ => Scaler.MinMax };

    public static DetectorKind Find(string name) =>
        DetectorCatalogue.All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ToolException(
            $"There is no detector {name}.{NearNames.DidYouMean(name, DetectorCatalogue.All.Select(kind => kind.Name))} There are {Names}.",
            ExitCodes.NotFound);

    // Each setting is "Name=Value". An error says what there is.
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

    // "Trees=100, SampleSize=256, …": all that Apply can change.
    public static string Describe(DetectorOptions options) =>
        string.Join(", ", Settable(options).Select(property => $"{property.Name}={Text(property.GetValue(options))}"));

    // How many epochs it trains for; 0 for a detector that does not.
    public static int Epochs(DetectorOptions options) =>
        options is DeepDetectorOptions deep ? deep.Epochs
            : Nested(options).Sum(property => Epochs((DetectorOptions)property.GetValue(options)!));

    // With every option changed that counts epochs, in options within options as well: 0 for the detector's own copy that learns nothing.
    public static DetectorOptions WithEpochs(DetectorOptions options, Func<int, int> change)
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

    // The first line of what an exception says, without the name of the argument.
    public static string Plain(Exception error) => error.Message.Split(" (Parameter ", 2)[0].ReplaceLineEndings(" ");

    // Options made of options cannot be written in one word.
    private static IEnumerable<PropertyInfo> Settable(DetectorOptions options) =>
        options.GetType().GetProperties().Where(property => property.CanWrite && Kind(property.PropertyType) is { } type
            && (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(IReadOnlyList<int>)));

    private static Type Kind(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static object? Value(string text, Type type, string setting)
    {
        try
        {
            int Whole(string one) => int.Parse(one, CultureInfo.InvariantCulture);
            return type == typeof(IReadOnlyList<int>)
                ? text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Whole).ToArray()
                : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            var kind = Kind(type);
            var wanted = kind.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(kind))}"
                : kind == typeof(IReadOnlyList<int>) ? "whole numbers with commas between them"
                : kind == typeof(int) ? "a whole number"
                : kind == typeof(bool) ? "true or false"
                : "a number like 0.5";
            throw new ToolException($"--set {setting}: '{text}' should be {wanted}.", ExitCodes.Usage);
        }
    }

    private static string? Text(object? value) =>
        value is IReadOnlyList<int> list ? string.Join(',', list) : Convert.ToString(value, CultureInfo.InvariantCulture);
}
