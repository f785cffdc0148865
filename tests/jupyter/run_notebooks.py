#!/usr/bin/env python3
"""Runs notebooks by Jupyter's nbconvert in the installed kernel and holds their outputs against those of ./coursekit run.

    ./coursekit run --out RUN
    /usr/bin/python3 tests/jupyter/run_notebooks.py RUN [NOTEBOOK...]

RUN is the folder with the notebooks that ./coursekit run has executed. Each cell must give the same kinds of output in the same order, no
cell may fail, charts must be there, and exercises must say that they have not been attempted. The kernel is installed in a folder that is
removed at the end.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PLOTLY = "application/vnd.plotly.v1+json"


def kinds(cell):
    """What a cell shows, without the values: streams that follow each other count once, as clients cut them differently."""
    found = []
    for output in cell.get("outputs", []):
        kind = output["output_type"]
        kind = (kind, output["name"]) if kind == "stream" else (kind, *sorted(output.get("data", {})))
        if not (found and kind[0] == "stream" and found[-1] == kind):
            found.append(kind)
    return found


def code_cells(path):
    with open(path, encoding="utf-8") as file:
        return [cell for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]


def problems_of(converted, ours):
    problems = []
    cells, expected = code_cells(converted), code_cells(ours)
    if len(cells) != len(expected):
        problems.append(f"{len(cells)} code cells instead of {len(expected)}")
    for number, (cell, other) in enumerate(zip(cells, expected), 1):
        if kinds(cell) != kinds(other):
            problems.append(f"code cell {number} shows {kinds(cell)}, with ./coursekit run {kinds(other)}")
        if cell["execution_count"] != number:
            problems.append(f"code cell {number} is numbered {cell['execution_count']}")
    outputs = [output for cell in cells for output in cell["outputs"]]
    problems += [f"error: {output['ename']}: {output['evalue']}" for output in outputs if output["output_type"] == "error"]
    if not any(PLOTLY in output.get("data", {}) for output in outputs):
        problems.append("no chart")
    checks = [cell for cell in cells if "".join(cell["source"]).startswith("Check(")]
    for cell in checks:
        if "not attempted" not in json.dumps(cell["outputs"]):
            problems.append(f"{''.join(cell['source'])} does not say that it has not been attempted")
    return problems


def main():
    run = pathlib.Path(sys.argv[1]).resolve()
    notebooks = [pathlib.Path(name).resolve() for name in sys.argv[2:]] or sorted((ROOT / "notebooks").glob("*.ipynb"))
    failed = 0
    with tempfile.TemporaryDirectory() as work:
        environment = {
            **os.environ,
            "JUPYTER_PATH": f"{work}/prefix/share/jupyter",
            **{name: f"{work}/{name.lower()}" for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")},
        }
        subprocess.run([ROOT / "coursekit", "kernel", "install", "--prefix", f"{work}/prefix"], env=environment, check=True)
        for notebook in notebooks:
            subprocess.run(
                ["/usr/bin/python3", "/usr/bin/jupyter-nbconvert", "--to", "notebook", "--execute", "--log-level", "WARN",
                 "--ExecutePreprocessor.timeout=300", "--output-dir", work, notebook],
                env=environment, check=True)
            problems = problems_of(pathlib.Path(work) / notebook.name, run / notebook.name)
            failed += bool(problems)
            print(f"{'FAILED' if problems else 'passed'}  {notebook.name}", *problems, sep="\n        ")
    print(f"{len(notebooks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
