#!/usr/bin/env python3
"""Fits and scores whole data sets with CourseKit's detectors and with scikit-learn's and PyTorch's same, in turn, and writes the table into README.md.

    dotnet build benchmarks/CourseKit.Benchmarks && /usr/bin/python3 benchmarks/detectors.py [--rounds 3] [--only shuttle:pca,…] [--print]

About ten minutes. Every number is the median over the rounds, each measurement a process of its own after a warm-up on a few rows; each round asks all sides in turn. Peers run with
OpenBLAS on OpenMP threads and with OpenBLAS on one thread of its own, and the faster counts. Needs Debian's python3-sklearn and python3-torch.
"""
import argparse
import gzip
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
OURS = [str(HERE / "CourseKit.Benchmarks/bin/Release/net10.0/CourseKit.Benchmarks")]
BLAS = pathlib.Path("/usr/lib/x86_64-linux-gnu")
README = HERE / "README.md"
BEGIN, END = "<!-- detectors.py writes from here -->", "<!-- to here -->"

WORKS = [
    ("shuttle:pca", "PCA, 4 components", "49,097 × 9", "scikit-learn"),
    ("shuttle:isolation-forest", "isolation forest, 100 trees", "49,097 × 9", "scikit-learn, 2 jobs"),
    ("shuttle:oc-svm", "one-class SVM, exact", "5,000 × 9", "scikit-learn (LIBSVM)"),
    ("shuttle:oc-svm-rff", "one-class SVM on 500 random features", "49,097 × 9", "scikit-learn"),
    ("shuttle:kde", "kernel density", "5,000 × 9", "scikit-learn"),
    ("shuttle:robust-pca", "robust PCA, 20 iterations", "49,097 × 9", None),
    ("shuttle:autoencoder", "autoencoder 9-64-32-4-32-64-9, 2 epochs", "49,097 × 9", "PyTorch"),
    ("mnist:pca", "PCA, 32 components", "60,000 × 784", "scikit-learn"),
    ("mnist:isolation-forest", "isolation forest, 100 trees", "60,000 × 784", "scikit-learn, 2 jobs"),
    ("mnist:oc-svm", "one-class SVM, exact", "5,000 × 784", "scikit-learn (LIBSVM)"),
    ("mnist:oc-svm-rff", "one-class SVM on 500 random features", "60,000 × 784", "scikit-learn"),
    ("mnist:kde", "kernel density", "5,000 × 784", "scikit-learn"),
    ("mnist:robust-pca", "robust PCA, 20 iterations", "5,000 × 784", None),
    ("mnist:autoencoder", "autoencoder 784-128-64-2-64-128-784, 1 epoch", "60,000 × 784", "PyTorch"),
    ("mnist:convolutional-autoencoder", "convolutional autoencoder 1-16-32, code 32, 1 epoch", "60,000 × 784", "PyTorch"),
]


def rows(data, name):
    import numpy
    few = name in ("oc-svm", "kde")
    if data == "shuttle":
        with gzip.open(HERE.parent / "data/tabular/shuttle.csv.gz", "rt") as text:
            x = numpy.loadtxt(text, delimiter=",", skiprows=1)[:, :-1]
        x = (x - x.min(0)) / (x.max(0) - x.min(0))
        return x[:5000] if few else x
    with gzip.open(HERE.parent / "data/mnist/train-images-idx3-ubyte.gz") as images, gzip.open(HERE.parent / "data/mnist/train-labels-idx1-ubyte.gz") as labels:
        x = numpy.frombuffer(images.read()[16:], numpy.uint8).reshape(-1, 784).astype(numpy.float32) / 255
        y = numpy.frombuffer(labels.read()[8:], numpy.uint8)
    return x[y == 4][:5000] if few else x


def sklearn_peer(data, name, x):
    import numpy
    from sklearn.decomposition import PCA
    from sklearn.ensemble import IsolationForest
    from sklearn.kernel_approximation import RBFSampler
    from sklearn.linear_model import SGDOneClassSVM
    from sklearn.neighbors import KernelDensity
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import OneClassSVM
    model = {
        "pca": lambda: PCA(n_components=4 if data == "shuttle" else 32),
        "isolation-forest": lambda: IsolationForest(random_state=42, n_jobs=2),
        "oc-svm": lambda: OneClassSVM(),
        "oc-svm-rff": lambda: make_pipeline(RBFSampler(gamma=1 / (x.shape[1] * x.var()), n_components=500, random_state=42), SGDOneClassSVM(random_state=42)),
        "kde": lambda: KernelDensity(bandwidth=0.1 if data == "shuttle" else 2),
    }[name]()

    def score(rows):
        if name == "pca":
            return numpy.square(rows - model.inverse_transform(model.transform(rows))).sum(1)
        return model.score_samples(rows) if name == "kde" else model.decision_function(rows)
    return (lambda rows: model.fit(rows)), score


