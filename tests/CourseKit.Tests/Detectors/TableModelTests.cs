using static TorchSharp.torch;

namespace CourseKit.Tests;

public class TableModelTests
{
    // Columns of very different size, one of them constant.
    private static Dataset Table(int rows = 80, ulong seed = 3)
    {
        using var generator = new Generator(seed);
        var x = cat([randn([rows, 1], generator: generator) * 1000 + 5000, randn([rows, 1], generator: generator)
            * 0.01f, full([rows, 1], 7f)], 1);
        return new Dataset("plant.csv", x, new int[rows]) { Columns = ["pressure", "flow", "mode"] };
    }

    private static Dataset Reordered(Dataset data) =>
        new(data.Name, data.X.index_select(1, tensor([2L, 0L, 1L])), data.Labels) { Columns = ["mode", "pressure", "flow"] };

    [Fact]
    public void ScoresAreThoseOfTheDetectorOnScaledRowsInAnyOrderOfColumns()
    {
        var train = TrainingSet.Whole(Table());
        using var model = TableModel.Fit(train, new PcaDetector(), Scaler.MinMax);
        using var alone = new PcaDetector();
        var scaler = Scaler.MinMax(train);
        alone.Fit(scaler.Apply(train.X));

        var fresh = Table(30, 9);
        Toy.Close(alone.Score(scaler.Apply(fresh.X)), model.Score(fresh));
        Toy.Close(model.Score(fresh), model.Score(Reordered(fresh)));
        Assert.Equal(alone.Threshold, model.Detector.Threshold);
        Assert.Equal(train.X.mean([0]).data<float>().ToArray()[0], model.Means[0], 1e-2);
        Assert.Equal((7.0, 1.0), (model.Means[2], model.StandardDeviations[2]));
    }

    [Fact]
    public void SavedAndLoadedItScalesAsItWasTrained()
    {
        using var folder = new TempFolder();
        var path = folder.PathOf("model.zip");
        using var model = TableModel.Fit(TrainingSet.Whole(Table()), new IsolationForest(), Scaler.Standard);
        model.Save(path);
        var fresh = Table(30, 9);
        using (var loaded = TableModel.Load(path))
        {
            Assert.Equal(model.Columns, loaded.Columns);
            Toy.Close(model.Score(fresh), loaded.Score(Reordered(fresh)));
            Assert.Equal(model.Means, loaded.Means);
            Assert.Equal(model.StandardDeviations, loaded.StandardDeviations);
        }
        // The detector alone can be had as well; it wants scaled rows.
        using var detector = AnomalyDetector.Load(path);
        Toy.Close(model.Score(fresh), detector.Score(model.Scaler.Apply(fresh.X)));
    }

    [Fact]
    public void ADetectorAloneIsNoModel()
    {
        using var folder = new TempFolder();
        using var detector = new PcaDetector();
        detector.Fit(Table().X);
        detector.Save(folder.PathOf("pca.zip"));
        Assert.Contains("without the columns",
            Assert.Throws<InvalidDataException>(() => TableModel.Load(folder.PathOf("pca.zip"))).Message);
        Assert.Throws<FileNotFoundException>(() => TableModel.Load(folder.PathOf("none.zip")));
    }

    [Fact]
    public void DamagedModelsAreNamed()
    {
        using var folder = new TempFolder();
        var path = folder.PathOf("model.zip");
        using var model = TableModel.Fit(TrainingSet.Whole(Table(12)), new PcaDetector(), Scaler.MinMax);
        model.Save(path);
        Fuzz.Reader(File.ReadAllBytes(path), path, content =>
        {
            File.WriteAllBytes(path, content);
            using var loaded = TableModel.Load(path);
            Assert.All(loaded.Score(Table(5)), score => Assert.False(double.IsNaN(score)));
        }, changes: 150);
    }

    [Fact]
    public void OtherColumnsAreNamed()
    {
        var data = Table();
        using var model = TableModel.Fit(TrainingSet.Whole(data), new PcaDetector(), Scaler.None);
        string Message(params string[] columns) =>
            Assert.Throws<ArgumentException>(() =>
                model.Score(new Dataset("new.csv", zeros(2, columns.Length), [0, 0]) { Columns = columns })).Message;
        Assert.Contains("'new.csv' lacks the column 'mode', which", Message("pressure", "flow"));
        Assert.Contains("lacks the columns 'flow', 'mode', which the model was trained on; it has the column 'Flow' instead",
            Message("pressure", "Flow"));
        Assert.Contains("has the column 'extra', which the model was not trained on", Message("pressure", "flow", "mode", "extra"));
        Assert.Contains("2 columns named 'flow'", Message("flow", "flow", "mode"));
        Assert.Contains("2 columns named 'a'", Assert.Throws<ArgumentException>(() => TableModel.Fit(
            TrainingSet.Whole(new Dataset("twice.csv", data.X, data.Labels) { Columns = ["a", "b", "a"] }), new PcaDetector(),
                Scaler.None)).Message);
    }
}
