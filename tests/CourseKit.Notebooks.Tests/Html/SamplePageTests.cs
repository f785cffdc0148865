namespace CourseKit.Notebooks.Tests;

public sealed class SamplePageTests
{
    /// <summary>Writes the sample to a folder, for the browser check and for the eye.</summary>
    [Fact]
    public async Task Exports_the_sample_notebook()
    {
        var folder = Environment.GetEnvironmentVariable("COURSEKIT_SAMPLE_PAGES") ?? Path.Combine(AppContext.BaseDirectory, "pages");
        Directory.CreateDirectory(folder);
        var assets = await new AssetCache().RestoreAsync();
        var path = Path.Combine(folder, "sample.html");

        HtmlExporter.Save(SampleNotebook.Create(), path, new HtmlExportOptions { Assets = assets });

        Assert.Contains("Autoencoders find what does not fit", File.ReadAllText(path), StringComparison.Ordinal);
    }
}
