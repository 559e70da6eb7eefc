"""Fixtures of src/metrics: scikit-learn for the curves, a plain reference for the PRO."""

from fractions import Fraction

import numpy as np
import scipy.ndimage
import sklearn.metrics
from common import array, save

SEED = 20240501


def score_sets(rng):
    """Named (scores, labels), float64 and 0 / 1."""
    labels = (rng.random(60) < 0.4).astype(int)
    separated = labels + rng.random(60) * 0.5
    overlapping = labels * 0.8 + rng.normal(size=60)
    few = np.array([0, 1])
    return {
        "overlapping": (overlapping, labels),
        "separated": (separated, labels),
        "reversed": (-separated, labels),
        "ties": (np.round(overlapping), labels),
        "constant": (np.ones(60), labels),
        "one of each": (np.array([0.25, 0.5]), few),
        "one of each, tied": (np.array([0.5, 0.5]), few),
        "negative and huge": (np.where(labels, 1e30, -1e-30) * rng.normal(size=60), labels),
        "few anomalies": (rng.normal(size=300), (np.arange(300) % 100 == 7).astype(int)),
    }


def f1_max(scores, labels):
    """The best F1 as an exact fraction, at the lowest threshold that reaches it."""
    best = (Fraction(-1), None)
    for threshold in sorted(set(scores), reverse=True):
        positive = scores >= threshold
        hits = int((positive & (labels == 1)).sum())
        f1 = Fraction(2 * hits, int(positive.sum()) + int(labels.sum()))
        if f1 >= best[0]:
            best = (f1, threshold)
    precision, recall, _ = sklearn.metrics.precision_recall_curve(labels, scores)
    curve = 2 * precision * recall / np.maximum(precision + recall, 1e-300)
    assert abs(float(best[0]) - curve.max()) < 1e-12
    return {"f1": float(best[0]), "threshold": float(best[1])}


def score_case(name, scores, labels):
    precision, recall, thresholds = sklearn.metrics.precision_recall_curve(labels, scores)
    fpr, tpr, _ = sklearn.metrics.roc_curve(labels, scores, drop_intermediate=False)
    return {
        "name": name,
        "scores": scores.tolist(),
        "labels": labels.tolist(),
        "auroc": sklearn.metrics.roc_auc_score(labels, scores),
        "averagePrecision": sklearn.metrics.average_precision_score(labels, scores),
        "f1Max": f1_max(scores, labels),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "thresholds": thresholds.tolist(),
        "falsePositiveRate": fpr.tolist(),
        "truePositiveRate": tpr.tolist(),
    }


def picture_sets(rng):
    """Named (maps, masks), shape [pictures, height, width]; good pictures have empty masks."""
    shape = (5, 24, 20)
    masks = np.zeros(shape, np.uint8)
    masks[0, 2:9, 3:8] = 255
    masks[0, 15:17, 12:19] = 255
    masks[1, 0, 0] = 1
    masks[1, 1, 1] = 1  # touches the one above by a corner: one component
    masks[2, 4, 19] = 1
    masks[2, 5, 0] = 1  # the next pixel in memory, but not a neighbour
    masks[2, 20:, 5:] = 1
    maps = scipy.ndimage.gaussian_filter(rng.normal(size=shape) + 1.5 * (masks > 0), (0, 2, 2))
    maps = maps.astype(np.float32)
    blind = rng.normal(size=shape).astype(np.float32)
    return {
        "good maps": (maps, masks),
        "ties": (np.round(maps * 6).astype(np.float32), masks),
        "blind maps": (blind, masks),
        "constant maps": (np.ones(shape, np.float32), masks),
        "perfect maps": ((masks > 0).astype(np.float32), masks),
        "every pixel of one picture": (maps[:2], np.stack([np.ones(shape[1:], np.uint8), masks[3]])),
    }


def pro_curve(maps, masks):
    """(FPR, mean overlap) at every distinct score, straight from the definition."""
    regions = []
    for index, mask in enumerate(masks):
        labels, count = scipy.ndimage.label(mask, np.ones((3, 3), int))
        regions += [maps[index][labels == k + 1] for k in range(count)]
    normal = maps[masks == 0]
    points = [(0.0, 0.0)]
    for threshold in np.unique(maps)[::-1]:
        fpr = np.mean(normal >= threshold)
        points.append((fpr, np.mean([np.mean(region >= threshold) for region in regions])))
    return np.array(points, np.float64), len(regions)


def area_up_to(points, limit):
    """Trapezoids over [0, limit], with the curve's value at the limit by interpolation."""
    inside = points[points[:, 0] <= limit]
    outside = points[points[:, 0] > limit]
    if len(outside):
        (x0, y0), (x1, y1) = inside[-1], outside[0]
        inside = np.vstack([inside, (limit, y0 + (y1 - y0) * (limit - x0) / (x1 - x0))])
    return np.trapz(inside[:, 1], inside[:, 0]) / limit


def picture_case(name, maps, masks):
    points, regions = pro_curve(maps, masks)
    labels = (masks > 0).ravel().astype(int)
    return {
        "name": name,
        "maps": array(maps),
        "masks": array(masks),
        "regions": regions,
        "auroc": sklearn.metrics.roc_auc_score(labels, maps.ravel()),
        "averagePrecision": sklearn.metrics.average_precision_score(labels, maps.ravel()),
        "aupro": [{"limit": limit, "value": area_up_to(points, limit)} for limit in (0.05, 0.3, 1)],
    }


def main():
    rng = np.random.default_rng(SEED)
    scores = [score_case(name, *case) for name, case in score_sets(rng).items()]
    save("metrics/scores", {"cases": scores}, SEED)
    pictures = [picture_case(name, *case) for name, case in picture_sets(rng).items()]
    save("metrics/pictures", {"cases": pictures}, SEED)


if __name__ == "__main__":
    main()
