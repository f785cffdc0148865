using System.Globalization;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks.Tests;

public class RunnerTests
{
    private static NotebookDocument Document(params string[] cells)
    {
        var document = new NotebookDocument();
        document.Cells.AddRange(cells.Select(NotebookCell.Code));
        return document;
    }

    private static Task<NotebookRun> Run(
        NotebookDocument document, bool continueOnError = false, Action<CellProgress>? progress = null, CancellationToken stop = default) =>
        NotebookRunner.RunAsync(
            document, Path.GetTempPath(), continueOnError, progress is null ? null : new Progress(progress), stop);

    [Fact]
    public async Task Outputs_and_counts_are_filled_in_as_nbformat_has_them()
    {
        var document = Document("Console.Write(\"a\\nb\"); Console.Write(\"c\\n\"); Console.Error.Write(\"e\");\ndisplay(1);\n\"x\\ny\"",
            "int n = 1;");
        document.Cells.Insert(0, NotebookCell.Markdown("# Title"));
        document.Cells[2].Outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "stale" });

        var run = await Run(document);

        Assert.All(run.Cells, cell => Assert.True(cell.Succeeded));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                [
                  {"name": "stdout", "output_type": "stream", "text": ["a\n", "bc\n"]},
                  {"name": "stderr", "output_type": "stream", "text": ["e"]},
                  {"data": {"text/plain": ["1"]}, "metadata": {}, "output_type": "display_data"},
                  {"data": {"text/plain": ["x\n", "y"]}, "execution_count": 1, "metadata": {}, "output_type": "execute_result"}
                ]
                """),
            document.Cells[1].Outputs), document.Cells[1].Outputs.ToJsonString());
        Assert.Empty(document.Cells[2].Outputs);
        Assert.Equal([null, 1, 2], document.Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal(document.ToJson(), NotebookDocument.Parse(document.ToJson(), "n").ToJson());
    }

    [Fact]
    public async Task A_failing_cell_ends_the_run_and_leaves_an_error_output()
    {
        var document = Document("1", "\nthrow new Exception(\"broken\");", "3");

        var run = await Run(document);

        Assert.Equal([true, false], run.Cells.Select(cell => cell.Succeeded));
        Assert.Equal(CellStatus.Failed, run.Cells[1].Result.Status);
        var error = Assert.Single(document.Cells[1].Outputs)!;
        Assert.Equal("Exception", error["ename"]!.GetValue<string>());
        Assert.Equal("cell 2, line 2: broken", error["evalue"]!.GetValue<string>());
        Assert.Equal("Exception: broken", error["traceback"]![0]!.GetValue<string>());
        Assert.Null(document.Cells[2].ExecutionCount);
    }

    [Fact]
    public async Task With_ContinueOnError_the_other_cells_run_and_an_expected_error_is_none()
    {
        var document = Document("throw new Exception(\"expected\");", "throw new Exception(\"real\");", "\"end\"");
        document.Cells[0].Metadata["tags"] = new JsonArray("raises-exception");

        var run = await Run(document, continueOnError: true);

        Assert.Equal([true, false, true], run.Cells.Select(cell => cell.Succeeded));
        Assert.Equal("error", document.Cells[0].Outputs[0]!["output_type"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_expected_error_does_not_end_the_run()
    {
        var document = Document("throw new Exception(\"expected\");", "2");
        document.Cells[0].Metadata["tags"] = new JsonArray("raises-exception");

        Assert.True((await Run(document)).Cells.All(cell => cell.Succeeded));
    }

    [Fact]
    public async Task Cancelling_keeps_what_there_is()
    {
        var document = Document("\"first\"", "Console.WriteLine(\"so far\"); while (true) { }", "\"never\"");
        using var cancellation = new CancellationTokenSource();
        var run = await Run(document, continueOnError: true, step =>
        {
            if (step is { Index: 1, Result: null }) cancellation.CancelAfter(1000);
        }, cancellation.Token);

        Assert.Equal([true, false], run.Cells.Select(cell => cell.Succeeded));
        Assert.Equal(CellStatus.Cancelled, run.Cells[1].Result.Status);
        Assert.Equal("first", MultilineText.Join(document.Cells[0].Outputs[0]!["data"]!["text/plain"]));
        Assert.Equal("so far\n", MultilineText.Join(document.Cells[1].Outputs[0]!["text"]));
        Assert.Equal("Interrupted", document.Cells[1].Outputs[1]!["ename"]!.GetValue<string>());
        Assert.Empty(document.Cells[2].Outputs);
    }

    [Fact]
    public async Task Progress_time_and_memory_are_reported()
    {
        var document = Document("// story\nThread.Sleep(120);", "var big = new byte[60_000_000]; Array.Fill(big, (byte)1);", "big = null;");
        var steps = new List<CellProgress>();

        var run = await Run(document, progress: steps.Add);

        Assert.Equal([(0, false), (0, true), (1, false), (1, true), (2, false), (2, true)],
            steps.Select(step => (step.Index, step.Result is not null)));
        Assert.InRange(run.Cells[0].Elapsed.TotalMilliseconds, 120, 60_000);
        Assert.True(run.PeakWorkingSetBytes >= run.Cells.Max(cell => cell.WorkingSetBytes));
        Assert.True(run.Cells[1].WorkingSetBytes > 60_000_000);

        var times = document.Cells[0].Metadata["execution"]!;
        var recorded = Time("shell.execute_reply") - Time("iopub.execute_input");
        Assert.InRange(recorded, TimeSpan.FromMilliseconds(120), run.Cells[0].Elapsed + TimeSpan.FromMilliseconds(1));

        DateTimeOffset Time(string name) => DateTimeOffset.Parse(times[name]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_displayed_value_can_be_replaced_even_from_a_later_cell()
    {
        var document = Document("var shown = display(\"before\");", "shown.Update(\"after\"); Console.Write(\"x\");");

        await Run(document);

        Assert.Equal("after", MultilineText.Join(Assert.Single(document.Cells[0].Outputs)!["data"]!["text/plain"]));
        Assert.Equal("stream", Assert.Single(document.Cells[1].Outputs)!["output_type"]!.GetValue<string>());
    }

    private sealed class Progress(Action<CellProgress> report) : IProgress<CellProgress>
    {
        public void Report(CellProgress value) => report(value);
    }
}
