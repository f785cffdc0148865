using System.Globalization;
using System.Text;

namespace CourseKit.Tests;

public sealed class CsvFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("coursekit csv ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Dataset Read(byte[] content, string? label = "label") => CsvFile.Parse(content, "table.csv", "table", label);

    private static Dataset Read(string text, string? label = "label") => Read(Encoding.UTF8.GetBytes(text), label);

    private static float[] Values(Dataset data) => data.X.data<float>().ToArray();

    [Theory]
    [InlineData("a,b,label\n1,2.5,0\n-3e-2,4,1\n")]
    [InlineData("a,b,label\r\n1,2.5,0\r\n-3e-2,4,1")]
    [InlineData("a,b,label\n1,2.5,0\r\n\r\n-0.03,4.0,1.0\r")]
    [InlineData("\uFEFF\"a\",\"b\",\"label\"\n\"1\",\"2.5\",\"0\"\n -0.03 , 4 , 1 \n")]
    public void ReadsWhatToolsWrite(string text)
    {
        var data = Read(text);
        Assert.Equal([2, 2], data.X.shape);
        Assert.Equal([1, 2.5f, -0.03f, 4], Values(data));
        Assert.Equal([0, 1], data.Labels);
    }

    [Fact]
    public void LabelsMayStandAnywhereOrNowhere()
    {
        var data = Read("Class,a,b\n7,1,2\n8,3,4\n", "Class");
        Assert.Equal([7, 8], data.Labels);
        Assert.Equal([1, 2, 3, 4], Values(data));
        Assert.Equal([0, 0], Read("a,b\n1,2\n3,4\n", label: null).Labels);
    }

    [Fact]
    public void ColumnsKeepTheirNamesAndSomeAreLeftOut()
    {
        var path = Path.Combine(folder, "named.csv");
        File.WriteAllText(path, "name,a,label,b\nfirst,1,0,2\nsecond,3,1,4\n");
        using (var csv = CsvFile.Open(path))
        {
            Assert.Equal(["name", "a", "label", "b"], csv.Columns);
            Assert.Equal([0, 1], csv.Read("label", ["name"]).Labels);
        }
        var data = CsvFile.Load(path, ignore: ["name", "elsewhere"]);
        Assert.Equal(["a", "b"], data.Columns);
        Assert.Equal([1, 2, 3, 4], Values(data));
        Assert.Equal([0, 1], data.Labels);
        Assert.Equal(data.Columns, Scaler.None(TrainingSet.Whole(data)).Apply(data.Rows([1])).Columns);
        Assert.Contains(
            "no column but name",
            Assert.Throws<InvalidDataException>(() => CsvFile.Load(path, ignore: ["name", "a", "b"])).Message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,b,label\n", "has no rows")]
    [InlineData("label\n1\n", "no column but label")]
    [InlineData("a,b\n1,2\n", "no column 'label'; its columns are a, b")]
    [InlineData("a;b;label\n1,5;2;0\n", "by semicolons")]
    [InlineData("a,b,label\n1,2,0\n1,2\n", "line 3: 2 cells, but 3 columns")]
    [InlineData("a,b,label\n1,5,2,0\n", "line 2: 4 cells, but 3 columns")] // a decimal comma
    [InlineData("a,b,label\n1,\"2,5\",0\n", "line 2, column 'b': '2,5', expected a finite number")]
    [InlineData("a,b,label\n1,NaN,0\n", "'NaN', expected a finite number")]
    [InlineData("a,b,label\n1,inf,0\n", "'inf', expected a finite number")]
    [InlineData("a,b,label\n1,1e99,0\n", "'1e99', expected a finite number")]
    [InlineData("a,b,label\n\n1,,0\n", "line 3, column 'b': the cell is empty")]
    [InlineData("a,b,label\n1,2,yes\n", "column 'label': 'yes', expected a whole number")]
    [InlineData("a,b,label\n1,2,0.5\n", "'0.5', expected a whole number")]
    [InlineData("a,b,label\n1,\"2,0\n1,2,0\n", "line 2")]
    public void BadTablesSayWhere(string text, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(text));
        Assert.Contains("table.csv", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void ADecimalCommaInTheSystemChangesNothing()
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        german.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.Equal([1.5f, 1234.25f], Values(Read("a,b,label\n1.5,1234.25,0\n")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void AnyDamageReadsOrIsSaid()
    {
        var good = Encoding.UTF8.GetBytes("x0,x1,label\n"
            + string.Concat(Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{i},{i * 0.37},{i % 2}\n"))));
        Fuzz.Reader(good, "table.csv", content => Read(content));
        var path = Path.Combine(folder, "table.csv.gz");
        Fuzz.Reader(Fuzz.Gzip(good), "table.csv", content =>
        {
            File.WriteAllBytes(path, content);
            CsvFile.Load(path);
        });
    }

    [Theory]
    [InlineData((byte)'1')] // a number without end
    [InlineData((byte)',')] // columns without end
    [InlineData((byte)'"')]
    public void ABombIsStoppedBeforeItTakesMemory(byte value)
    {
        var path = Path.Combine(folder, "bomb.csv.gz");
        File.WriteAllBytes(path, Fuzz.Bomb(300_000_000, value));
        GC.Collect();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("bomb.csv", Assert.Throws<InvalidDataException>(() => CsvFile.Load(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 150_000_000);
    }
}
