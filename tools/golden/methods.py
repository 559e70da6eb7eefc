"""Fixtures of src/evaluation/methods and what they stand on: PatchCore, PaDiM, RegAD's scoring, nearest
patches and the principal subspace written again with PyTorch, SciPy and scikit-learn, and NumPy's
eigenvalues. All methods see the same random feature maps of a few support pictures, plain and
augmented, and of two test pictures."""

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import gaussian_filter
from scipy.spatial.distance import mahalanobis
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

from common import array, save

SEED = 20240602
random = np.random.default_rng(SEED)

SIZE = 32
PICTURES = 3
LEVELS = {"fine": (5, 8), "middle": (7, 4), "coarse": (9, 2)}  # channels, side
DEFAULT_LEVELS = ["fine", "middle"]

ROTATIONS = [45, 90, 135, 180, 225, 270, 315]
# The augmentations as src/image/augmentation.ts names them.
TURNED = ["identity"] + [f"rotation +{angle}°" for angle in ROTATIONS]
REGAD = (
    ["identity"]
    + [f"rotation {angle:+g}°" for angle in [11.25, -11.25, 22.5, -22.5, 33.75, -33.75, 45, -45]]
    + [f"rotation +{angle}°" for angle in [90, 180, 270]]
    + [
        f"translation {x:+g} {y:+g}"
        for step in [0.1, 0.2]
        for x, y in [(step, step), (-step, step), (-step, -step), (step, -step)]
    ]
    + ["flip", "grayscale"]
)

BASE = {name: random.normal(size=(channels, side, side)) for name, (channels, side) in LEVELS.items()}


def picture(noise):
    """Maps of one picture: what all have in common, and noise."""
    return {
        name: torch.from_numpy((base + noise * random.normal(size=base.shape)).astype(np.float32))
        for name, base in BASE.items()
    }


AUGMENTATIONS = list(dict.fromkeys(TURNED + REGAD))
SUPPORT = [{name: picture(0.5) for name in AUGMENTATIONS} for _ in range(PICTURES)]
TESTS = [picture(0.5), picture(0.9)]


