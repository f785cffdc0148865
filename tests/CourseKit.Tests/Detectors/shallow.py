"""Writes shallow.json: scikit-learn's scores of rows that the tests make in the same way.

    /usr/bin/python3 shallow.py > shallow.json        (scikit-learn 1.2.1, NumPy 1.24.2: Debian's python3-sklearn)
"""
import json

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import KernelDensity
from sklearn.svm import OneClassSVM


def rows(seed, count, columns):
    """Sums of four uniform numbers, column j times j + 1, as float32."""
    state = seed
    values = []
    for i in range(count * columns):
        total = 0.0
        for _ in range(4):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            total += (state >> 33) / 2**31
        values.append((total - 2) * (i % columns + 1))
    return np.array(values, dtype=np.float32).astype(np.float64).reshape(count, columns)


cases = []
for seed, count, columns in ((1, 40, 2), (2, 150, 5), (3, 300, 3)):
    train, test = rows(seed, count, columns), rows(seed + 100, 30, columns) * 2
    svm = []
    for nu, gamma in ((0.5, None), (0.1, None), (0.05, 0.3), (0.9, 2.0)):
        model = OneClassSVM(nu=nu, gamma=gamma or "scale", tol=1e-10).fit(train)
        svm.append(dict(nu=nu, gamma=gamma, decision=model.decision_function(test).tolist(), supportVectors=int(len(model.support_)), rho=float(-model.intercept_[0])))
    width = float(np.sqrt(train.var(axis=0).mean()) * count ** (-1 / (columns + 4)))
    cases.append(dict(
        seed=seed, count=count, columns=columns, svm=svm, bandwidth=width,
        logDensity=KernelDensity(bandwidth=width).fit(train).score_samples(test).tolist(),
        forest=(-IsolationForest(n_estimators=3000, max_samples=min(64, count), random_state=0).fit(train).score_samples(test)).tolist()))
print(json.dumps(cases, indent=None).replace("}, {", "},\n{"))
