using System.Globalization;
using System.Text;

namespace CourseKit.Cli.Tests;

public sealed class DetectTests
{
    /// <summary>Three columns on a plane; in the other table three of 40 rows have left it.</summary>
    private static string Table(int rows, int anomalies, bool labelled = true, string order = "abc")
    {
        var random = new Random(rows);
        var text = new StringBuilder(string.Join(',', order.ToCharArray()) + (labelled ? ",label\n" : "\n"));
        for (var i = 0; i < rows; i++)
        {
            var a = random.NextDouble() * 100;
            var values = new Dictionary<char, double> { ['a'] = a, ['b'] = 0.01 * a + 0.001 * random.NextDouble(), ['c'] = 5 };
            if (i < anomalies) values['b'] += 2;
            text.AppendJoin(',', order.Select(column => values[column].ToString("R", CultureInfo.InvariantCulture)));
            text.Append(labelled ? $",{(i < anomalies ? 1 : 0)}\n" : "\n");
        }
        return text.ToString();
    }

    private static Tool WithTables()
    {
        var tool = new Tool();
        File.WriteAllText(tool.PathOf("train.csv"), Table(120, 0));
        File.WriteAllText(tool.PathOf("score.csv"), Table(40, 3));
        return tool;
    }

    [Fact]
    public async Task It_learns_finds_explains_and_can_be_used_again()
    {
        using var tool = WithTables();
        var result = await tool.RunAsync(
            "detect", "--train", "train.csv", "--score", "score.csv", "--label", "label", "--detector", "pca", "--set", "Components=1",
            "--save", "model.zip", "--out", "scores.csv", "--report", "page/report.html");

        Assert.Equal("", result.Errors);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains("learned from 120 rows of 3 columns", result.Output, StringComparison.Ordinal);
        Assert.Contains("AUROC 1.000", result.Output, StringComparison.Ordinal);
        Assert.Contains("3 of 3 anomalies found", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"row [123]: score [0-9.]+, for b = 2\.", result.Output);

        var lines = File.ReadAllLines(tool.PathOf("scores.csv"));
        Assert.Equal(41, lines.Length);
        Assert.Equal("row,score,flagged,label", lines[0]);
        Assert.All(lines[1..4], line => Assert.Matches(@"^[123],[0-9.E+-]+,1,1$", line)); // with points although the system is German
        Assert.All(lines[4..], line => Assert.EndsWith(",0", line, StringComparison.Ordinal));

        var page = File.ReadAllText(tool.PathOf("page/report.html"));
        Assert.Equal(3, page.Split("<figure class=\"chart\">").Length - 1);
        Assert.Contains("PCA has an area of 1.000", page, StringComparison.Ordinal);
        Assert.Contains("<td style=\"text-align:left\">b = ", page, StringComparison.Ordinal);
        Assert.Contains("works without a network", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<summary><span class=\"count\">", page, StringComparison.Ordinal); // there is no code to show
        Assert.Empty(Directory.EnumerateFiles(tool.Folder, "*.tmp", SearchOption.AllDirectories));

        // The model scales as it was trained and finds the columns by name.
        File.WriteAllText(tool.PathOf("other.csv"), Table(40, 3, labelled: false, order: "cab"));
        var again = await tool.RunAsync("detect", "--load", "model.zip", "--score", "other.csv", "--out", "again.csv");
        Assert.Equal(ExitCodes.Ok, again.ExitCode);
        Assert.Equal(lines[1..].Select(line => line[..line.LastIndexOf(',')]), File.ReadAllLines(tool.PathOf("again.csv"))[1..]);
    }

