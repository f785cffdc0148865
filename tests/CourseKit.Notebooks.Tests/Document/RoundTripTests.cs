using System.Text.Json.Nodes;

namespace CourseKit.Notebooks.Tests;

public class RoundTripTests
{
    // As Jupyter writes it: sorted members, one space per level, non-ASCII as itself, a line feed at the end.
    private const string ByJupyter =
        """
        {
         "cells": [
          {
           "attachments": {
            "logo.png": {
             "image/png": "iVBORw0KGgo="
            }
           },
           "cell_type": "markdown",
           "id": "intro-1",
           "metadata": {
            "slideshow": {
             "slide_type": "slide"
            },
            "tags": []
           },
           "source": [
            "# Größe & <b>Fläche</b> 😀\n",
            "\n",
            "x̂ = D(E(x)) \"quoted\" \\alpha \t+ 'x'"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 3,
           "future_member": {
            "list": [
             1,
             2.50,
             1e-05,
             null,
             true
            ]
           },
           "id": "code_2",
           "metadata": {
            "collapsed": false,
            "nbgrader": {
             "grade": true,
             "points": 2
            },
            "tags": [
             "raises-exception",
             "slow"
            ]
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "one\n",
              "two\u001b[0m\n"
             ]
            },
            {
             "data": {
              "application/vnd.plotly.v1+json": {
               "data": [
                {
                 "y": [
                  1,
                  123456789012345678901234567890
                 ]
                }
               ],
               "layout": {}
              },
              "text/plain": [
               "figure"
              ]
             },
             "execution_count": 3,
             "metadata": {},
             "output_type": "execute_result"
            }
           ],
           "source": []
          },
          {
           "cell_type": "raw",
           "id": "z",
           "metadata": {},
           "source": [
            "raw"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          },
          "widgets": {
           "state": {}
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5,
         "x_unknown": "kept"
        }

        """;

    [Fact]
    public void A_notebook_written_by_Jupyter_is_saved_byte_for_byte()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a notebook.ipynb", ByJupyter);

        NotebookDocument.Load(path).Save(path);

        Assert.Equal(ByJupyter, File.ReadAllText(path));
        Assert.Equal("a notebook.ipynb", Path.GetFileName(Assert.Single(Directory.GetFiles(folder.Root))));
    }

    [Fact]
    public void Cells_are_read()
    {
        var document = NotebookDocument.Parse(ByJupyter, "n");

        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Raw], document.Cells.Select(cell => cell.Kind));
        Assert.Equal(["intro-1", "code_2", "z"], document.Cells.Select(cell => cell.Id));
        Assert.Equal("# Größe & <b>Fläche</b> 😀\n\nx̂ = D(E(x)) \"quoted\" \\alpha \t+ 'x'", document.Cells[0].Source);
        Assert.Equal("", document.Cells[1].Source);
        Assert.Equal(3, document.Cells[1].ExecutionCount);
        Assert.Equal(2, document.Cells[1].Outputs.Count);
        Assert.Equal(["raises-exception", "slow"], document.Cells[1].Tags);
        Assert.Empty(document.Cells[0].Tags);
    }

    [Fact]
    public void Changing_a_source_changes_only_its_lines()
    {
        var document = NotebookDocument.Parse(ByJupyter, "n");

        document.Cells[2].Source = "first\nsecond\n";

        var expected = ByJupyter.Replace("    \"raw\"\n", "    \"first\\n\",\n    \"second\\n\"\n", StringComparison.Ordinal);
        Assert.Equal(expected, document.ToJson());
        Assert.Equal("first\nsecond\n", NotebookDocument.Parse(document.ToJson(), "n").Cells[2].Source);
    }

    [Fact]
    public void A_source_that_is_one_string_is_written_as_lines()
    {
        var document = NotebookDocument.Parse(
            """
            {"cells":[{"cell_type":"code","id":"a","metadata":{},"source":"a\nb","outputs":[],"execution_count":null}],
             "metadata":{},"nbformat":4,"nbformat_minor":5}
            """, "n");

        Assert.Equal("a\nb", document.Cells[0].Source);
        Assert.Contains("\"source\": [\n    \"a\\n\",\n    \"b\"\n   ]", document.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_sign_for_what_is_no_character()
    {
        var json = ByJupyter.Replace("\"x_unknown\": \"kept\"", "\"x_unknown\": \"\\ud83d half\"", StringComparison.Ordinal);

        Assert.Equal(json.Replace("\\ud83d", "\ufffd", StringComparison.Ordinal), NotebookDocument.Parse(json, "n").ToJson());
    }

    [Fact]
    public void A_clone_shares_nothing()
    {
        var document = NotebookDocument.Parse(ByJupyter, "n");
        var clone = document.Clone();

        clone.Cells[1].ClearOutputs();
        clone.Cells[0].Source = "changed";
        clone.Cells.RemoveAt(2);
        clone.Cells[1].Metadata["added"] = 1;

        Assert.Equal(ByJupyter, document.ToJson());
        Assert.Empty(clone.Cells[1].Outputs);
        Assert.Null(clone.Cells[1].ExecutionCount);
    }

    [Fact]
    public void A_new_notebook_can_be_read_again()
    {
        var document = new NotebookDocument();
        document.Cells.Add(NotebookCell.Markdown("# Title"));
        document.Cells.Add(NotebookCell.Code("1 + 1"));
        document.Cells.Add(document.Cells[1].Clone());
        document.Cells[1].Outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "x" });

        var again = NotebookDocument.Parse(document.ToJson(), "n");

        Assert.Equal(3, again.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.Equal(["# Title", "1 + 1", "1 + 1"], again.Cells.Select(cell => cell.Source));
        Assert.Equal(["cell_type", "execution_count", "id", "metadata", "outputs", "source"],
            again.Cells[1].Json.Select(member => member.Key));
        Assert.Equal(["cell_type", "id", "metadata", "source"], again.Cells[0].Json.Select(member => member.Key));
        Assert.Equal(".net-csharp", (string?)JsonNode.Parse(again.ToJson())!["metadata"]!["kernelspec"]!["name"]);
    }

    [Fact]
    public void Saving_onto_a_folder_that_is_gone_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        var missing = Path.Combine(folder.Root, "missing", "n.ipynb");

        Assert.Throws<DirectoryNotFoundException>(() => new NotebookDocument().Save(missing));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }
}
