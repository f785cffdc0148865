using System.Text.Json;
using Microsoft.Playwright;

namespace CourseKit.BrowserCheck;

/// <summary>
/// Does with a notebook in Jupyter's own page what a student does: runs all of it, looks at the charts, stops an endless loop, restarts the
/// kernel and runs all of it again. Everything but the Jupyter server is out of reach.
/// </summary>
internal sealed class JupyterCheck(IPage page, string shots)
{
    private const float Patience = 300_000;

    // Jupyter's own page logs these, with any kernel; about:blank is where its MathJax looks for a font that it was told to do without.
    private static readonly string[] NotOurs =
        ["favicon", "MathJax", "custom.js", "nbextensions", "is not a valid selector", "about:blank"];

    private readonly List<string> problems = [];

    /// <summary>Opens the notebook at <paramref name="address"/> and answers with what went wrong.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(IBrowser browser, string address, string shots)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1300, Height = 900 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        var check = new JupyterCheck(page, shots);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                check.Found($"console error: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => check.Found($"exception: {error}");
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        var server = new Uri(address).GetLeftPart(UriPartial.Authority);
        bool IsForeign(string url) =>
            !url.StartsWith(server, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal);
        await context.RouteAsync(IsForeign, route =>
        {
            check.Found($"asked for the network: {route.Request.Url}");
            return route.AbortAsync();
        });
        try
        {
            await page.GotoAsync(address);
            await check.RunAsync();
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            check.problems.Add(e.Message.Split('\n')[0]);
            await check.ShotAsync("failed");
        }

        return [.. check.problems.Distinct()];
    }

    private async Task RunAsync()
    {
        await KernelIsIdleAsync();
        await RunAllAsync();
        await ShotAsync("run");
        Expect(await TextOfLastCellAfterAsync("int kept = 41;\nkept + 1"), "42", "a cell after all the others");

        await BeginAsync("kept = 7;\nwhile (true) { }");
        await page.WaitForFunctionAsync("() => document.querySelector('#kernel_indicator_icon.kernel_busy_icon')", null, Polling);
        await page.ClickAsync("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
        await AllCellsAreDoneAsync();
        Expect(await TextOfLastCellAsync(), "interrupted", "the stop button on an endless loop");
        await ShotAsync("interrupted");
        Expect(await TextOfLastCellAfterAsync("kept"), "7", "a variable after the stop button");

        await page.ClickAsync("button[data-jupyter-action='jupyter-notebook:confirm-restart-kernel']");
        await page.ClickAsync(".modal-footer .btn-danger");
        await page.WaitForFunctionAsync("() => !document.querySelector('.modal.in')", null, Polling);
        await KernelIsIdleAsync();
        Expect(await TextOfLastCellAfterAsync("kept"), "CS0103", "a variable after the restart");
        await page.EvaluateAsync(
            "() => [...Jupyter.notebook.get_cells().keys()].slice(-4).reverse().forEach(i => Jupyter.notebook.delete_cell(i))");
        await RunAllAsync();
        await ShotAsync("restarted");
    }

    /// <summary>Runs all cells from the menu; no cell may fail and no chart be missing.</summary>
    private async Task RunAllAsync()
    {
        await page.ClickAsync("#celllink");
        await page.ClickAsync("#run_all_cells");
        await AllCellsAreDoneAsync();

        // Plotly draws when the browser finds the time.
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.coursekit-figure')].every(place => place.querySelector('svg.main-svg'))", null, Polling);
        var seen = await page.EvaluateAsync<JsonElement>("""
            () => {
              const drawn = [...document.querySelectorAll('.coursekit-figure')].map(place => {
                const box = place.querySelector('svg.main-svg').getBoundingClientRect();
                return box.width > 100 && box.height > 50
                  && !!place.querySelector('.mlayer path, .mlayer image, .mlayer rect, .imagelayer image, .shapelayer path');
              });
              return {
                charts: drawn.length,
                missing: drawn.filter(is => !is).length,
                errors: [...document.querySelectorAll('.output_error')].map(error => error.textContent.slice(0, 300)),
                unrun: Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code' && !cell.input_prompt_number).length,
              };
            }
            """);
        if (seen.GetProperty("charts").GetInt32() == 0)
        {
            problems.Add("the notebook shows no chart");
        }

        if (seen.GetProperty("missing").GetInt32() > 0)
        {
            problems.Add($"{seen.GetProperty("missing")} of {seen.GetProperty("charts")} charts are not drawn");
        }

        if (seen.GetProperty("unrun").GetInt32() > 0)
        {
            problems.Add($"{seen.GetProperty("unrun")} cells did not run");
        }

        problems.AddRange(seen.GetProperty("errors").EnumerateArray().Select(error => $"a cell failed: {error}"));
    }

    /// <summary>Adds a cell at the end and runs it.</summary>
    private Task BeginAsync(string code) => page.EvaluateAsync(
        """
        code => {
          const cell = Jupyter.notebook.insert_cell_at_bottom('code');
          cell.set_text(code);
          cell.execute();
          cell.element[0].scrollIntoView();
        }
        """,
        code);

    private async Task<string> TextOfLastCellAfterAsync(string code)
    {
        await BeginAsync(code);
        await AllCellsAreDoneAsync();
        return await TextOfLastCellAsync();
    }

    private Task<string> TextOfLastCellAsync() => page.EvaluateAsync<string>(
        "() => Jupyter.notebook.get_cells().at(-1).element.find('.output')[0].innerText");

    private Task KernelIsIdleAsync() => page.WaitForFunctionAsync(
        "() => window.Jupyter?.notebook?.kernel?.is_connected() && document.querySelector('#kernel_indicator_icon.kernel_idle_icon')",
        null, Polling);

    private Task AllCellsAreDoneAsync() => page.WaitForFunctionAsync(
        "() => Jupyter.notebook.get_cells()"
            + ".every(cell => cell.cell_type !== 'code' || (!cell.running && cell.input_prompt_number !== '*'))",
        null, Polling);

    private static PageWaitForFunctionOptions Polling => new() { PollingInterval = 100 };

    private Task ShotAsync(string name) => page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"jupyter-{name}.png") });

    private void Expect(string text, string part, string what)
    {
        if (!text.Contains(part, StringComparison.Ordinal))
        {
            problems.Add($"{what}: \"{part}\" is not in what the page shows: {text.Trim()}");
        }
    }

    private void Found(string problem)
    {
        if (!NotOurs.Any(part => problem.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add(problem);
        }
    }
}
