using System.Text;
using Deedle;
using TorchSharp;

namespace CourseKit.Tests;

public class DatasetFrameTests
{
    private static Dataset Two() =>
        new("two", torch.tensor(new float[] { 0.1f, 1, 2, 10, 11, 12 }, [2, 3]), [0, 5]) { Columns = ["a", "b", "c"] };

    [Fact]
    public void AFrameHasNamedColumnsAndComesBackTheSame()
    {
        var frame = Two().ToFrame();
        Assert.Equal(["a", "b", "c", "label"], frame.ColumnKeys);
        Assert.Equal([0, 1], frame.RowKeys);
        Assert.Equal(11, frame.GetColumn<double>("b")[1]);
        Assert.Equal(6, frame.GetColumn<double>("b").Mean(), 1e-9);

        var back = Dataset.FromFrame(frame, name: "two");
        Assert.Equal(Two().X.data<float>().ToArray(), back.X.data<float>().ToArray());
        Assert.Equal([0, 5], back.Labels);
        Assert.Equal(["a", "b", "c"], back.Columns);
        Assert.Equal("two", back.Name);

        frame.DropColumn("label");
        Assert.Equal([0, 0], Dataset.FromFrame(frame, labelColumn: null).Labels);
        Assert.Equal(["a", "b", "c"], Two().ToFrame(labelColumn: null).ColumnKeys);
    }

    [Fact]
    public void WhatDeedleReadsOfACsvFileIsTaken()
    {
        // Zeros and ones become Boolean, whole numbers int, others double or decimal.
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("flag,count,size,label\n0,3,1.5,1\n1,4,2.25,0\n"));
        var data = Dataset.FromFrame(Frame.ReadCsv(stream));
        Assert.Equal([0, 3, 1.5f, 1, 4, 2.25f], data.X.data<float>().ToArray());
        Assert.Equal([1, 0], data.Labels);
    }

    [Fact]
    public void BadCellsAreNamed()
    {
        static string Message(Frame<string, string> frame, string? label = null) =>
            Assert.Throws<ArgumentException>(() => Dataset.FromFrame(frame, label, "mine")).Message;
        static Frame<string, string> Of(params object?[] cells)
        {
            var frame = Frame.FromRowKeys((string[])["first", "second"]);
            frame.AddColumn("a", (double[])[1, 2]);
            frame.AddColumn("b", cells.AsEnumerable());
            return frame;
        }

        Assert.Contains("'mine', column 'b', row second: 'many', expected a finite number", Message(Of(1.0, "many")));
        Assert.Contains("'mine', column 'b', row first: the value is missing", Message(Of(null, 1.0)));
        Assert.Contains("'mine', column 'b', row second: '1E+300'", Message(Of(1.0, 1e300)));
        Assert.Contains("'mine', column 'b', row first: '0.5', expected a whole number", Message(Of(0.5, 1.0), "b"));
        Assert.Contains("no column 'c'; its columns are a, b", Message(Of(0.5, 1.0), "c"));
        var twice = new Dataset("twice", torch.zeros(1, 1), [0]) { Columns = ["label"] };
        Assert.Contains("two columns 'label'", Assert.Throws<ArgumentException>(() => twice.ToFrame()).Message);
    }
}
