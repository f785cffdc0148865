namespace CourseKit.Tests;

public class PaletteTests
{
    // White, the dark ground of exported pages, that of VS Code's dark theme.
    private static readonly string[] Grounds = ["#ffffff", "#13161c", "#1e1e1e"];

    public static TheoryData<string> Eyes => [.. Sight.Eyes.Keys];

    [Theory]
    [MemberData(nameof(Eyes))]
    public void SeriesDifferForEveryEye(string eye)
    {
        var colours = Palette.Colours;
        for (var i = 0; i < colours.Count; i++)
            for (var j = 0; j < i; j++)
                Assert.True(Sight.Distance(colours[i], colours[j], Sight.Eyes[eye]) >= 16,
                    $"{colours[i]} and {colours[j]}: {Sight.Distance(colours[i], colours[j], Sight.Eyes[eye]):0.0}");
        Assert.True(Sight.Distance(Palette.Normal, Palette.Anomaly, Sight.Eyes[eye]) >= 45);
    }

    [Fact]
    public void ThinLinesAndTextStandOutFromLightAndDark()
    {
        foreach (var ground in Grounds)
        {
            Assert.All(Palette.Colours.Append(Palette.Text), colour =>
                Assert.True(Sight.Contrast(colour, ground) >= 3, $"{colour} on {ground}: {Sight.Contrast(colour, ground):0.00}"));
        }
        Assert.True(Sight.Contrast(Palette.Text, "#ffffff") >= 4.5 && Sight.Contrast(Palette.Text, "#000000") >= 4.5);
        Assert.True(Sight.Contrast(Palette.Mark, "#000000") >= 7); // the letters on a flag
    }

    [Fact]
    public void KnownDistancesAndContrasts()
    {
        Assert.Equal(21, Sight.Contrast("#ffffff", "#000000"), 1e-9);
        Assert.Equal(100, Sight.Distance("#ffffff", "#000000", Sight.Eyes["complete"]), 1e-3);
        // A red and a green of like lightness fall together without the green cones.
        Assert.True(Sight.Distance("#a05030", "#5f7030", Sight.Eyes["deuteranopia"]) < 0.5 * Sight.Distance("#a05030", "#5f7030",
            Sight.Eyes["complete"]));
    }

    [Fact]
    public void ScalesGrowAsTheValuesDo()
    {
        double[] sequential = [.. ColourScale.Sequential.Colours.Select(Sight.Luminance)];
        Assert.Equal(sequential.Order(), sequential);
        double[] diverging = [.. ColourScale.Diverging.Colours.Select(Sight.Luminance)];
        Assert.True(diverging[0] < diverging[1] && diverging[1] < diverging[2] && diverging[2] > diverging[3]
            && diverging[3] > diverging[4]);
        Assert.Equal(diverging[0], diverging[4], 0.03); // −1 is as dark as 1
        foreach (var eye in Sight.Eyes.Values)
            foreach (var (low, high) in new[] { (0, 4), (1, 3) })
                Assert.True(Sight.Distance(ColourScale.Diverging.Colours[low], ColourScale.Diverging.Colours[high], eye) >= 25);
    }

    [Fact]
    public void RangesFitTheScale()
    {
        Assert.Equal((-3, 3), ColourScale.Diverging.Range([1, -3, double.NaN]));
        Assert.Equal((1, 2), ColourScale.Sequential.Range([1, 2, double.PositiveInfinity]));
        Assert.Equal((0, 2), ColourScale.Overlay.Range([1, 2]));
        Assert.Equal((-1, 1), ColourScale.Diverging.Range([0, 0]));
        Assert.Equal((5, 6), ColourScale.Sequential.Range([5]));
        Assert.Equal((0, 1), ColourScale.Sequential.Range([double.NaN]));
    }
}
