using CourseKit.BrowserCheck;
using Microsoft.Playwright;

// Usage: see check-pages.sh and check-jupyter.sh. Exit code 0: all pages passed, 1: some failed, 2: the check could not run.
var shots = Path.GetFullPath(args[0]);
var notebook = args[1].StartsWith("http", StringComparison.Ordinal) ? args[1] : null;
string[] pages = notebook is null ? [.. args[1..].SelectMany(PagesOf).Select(Path.GetFullPath)] : [];
if (notebook is null && (pages.Length == 0 || !pages.All(File.Exists)))
{
    Console.Error.WriteLine($"No page to check: {pages.FirstOrDefault(page => !File.Exists(page)) ?? "there is no .html file"}.");
    return 2;
}

var chromium = Environment.GetEnvironmentVariable("CHROMIUM");
if (string.IsNullOrEmpty(chromium))
{
    string[] places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];
    chromium = places.FirstOrDefault(File.Exists);
}

if (chromium is null)
{
    Console.Error.WriteLine("Chromium is missing: install it (Debian: apt-get install chromium), or name its executable in CHROMIUM.");
    return 2;
}

Directory.CreateDirectory(shots);
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = chromium,
    Args =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ],
});

if (notebook is not null)
{
    var problems = await JupyterCheck.RunAsync(browser, notebook, shots);
    foreach (var problem in problems)
    {
        Console.WriteLine(problem);
    }

    Console.WriteLine($"{(problems.Count > 0 ? "FAILED" : "passed")}; screenshots in {shots}");
    return problems.Count > 0 ? 1 : 0;
}

var failed = 0;
foreach (var page in pages)
{
    var problems = new List<string>();
    foreach (var view in View.All)
    {
        problems.AddRange(await PageCheck.RunAsync(browser, page, view, shots));
    }

    failed += problems.Count > 0 ? 1 : 0;
    Console.WriteLine($"{(problems.Count > 0 ? "FAILED" : "passed")}  {page}");
    problems.ForEach(problem => Console.WriteLine($"        {problem}"));
}

Console.WriteLine(FormattableString.Invariant($"{pages.Length - failed} passed, {failed} failed; screenshots in {shots}"));
return failed > 0 ? 1 : 0;

static IEnumerable<string> PagesOf(string path) => Directory.Exists(path)
    ? Directory.EnumerateFiles(path, "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
    : [path];
