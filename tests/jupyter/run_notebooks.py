#!/usr/bin/env python3
"""Runs notebooks by Jupyter's nbconvert in an installed kernel and holds their outputs against those of ./coursekit run.

    ./coursekit run --out RUN
    /usr/bin/python3 tests/jupyter/run_notebooks.py [--dotnet-interactive] RUN [NOTEBOOK...]

RUN is the folder with the notebooks that ./coursekit run has executed. Each cell must show the same in the same order, no cell may fail,
headlines must have the same numbers, charts must be there, and exercises must say that they have not been attempted. In .NET Interactive's
own kernel charts are HTML that asks no network for plotly.js. The kernel is installed in a folder that is removed at the end.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PLOTLY = "application/vnd.plotly.v1+json"
HEADLINE = "application/vnd.coursekit.headline+json"
TOLERANCE = 0.02  # of a headline's number: the threads of another process may add in another order


def kinds(cell):
    """What a cell shows, without the values: streams that follow each other count once, as clients cut them differently."""
    found = []
    for output in cell.get("outputs", []):
        kind = output["output_type"]
        kind = (kind, output["name"]) if kind == "stream" else (kind, *sorted(output.get("data", {})))
        if not (found and kind[0] == "stream" and found[-1] == kind):
            found.append(kind)
    return found


def shown(cell):
    """What a cell shows, told by what every kernel has: a headline's MIME type, a chart, or the kind of output."""
    found = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        html = "".join(data.get("text/html", ""))
        if html.startswith("<script") or "probeAddresses" in html:
            continue  # plotly.js for the charts to come, and what the host brings into the page
        if "".join(output.get("text", "")).lstrip().startswith("warning CS1701"):
            continue  # .NET Interactive shows what compilers keep to themselves: TorchSharp was built for an earlier .NET
        what = HEADLINE if HEADLINE in data else "chart" if PLOTLY in data or 'class="coursekit-figure"' in html else output["output_type"]
        if not (found and what == "stream" and found[-1] == what):
            found.append(what)
    return found


def headlines(cells):
    """The numbers of the notebook by their names; .NET Interactive's kernel sends JSON as a text."""
    found = [output["data"][HEADLINE] for cell in cells for output in cell["outputs"] if HEADLINE in output.get("data", {})]
    found = [json.loads(headline) if isinstance(headline, str) else headline for headline in found]
    return {headline["name"]: headline["value"] for headline in found}


def code_cells(path):
    with open(path, encoding="utf-8") as file:
        return [cell for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]


def problems_of(converted, ours, interactive):
    problems = []
    cells, expected = code_cells(converted), code_cells(ours)
    if len(cells) != len(expected):
        problems.append(f"{len(cells)} code cells instead of {len(expected)}")
    what = shown if interactive else kinds
    for number, (cell, other) in enumerate(zip(cells, expected), 1):
        if what(cell) != what(other):
            problems.append(f"code cell {number} shows {what(cell)}, with ./coursekit run {what(other)}")
        if cell["execution_count"] != number:
            problems.append(f"code cell {number} is numbered {cell['execution_count']}")
    outputs = [output for cell in cells for output in cell["outputs"]]
    problems += [f"error: {output['ename']}: {output['evalue']}" for output in outputs if output["output_type"] == "error"]
    charts = [output for cell in cells if "chart" in shown(cell) for output in cell["outputs"]]
    if not charts:
        problems.append("no chart")
    if interactive and any("https://cdn" in "".join(output.get("data", {}).get("text/html", "")) for output in charts):
        problems.append("a chart asks the network for plotly.js")
    numbers = headlines(expected)
    if headlines(cells).keys() != numbers.keys():
        problems.append(f"the headlines are {sorted(headlines(cells))}, with ./coursekit run {sorted(numbers)}")
    problems += [
        f"{name}: {value}, with ./coursekit run {numbers[name]}" for name, value in headlines(cells).items()
        if name in numbers and abs(value - numbers[name]) > TOLERANCE * max(1, abs(numbers[name]))]
    checks = [cell for cell in cells if "".join(cell["source"]).startswith("Check(")]
    for cell in checks:
        if "not attempted" not in json.dumps(cell["outputs"]):
            problems.append(f"{''.join(cell['source'])} does not say that it has not been attempted")
    return problems


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--dotnet-interactive", action="store_true", help="in .NET Interactive's own kernel instead of CourseKit's")
    options.add_argument("run", type=pathlib.Path, help="folder with the notebooks that ./coursekit run has executed")
    options.add_argument("notebooks", nargs="*", type=pathlib.Path)
    options = options.parse_args()
    run, interactive = options.run.resolve(), options.dotnet_interactive
    notebooks = [notebook.resolve() for notebook in options.notebooks] or sorted((ROOT / "notebooks").glob("*.ipynb"))
    failed = 0
    with tempfile.TemporaryDirectory() as work:
        environment = {
            **os.environ,
            "JUPYTER_PATH": f"{work}/prefix/share/jupyter",
            **{name: f"{work}/{name.lower()}" for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")},
        }
        install = [ROOT / "coursekit", "kernel", "install", "--prefix", f"{work}/prefix"]
        subprocess.run(install + ["--dotnet-interactive"] * interactive, env=environment, check=True)
        kernel = ".net-csharp-interactive" if interactive else ".net-csharp"
        for notebook in notebooks:
            subprocess.run(
                ["/usr/bin/python3", "/usr/bin/jupyter-nbconvert", "--to", "notebook", "--execute", "--log-level", "WARN",
                 f"--ExecutePreprocessor.kernel_name={kernel}", "--ExecutePreprocessor.timeout=300", "--output-dir", work, notebook],
                env=environment, check=True)
            problems = problems_of(pathlib.Path(work) / notebook.name, run / notebook.name, interactive)
            failed += bool(problems)
            print(f"{'FAILED' if problems else 'passed'}  {notebook.name}", *problems, sep="\n        ")
    print(f"{len(notebooks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