    [Fact]
    public async Task Training_shows_its_epochs_and_text_columns_can_be_left_out()
    {
        using var tool = WithTables();
        File.WriteAllText(
            tool.PathOf("named.csv"),
            "name," + Table(60, 0).Replace("\n", "\nrow,", StringComparison.Ordinal).TrimEnd("row,".ToCharArray()) + "\n");
        var result = await tool.RunAsync(
            "detect", "--train", "named.csv", "--score", "score.csv", "--label", "label", "--ignore", "name", "--detector", "autoencoder",
            "--set", "Epochs=3", "--set", "HiddenSizes=8,4", "--set", "Activation=relu", "--seed", "7", "--contamination", "0.1");

        Assert.Equal("", result.Errors);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains("epoch 3: loss ", result.Output, StringComparison.Ordinal);
        Assert.Contains("learned from 60 rows of 3 columns", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCodes.Usage, "either --train FILE", "--score", "score.csv")]
    [InlineData(ExitCodes.Usage, "give --score FILE, or --save", "--train", "train.csv")]
    [InlineData(ExitCodes.Usage, "keeps its detector", "--load", "m.zip", "--score", "score.csv", "--detector", "pca")]
    [InlineData(
        ExitCodes.NotFound, "Did you mean isolation-forest?", "--train", "train.csv", "--score", "score.csv", "--detector",
        "isolationforest")]
    [InlineData(
        ExitCodes.Usage, "options are Name=Value, of Trees=100, SampleSize=256", "--train", "train.csv", "--score", "score.csv", "--set",
        "Tree=5")]
    [InlineData(ExitCodes.Usage, "'many' should be a whole number", "--train", "train.csv", "--score", "score.csv", "--set", "Trees=many")]
    [InlineData(ExitCodes.Usage, "Contamination is a share", "--train", "train.csv", "--score", "score.csv", "--contamination", "0.7")]
    [InlineData(ExitCodes.Usage, "no column 'truth'", "--train", "train.csv", "--score", "score.csv", "--label", "truth")]
    [InlineData(ExitCodes.Usage, "--ignore d: there is no such column", "--train", "train.csv", "--score", "score.csv", "--ignore", "d")]
    [InlineData(ExitCodes.NotFound, "There is no file nowhere.csv", "--train", "nowhere.csv", "--score", "score.csv")]
    [InlineData(ExitCodes.NotFound, "There is no model nowhere.zip", "--load", "nowhere.zip", "--score", "score.csv")]
    [InlineData(ExitCodes.Unreadable, "is no readable zip archive", "--load", "train.csv", "--score", "score.csv")]
    [InlineData(
        ExitCodes.Unreadable, "'broken.csv', line 3, column 'b': 'NaN', expected a finite number", "--train", "train.csv", "--score",
        "broken.csv")]
    [InlineData(ExitCodes.Unreadable, "'empty.csv' is empty", "--train", "empty.csv", "--score", "score.csv")]
    [InlineData(
        ExitCodes.Unreadable, "'less.csv' lacks the columns 'b', 'c', which the model was trained on; it has the column 'B' instead",
        "--train", "train.csv", "--score", "less.csv", "--label", "label")]
    [InlineData(
        ExitCodes.FitFailed, "9 components do not fit into 3 columns", "--train", "train.csv", "--score", "score.csv", "--label", "label",
        "--detector", "pca", "--set", "Components=9")]
    public async Task What_is_wrong_is_said_in_one_line_and_nothing_is_written(int exitCode, string message, params string[] arguments)
    {
        using var tool = WithTables();
        File.WriteAllText(tool.PathOf("broken.csv"), "a,b,c,label\n1,2,3,0\n1,NaN,3,0\n");
        File.WriteAllText(tool.PathOf("empty.csv"), "");
        File.WriteAllText(tool.PathOf("less.csv"), "a,B\n1,2\n");
        var result = await tool.RunAsync(
            ["detect", .. arguments, .. arguments.Contains("score.csv") ? ["--out", "scores.csv"] : Array.Empty<string>()]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(tool.PathOf("scores.csv")));
    }

    [Fact]
    public async Task A_label_that_is_taken_for_a_measurement_is_pointed_out()
    {
        using var tool = WithTables();
        var result = await tool.RunAsync("detect", "--train", "train.csv", "--score", "score.csv");
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains("add --label label", result.Errors, StringComparison.Ordinal);
    }
}
