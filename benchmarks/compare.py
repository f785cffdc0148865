#!/usr/bin/env python3
"""Runs CourseKit.Benchmarks and peer.py in turn and writes what they measured as tables.

    dotnet build benchmarks/CourseKit.Benchmarks && python3 benchmarks/compare.py [--rounds 3] [--seconds 2] [--only works,start,memory]

Needs Debian's python3-torch and libopenblas0-openmp. Every number is the median over the rounds; each round asks both sides in turn.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
OURS = [str(HERE / "CourseKit.Benchmarks/bin/Release/net10.0/CourseKit.Benchmarks")]
PEER = [sys.executable, str(HERE / "peer.py")]
BLAS = pathlib.Path("/usr/lib/x86_64-linux-gnu")

# (letter, what it is)
WORKS = [
    ("a", "dense autoencoder 784-256-64-256-784, batch 128"),
    ("b", "tabular autoencoder 29-16-8-16-29, batch 256"),
    ("c", "convolutional autoencoder 1-16-32, stride 2, and back, batch 64"),
    ("d", "Deep SVDD's LeNet, batch 200"),
    ("e", "variational autoencoder 784-400-20-400-784, batch 128"),
    ("f", "random Fourier features [cos XW, sin XW] in float64, 100,000 × 30 to 1000"),
    ("g-dense", "scoring 10,000 images by (a)"),
    ("g-conv", "scoring 10,000 images by (c)"),
]


def peers(threads):
    """OpenBLAS with OpenMP threads where it is installed, and with one thread of its own, so that two pools do not fight; with one thread in all."""
    found = []
    for folder, own, count in (("openblas-openmp", None, threads), ("openblas-pthread", "1", threads), ("openblas-openmp", None, 1)):
        if (BLAS / folder).is_dir():
            found.append({"LD_LIBRARY_PATH": str(BLAS / folder), "OMP_NUM_THREADS": str(count), **({"OPENBLAS_NUM_THREADS": own} if own else {})})
    return found or [{"OMP_NUM_THREADS": str(threads)}]


def ways(work, threads):
    """The ways in which PyTorch may do a work; the best of them counts."""
    options = [["--block", "1024"], []] if work in ("f", "g-dense", "g-conv") else [["--foreach"], []]
    return [(more + ["--threads", environment["OMP_NUM_THREADS"]], environment) for more in options for environment in peers(threads)]


def run(command, arguments, environment=None):
    start = time.perf_counter()
    out = subprocess.run(command + arguments, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=True).stdout
    return {**json.loads(out.strip().splitlines()[-1]), "wall": time.perf_counter() - start}


def medians(arguments, threads, rounds):
    """Milliseconds of a step: ours, and PyTorch's in the best of its ways."""
    found = ways(arguments[1], threads)
    ours, theirs = [], [[] for _ in found]
    for _ in range(rounds):
        ours.append(run(OURS, arguments + ["--threads", str(threads)])["milliseconds"])
        for times, (more, environment) in zip(theirs, found):
            times.append(run(PEER, arguments + more, environment)["milliseconds"])
    return statistics.median(ours), min(statistics.median(times) for times in theirs)


def works(o):
    print("| work | CourseKit, ms | PyTorch, ms | ratio |\n|---|---|---|---|")
    ratios = []
    for letter, what in WORKS:
        ours, theirs = medians(["time", letter, "--seconds", str(o.seconds), "--warm-up", str(o.warm_up)], 2, o.rounds)
        ratios.append(ours / theirs)
        print(f"| ({letter}) {what} | {ours:.3g} | {theirs:.3g} | **{ours / theirs:.2f}** |", flush=True)
    print(f"\nGeometric mean of the ratios: **{statistics.geometric_mean(ratios):.2f}**.")


def start(o):
    ours, theirs = [], []
    for _ in range(2 * o.rounds + 1):
        ours.append(run(OURS, ["first"]))
        theirs.append(run(PEER, ["first"], peers(2)[0]))
    ours, theirs = (statistics.median(r["wall"] for r in each) for each in (ours, theirs))
    print(f"\nProcess start to first loss value, 784-256-64-256-784: {ours:.2f} s against {theirs:.2f} s, ratio **{ours / theirs:.2f}**.", flush=True)


def memory(o):
    print("\n| resident memory, MB, after 1,000 … 10,000 steps | first | last | largest |\n|---|---|---|---|")
    for work in ("b", "a"):
        # As ./coursekit sets it: otherwise .NET collects its garbage the later, the larger the processor's cache is.
        for name, command, environment in (("CourseKit", OURS, {"DOTNET_GCgen0size": "0x1000000"}), ("PyTorch", PEER, peers(2)[0])):
            steps = run(command, ["memory", work], environment)["resident"]
            print(f"| ({work}) {name} | {steps[0]:.0f} | {steps[-1]:.0f} | {max(steps):.0f} |", flush=True)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seconds", type=float, default=2)
parser.add_argument("--warm-up", type=float, default=2)
parser.add_argument("--only", default="works,start,memory")
options = parser.parse_args()
if not pathlib.Path(OURS[0]).exists():
    sys.exit("Build first: dotnet build benchmarks/CourseKit.Benchmarks")
for part in options.only.split(","):
    {"works": works, "start": start, "memory": memory}[part](options)
