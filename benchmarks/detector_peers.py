"""The deep detectors of CourseKit.Benchmarks/DetectorWorks.cs in PyTorch: the same networks, losses, batches and epochs."""
import math

import torch
from torch import nn
from torch.nn import functional as F


def stack(sizes, between, last=None):
    layers = []
    for i in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[i - 1], sizes[i]))
        activation = between if i < len(sizes) - 1 else last
        if activation:
            layers.append(activation())
    return nn.Sequential(*layers)


def minimise(x, parameters, loss, epochs, batch=64, rate=1e-3, decay=0.0):
    optimizer = torch.optim.Adam(parameters, lr=rate, weight_decay=decay)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(batch):
            optimizer.zero_grad()
            loss(x[rows]).backward()
            optimizer.step()


def in_batches(x, function):
    with torch.no_grad():
        return torch.cat([function(rows) for rows in x.split(1024)])


def distance(x, reconstruction):
    return (x - reconstruction).square().sum(1).sqrt()


class Autoencoder(nn.Module):
    def __init__(self, sizes, between, output, code=None):
        super().__init__()
        self.encoder, self.decoder = stack(sizes, between, code), stack(sizes[::-1], between, output)

    def forward(self, x):
        return self.decoder(self.encoder(x))


class Reconstruction:
    """fit and score of a network x -> xHat; spoil is what happens to the rows in training, penalty what a code costs."""

    def __init__(self, network, epochs, spoil=None, penalty=0.0, decay=0.0):
        self.network, self.epochs, self.spoil, self.penalty, self.decay = network, epochs, spoil, penalty, decay

    def loss(self, x):
        rows = self.spoil(x) if self.spoil else x
        if not self.penalty:
            return F.mse_loss(self.network(rows), x)
        z = self.network.encoder(rows)
        return F.mse_loss(self.network.decoder(z), x) + self.penalty * z.abs().sum(1).mean()

    def fit(self, x):
        minimise(x, self.network.parameters(), self.loss, self.epochs, decay=self.decay)

    def score(self, x):
        return in_batches(x, lambda rows: distance(rows, self.network(rows)))


class KSparse(nn.Module):
    def __init__(self, columns, units, k):
        super().__init__()
        self.encoder, self.bias, self.k = nn.Linear(columns, units), nn.Parameter(torch.zeros(columns)), k

    def forward(self, x):
        z = self.encoder(x)
        kept = torch.zeros_like(z).scatter_(1, z.detach().topk(self.k, 1).indices, 1.0)
        return F.linear(z * kept, self.encoder.weight.t(), self.bias)


class Variational:
    """Gaussian likelihood with a learned deviation for each column; with a condition, the last column is given to the decoder as well."""

    def __init__(self, columns, hidden, code, epochs, condition=0, samples=16):
        self.encoder = stack([columns, *hidden, 2 * code], nn.ReLU)
        self.decoder = stack([code + condition, *hidden[::-1], columns - condition], nn.ReLU)
        self.deviation = nn.Parameter(torch.zeros(columns - condition))
        self.noise, self.epochs, self.condition = torch.randn(samples, code), epochs, condition

    def posterior(self, x):
        mean, log_variance = self.encoder(x).chunk(2, 1)
        return mean, log_variance.clamp(-15, 15)

    def log_likelihood(self, x, z):
        if self.condition:
            x, z = x[:, :-1], torch.cat([z, x[:, -1:]], 1)
        least = 2 * math.log(0.01)
        log_variance = F.softplus(self.deviation - least) + least
        return (math.log(2 * math.pi) + log_variance + (x - self.decoder(z)).square() * (-log_variance).exp()).sum(1) * -0.5

    def loss(self, x):
        mean, log_variance = self.posterior(x)
        z = mean + (0.5 * log_variance).exp() * torch.randn_like(mean)
        divergence = (1 + log_variance - mean.square() - log_variance.exp()).sum(1) * -0.5
        return (divergence - self.log_likelihood(x, z)).mean()

    def fit(self, x):
        minimise(x, [*self.encoder.parameters(), *self.decoder.parameters(), self.deviation], self.loss, self.epochs)

    def score(self, x):
        def probability(rows):
            mean, log_variance = self.posterior(rows)
            width = (0.5 * log_variance).exp()
            return -sum(self.log_likelihood(rows, mean + width * noise) for noise in self.noise) / len(self.noise)
        return in_batches(x, probability)


class DeepSvdd:
    def __init__(self, encoder, decoder, epochs, batch, rate):
        self.encoder, self.decoder, self.epochs, self.batch, self.rate = encoder, decoder, epochs, batch, rate

    def fit(self, x):
        both = nn.Sequential(self.encoder, self.decoder).train()
        minimise(x, both.parameters(), lambda rows: (both(rows) - rows).square().sum(1).mean(), self.epochs, self.batch, self.rate, 5e-4)
        self.encoder.eval()
        self.c = in_batches(x, self.encoder).mean(0)
        self.c[(self.c.abs() < 0.1) & (self.c < 0)] = -0.1
        self.c[(self.c.abs() < 0.1) & (self.c >= 0)] = 0.1
        self.encoder.train()
        minimise(x, self.encoder.parameters(), lambda rows: (self.encoder(rows) - self.c).square().sum(1).mean(), self.epochs, self.batch, self.rate, 5e-7)
        self.encoder.eval()

    def score(self, x):
        return in_batches(x, lambda rows: (self.encoder(rows) - self.c).square().sum(1))


