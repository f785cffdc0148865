
namespace CourseKit.Tests;

public class DetectorCatalogueTests
{
    [Fact]
    public void EveryDetectorOfTheLibraryIsListedOnce()
    {
        var detectors = typeof(AnomalyDetector).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(AnomalyDetector)) && !type.IsAbstract);
        Assert.Equal(detectors.OrderBy(type => type.Name),
            DetectorCatalogue.All.Select(kind => kind.DetectorType).OrderBy(type => type.Name));
        Assert.Equal(DetectorCatalogue.All.Select(kind => kind.Name).Distinct().Order(StringComparer.Ordinal),
            DetectorCatalogue.All.Select(kind => kind.Name));
    }

    [Fact]
    public void AKindMakesItsDetectorWithTheGivenOptionsAndTitle()
    {
        foreach (var kind in DetectorCatalogue.All)
        {
            Assert.Same(kind, DetectorCatalogue.Find(kind.Name));
            using var detector = kind.Create(kind.ForTable(100, 4) with { Seed = 7, Contamination = 0.1 }, "mine");
            Assert.Equal((kind.DetectorType, "mine"), (detector.GetType(), detector.Name));
            var options = detector.Options;
            Assert.Equal((kind.OptionsType, 7, 0.1), (options.GetType(), options.Seed, options.Contamination));
        }
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        Assert.Contains("no detector 'forest'; there are autoencoder, ",
            Assert.Throws<ArgumentException>(() => DetectorCatalogue.Find("forest")).Message);
        Assert.Contains("'pca' takes PcaOptions, not KernelDensityOptions",
            Assert.Throws<ArgumentException>(() => DetectorCatalogue.Find("pca").Create(new KernelDensityOptions())).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectorCatalogue.Find("pca").ForTable(0, 3));
    }

    [Fact]
    public void OptionsForTablesGoByTheirSizeAlone()
    {
        foreach (var (rows, columns) in new[] { (1, 1), (2, 1), (100, 9), (200, 274), (200_000, 30) })
            foreach (var kind in DetectorCatalogue.All) Assert.Equal(kind.OptionsType, kind.ForTable(rows, columns).GetType());
        // 1 + ⌊√d⌋, never more than there are columns; a thousand steps of 64 rows.
        Assert.Equal([1, 2, 4, 17], new[] { 1, 2, 9, 274 }.Select(columns => AutoencoderOptions.ForTable(100, columns).CodeSize));
        Assert.Equal([1, 2, 4, 17], new[] { 1, 2, 9, 274 }.Select(columns => PcaOptions.ForTable(100, columns).Components));
        Assert.Equal([1000, 500, 84, 10], new[] { 64, 65, 750, 22_793 }.Select(rows => AutoencoderOptions.ForTable(rows, 9).Epochs));
    }
}
