#!/usr/bin/env python3
"""How fast the kernel starts and answers, as Jupyter's own client sees it: medians of several runs, in seconds.

    apt-get install python3-jupyter-client
    dotnet build src/CourseKit.Cli
    /usr/bin/python3 benchmarks/kernel.py [--rounds 7] [--kernel PATH/CourseKit.Cli.dll | --dotnet-interactive]

With --dotnet-interactive what both kernels can do is measured in .NET Interactive's own, as ./coursekit kernel install makes it.
"""
import argparse
import json
import math
import os
import queue
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

    def __init__(self, launch):
        """launch: the command line, with {connection_file} in it, and what is added to the environment."""
        self.folder = tempfile.TemporaryDirectory()
        self.file = os.path.join(self.folder.name, "connection.json")
        write_connection_file(self.file)
        self.started = time.perf_counter()
        command, environment = launch
        self.process = subprocess.Popen(
            [part.replace("{connection_file}", self.file) for part in command],
            cwd=os.path.join(ROOT, "notebooks"), env={**os.environ, **environment})
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
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.client.stop_channels()
        self.folder.cleanup()


def the_result(outputs):
    errors = [message["content"] for message in outputs if message["msg_type"] == "error"]
    assert not errors, errors
    return [message["content"]["data"] for message in outputs if message["msg_type"] in ("execute_result", "display_data")]


def first_result(launch):
    """From the start of the process to the first result, with the request sent as soon as the client is there."""
    kernel = Kernel(launch)
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
    result = the_result(outputs)[-1]
    assert ">2<" in result.get("text/html", "") or result.get("text/plain") == "2", outputs
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


def first_chart(launch):
    """In a new session: seconds for the notebooks' first cell, for the first chart after it, and the characters of that chart's output."""
    kernel = Kernel(launch)
    try:
        kernel.run("1 + 1")
        setup, outputs = kernel.run("#!import setup.csx")
        the_result(outputs)
        seconds, outputs = kernel.run(
            'Figure.Line(new[] { new Series("a", new[] { 1.0, 2, 3 }, new[] { 3.0, 2, 1 }) }, "x", "y", "A line that falls.")')
        return setup, seconds, len(json.dumps(the_result(outputs)[-1], separators=(",", ":")))
    finally:
        kernel.stop()


def interrupt(launch):
    """Seconds until an endless loop has stopped and the next cell has answered; infinite if it does not within ten."""
    kernel = Kernel(launch)
    try:
        kernel.run("1 + 1")
        kernel.client.execute("while (true) { }")
        time.sleep(1)
        begun = time.perf_counter()
        message = kernel.client.session.msg("interrupt_request", {})
        kernel.client.control_channel.send(message)
        request = kernel.client.execute("1 + 1", store_history=False, stop_on_error=False)
        while time.perf_counter() - begun < 10:
            try:
                message = kernel.client.get_shell_msg(timeout=1)
            except queue.Empty:
                continue
            if message["parent_header"]["msg_id"] == request:
                return time.perf_counter() - begun
        return math.inf
    finally:
        kernel.stop()


def dotnet_interactive(folder):
    """The command line and the environment of its kernel, installed in a folder."""
    subprocess.run(
        [os.path.join(ROOT, "coursekit"), "kernel", "install", "--dotnet-interactive", "--prefix", folder], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "share/jupyter/kernels/.net-csharp-interactive/kernel.json"), encoding="utf-8") as file:
        spec = json.load(file)
    return spec["argv"], spec["env"]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--kernel", default=TOOL, help="CourseKit.Cli.dll of another build")
    options.add_argument("--dotnet-interactive", action="store_true", help="measure .NET Interactive's own kernel")
    options = options.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        ours = not options.dotnet_interactive
        launch = (["dotnet", os.path.abspath(options.kernel), "kernel", "run", "{connection_file}"], {}) if ours else dotnet_interactive(folder)
        starts = [first_result(launch) for _ in range(options.rounds)]
        charts = [first_chart(launch) for _ in range(options.rounds)]
        rows = [
            ("process start to first result, s", starts, 1, 1.2),
            ("the notebooks' first cell, s", [setup for setup, _, _ in charts], 1, math.nan),
            ("the first chart after it, s", [seconds for _, seconds, _ in charts], 1, 0.8),
            ("a small chart's output, kB", [size for _, _, size in charts], 0.001, math.nan),
            ("an endless loop interrupted, s", [interrupt(launch)], 1, math.nan),
        ]
        kernel = Kernel(launch)
        try:
            for _ in range(20):
                round_trip(kernel)
            rows.append(("a trivial cell, round trip, ms", [round_trip(kernel) for _ in range(200)], 1000, 25))
            if ours:
                rows.append(("10 MB on the console in one cell, s", [console(kernel) for _ in range(options.rounds)], 1, 2))
                assert not the_result(kernel.run("#!import setup.csx")[1])
                figures = [figure(kernel) for _ in range(options.rounds)]
                rows.append((f"a figure of {figures[0][1] / MEGABYTE:.1f} MB, s", [seconds for seconds, _ in figures], 1, 1))
        finally:
            kernel.stop()

    print("| what | median | fastest | slowest | to reach |\n|---|---|---|---|---|")
    for name, times, scale, goal in rows:
        print(f"| {name} | **{scale * statistics.median(times):.3g}** | {scale * min(times):.3g} | {scale * max(times):.3g} | {'' if math.isnan(goal) else goal} |")


if __name__ == "__main__":
    main()
