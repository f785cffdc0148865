namespace CourseKit.Notebooks.Tests;

public class NotebookReaderTests
{
    private static string Notebook(string cells, int major = 4, int minor = 5) =>
        $"{{\n \"cells\": [{cells}],\n \"metadata\": {{}},\n \"nbformat\": {major},\n \"nbformat_minor\": {minor}\n}}";

    private static string Cell(string? id, string source = "x") =>
        $$"""{"cell_type": "markdown", {{(id is null ? "" : $"\"id\": \"{id}\", ")}}"metadata": {}, "source": ["{{source}}"]}""";

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Older_minor_versions_get_ids_that_are_valid_unique_and_the_same_every_time(int minor)
    {
        var json = Notebook($"{Cell(null)},{Cell(null)},{Cell(null, "y")}", minor: minor);

        var document = NotebookDocument.Parse(json, "n");

        Assert.Contains("\"nbformat_minor\": 5", document.ToJson(), StringComparison.Ordinal);
        Assert.Equal(3, document.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.All(document.Cells, cell => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", cell.Id));
        Assert.Equal(document.Cells.Select(cell => cell.Id), NotebookDocument.Parse(json, "n").Cells.Select(cell => cell.Id));
    }

    [Fact]
    public void Duplicate_and_invalid_ids_are_replaced()
    {
        var document = NotebookDocument.Parse(
            Notebook($"{Cell("a")},{Cell("a")},{Cell("not an id")},{Cell(new string('b', 65))},{Cell("c")}"), "n");

        Assert.Equal("a", document.Cells[0].Id);
        Assert.Equal("c", document.Cells[4].Id);
        Assert.Equal(5, document.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.All(document.Cells, cell => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", cell.Id));
    }

    [Fact]
    public void Broken_JSON_names_file_line_and_remedy()
    {
        using var folder = new TempFolder();
        var path = folder.Write("broken.ipynb", "{\n \"cells\": [\n  {\"cell_type\": \"code\",,}\n ]\n}");

        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Load(path));

        Assert.StartsWith($"{path}(3): this is not valid JSON: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("open and save it in Jupyter or VS Code.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("", null, "empty")]
    [InlineData("[1]", 1, "object")]
    [InlineData("{\"cells\": [", 1, "not valid JSON")]
    [InlineData("{\"cells\": [], \"cells\": [], \"nbformat\": 4}", null, "cells")]
    [InlineData("{\"cells\": []}", null, "\"nbformat\" is missing")]
    [InlineData("{\"nbformat\": 4}", null, "no list of \"cells\"")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", null, "format version 3")]
    [InlineData("{\"nbformat\": 5, \"cells\": []}", null, "format version 5")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"metadata\": 3}", null, "\"metadata\"")]
    [InlineData("{\n<<<<<<< HEAD\n \"nbformat\": 4\n=======\n", 2, "merge conflict")]
    public void What_is_not_a_notebook_is_refused_with_a_reason(string json, int? line, string reason)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(json, "n.ipynb"));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(line is null ? "n.ipynb: " : $"n.ipynb({line}): ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "JSON object")]
    [InlineData("""{"metadata": {}}""", "no \"cell_type\"")]
    [InlineData("""{"cell_type": "heading", "source": []}""", "\"heading\"")]
    [InlineData("""{"cell_type": "code", "source": [1]}""", "string")]
    [InlineData("""{"cell_type": "code", "source": [], "outputs": [3]}""", "\"outputs\"")]
    [InlineData("""{"cell_type": "code", "source": [], "metadata": []}""", "\"metadata\"")]
    public void A_broken_cell_is_named_by_number(string cell, string reason)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(Notebook($"\n{Cell("a")},\n{cell}"), "n.ipynb"));

        Assert.Contains("cell 2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => NotebookDocument.Load("nowhere/at all.ipynb"));

        Assert.Contains("nowhere/at all.ipynb", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_nbformat_forbids_cannot_be_set() =>
        Assert.Throws<ArgumentException>(() => NotebookCell.Code("1").Id = "with space");
}