def torch_peer(data, name):
    import torch
    from torch import nn
    torch.set_num_threads(2)
    torch.manual_seed(42)
    if name == "convolutional-autoencoder":
        model = nn.Sequential(
            nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(1568, 32),
            nn.Linear(32, 1568), nn.ReLU(), nn.Unflatten(1, (32, 7, 7)), nn.ConvTranspose2d(32, 16, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
            nn.ConvTranspose2d(16, 1, 3, stride=2, padding=1, output_padding=1), nn.Sigmoid(), nn.Flatten())
    else:
        sizes, between, last = ([9, 64, 32, 4], nn.Tanh, None) if data == "shuttle" else ([784, 128, 64, 2], nn.ReLU, nn.Sigmoid)
        layers = []
        for part, end in ((sizes, None), (sizes[::-1], last)):
            for i in range(1, len(part)):
                layers.append(nn.Linear(part[i - 1], part[i]))
                activation = between if i < len(part) - 1 else end
                if activation:
                    layers.append(activation())
        model = nn.Sequential(*layers)
    epochs = 2 if data == "shuttle" else 1
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def fit(x):
        x = torch.as_tensor(x).float()
        for _ in range(epochs):
            for batch in torch.randperm(len(x)).split(64):
                rows = x[batch]
                optimizer.zero_grad()
                nn.functional.mse_loss(model(rows), rows).backward()
                optimizer.step()

    def score(x):
        x = torch.as_tensor(x).float()
        with torch.no_grad():
            return torch.cat([(part - model(part)).square().sum(1).sqrt() for part in x.split(1024)])
    return fit, score


def measure_peer(work):
    data, name = work.split(":")
    x = rows(data, name)
    times = {}
    for sample in (x[:256], x):
        fit, score = torch_peer(data, name) if name.endswith("autoencoder") else sklearn_peer(data, name, x)
        start = time.perf_counter()
        fit(sample)
        middle = time.perf_counter()
        score(sample)
        times = {"fit": middle - start, "score": time.perf_counter() - middle}
    print(json.dumps(times))


def peers(name):
    """The ways to run NumPy and PyTorch; trees and LIBSVM do not use BLAS."""
    ways = [{"LD_LIBRARY_PATH": str(BLAS / folder), "OMP_NUM_THREADS": "2", **({"OPENBLAS_NUM_THREADS": own} if own else {})}
            for folder, own in (("openblas-openmp", None), ("openblas-pthread", "1")) if (BLAS / folder).is_dir()] or [{"OMP_NUM_THREADS": "2"}]
    return ways[:1] if name in ("isolation-forest", "oc-svm", "kde") else ways


def run(command, environment=None):
    out = subprocess.run(command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=True).stdout
    return json.loads(out.strip().splitlines()[-1])


def compare(work, peer, rounds):
    name = work.split(":")[1]
    ours, theirs = [], [[] for _ in peers(name)]
    for _ in range(rounds):
        ours.append(run(OURS + ["detectors", work]))
        if peer:
            for times, environment in zip(theirs, peers(name)):
                times.append(run([sys.executable, __file__, "--peer", work], environment))

    def median(results, key):
        return statistics.median(r[key] for r in results)
    mine = {key: median(ours, key) for key in ("fit", "score")}
    best = min(({key: median(times, key) for key in ("fit", "score")} for times in theirs), key=lambda t: t["fit"] + t["score"]) if peer else None
    return mine, best


def cells(mine, best, key):
    return f"{mine[key]:.3g} | " + (f"{best[key]:.3g} | **{mine[key] / best[key]:.2f}**" if best else "– | –")


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--only", default="")
parser.add_argument("--print", action="store_true", dest="only_print")
parser.add_argument("--peer")
options = parser.parse_args()
if options.peer:
    measure_peer(options.peer)
    sys.exit()
if not pathlib.Path(OURS[0]).exists():
    sys.exit("Build first: dotnet build benchmarks/CourseKit.Benchmarks")
lines = ["| detector | rows | fit, s | peer, s | ratio | score, s | peer, s | ratio | peer |", "|---|---|---|---|---|---|---|---|---|"]
for work, what, size, peer in WORKS:
    if options.only and work not in options.only.split(","):
        continue
    mine, best = compare(work, peer, options.rounds)
    lines.append(f"| {'Shuttle' if work.startswith('shuttle') else 'MNIST'}: {what} | {size} | {cells(mine, best, 'fit')} | {cells(mine, best, 'score')} | {peer or 'none has it'} |")
    print(lines[-1], flush=True)
if not options.only and not options.only_print:
    text = README.read_text()
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    README.write_text(before + BEGIN + f"\n\nMedians of {options.rounds} rounds, load of the machine before the run {os.getloadavg()[0]:.1f}.\n\n" + "\n".join(lines) + "\n\n" + END + after)