def unbiased(sizes):
    layers = []
    for i in range(1, len(sizes)):
        if i > 1:
            layers += [nn.BatchNorm1d(sizes[i - 1], eps=1e-4, affine=False), nn.LeakyReLU()]
        layers.append(nn.Linear(sizes[i - 1], sizes[i], bias=False))
    return nn.Sequential(*layers)


def lenet():
    def norm(channels):
        return nn.BatchNorm2d(channels, eps=1e-4, affine=False)
    encoder = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 8, 5, padding=2, bias=False), norm(8), nn.LeakyReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 4, 5, padding=2, bias=False), norm(4), nn.LeakyReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(196, 32, bias=False))
    decoder = nn.Sequential(
        nn.Unflatten(1, (2, 4, 4)), nn.LeakyReLU(), nn.Upsample(scale_factor=2), nn.ConvTranspose2d(2, 4, 5, padding=2, bias=False), norm(4), nn.LeakyReLU(),
        nn.Upsample(scale_factor=2), nn.ConvTranspose2d(4, 8, 5, padding=3, bias=False), norm(8), nn.LeakyReLU(),
        nn.Upsample(scale_factor=2), nn.ConvTranspose2d(8, 1, 5, padding=2, bias=False), nn.Sigmoid(), nn.Flatten())
    return encoder, decoder


class DeepOneClassSvm:
    NU = 0.1

    def __init__(self, network, code, features, pretraining, epochs):
        self.network, self.pretraining, self.epochs = network, pretraining, epochs
        self.frequencies = torch.randn(code, features // 2).double()
        self.w, self.rho = nn.Parameter(torch.zeros(features, dtype=torch.float64)), nn.Parameter(torch.zeros((), dtype=torch.float64))

    def map(self, z):
        angles = z.double() @ self.frequencies
        return torch.cat([angles.cos(), angles.sin()], 1) / math.sqrt(self.frequencies.shape[1])

    def place_rho(self, x):
        margins = in_batches(x, lambda rows: self.map(self.network.encoder(rows)) @ self.w).sort().values
        self.rho.data.fill_(margins[int(self.NU * len(margins))])

    def fit(self, x):
        def reconstruction(rows, again):
            return ((rows - again).square().sum() * (len(x) / len(rows)) + 1e-12).sqrt()

        def loss(rows):
            z = self.network.encoder(rows)
            hinge = (self.rho - self.map(z) @ self.w).clamp_min(0).mean() / self.NU
            return reconstruction(rows, self.network.decoder(z)) + 0.5 * self.w.square().sum() - self.rho + hinge

        minimise(x, self.network.parameters(), lambda rows: reconstruction(rows, self.network(rows)), self.pretraining)
        codes = in_batches(x, self.network.encoder)
        some = codes[torch.randperm(len(codes))[:1000]].double()
        near = torch.cdist(some, some).square().quantile(0.1).item()
        self.frequencies /= math.sqrt(near / 2) if near > 0 else 1
        self.w.data = sum(self.map(part).sum(0) for part in codes.split(1024)) / len(codes)
        self.place_rho(x)
        minimise(x, [*self.network.parameters(), self.w, self.rho], loss, self.epochs)
        self.place_rho(x)

    def score(self, x):
        return in_batches(x, lambda rows: self.rho - self.map(self.network.encoder(rows)) @ self.w)


def convolutional():
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(1568, 32),
        nn.Linear(32, 1568), nn.ReLU(), nn.Unflatten(1, (32, 7, 7)), nn.ConvTranspose2d(32, 16, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 3, stride=2, padding=1, output_padding=1), nn.Sigmoid(), nn.Flatten())


def make(data, name):
    shuttle = data == "shuttle"
    columns, epochs = (9, 2) if shuttle else (784, 1)

    def dense(code, after_code=None):
        return Autoencoder([9, 64, 32, code], nn.Tanh, None, after_code) if shuttle else Autoencoder([784, 128, 64, code], nn.ReLU, nn.Sigmoid, after_code)
    return {
        "autoencoder": lambda: Reconstruction(dense(4 if shuttle else 2), epochs),
        "convolutional-autoencoder": lambda: Reconstruction(convolutional(), epochs),
        "denoising-autoencoder": lambda: Reconstruction(dense(4 if shuttle else 2), epochs, spoil=lambda x: x + 0.1 * torch.randn_like(x)),
        "sparse-autoencoder": lambda: Reconstruction(dense(9 if shuttle else 128, nn.ReLU), epochs, penalty=1e-3 if shuttle else 1e-4, decay=1e-5 if shuttle else 0),
        "k-sparse-autoencoder": lambda: Reconstruction(KSparse(columns, 36 if shuttle else 128, 3 if shuttle else 16), epochs),
        "vae": lambda: Variational(columns, [64, 32] if shuttle else [128, 64], 4 if shuttle else 2, epochs),
        "conditional-vae": lambda: Variational(columns, [64, 32] if shuttle else [128, 64], 4 if shuttle else 2, epochs, condition=1),
        "deep-svdd": lambda: DeepSvdd(unbiased([9, 128, 64, 32]), unbiased([32, 64, 128, 9]), 2, 128, 1e-3) if shuttle else DeepSvdd(*lenet(), 1, 200, 1e-4),
        "deep-oc-svm": lambda: DeepOneClassSvm(Autoencoder([9, 64, 9] if shuttle else [784, 128, 64, 8], nn.ReLU, None), 9 if shuttle else 8, 1000 if shuttle else 500, epochs, 1),
    }[name]()


def peer(data, name):
    """(fit, score) on NumPy rows."""
    torch.set_num_threads(2)
    torch.manual_seed(42)
    detector = make(data, name)
    return (lambda x: detector.fit(torch.as_tensor(x).float())), (lambda x: detector.score(torch.as_tensor(x).float()))
