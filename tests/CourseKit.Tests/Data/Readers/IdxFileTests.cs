using FsCheck;
using FsCheck.Fluent;

namespace CourseKit.Tests;

public class IdxFileTests
{
    private static readonly byte[] TwoByTwo = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 10, 20, 30, 40];

    [Fact]
    public void ReadsShapeAndValues()
    {
        var idx = IdxFile.Parse(TwoByTwo, "a", rank: 2);
        Assert.Equal([2, 2], idx.Shape);
        Assert.Equal([10, 20, 30, 40], idx.Values.ToArray());
    }

    [Fact]
    public void ReadsNoRowsAtAll() => Assert.Equal([0, 2], IdxFile.Parse(new byte[] { 0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 2 }, "a", 2).Shape);

    [Theory]
    [InlineData(new byte[] { }, 1, "is no idx file")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0 }, 1, "is no idx file")]
    [InlineData(new byte[] { 0, 0, 9, 1, 0, 0, 0, 0 }, 1, "is no idx file")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 0 }, 1, "is no idx file")]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 0 }, 1, "is no idx file")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 3, 1, 2 }, 1, "declares 3 = 3 values but holds 2")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, 1, "but holds 2")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 255, 255, 255 }, 1, "declares -1")]
    [InlineData(new byte[] { 0, 0, 8, 3, 127, 255, 255, 255, 127, 255, 255, 255, 127, 255, 255, 255 }, 3, "but holds 0")]
    public void BadContentIsNamed(byte[] content, int rank, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.Parse(content, "digits.idx", rank));
        Assert.Contains("'digits.idx'", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void AnyBytesEitherReadOrSayWhyNot() =>
        Prop.ForAll<byte[]>(noise =>
        {
            // Noise behind a good start gets past the first check.
            foreach (var content in new[] { noise, [0, 0, 8, 2, .. noise], [0, 0, 8, 2, 0, 0, .. noise] })
            {
                try
                {
                    var idx = IdxFile.Parse(content, "noise", 2);
                    if (idx.Values.Length != idx.Shape[0] * idx.Shape[1]) return false;
                }
                catch (InvalidDataException)
                {
                }
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
