using System.Diagnostics;
using System.Text.Json;

namespace CourseKit.Interactive.Tests;

/// <summary>A session in which the first cell of every notebook has run.</summary>
public sealed class ReadySession : IAsyncLifetime
{
    internal InteractiveSession Session { get; } = new();

    internal CellOutput FirstCell { get; private set; } = new([], 0, "", "not run");

    public async Task InitializeAsync() => FirstCell = await Session.RunAsync("#!import setup.csx");

    public Task DisposeAsync()
    {
        Session.Dispose();
        return Task.CompletedTask;
    }
}

[Collection("one process, one current folder")]
public sealed class FormatterTests(ReadySession ready) : IClassFixture<ReadySession>
{
    private const string Plotly = "application/vnd.plotly.v1+json";
    private const string Html = "text/html";
    private const string Plain = "text/plain";

    private async Task<IReadOnlyDictionary<string, string>> ShownBy(string code)
    {
        var output = await ready.Session.RunAsync(code);
        Assert.True(output.Error is null, output.Error);
        return Assert.Single(output.Displays);
    }

    [Fact]
    public void TheFirstCellSucceedsAndBringsPlotlyWhereItHasBeenRestored()
    {
        Assert.Null(ready.FirstCell.Error);
        foreach (var shown in ready.FirstCell.Displays) Assert.StartsWith("<script", shown[Html]);
        Assert.InRange(ready.FirstCell.Displays.Count, 0, 1);
    }

    [Theory]
    [InlineData("""Figure.Line(new[] { new Series("", new[] { 1.0, 2 }, new[] { 3.0, 2 }) }, "epoch", "loss", "It falls.")""", "It falls.")]
    [InlineData("""Chart.Line<double, double, string>(new double[] { 1, 2 }, new double[] { 3, 4 })""", "A chart of Plotly.NET (scatter)")]
    public async Task ChartsAreJsonAndHtmlThatAsksNoNetwork(string code, string words)
    {
        var shown = await ShownBy(code);
        Assert.Equal([Plotly, Html, Plain], shown.Keys);
        using var json = JsonDocument.Parse(shown[Plotly]);
        Assert.Equal("scatter", json.RootElement.GetProperty("data")[0].GetProperty("type").GetString());
        Assert.Contains("newPlot", shown[Html]);
        // Without npm there is no copy of plotly.js to bring, and the chart may look for it.
        if (ready.FirstCell.Displays.Count > 0) Assert.DoesNotContain("https://cdn", shown[Html]);
        Assert.StartsWith(words, shown[Plain]);
    }

    [Fact]
    public async Task AChartThatNeedsTheFullPlotlyIsLeftToPlotlyNet()
    {
        var shown = await ShownBy("""Chart.Surface<double, double, double, string>(new[] { new[] { 1.0, 2 }, new[] { 3.0, 4 } })""");
        Assert.Contains("require", shown[Html]);
        Assert.Contains("cdn.plot.ly", shown[Html]);
    }

    [Theory]
    [InlineData("frame")]
    [InlineData("""frame.GetColumn<double>("b")""")]
    public async Task FramesAndSeriesAreShownByTheirEnds(string code)
    {
        var made = await ready.Session.RunAsync("""
            var frame = Deedle.Frame.CreateEmpty<int, string>();
            frame.AddColumn("a", Enumerable.Range(0, 100_000));
            frame.AddColumn("b", Enumerable.Range(0, 100_000).Select(i => i / 4.0));
            """);
        Assert.True(made.Error is null, made.Error);
        var clock = Stopwatch.StartNew();
        var shown = await ShownBy(code);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
        Assert.Equal([Html, Plain], shown.Keys);
        Assert.Contains("100,000 rows", shown[Html]);
        Assert.Contains(">99999</td>", shown[Html]);
        Assert.InRange(shown[Html].Length, 100, 20_000);
    }

    [Fact]
    public async Task OurOwnTypesShowThemselves()
    {
        var headline = await ShownBy("""Headline.Show("AUROC", 0.9876)""");
        using var json = JsonDocument.Parse(headline["application/vnd.coursekit.headline+json"]);
        Assert.Equal(0.9876, json.RootElement.GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal("<p>AUROC: <strong>0.988</strong></p>", headline[Html]);

        var table = await ShownBy("""new ResultTable("model", "AUROC").Add("PCA", 0.89512)""");
        Assert.Contains("0.895</td>", table[Html]);
        Assert.Contains("PCA", table[Plain]);

        var report = await ShownBy("""
            Tensor ReconstructionError(Tensor x, Tensor xHat) => throw new NotImplementedException();
            Check("ae.reconstruction-error", ReconstructionError)
            """);
        Assert.Contains("not attempted", report[Html]);
        using var check = JsonDocument.Parse(report["application/vnd.coursekit.check+json"]);
        Assert.Equal("notAttempted", check.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task ProgressIsRedrawnInPlace()
    {
        var output = await ready.Session.RunAsync("""
            var bar = new TrainingProgressBar();
            for (int epoch = 1; epoch <= 3; epoch++) bar.Report(new TrainingProgress(epoch, 3, 1.0 / epoch, null) { IsLast = epoch == 3 });
            """);
        Assert.Null(output.Error);
        Assert.Contains("epoch 3 of 3", Assert.Single(output.Displays)[Plain]);
        Assert.InRange(output.Updates, 1, 2);
        Assert.Equal("", output.Printed);
    }

    [Fact]
    public async Task ATrainingStopsWithItsCell()
    {
        await ready.Session.RunAsync("""
            var endless = new Autoencoder(new AutoencoderOptions { HiddenSizes = new[] { 4 }, CodeSize = 2, Epochs = 10_000_000 });
            var before = 41;
            """);
        var cancelled = await ready.Session.CancelAsync("endless.Fit(rand(64, 8), new TrainingProgressBar());");
        Assert.Contains("cancelled", cancelled.Error);
        var shown = await ready.Session.RunAsync("before + 1").WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("42", Assert.Single(shown.Displays).Values.Single());
    }
}
