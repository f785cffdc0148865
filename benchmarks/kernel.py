#!/usr/bin/env python3
"""How fast the kernel starts and answers, as Jupyter's own client sees it: medians of several runs, in seconds.

    apt-get install python3-jupyter-client
    dotnet build src/CourseKit.Cli
    /usr/bin/python3 benchmarks/kernel.py [--rounds 7] [--kernel PATH/CourseKit.Cli.dll]
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.path.join(ROOT, "src/CourseKit.Cli/bin/Release/net10.0/CourseKit.Cli.dll")
MEGABYTE = 1_000_000


class Kernel:
    """A kernel process in the notebooks' folder, and a client of it."""

    def __init__(self, tool):
        self.folder = tempfile.TemporaryDirectory()
        self.file = os.path.join(self.folder.name, "connection.json")
        write_connection_file(self.file)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            ["dotnet", tool, "kernel", "run", self.file], cwd=os.path.join(ROOT, "notebooks"))
        self.client = BlockingKernelClient(connection_file=self.file)
        self.client.load_connection_file()
        self.client.start_channels()

    def run(self, code):
        """Runs a cell; the seconds until its last output and its reply were here, and its outputs."""
        begun = time.perf_counter()
        request = self.client.execute(code)
        outputs = []
        while True:
            message = self.client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
            outputs.append(message)
        while self.client.get_shell_msg(timeout=120)["parent_header"]["msg_id"] != request:
            pass
        return time.perf_counter() - begun, outputs

    def stop(self):
        self.client.shutdown()
        self.process.wait(timeout=30)
        self.client.stop_channels()
        self.folder.cleanup()


def the_result(outputs):
    errors = [message["content"] for message in outputs if message["msg_type"] == "error"]
    assert not errors, errors
    return [message["content"]["data"] for message in outputs if message["msg_type"] in ("execute_result", "display_data")]


def first_result(tool):
    """From the start of the process to the first result, with the request sent as soon as the client is there."""
    kernel = Kernel(tool)
    try:
        request = kernel.client.execute("1 + 1")
        while True:
            message = kernel.client.get_shell_msg(timeout=120)
            if message["parent_header"]["msg_id"] == request:
                break
        assert message["content"]["status"] == "ok", message["content"]
        return time.perf_counter() - kernel.started
    finally:
        kernel.stop()


def round_trip(kernel):
    seconds, outputs = kernel.run("1 + 1")
    assert the_result(outputs)[0]["text/plain"] == "2", outputs
    return seconds


def console(kernel):
    """Ten megabytes in numbered lines of a hundred characters, each of which has to arrive, in its place."""
    count = 10 * MEGABYTE // 100
    seconds, outputs = kernel.run(f'for (int i = 0; i < {count}; i++) Console.WriteLine(i.ToString("D8").PadRight(99, \'.\'));')
    text = "".join(message["content"]["text"] for message in outputs if message["msg_type"] == "stream")
    assert text == "".join(str(i).zfill(8).ljust(99, ".") + "\n" for i in range(count)), "output was lost or changed its order"
    return seconds


def figure(kernel):
    """A line chart of so many points that its JSON takes five megabytes."""
    code = """
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, 350_000).Select(i => (double)i)], y = [.. x.Select(_ => random.NextDouble())];
        """
    kernel.run(code)
    seconds, outputs = kernel.run('Figure.Line([new Series("noise", x, y)], "x", "y", "Random numbers")')
    plotly = the_result(outputs)[0]["application/vnd.plotly.v1+json"]
    size = len(json.dumps(plotly, separators=(",", ":")))
    return seconds, size


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--kernel", default=TOOL, help="CourseKit.Cli.dll of another build")
    options = options.parse_args()

    starts = [first_result(os.path.abspath(options.kernel)) for _ in range(options.rounds)]
    kernel = Kernel(os.path.abspath(options.kernel))
    try:
        for _ in range(20):
            round_trip(kernel)
        trips = [round_trip(kernel) for _ in range(200)]
        consoles = [console(kernel) for _ in range(options.rounds)]
        assert not the_result(kernel.run("#!import setup.csx")[1])
        figures = [figure(kernel) for _ in range(options.rounds)]
    finally:
        kernel.stop()

    rows = [
        ("process start to first result, s", starts, 1, 1.2),
        ("a trivial cell, round trip, ms", trips, 1000, 25),
        ("10 MB on the console in one cell, s", consoles, 1, 2),
        (f"a figure of {figures[0][1] / MEGABYTE:.1f} MB, s", [seconds for seconds, _ in figures], 1, 1),
    ]
    print("| what | median | fastest | slowest | to reach |\n|---|---|---|---|---|")
    for name, times, scale, goal in rows:
        print(f"| {name} | **{scale * statistics.median(times):.3g}** | {scale * min(times):.3g} | {scale * max(times):.3g} | {goal:g} |")


if __name__ == "__main__":
    main()
