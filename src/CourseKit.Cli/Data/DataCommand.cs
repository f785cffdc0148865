using System.CommandLine;
using CourseKit.Exercises;
using static System.FormattableString;

namespace CourseKit.Cli;

// coursekit data: what data sets there are, where they lie, getting those that do not come with the course.
internal static class DataCommand
{
    public static Command Create() => new("data", "List, download and check the data sets.") { List(), Get(), Verify(), Where() };

    private static Command List() => new Command("list", "List the data sets and whether they are here.").Runs(_ =>
    {
        foreach (var entry in DataManifest.Entries)
        {
            var what = entry.Anomalies is { } anomalies ? $"{anomalies} anomalies" : $"{entry.Classes.Count} classes";
            Console.WriteLine(Invariant(
                $"{entry.Name,-18} {entry.Rows,7} x {entry.Features,-5} {what,-16} {State(entry),-14} {entry.Title}"));
        }
        return ExitCodes.Ok;
    });

    private static Command Get()
    {
        var names = CommonOptions.Names("NAME", "The data sets to download.", ArgumentArity.OneOrMore);
        var folder = CommonOptions.Text(
            "--to", $"The data folder; {DataFolder.Variable} if set, else one of yours outside the repository.", "DIR");
        return new Command("get", "Download data sets; an interrupted download goes on where it was.") { names, folder }.Runs(
            (parse, cancellationToken) => GetAsync(Entries(parse.GetValue(names)!), parse.GetValue(folder), cancellationToken));
    }

    private static Command Verify()
    {
        var names = CommonOptions.Names("NAME", "The data sets to check; all that are here if none is named.", ArgumentArity.ZeroOrMore);
        return new Command("verify", "Hold the files against the checksums of the manifest.") { names }.Runs(
            parse => Verify(parse.GetValue(names)!));
    }

    private static Command Where()
    {
        var names = CommonOptions.Names("NAME", "The data sets to look for.", ArgumentArity.OneOrMore);
        return new Command("where", "Show where the files of data sets lie.") { names }.Runs(parse =>
        {
            var missing = false;
            foreach (var entry in Entries(parse.GetValue(names)!))
            {
                foreach (var file in entry.Files)
                {
                    var path = DataFolder.TryFind(file);
                    missing |= path is null;
                    Console.WriteLine(path ?? $"{file.Path}: not here ({Remedy(entry)})");
                }
                if (entry.Files.Count == 0) Console.WriteLine($"{entry.Name}: made from a seed when it is asked for, no file");
            }
            return missing ? ExitCodes.NotFound : ExitCodes.Ok;
        });
    }

    private static async Task<int> GetAsync(IReadOnlyList<DataEntry> entries, string? folder, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            if (entry.Shipped)
            {
                Screen.Line($"✓ {entry.Name} comes with the course");
                continue;
            }
            try
            {
                var paths = await Screen.WithProgressAsync(
                    entry.Name, 100,
                    report => DataDownload.GetAsync(
                        entry, folder, progress: new Relay<DownloadProgress>(now => Tell(report, now)),
                        cancellationToken: cancellationToken),
                    tenths: true).ConfigureAwait(false);
                foreach (var path in paths) Screen.Line($"✓ {path}");
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                throw new ToolException(e.Message, ExitCodes.Unreadable);
            }
        }
        return ExitCodes.Ok;
    }

    private static int Verify(string[] names)
    {
        var exitCode = ExitCodes.Ok;
        foreach (var entry in names.Length > 0 ? Entries(names) : DataManifest.Entries)
        {
            foreach (var file in entry.Files)
            {
                var path = DataFolder.TryFind(file);
                if (path is null)
                {
                    if (names.Length == 0) continue;
                    Console.WriteLine($"– {file.Path}: not here ({Remedy(entry)})");
                    exitCode = exitCode == ExitCodes.Ok ? ExitCodes.NotFound : exitCode;
                    continue;
                }
                try
                {
                    VerifiedFile.Check(path, file);
                    Console.WriteLine($"✓ {path}");
                }
                catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
                {
                    Console.WriteLine($"✗ {e.Message}");
                    exitCode = ExitCodes.Unreadable;
                }
            }
        }
        return exitCode;
    }

    public static DataEntry Find(string name) =>
        DataManifest.Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ToolException(
            $"There is no data set {name}.{NearNames.DidYouMean(name, DataManifest.Entries.Select(one => one.Name))} "
            + "See ./coursekit data list.", ExitCodes.NotFound);

    private static List<DataEntry> Entries(string[] names) => [.. names.Select(Find)];

    private static string State(DataEntry entry) =>
        entry.Files.Count == 0 ? "generated"
        : entry.Files.All(file => DataFolder.TryFind(file) is not null) ? "here"
        : entry.Shipped ? "missing!"
        : entry.Downloadable ? "to download"
        : "by hand";

    private static string Remedy(DataEntry entry) => entry switch
    {
        { Shipped: true } => "git checkout -- data",
        { Downloadable: true } => $"./coursekit data get {entry.Name}",
        _ => $"put it into the folder of {DataFolder.Variable}",
    };

    private static void Tell(Action<int, string> report, DownloadProgress now)
    {
        var percent = now.Total is { } total and > 0 ? (int)(100 * now.Bytes / total) : 0;
        report(percent, $"{now.Step} {now.File}{(now.Step == "downloading" ? Invariant($" {percent} %") : "")}");
    }
}
