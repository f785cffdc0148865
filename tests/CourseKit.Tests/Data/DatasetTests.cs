using TorchSharp;

namespace CourseKit.Tests;

public class DatasetTests
{
    private static Dataset Four() => new("four", torch.tensor(new float[] { 0, 1, 10, 11, 20, 21, 30, 31 }, [4, 2]), [7, 8, 7, 9]);

    [Fact]
    public void ChoosesRows()
    {
        var data = Four();
        Assert.Equal((4, 2), (data.Count, data.Features));
        Assert.Equal([30, 31, 0, 1], Values(data.Rows([3, 0])));
        Assert.Equal([9, 7], data.Rows([3, 0]).Labels);
        Assert.Equal([0, 1, 20, 21], Values(data.Where(label => label == 7)));
        Assert.Equal([30, 31, 0, 1], Values(data.FirstOfEach([9, 7])));
        Assert.Equal("four: 4 rows, 2 features, labels 7, 8, 9", data.ToString());
    }

    [Fact]
    public void RowsAreCopies()
    {
        var data = Four();
        data.Rows([0]).X.fill_(99);
        Assert.Equal(0, data.X[0, 0].ToSingle());
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("3 labels", Assert.Throws<ArgumentException>(() => new Dataset("a", torch.zeros(2, 2), [1, 2, 3])).Message);
        Assert.Contains("[n, d]", Assert.Throws<ArgumentException>(() => new Dataset("a", torch.zeros(2), [1, 2])).Message);
        Assert.Contains("at least one row", Assert.Throws<ArgumentException>(() => new Dataset("a", torch.zeros(0, 2), [])).Message);
        Assert.Contains("rows 0 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => Four().Rows([4])).Message);
        Assert.Contains("No row", Assert.Throws<ArgumentException>(() => Four().Where(label => label == 1)).Message);
        Assert.Contains("no row with the label 5", Assert.Throws<ArgumentException>(() => Four().FirstOfEach([7, 5])).Message);
    }

    private static float[] Values(Dataset data) => data.X.data<float>().ToArray();

    [Fact]
    public void ColumnsHaveNames()
    {
        var data = new Dataset("table", TorchSharp.torch.zeros(2, 3), [0, 0]);
        Assert.Equal(["x0", "x1", "x2"], data.Columns);
        var named = new Dataset("table", data.X, data.Labels) { Columns = ["a", "b", "c"] };
        Assert.Equal(named.Columns, TrainingSet.Whole(named.Rows([1])).Columns);
        Assert.Contains(
            "3 columns, but 2 names",
            Assert.Throws<ArgumentException>(() => new Dataset("table", data.X, data.Labels) { Columns = ["a", "b"] }).Message);
    }
}
