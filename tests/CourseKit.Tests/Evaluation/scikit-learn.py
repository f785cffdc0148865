"""Writes scikit-learn.json: what scikit-learn says about labels and scores that the tests make in the same way.

    /usr/bin/python3 scikit-learn.py > scikit-learn.json        (scikit-learn 1.2.1, NumPy 1.24.2: Debian's python3-sklearn)
"""
import json

import numpy as np
from sklearn import metrics


def generator(seed):
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 33


def case(seed, rows, levels, share, shift):
    numbers = generator(seed)
    labels = np.array([next(numbers) % 1000 < share for _ in range(rows)])
    scores = np.array([(next(numbers) % levels) / levels + (shift if label else 0) for label in labels])
    return labels, scores


def at(labels, scores, contamination):
    flagged = scores > np.quantile(scores, 1 - contamination)
    tn, fp, fn, tp = metrics.confusion_matrix(labels, flagged, labels=[False, True]).ravel()
    zero = dict(zero_division=0)
    return dict(contamination=contamination, tp=int(tp), fp=int(fp), tn=int(tn), fn=int(fn), f1=metrics.f1_score(labels, flagged, **zero),
                precision=metrics.precision_score(labels, flagged, **zero), recall=metrics.recall_score(labels, flagged, **zero))


cases = []
for seed in range(1, 41):
    setting = dict(seed=seed, rows=[20, 100, 1000, 3000][seed % 4], levels=[2**30, 3, 10, 100, 2][seed % 5], share=[500, 200, 50][seed % 3], shift=[0, 0.2, -0.1, 0.5][(seed // 4) % 4])
    labels, scores = case(**setting)
    if labels.all() or not labels.any():
        continue
    precision, recall, _ = metrics.precision_recall_curve(labels, scores)
    sums = precision + recall
    order = np.argsort(-scores, kind="stable")
    untied = len(set(scores)) == len(scores)
    cases.append(dict(
        **setting,
        auroc=metrics.roc_auc_score(labels, scores),
        averagePrecision=metrics.average_precision_score(labels, scores),
        bestF1=float(np.max(np.divide(2 * precision * recall, sums, out=np.zeros_like(sums), where=sums > 0))),
        precisionAtN=float(labels[order[:labels.sum()]].mean()) if untied else None,
        at=[at(labels, scores, contamination) for contamination in (0.05, 0.2, 0.5)]))
print(json.dumps(cases, indent=1))
