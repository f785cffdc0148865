"""Writes deep-svdd.json: Deep SVDD in PyTorch, step by step, on images made by a formula. Run with torch 1.13: python3 deep-svdd.py > deep-svdd.json"""
import json

import numpy as np
import torch
from torch import nn

SEED, ROWS, PRETRAINING, EPOCHS, WARM_UP, NU, RATE = 7, 48, 3, 5, 2, 0.25, 1e-3

i, j = np.meshgrid(np.arange(2 * ROWS), np.arange(784), indexing="ij")
images = torch.tensor((0.5 + 0.5 * np.sin(0.7 * i + 0.013 * (i % 5 + 1) * j)).astype(np.float32))
train, test = images[:ROWS], images[ROWS:]


def norm(channels):
    return nn.BatchNorm2d(channels, eps=1e-4, affine=False)


def run(soft):
    torch.manual_seed(SEED)
    encoder = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 8, 5, padding=2, bias=False), norm(8), nn.LeakyReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 4, 5, padding=2, bias=False), norm(4), nn.LeakyReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(196, 32, bias=False))
    decoder = nn.Sequential(
        nn.Unflatten(1, (2, 4, 4)), nn.LeakyReLU(), nn.Upsample(scale_factor=2),
        nn.ConvTranspose2d(2, 4, 5, padding=2, bias=False), norm(4), nn.LeakyReLU(), nn.Upsample(scale_factor=2),
        nn.ConvTranspose2d(4, 8, 5, padding=3, bias=False), norm(8), nn.LeakyReLU(), nn.Upsample(scale_factor=2),
        nn.ConvTranspose2d(8, 1, 5, padding=2, bias=False), nn.Sigmoid(), nn.Flatten())

    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], RATE, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [2])
    for _ in range(PRETRAINING):
        optimizer.zero_grad()
        ((decoder(encoder(train)) - train) ** 2).sum(1).mean().backward()
        optimizer.step()
        schedule.step()

    encoder.eval()
    with torch.no_grad():
        c = encoder(train).mean(0)
        c[(c.abs() < 0.1) & (c < 0)] = -0.1
        c[(c.abs() < 0.1) & (c > 0)] = 0.1
    encoder.train()
    optimizer = torch.optim.Adam(encoder.parameters(), RATE, weight_decay=5e-7)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [2])
    radius, losses = 0.0, []
    for epoch in range(EPOCHS):
        optimizer.zero_grad()
        distance = ((encoder(train) - c) ** 2).sum(1)
        loss = radius**2 + (distance - radius**2).clamp(min=0).mean() / NU if soft else distance.mean()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if soft and epoch >= WARM_UP:
            radius = float(np.quantile(distance.detach().sqrt().numpy(), 1 - NU))

    encoder.eval()
    with torch.no_grad():
        scores = ((encoder(test) - c) ** 2).sum(1)
        if soft:
            radius = float(np.quantile(((encoder(train) - c) ** 2).sum(1).sqrt().numpy(), 1 - NU))
    return {"losses": losses, "centre": c.tolist(), "radius": radius, "scores": (scores - radius**2).tolist()}


print(json.dumps({"torch": torch.__version__, "oneClass": run(False), "softBoundary": run(True)}))
