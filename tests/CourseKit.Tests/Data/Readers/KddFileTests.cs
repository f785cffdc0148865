using System.Text;
using TorchSharp;

namespace CourseKit.Tests;

public class KddFileTests
{
    private static string Line(string duration, string protocol, string service, string flag, string kind) =>
        $"{duration},{protocol},{service},{flag},{string.Join(",", Enumerable.Range(4, 37))},{kind}";

    private static Dataset Read(string text) => KddFile.Parse(Encoding.UTF8.GetBytes(text), "kdd.data", "kdd");

    [Fact]
    public void WordsBecomeColumnsInAlphabeticalOrder()
    {
        var data = Read(Line("7", "udp", "http", "SF", "normal.") + "\r\n" + Line("8", "tcp", "ftp", "SF", "smurf.") + "\n\n"
            + Line("9.5", "icmp", "http", "REJ", "neptune."));
        Assert.Equal([3, 38 + 3 + 2 + 2], data.X.shape);
        Assert.Equal([1, 0, 0], data.Labels); // the normal ones are rare
        // duration; icmp, tcp, udp; ftp, http; REJ, SF; then column 4
        Assert.Equal([7, 0, 0, 1, 0, 1, 0, 1, 4], data.X[0].data<float>().ToArray()[..9]);
        Assert.Equal([8, 0, 1, 0, 1, 0, 0, 1, 4], data.X[1].data<float>().ToArray()[..9]);
        Assert.Equal([9.5f, 1, 0, 0, 0, 1, 1, 0, 4], data.X[2].data<float>().ToArray()[..9]);
        Assert.Equal(40, data.X[2, 44].ToSingle());
    }

    [Fact]
    public void BadRecordsSayWhere()
    {
        var good = Line("0", "tcp", "http", "SF", "normal.");
        foreach (var (text, message) in new[]
        {
            ("", "no records"),
            ("1,2,3\n", "line 1: 3 columns instead of 42"),
            (good + "\n" + good + ",1\n", "line 2: 43 columns"),
            (Line("x", "tcp", "http", "SF", "normal."), "line 1, column 0: 'x' is not a finite number"),
            (Line("NaN", "tcp", "http", "SF", "normal."), "is not a finite number"),
            (Line("1e300", "tcp", "http", "SF", "normal."), "is not a finite number"),
            (Line("0", "tcp", "http", "SF", "normal"), "with a full stop"),
            (string.Join("\n", Enumerable.Range(0, 600).Select(i => Line("0", "tcp", $"s{i}", "SF", "normal."))),
                "more than 500 different words"),
        })
        {
            var error = Assert.Throws<InvalidDataException>(() => Read(text));
            Assert.Contains("'kdd.data'", error.Message);
            Assert.Contains(message, error.Message);
        }
    }

    [Fact]
    public void AnyDamageReadsOrIsSaid() =>
        Fuzz.Reader(
            Encoding.UTF8.GetBytes(Line("0", "tcp", "http", "SF", "normal.") + "\n" + Line("0", "udp", "http", "SF", "smurf.") + "\n"),
            "kdd.data", content => KddFile.Parse(content, "kdd.data", "kdd"));
}
