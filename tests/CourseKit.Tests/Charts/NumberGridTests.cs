using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class NumberGridTests
{
    private static Figure Grids(int frame = 0) => Figure.NumberGrids(
        [
            new NumberGrid("image", tensor(new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3)) { Frame = (0, frame, 2, 2) },
            new NumberGrid("kernel", tensor(new[] { 1, -0.5f }, 1, 2)) { Sign = "∗" },
        ],
        "An image and a kernel.");

    [Fact]
    public void EveryNumberIsWritten()
    {
        var json = Grids().ToJson();

        var data = json["data"]!.AsArray();
        Assert.Equal(["1", "2", "3", "4", "5", "6"], Texts(data[0]!));
        Assert.Equal(["1", "−0.5"], Texts(data[1]!));
        Assert.Equal(["image", "kernel", "∗"], json["layout"]!["annotations"]!.AsArray().Select(text => (string?)text!["text"]));
    }

    [Fact]
    public void TheFrameLiesAroundItsCells()
    {
        var json = Grids(frame: 1).ToJson();

        var (cells, frame) = (json["data"]![0]!, json["layout"]!["shapes"]![0]!);
        Assert.Equal((double)cells["x0"]! - 0.5 + 1, (double)frame["x0"]!, 1e-4); // one column to the right
        Assert.Equal(2, (double)frame["x1"]! - (double)frame["x0"]!, 1e-4);
        Assert.Equal((double)cells["y0"]! - 0.5, (double)frame["y0"]!, 1e-4);
    }

    [Fact]
    public void CellsWithoutANumberStayEmpty()
    {
        var json = Figure.NumberGrids([new NumberGrid("half", tensor(new[] { 1, double.NaN }, 1, 2))], "One number.").ToJson();

        Assert.Equal(["1", ""], Texts(json["data"]![0]!));
        Assert.Null(json["data"]![0]!["z"]![0]![1]);
    }

    [Fact]
    public void ASliderShowsOneFigureAtATime()
    {
        var figure = Figure.Steps([("a", Grids()), ("b", Grids(frame: 1))], "A frame moves.", shown: 1);

        var json = figure.ToJson();
        Assert.Equal([false, false, true, true], json["data"]!.AsArray().Select(trace => (bool)trace!["visible"]!));
        var stops = json["layout"]!["sliders"]![0]!["steps"]!.AsArray();
        Assert.Equal("[true,true,false,false]", stops[0]!["args"]![0]!["visible"]!.ToJsonString());
        Assert.True((double)stops[0]!["args"]![1]!["shapes"]![0]!["x0"]! < (double)stops[1]!["args"]![1]!["shapes"]![0]!["x0"]!);
        Assert.True(figure.Height > Grids().Height);
        Assert.Equal(2, Grids().ToJson()["data"]!.AsArray().Count);
    }

    [Fact]
    public void WhatCannotBeDrawnIsRefused()
    {
        Assert.Throws<ArgumentException>(() => Figure.NumberGrids([], "Nothing."));
        Assert.Throws<ArgumentException>(() => Figure.NumberGrids([new NumberGrid("wide", zeros(1, 41))], "Too wide."));
        Assert.Throws<ArgumentException>(() => Figure.Steps([], "Nothing."));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Steps([("a", Grids())], "One.", shown: 1));
    }

    private static IEnumerable<string?> Texts(JsonNode trace) =>
        trace["text"]!.AsArray().SelectMany(row => row!.AsArray()).Select(text => (string?)text);
}
