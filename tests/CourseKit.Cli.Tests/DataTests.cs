namespace CourseKit.Cli.Tests;

public sealed class DataTests
{
    [Fact]
    public async Task The_list_names_every_set_and_where_it_comes_from()
    {
        using var tool = new Tool();
        var result = await tool.RunAsync("data", "list");

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.All(DataManifest.Entries, entry => Assert.Contains(entry.Name, result.Output, StringComparison.Ordinal));
        string Line(string name) => result.Output.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        Assert.Contains("49097 x 9", Line("shuttle"), StringComparison.Ordinal);
        Assert.Contains("3511 anomalies", Line("shuttle"), StringComparison.Ordinal);
        Assert.Contains(" here ", Line("shuttle"), StringComparison.Ordinal);
        Assert.Contains(" generated ", Line("vibration"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_ones_own_is_found_first_and_damage_is_told()
    {
        using var tool = new Tool();
        tool.Environment[DataFolder.Variable] = tool.Folder;
        var path = tool.PathOf("tabular/glass.csv.gz");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(DataFolder.Find(DataManifest.Find("glass").Files[0]), path);

        Assert.Equal(path, (await tool.RunAsync("data", "where", "glass")).Output.Trim());
        Assert.Equal(ExitCodes.Ok, (await tool.RunAsync("data", "verify", "glass")).ExitCode);

        File.WriteAllText(path, "nothing");
        var result = await tool.RunAsync("data", "verify", "glass");
        Assert.Equal(ExitCodes.Unreadable, result.ExitCode);
        Assert.Contains($"✗ Data file '{path}' is not a readable gzip file", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_shipped_is_whole()
    {
        using var tool = new Tool();
        tool.Environment[DataFolder.Variable] = tool.Folder;
        var result = await tool.RunAsync("data", "verify", "mnist", "shuttle", "satellite", "breastw", "ionosphere", "pima", "glass");

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(10, result.Output.Split('\n').Count(line => line.StartsWith("✓ ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_not_here_comes_with_its_remedy()
    {
        using var tool = new Tool();
        tool.Environment[DataFolder.Variable] = tool.Folder;

        var where = await tool.RunAsync("data", "where", "kdd99");
        Assert.Equal(ExitCodes.NotFound, where.ExitCode);
        Assert.Contains("./coursekit data get kdd99", where.Output, StringComparison.Ordinal);

        var get = await tool.RunAsync("data", "get", "mnist", "cardio");
        Assert.Equal(ExitCodes.Unreadable, get.ExitCode);
        Assert.Contains("mnist comes with the course", get.Output, StringComparison.Ordinal);
        Assert.Contains(tool.PathOf("tabular/cardio.csv.gz"), get.Errors, StringComparison.Ordinal);

        var unknown = await tool.RunAsync("data", "get", "shutle");
        Assert.Equal(ExitCodes.NotFound, unknown.ExitCode);
        Assert.Contains("Did you mean shuttle", unknown.Errors, StringComparison.Ordinal);
    }
}
