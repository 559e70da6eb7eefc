"""Fixtures of src/scoring, src/calibration and src/memory-bank: scipy's gaussian_filter, PyTorch's
softmax and interpolate, scipy's quantiles and intervals, scikit-learn's brute-force neighbours, and
a float64 greedy k-center. Inputs are drawn by NumPy from the recorded seed and stored."""

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import gaussian_filter
from scipy.stats import beta, binomtest, norm
from sklearn.neighbors import NearestNeighbors

from common import array, save

SEED = 20240601
random = np.random.default_rng(SEED)


def float32(*shape):
    return random.random(shape).astype(np.float32)


def gaussian_cases():
    cases = [(28, 28, 4.0, 4.0), (17, 40, 1.3, 4.0), (5, 3, 6.0, 4.0), (1, 9, 2.0, 4.0), (12, 12, 2.0, 2.5)]
    for height, width, sigma, truncate in cases:
        values = float32(height, width)
        smooth = gaussian_filter(values, sigma, mode="reflect", truncate=truncate)
        yield {"sigma": sigma, "truncate": truncate, "map": array(values), "expected": array(smooth)}


def anomaly_map_cases():
    for fusion in ["max", "mean"]:
        levels = [float32(14, 14) * 9, float32(7, 7) * 30]
        scales = [float(np.median(level.astype(np.float64))) for level in levels]
        planes = [
            F.interpolate(
                torch.from_numpy(level)[None, None] / scale, size=(56, 56), mode="bilinear", align_corners=False
            )[0, 0].numpy()
            for level, scale in zip(levels, scales)
        ]
        fused = np.maximum(*planes) if fusion == "max" else (planes[0] + planes[1]) / 2
        yield {
            "fusion": fusion,
            "levels": [array(level) for level in levels],
            "scales": scales,
            "expected": array(gaussian_filter(fused, 4, mode="reflect")),
        }


def score_cases():
    """Equation 7 as a softmax in float64; the first distance is that to the nearest element."""
    for count, largest in [(9, 1), (9, 30), (9, 700), (3, 1e6)]:
        distances = np.sort(float32(count) * np.float32(largest))
        doubles = torch.from_numpy(distances).double()
        score = (1 - F.softmax(doubles, 0)[0]) * doubles[0]
        yield {"distances": array(distances), "expected": score.item()}


def interval_cases():
    for count, n in [(0, 12), (1, 12), (5, 12), (12, 12), (3, 299), (40, 5000)]:
        for confidence in [0.8, 0.95, 0.999]:
            found = binomtest(count, n).proportion_ci(confidence, method="wilson")
            yield {"count": count, "n": n, "confidence": confidence, "low": found.low, "high": found.high}


def bound_cases():
    """The rate above the r-th smallest of n scores is Beta(n - r + 1, r)."""
    for rank, n in [(1, 1), (1, 7), (8, 8), (55, 59), (92, 93), (290, 299), (4950, 5000)]:
        for confidence in [0.5, 0.95, 0.999]:
            bound = beta.ppf(confidence, n - rank + 1, rank)
            yield {"rank": rank, "n": n, "confidence": confidence, "bound": bound}


def quantile_cases():
    tails = [1e-300, 1e-16, 1e-9, 1e-3, 0.02, 0.074, 0.076, 0.3, 0.5, 0.7, 0.924, 0.926, 0.99, 1 - 1e-9]
    return [{"p": p, "quantile": norm.ppf(p)} for p in tails]


def neighbour_case():
    bank, queries = float32(301, 24), float32(40, 24)
    search = NearestNeighbors(n_neighbors=9, algorithm="brute").fit(bank.astype(np.float64))
    distances, indices = search.kneighbors(queries.astype(np.float64))
    unit = NearestNeighbors(n_neighbors=9, algorithm="brute", metric="cosine").fit(bank.astype(np.float64))
    cosine_distances, cosine_indices = unit.kneighbors(queries.astype(np.float64))
    return {
        "bank": array(bank),
        "queries": array(queries),
        "distances": array(distances),
        "indices": array(indices),
        "cosineDistances": array(cosine_distances),
        "cosineIndices": array(cosine_indices),
    }


def coreset_case(first, size=40):
    """Greedy k-center in float64 on integers, so that no sum is rounded anywhere."""
    features = random.integers(-99, 100, (240, 6)).astype(np.float64)
    chosen, nearest = [first], np.full(len(features), np.inf)
    while True:
        nearest = np.minimum(nearest, ((features - features[chosen[-1]]) ** 2).sum(1))
        if len(chosen) == size:
            break
        chosen.append(int(nearest.argmax()))
    return {
        "features": array(features),
        "chosen": chosen,
        "coveringRadius": float(np.sqrt(nearest.max())),
    }


save("scoring/gaussian", {"cases": list(gaussian_cases())}, SEED)
save("scoring/map", {"cases": list(anomaly_map_cases())}, SEED)
save("scoring/score", {"cases": list(score_cases())}, SEED)
save(
    "scoring/calibration",
    {"intervals": list(interval_cases()), "bounds": list(bound_cases()), "quantiles": quantile_cases()},
    SEED,
)
save("scoring/neighbours", neighbour_case(), SEED)
save("scoring/coreset", coreset_case(first=17), SEED)