def join(maps, levels, neighbourhood, mode="bilinear"):
    """Levels side by side on the grid of the finest: shape [H * W, C], and the grid."""
    aware = [F.avg_pool2d(maps[level][None], neighbourhood, 1, neighbourhood // 2) for level in levels]
    side = max(level.shape[-1] for level in aware)
    options = {"align_corners": False} if mode == "bilinear" else {}
    planes = torch.cat([F.interpolate(level, size=(side, side), mode=mode, **options) for level in aware], 1)
    return planes[0].flatten(1).T.double().numpy(), side


def anomaly_map(distances, side):
    plane = torch.from_numpy(np.asarray(distances).reshape(1, 1, side, side))
    large = F.interpolate(plane, size=(SIZE, SIZE), mode="bilinear", align_corners=False)
    return gaussian_filter(large[0, 0].numpy(), sigma=4)


def top_mean(values, share=0.01):
    values = np.sort(np.ravel(values))[::-1]
    return values[: max(1, int(len(values) * share))].mean()


def result(score, plane):
    return {"score": float(score), "map": array(plane)}


def greedy(features, first, size):
    """k-center greedy of PatchCore, Algorithm 1, without a projection, since features are narrow."""
    chosen, nearest = [first], np.full(len(features), np.inf)
    while len(chosen) < size:
        nearest = np.minimum(nearest, ((features - features[chosen[-1]]) ** 2).sum(1))
        chosen.append(int(nearest.argmax()))
    return chosen


def patchcore(ratio, first):
    support = np.concatenate([join(p["identity"], DEFAULT_LEVELS, 3)[0] for p in SUPPORT])
    chosen = greedy(support, first, int(np.ceil(ratio * len(support))))
    bank = support[chosen]
    for test in TESTS:
        queries, side = join(test, DEFAULT_LEVELS, 3)
        distances = torch.cdist(torch.from_numpy(queries), torch.from_numpy(bank)).numpy()
        nearest = distances.min(1)
        hottest = nearest.argmax()
        centre = bank[distances[hottest].argmin()]
        around = np.argsort(((bank - centre) ** 2).sum(1))[:9]
        softmax = torch.softmax(torch.from_numpy(distances[hottest][around]), 0)[0].item()
        yield result((1 - softmax) * nearest[hottest], anomaly_map(nearest, side))


def gaussian(embed, augmentations):
    """As PaDiM's and RegAD's published code: a covariance and its inverse at each position."""
    samples = np.stack([embed(p[name])[0] for p in SUPPORT for name in augmentations])
    mean = samples.mean(0)
    width = samples.shape[2]
    inverses = [np.linalg.inv(np.cov(samples[:, i], rowvar=False) + 0.01 * np.eye(width)) for i in range(samples.shape[1])]
    for test in TESTS:
        features, side = embed(test)
        distances = [mahalanobis(x, m, inverse) for x, m, inverse in zip(features, mean, inverses)]
        plane = anomaly_map(distances, side)
        yield result(plane.max(), plane)


def padim(channels):
    def embed(maps):
        features, side = join(maps, list(LEVELS), 1, "nearest")
        return features[:, channels], side

    return gaussian(embed, ["identity"])


def regad(side):
    """All levels on a grid of `side`: finer ones averaged, coarser ones repeated."""

    def embed(maps):
        fitting = {n: F.adaptive_avg_pool2d(m, side) if m.shape[-1] > side else m for n, m in maps.items()}
        return join(fitting, list(LEVELS), 1, "nearest")

    return gaussian(embed, REGAD)


def nearest_patch():
    bank = np.concatenate([join(p[name], DEFAULT_LEVELS, 1)[0] for p in SUPPORT for name in TURNED])
    search = NearestNeighbors(n_neighbors=1, algorithm="brute", metric="cosine").fit(bank)
    for test in TESTS:
        features, side = join(test, DEFAULT_LEVELS, 1)
        distances = search.kneighbors(features)[0].ravel()
        yield result(top_mean(distances), anomaly_map(distances, side))


def subspace(explained_variance):
    features = np.concatenate([join(p[name], DEFAULT_LEVELS, 1)[0] for p in SUPPORT for name in TURNED])
    pca = PCA(explained_variance, svd_solver="full").fit(features)
    assert pca.n_components_ < features.shape[1], "nothing would be left beside the subspace"
    for test in TESTS:
        patches, side = join(test, DEFAULT_LEVELS, 1)
        rest = patches - pca.inverse_transform(pca.transform(patches))
        plane = anomaly_map((rest**2).sum(1), side)
        yield result(top_mean(plane), plane)


def eigen_case(n):
    """A covariance with fast falling values, as those of features are."""
    samples = random.normal(size=(3 * n, n)) * 0.8 ** np.arange(n)
    covariance = (samples.T @ samples).astype(np.float32)
    values = np.linalg.eigvalsh(covariance.astype(np.float64))[::-1]
    return {"matrix": array(covariance), "values": [float(value) for value in values]}


def stored(maps):
    return {name: array(values.numpy()) for name, values in maps.items()}


save(
    "methods/maps",
    {
        "size": SIZE,
        "levels": {name: channels for name, (channels, _) in LEVELS.items()},
        "defaultLevels": DEFAULT_LEVELS,
        "support": [{name: stored(maps) for name, maps in p.items()} for p in SUPPORT],
        "tests": [stored(maps) for maps in TESTS],
    },
    SEED,
)
CHANNELS = [3, 0, 7, 12, 20, 16]
# The row that `seededRandom(0)` draws first among the 192 of the support set.
FIRST = 141
save(
    "methods/expected",
    {
        "patchcore": {"first": FIRST, "whole": list(patchcore(1, FIRST)), "tenth": list(patchcore(0.1, FIRST))},
        "padim": {"channels": CHANNELS, "some": list(padim(CHANNELS)), "all": list(padim(list(range(21))))},
        "regad": {"fine": list(regad(8)), "middle": list(regad(4))},
        "nearestPatch": list(nearest_patch()),
        "subspace": {"half": list(subspace(0.5)), "most": list(subspace(0.9))},
    },
    SEED,
)
save("methods/eigen", {"cases": [eigen_case(n) for n in [1, 2, 5, 40]]}, SEED)
