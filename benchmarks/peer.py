"""The same work as CourseKit.Benchmarks, in PyTorch: one measurement a process, its result one line of JSON."""
import argparse
import json
import math
import time

import torch
from torch import nn
from torch.nn import functional


def dense(width):
    return nn.Sequential(nn.Linear(784, width), nn.ReLU(), nn.Linear(width, width // 4), nn.ReLU(),
                         nn.Linear(width // 4, width), nn.ReLU(), nn.Linear(width, 784), nn.Sigmoid())


def tabular():
    return nn.Sequential(nn.Linear(29, 16), nn.ReLU(), nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 29))


def convolutional(channels):
    return nn.Sequential(
        nn.Conv2d(1, channels, 3, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(channels, 2 * channels, 3, stride=2, padding=1), nn.ReLU(),
        nn.ConvTranspose2d(2 * channels, channels, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(channels, 1, 3, stride=2, padding=1, output_padding=1), nn.Sigmoid())


def lenet(size):
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2, bias=False), nn.BatchNorm2d(8, eps=1e-4, affine=False), nn.LeakyReLU(0.01), nn.MaxPool2d(2),
        nn.Conv2d(8, 4, 5, padding=2, bias=False), nn.BatchNorm2d(4, eps=1e-4, affine=False), nn.LeakyReLU(0.01), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(4 * (size // 4) ** 2, 32, bias=False))


class Vae(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.hidden, self.mean, self.log_variance = nn.Linear(784, width), nn.Linear(width, 20), nn.Linear(width, 20)
        self.back, self.output = nn.Linear(20, width), nn.Linear(width, 784)

    def forward(self, x):
        h = functional.relu(self.hidden(x))
        mu, log_var = self.mean(h), self.log_variance(h)
        z = mu + torch.randn_like(mu) * (0.5 * log_var).exp()
        return torch.sigmoid(self.output(functional.relu(self.back(z)))), mu, log_var


BATCHES = 20


def train(model, x, batch, loss_of):
    """An epoch: rows drawn anew, one step of Adam for each batch."""
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, foreach=OPTIONS.foreach)

    def epoch():
        order = torch.randperm(len(x))
        for start in range(0, len(x), batch):
            rows = x[order[start:start + batch]]
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(model(rows), rows)
            loss.item()
            loss.backward()
            optimizer.step()
    return BATCHES, epoch


def vae_loss(output, x):
    x_hat, mu, log_var = output
    likelihood = functional.binary_cross_entropy(x_hat, x, reduction="sum")
    return likelihood - 0.5 * (1 + log_var - mu.pow(2) - log_var.exp()).sum()


def one_class():
    c = torch.full((32,), 0.5)
    return lambda z, _: (z - c).pow(2).sum(1).mean()


def project(rows, features):
    """cos and sin of XW in float64, as CourseKit computes random Fourier features."""
    x, w = torch.randn(rows, 30), torch.randn(30, features // 2, dtype=torch.float64)

    def run():
        with torch.no_grad():
            result = torch.empty(rows, features, dtype=torch.float64)
            for start in range(0, rows, OPTIONS.block):
                part = result[start:start + OPTIONS.block]
                angles = x[start:start + OPTIONS.block].double().matmul(w)
                torch.cos(angles, out=part[:, :features // 2])
                torch.sin(angles, out=part[:, features // 2:])
            result.mul_(math.sqrt(2 / features))
    return 1, run


def score(model, x):
    model.eval()

    def run():
        with torch.no_grad():
            torch.cat([(rows - model(rows)).pow(2).flatten(1).mean(1) for rows in x.split(OPTIONS.block)]).double().numpy()
    return 1, run


def make(o):
    size = o.size or 28
    mse = functional.mse_loss

    def images(batch):
        return torch.rand(BATCHES * batch, 1, size, size)
    batch = o.batch or {"a": 128, "b": 256, "c": 64, "d": 200, "e": 128}.get(o.work)
    return {
        "a": lambda: train(dense(o.width or 256), torch.rand(BATCHES * batch, 784), batch, mse),
        "b": lambda: train(tabular(), torch.rand(BATCHES * batch, 29), batch, mse),
        "c": lambda: train(convolutional(o.width or 16), images(batch), batch, mse),
        "d": lambda: train(lenet(size), images(batch), batch, one_class()),
        "e": lambda: train(Vae(o.width or 400), torch.rand(BATCHES * batch, 784), batch, vae_loss),
        "f": lambda: project(o.batch or 100_000, o.width or 1000),
        "g-dense": lambda: score(dense(o.width or 256), torch.rand(o.batch or 10_000, 784)),
        "g-conv": lambda: score(convolutional(o.width or 16), torch.rand(o.batch or 10_000, 1, size, size)),
    }[o.work]()


def measure(o):
    torch.set_num_threads(o.threads)
    steps, run = make(o)
    start = time.perf_counter()
    count = 0
    while count < 2 or time.perf_counter() - start < o.warm_up:
        run()
        count += 1
    times = []
    start = time.perf_counter()
    while len(times) < 5 or time.perf_counter() - start < o.seconds:
        before = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - before) / steps)
    times.sort()
    return {"milliseconds": times[len(times) // 2], "fastest": times[0], "steps": len(times)}


def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 / 1e6 for line in status if line.startswith("VmRSS"))


def first():
    model = dense(256)
    x = torch.rand(128, 784)
    return {"loss": functional.mse_loss(model(x), x).item(), "resident": resident()}


def memory(o):
    torch.set_num_threads(o.threads)
    steps, run = make(o)
    megabytes = []
    for _ in range(10):
        for _ in range(0, o.steps // 10, steps):
            run()
        megabytes.append(resident())
    return {"resident": megabytes}


parser = argparse.ArgumentParser()
parser.add_argument("command", choices=["time", "first", "memory"])
parser.add_argument("work", nargs="?")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch", type=int, default=0)
parser.add_argument("--width", type=int, default=0)
parser.add_argument("--size", type=int, default=0)
parser.add_argument("--seconds", type=float, default=3)
parser.add_argument("--warm-up", type=float, default=3)
parser.add_argument("--steps", type=int, default=10_000)
parser.add_argument("--foreach", action="store_true", help="Adam over all parameters at once")
parser.add_argument("--block", type=int, default=1 << 30, help="rows that are scored or projected at a time")
OPTIONS = options = parser.parse_args()
torch.manual_seed(1)
print(json.dumps(measure(options) if options.command == "time" else memory(options) if options.command == "memory" else first()))
