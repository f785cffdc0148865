using Xunit.Abstractions;

namespace TorchSharp.Golden;

/// <summary>Holds the engine to what the real TorchSharp computes.</summary>
public sealed class GoldenTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ids => [.. GoldenSuite.Instance.Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case_holds(string id)
    {
        var difference = GoldenSuite.Instance.Result(id).Difference;
        if (GoldenSuite.Instance.Exceptions.ContainsKey(id))
            Assert.True(difference is not null, $"{id} holds now: remove it from exceptions.txt");
        else
            Assert.True(difference is null, $"{id}: {difference}");
    }

    [Fact]
    public void Report()
    {
        var suite = GoldenSuite.Instance;
        output.WriteLine("group            core        extra   bitwise");
        foreach (var group in suite.Cases.Values.GroupBy(c => c.Group).Append(suite.Cases.Values.GroupBy(_ => "total").Single()))
        {
            var held = group.Where(c => suite.Result(c.Id).Difference is null).ToArray();
            output.WriteLine($"{group.Key,-12} {held.Count(c => c.IsCore),4} / {group.Count(c => c.IsCore),-4} {held.Count(c => !c.IsCore),4} / {group.Count(c => !c.IsCore),-4}"
                + $" {group.Count(c => suite.Result(c.Id).Bitwise),6}");
        }
        foreach (var c in suite.Cases.Values)
            if (suite.Result(c.Id).Difference is { } d) output.WriteLine($"{c.Id}: {d}" + (suite.Exceptions.TryGetValue(c.Id, out var why) ? $" ({why})" : ""));
        Assert.All(suite.Exceptions.Keys, id => Assert.Contains(id, suite.Cases.Keys));
    }
}
