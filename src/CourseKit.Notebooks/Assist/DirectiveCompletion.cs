namespace CourseKit.Notebooks;

/// <summary>How a directive may go on: its name, the files it may mean, the packages that are on this machine.</summary>
internal static class DirectiveCompletion
{
    private const string Nuget = "nuget:";

    private static readonly string[] Names =
        [.. Directive.All.Select(directive => directive.Name), "#region", "#endregion", "#nullable", "#pragma", "#if", "#else", "#endif"];

    private static readonly string[] Assemblies = [".dll"];
    private static readonly string[] Scripts = [".csx", ".cs", ".ipynb"];

    public static CompletionList Of(string code, int cursor, string folder)
    {
        var lineStart = cursor == 0 ? 0 : code.LastIndexOf('\n', cursor - 1) + 1;
        var line = code[lineStart..cursor];
        var start = lineStart + line.IndexOf('#', StringComparison.Ordinal);
        var typed = code[start..cursor];
        var blank = typed.AsSpan().IndexOfAny(' ', '\t', '"');
        if (blank < 0)
        {
            var end = cursor + code[cursor..].TakeWhile(c => char.IsLetter(c) || c is '!' or '#').Count();
            var fitting = Names.Where(known => known.StartsWith(typed, StringComparison.Ordinal));
            return new(start, end, [.. fitting.Select(known => new CompletionItem(known, known, "directive"))]);
        }
        var name = typed[..blank];
        var argument = typed[blank..].TrimStart(' ', '\t');
        argument = argument.StartsWith('"') ? argument[1..] : argument;
        if (argument.Contains('"', StringComparison.Ordinal) || !Directive.All.Any(known => known.TakesArgument && known.Name == name))
            return new(cursor, cursor, []);
        if (name == "#r" && argument.StartsWith(Nuget, StringComparison.OrdinalIgnoreCase))
            return Packages(argument[Nuget.Length..], cursor);
        var files = Files(argument, cursor, folder, name == "#r" ? Assemblies : Scripts);
        return name == "#r" && argument.Length < Nuget.Length && Nuget.StartsWith(argument, StringComparison.OrdinalIgnoreCase)
            ? files with { Items = [new(argument + Nuget[argument.Length..], Nuget, "directive"), .. files.Items] }
            : files;
    }

    private static CompletionList Files(string typed, int cursor, string folder, string[] extensions)
    {
        var slash = typed.AsSpan().LastIndexOfAny('/', '\\');
        var name = typed[(slash + 1)..];
        var items = new List<CompletionItem>();
        try
        {
            foreach (var entry in new DirectoryInfo(Path.Combine(folder, typed[..(slash + 1)])).EnumerateFileSystemInfos())
            {
                var isFolder = entry is DirectoryInfo;
                var fits = entry.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                    && (name.Length > 0 || !entry.Name.StartsWith('.'))
                    && (isFolder || extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase));
                if (fits)
                    items.Add(new(isFolder ? entry.Name + "/" : entry.Name, entry.Name, isFolder ? "folder" : "file"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No such folder, or none of ours: there is nothing to offer.
        }
        return new(cursor - name.Length, cursor,
            [.. items.OrderBy(item => item.Kind).ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase)]);
    }

    // What NuGet has restored on this machine before: names, then a name's versions.
    private static CompletionList Packages(string typed, int cursor)
    {
        var comma = typed.IndexOf(',', StringComparison.Ordinal);
        var prefix = typed[(comma + 1)..].TrimStart();
        var names = comma < 0 ? PackageRestorer.CachedPackages() : PackageRestorer.CachedVersions(typed[..comma].Trim());
        var fitting = names.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        return new(cursor - prefix.Length, cursor, [.. fitting.Select(name => new CompletionItem(name, name, "package"))]);
    }
}
