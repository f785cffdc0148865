using Microsoft.Playwright;

namespace CourseKit.BrowserCheck;

/// <summary>Opens a page with the network cut off and reports what a reader would miss.</summary>
internal static class PageCheck
{
    // Milliseconds that a page full of charts may take on a busy machine.
    private const float Patience = 180_000;

    // What the page itself can tell: each answer is one sentence.
    private const string Inspection = """
        () => {
          const problems = [];
          const name = (element) => element.getAttribute('aria-label') || element.alt || element.textContent.trim().slice(0, 60);
          for (const image of document.images) {
            if (!image.complete || image.naturalWidth === 0) {
              problems.push('picture not shown: ' + (image.alt || image.src.slice(0, 80)));
            }
            if (!image.hasAttribute('alt')) { problems.push('picture without alt text: ' + image.src.slice(0, 80)); }
          }
          for (const missing of document.querySelectorAll('.missing-image')) { problems.push(missing.textContent); }
          for (const graph of document.querySelectorAll('.plotly-graph')) {
            const plot = graph.querySelector('svg.main-svg');
            const box = plot && plot.getBoundingClientRect();
            const drawn = plot && box.width > 100 && box.height > 50
              && graph.querySelector('.mlayer path, .mlayer image, .mlayer rect, .pielayer path, .imagelayer image');
            if (!drawn) { problems.push('chart not drawn: ' + name(graph)); }
            if (!graph.getAttribute('aria-label')) { problems.push('chart without alt text'); }
            // The figure as it was written, against plotly.js's own schema.
            const source = graph.parentElement.querySelector('script[type="application/json"]');
            if (source && window.Plotly) {
              const figure = JSON.parse(source.textContent);
              const faults = (data, layout) =>
                (Plotly.validate(data, layout) ?? []).filter((fault) => fault.code !== 'unused' && fault.code !== 'invisible'
                  // A slider's arguments may be anything; of objects plotly.js compares copies, and finds a fault where there is none.
                  && !/sliders\[\d+\]\.steps\[\d+\]\.args/.test(fault.msg));
              let found = [];
              try {
                found = faults(figure.data, figure.layout);
              } catch {
                // plotly.js 4.1.1 stumbles over some layouts that it draws well (a slider's arguments, several pairs of axes). Their parts
                // cannot be judged one by one, since they refer to each other; the traces can.
                for (const trace of figure.data) { found.push(...faults([trace], {})); }
              }
              for (const fault of found) { problems.push('not valid for plotly: ' + fault.msg + ' (' + name(graph) + ')'); }
            }
          }
          for (const error of document.querySelectorAll('.katex-error')) {
            problems.push('formula not understood: ' + (error.title || error.textContent));
          }
          for (const math of document.querySelectorAll('.math')) {
            if (!math.matches('.katex-error') && !math.querySelector('.katex, .katex-error')) {
              problems.push('formula not typeset: ' + name(math));
            }
          }
          for (const link of document.querySelectorAll('a[href^="#"]')) {
            if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) { problems.push('link to nowhere: ' + link.hash); }
          }
          const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          if (over > 0) { problems.push('page is ' + over + ' pixels wider than the window'); }
          return problems;
        }
        """;

    public static async Task<IReadOnlyList<string>> RunAsync(IBrowser browser, string page, View view, string shots)
    {
        var problems = new List<string>();
        await using var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = view.Width, Height = view.Height },
            ColorScheme = view.Scheme,
            Offline = true,
        });
        context.SetDefaultTimeout(Patience);
        var tab = await context.NewPageAsync();
        tab.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                problems.Add($"console error: {message.Text}");
            }
        };
        tab.PageError += (_, error) => problems.Add($"exception: {error}");
        tab.RequestFailed += (_, request) => problems.Add($"not loaded: {Short(request.Url)}");
        try
        {
            await tab.GotoAsync(new Uri(page).AbsoluteUri);

            // Our own pages say when their charts are drawn; others get the time they need to settle.
            var ours = await tab.Locator("meta[name=generator][content=CourseKit]").CountAsync() > 0;
            if (ours)
            {
                await tab.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });
            }

            await tab.WaitForLoadStateAsync(LoadState.NetworkIdle);

            // The picture first: taking it resizes the window, which charts have to survive.
            var shot = Path.Combine(shots, $"{Path.GetFileNameWithoutExtension(page)}-{view.Name}.png");
            await tab.ScreenshotAsync(new() { Path = shot, FullPage = true });
            problems.AddRange(await tab.EvaluateAsync<string[]>(Inspection));
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            problems.Add(e.Message.Split('\n')[0]);
        }

        return [.. problems.Distinct().Select(problem => $"{view.Name}: {problem}")];
    }

    private static string Short(string url) => url.Length > 100 ? url[..100] + "…" : url;
}
