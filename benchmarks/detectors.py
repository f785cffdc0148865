#!/usr/bin/env python3
"""Fits and scores whole data sets with CourseKit's detectors and with scikit-learn's and PyTorch's same (detector_peers.py), in turn, and writes the table into README.md.

    dotnet build benchmarks/CourseKit.Benchmarks && /usr/bin/python3 benchmarks/detectors.py [--rounds 3] [--only shuttle:pca,…] [--print]

About half an hour with three rounds. Every number is the median over the rounds, each measurement a process of its own after a warm-up on a few rows; each round asks all sides in turn. Peers run with
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
SHALLOW = {"pca", "isolation-forest", "oc-svm", "oc-svm-rff", "kde", "robust-pca"}
BEGIN, END = "<!-- detectors.py writes from here -->", "<!-- to here -->"

WORKS = [
    ("shuttle:pca", "PCA, 4 components", "49,097 × 9", "scikit-learn"),
    ("shuttle:isolation-forest", "isolation forest, 100 trees", "49,097 × 9", "scikit-learn, 2 jobs"),
    ("shuttle:oc-svm", "one-class SVM, exact", "5,000 × 9", "scikit-learn (LIBSVM)"),
    ("shuttle:oc-svm-rff", "one-class SVM on 500 random features", "49,097 × 9", "scikit-learn"),
    ("shuttle:kde", "kernel density", "5,000 × 9", "scikit-learn"),
    ("shuttle:robust-pca", "robust PCA, 20 iterations", "49,097 × 9", None),
    ("shuttle:autoencoder", "autoencoder 9-64-32-4-32-64-9, 2 epochs", "49,097 × 9", "PyTorch"),
    ("shuttle:denoising-autoencoder", "denoising autoencoder of these sizes, 2 epochs", "49,097 × 9", "PyTorch"),
    ("shuttle:sparse-autoencoder", "sparse autoencoder 9-64-32-9-32-64-9, 2 epochs", "49,097 × 9", "PyTorch"),
    ("shuttle:k-sparse-autoencoder", "k-sparse autoencoder, 3 of 36 units, 2 epochs", "49,097 × 9", "PyTorch"),
    ("shuttle:vae", "variational autoencoder 9-64-32-4-32-64-9, 2 epochs, 16 draws for a score", "49,097 × 9", "PyTorch"),
    ("shuttle:conditional-vae", "the same with the last column as condition", "49,097 × 9", "PyTorch"),
    ("shuttle:deep-svdd", "Deep SVDD 9-128-64-32, 2 + 2 epochs", "49,097 × 9", "PyTorch"),
    ("shuttle:deep-oc-svm", "deep one-class SVM 9-64-9, 1,000 random features, 2 + 1 epochs", "49,097 × 9", "PyTorch"),
    ("shuttle:latent", "one-class SVM on code and error of an autoencoder, 2 epochs", "5,000 × 9", None),
    ("mnist:pca", "PCA, 32 components", "60,000 × 784", "scikit-learn"),
    ("mnist:isolation-forest", "isolation forest, 100 trees", "60,000 × 784", "scikit-learn, 2 jobs"),
    ("mnist:oc-svm", "one-class SVM, exact", "5,000 × 784", "scikit-learn (LIBSVM)"),
    ("mnist:oc-svm-rff", "one-class SVM on 500 random features", "60,000 × 784", "scikit-learn"),
    ("mnist:kde", "kernel density", "5,000 × 784", "scikit-learn"),
    ("mnist:robust-pca", "robust PCA, 20 iterations", "5,000 × 784", None),
    ("mnist:autoencoder", "autoencoder 784-128-64-2-64-128-784, 1 epoch", "60,000 × 784", "PyTorch"),
    ("mnist:convolutional-autoencoder", "convolutional autoencoder 1-16-32, code 32, 1 epoch", "60,000 × 784", "PyTorch"),
    ("mnist:denoising-autoencoder", "denoising autoencoder 784-128-64-2-64-128-784, 1 epoch", "60,000 × 784", "PyTorch"),
    ("mnist:sparse-autoencoder", "sparse autoencoder 784-128-64-128-64-128-784, 1 epoch", "60,000 × 784", "PyTorch"),
    ("mnist:k-sparse-autoencoder", "k-sparse autoencoder, 16 of 128 units, 1 epoch", "60,000 × 784", "PyTorch"),
    ("mnist:vae", "variational autoencoder 784-128-64-2-64-128-784, 1 epoch, 16 draws for a score", "60,000 × 784", "PyTorch"),
    ("mnist:conditional-vae", "the same with the last column as condition", "60,000 × 784", "PyTorch"),
    ("mnist:deep-svdd", "Deep SVDD, LeNet, 1 + 1 epochs", "60,000 × 784", "PyTorch"),
    ("mnist:deep-oc-svm", "deep one-class SVM 784-128-64-8, 500 random features, 1 + 1 epochs", "60,000 × 784", "PyTorch"),
    ("mnist:latent", "one-class SVM on code and error of an autoencoder, 1 epoch", "5,000 × 784", None),
]


def rows(data, name):
    import numpy
    few = name in ("oc-svm", "kde", "latent")
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


def measure_peer(work):
    data, name = work.split(":")
    x = rows(data, name)
    deep = name not in SHALLOW
    if deep:
        import detector_peers
    times = {}
    for sample in (x[:256], x):
        fit, score = detector_peers.peer(data, name) if deep else sklearn_peer(data, name, x)
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
    README.write_text(before + BEGIN + f"\n\n{'One round' if options.rounds == 1 else f'Medians of {options.rounds} rounds'}, load of the machine before the run {os.getloadavg()[0]:.1f}.\n\n" + "\n".join(lines) + "\n\n" + END + after)
