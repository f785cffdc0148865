using System.Reflection;

namespace CourseKit.Tests;

public class DetectorCatalogueTests
{
    [Fact]
    public void EveryDetectorOfTheLibraryIsListedOnce()
    {
        var detectors = typeof(AnomalyDetector).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AnomalyDetector)) && !type.IsAbstract);
        Assert.Equal(detectors.OrderBy(type => type.Name), DetectorCatalogue.All.Select(kind => kind.DetectorType).OrderBy(type => type.Name));
        Assert.Equal(DetectorCatalogue.All.Select(kind => kind.Name).Distinct().Order(StringComparer.Ordinal), DetectorCatalogue.All.Select(kind => kind.Name));
    }

    [Fact]
    public void AKindMakesItsDetectorWithTheGivenOptionsAndTitle()
    {
        foreach (var kind in DetectorCatalogue.All)
        {
            Assert.Same(kind, DetectorCatalogue.Find(kind.Name));
            using var detector = kind.Create(kind.ForTable(100, 4) with { Seed = 7, Contamination = 0.1 }, "mine");
            Assert.Equal((kind.DetectorType, "mine"), (detector.GetType(), detector.Name));
            var options = (DetectorOptions)kind.DetectorType.GetProperty("Options", BindingFlags.Public | BindingFlags.Instance)!.GetValue(detector)!;
            Assert.Equal((kind.OptionsType, 7, 0.1), (options.GetType(), options.Seed, options.Contamination));
        }
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        Assert.Contains("no detector 'forest'; there are autoencoder, ", Assert.Throws<ArgumentException>(() => DetectorCatalogue.Find("forest")).Message);
        Assert.Contains("'pca' takes PcaOptions, not KernelDensityOptions", Assert.Throws<ArgumentException>(() => DetectorCatalogue.Find("pca").Create(new KernelDensityOptions())).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectorCatalogue.Find("pca").ForTable(0, 3));
    }
}
