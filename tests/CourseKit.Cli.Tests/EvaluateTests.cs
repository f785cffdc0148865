namespace CourseKit.Cli.Tests;

public sealed class EvaluateTests
{
    [Fact]
    public async Task It_measures_writes_and_goes_on_where_it_was()
    {
        using var tool = new Tool();
        var result = await tool.RunAsync(
            "evaluate", "--data", "glass", "--detector", "pca", "autoencoder", "--seeds", "2", "--set", "Seed=3", "--json", "e.json",
            "--out", "e.html", "--intervals");

        Assert.Equal("", result.Errors);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        var json = tool.Json("e.json");
        Assert.Equal(("coursekit.evaluate/1", 0), ((string?)json["schema"], (int)json["exitCode"]!));
        var entries = json["results"]!.AsArray();
        Assert.Equal(["pca", "autoencoder"], entries.Select(entry => (string)entry!["detector"]!));
        foreach (var entry in entries)
        {
            Assert.Equal(
                (102, 9, 112, 9), ((int)entry!["trainRows"]!, (int)entry["features"]!, (int)entry["testRows"]!, (int)entry["anomalies"]!));
            var seeds = entry["seeds"]!.AsArray();
            Assert.Equal(2, seeds.Count);
            Assert.Equal(seeds.Average(seed => (double)seed!["auroc"]!), (double)entry["auroc"]!, 1e-12);
            Assert.InRange((double)entry["auroc"]!, 0.55, 0.999);
            Assert.InRange((double)entry["interval"]![0]!, 0.3, (double)seeds[0]!["auroc"]!);
        }
        Assert.Null(entries[0]!["untrainedAuroc"]);
        Assert.True((double)entries[1]!["auroc"]! > (double)entries[1]!["untrainedAuroc"]! + 0.1);
        Assert.Contains("Beside their untrained copies", File.ReadAllText(tool.PathOf("e.html")), StringComparison.Ordinal);

        // The same by the library.
        var split = OneClassSplit.FromOne(Datasets.Table("glass"), seed: 0).Scaled(Scaler.MinMax);
        using var pca = new PcaDetector(PcaOptions.ForTable(102, 9));
        pca.Fit(split.Train.X);
        Assert.Equal(Evaluation.Auroc(split.IsAnomaly, pca.Score(split.Test.X)), (double)entries[0]!["seeds"]![0]!["auroc"]!, 1e-12);

        var again = await tool.RunAsync(
            "evaluate", "--data", "glass", "--detector", "pca", "isolation-forest", "--seeds", "2", "--json", "e.json", "--resume");
        Assert.Equal(ExitCodes.Ok, again.ExitCode);
        Assert.DoesNotContain("glass  pca", again.Output, StringComparison.Ordinal); // not measured again
        Assert.Equal(
            ["pca", "autoencoder", "isolation-forest"],
            tool.Json("e.json")["results"]!.AsArray().Select(entry => (string)entry!["detector"]!));

        var other = await tool.RunAsync("evaluate", "--data", "glass", "--detector", "pca", "--seeds", "3", "--json", "e.json", "--resume");
        Assert.Equal(ExitCodes.Usage, other.ExitCode);
        Assert.Contains("another protocol", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_measured_is_named_and_the_rest_is_measured()
    {
        using var tool = new Tool();
        tool.Environment[DataFolder.Variable] = tool.Folder;
        File.WriteAllText(tool.PathOf("splits.json"), $"{{\"glass\": [[{string.Join(',', Enumerable.Range(0, 30))}]], \"cardio\": [[0]]}}");
        var result = await tool.RunAsync(
            "evaluate", "--data", "cardio", "mnist", "glass", "--detector", "kde", "pca", "--set", "Contamination=0.1", "--seeds", "1",
            "--splits", "splits.json", "--json", "e.json");

        Assert.Contains("cardio: Data file 'tabular/cardio.csv.gz'", result.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Unreadable, result.ExitCode); // no rows for mnist in the file of splits
        Assert.Contains("splits.json has no 1 lists of rows for mnist", result.Errors, StringComparison.Ordinal);

        result = await tool.RunAsync(
            "evaluate", "--data", "cardio", "glass", "--detector", "kde", "pca", "--seeds", "1", "--splits", "splits.json", "--json",
            "e.json");
        Assert.Equal(ExitCodes.NotFound, result.ExitCode);
        var json = tool.Json("e.json");
        Assert.Equal("cardio", (string?)json["missing"]![0]!["data"]);
        Assert.Equal([30, 30], json["results"]!.AsArray().Select(entry => (int)entry!["trainRows"]!));
        Assert.Equal([184, 184], json["results"]!.AsArray().Select(entry => (int)entry!["testRows"]!));
    }

    [Theory]
    [InlineData(ExitCodes.NotFound, "Did you mean glass?", "--data", "glas")]
    [InlineData(ExitCodes.NotFound, "Did you mean pca", "--data", "glass", "--detector", "pcs")]
    [InlineData(ExitCodes.Usage, "--seeds must be", "--data", "glass", "--seeds", "0")]
    [InlineData(ExitCodes.Usage, "--resume needs", "--data", "glass", "--resume")]
    [InlineData(ExitCodes.Usage, "options are Name=Value", "--data", "glass", "--detector", "pca", "--set", "Trees=3")]
    public async Task Mistakes_on_the_command_line_cost_no_time(int exitCode, string message, params string[] arguments)
    {
        using var tool = new Tool();
        var result = await tool.RunAsync(["evaluate", .. arguments]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_detector_that_takes_too_long_is_left_out()
    {
        using var tool = new Tool();
        var result = await tool.RunAsync(
            "evaluate", "--data", "pima", "--detector", "autoencoder", "pca", "--seeds", "1", "--set", "Seed=1", "--limit", "0.001",
            "--json", "e.json");
        Assert.Equal(ExitCodes.FitFailed, result.ExitCode);
        Assert.Contains("pima, autoencoder: took longer than 0.001 s", result.Errors, StringComparison.Ordinal);
    }
}
