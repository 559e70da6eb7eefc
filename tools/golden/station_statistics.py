"""Fixtures of packages/station/src/statistics: SciPy and statsmodels, and integral equations solved here."""

import numpy as np
import scipy.special
import scipy.stats
from common import save
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

SEED = 20260301
Z = scipy.stats.norm.ppf(0.975)


def distributions():
    a_b = [(0.5, 0.5), (1, 1), (1, 60), (3.2, 46.1), (45, 6), (400, 2), (900, 100_000), (5e5, 5e5)]
    beta = [
        {"x": x, "a": a, "b": b, "value": scipy.special.betainc(a, b, x)}
        for a, b in a_b
        for x in [1e-6, 0.001, 0.01, 0.3, 0.5, 0.9, 0.999]
    ]
    normal = [{"x": x, "value": scipy.stats.norm.cdf(x)} for x in np.linspace(-9, 9, 73).tolist()]
    gamma = [{"x": x, "value": scipy.special.gammaln(x)} for x in [0.1, 0.5, 1, 2.5, 10, 1e3, 1e6]]
    return {"beta": beta, "normal": normal, "gamma": gamma}


def interval(count, n, confidence):
    """Clopper-Pearson with real counts."""
    doubt = (1 - confidence) / 2
    low = 0.0 if count == 0 else scipy.stats.beta.ppf(doubt, count, n - count + 1)
    high = 1.0 if count == n else scipy.stats.beta.ppf(1 - doubt, count + 1, n - count)
    return {"low": low, "high": high}


def intervals():
    whole = [(0, 1), (1, 1), (0, 59), (42, 50), (45, 50), (40, 50), (39, 50), (3, 48), (17, 20_000)]
    exact = [
        {"count": k, "n": n, "confidence": c, **interval(k, n, c)} for k, n in whole for c in (0.9, 0.95)
    ]
    for k, n in whole[3:]:
        test = scipy.stats.binomtest(k, n).proportion_ci(0.95, "exact")
        ours = interval(k, n, 0.95)
        assert abs(test.low - ours["low"]) + abs(test.high - ours["high"]) < 1e-12
    exact.append({"count": 2.5, "n": 21.75, "confidence": 0.95, **interval(2.5, 21.75, 0.95)})
    return exact


def clustered(hits, trials):
    """Korn and Graubard, from the formulas."""
    hits = np.asarray(hits)
    parts, p = len(hits), hits.mean() / trials
    effective = float(parts)
    if 0 < p < 1:
        variance = np.var(hits / trials, ddof=1) / parts
        effective = min(parts * trials, max(parts, p * (1 - p) / variance))
    return {"count": int(hits.sum()), "of": parts * trials, **interval(p * effective, effective, 0.95)}


def jackknife(size, kappa):
    everything = np.arange(size)
    left = np.array([kappa(everything[everything != i]) for i in range(size)])
    return float(np.sqrt((size - 1) / size * ((left - left.mean()) ** 2).sum()))


def cohen(first, second):
    """Two arrays of shape [P, T]."""

    def kappa(chosen):
        a, b = first[chosen].ravel(), second[chosen].ravel()
        table = np.array([[np.sum((a == i) & (b == j)) for j in (0, 1)] for i in (0, 1)])
        return cohens_kappa(table, return_results=False)

    everything = np.arange(len(first))
    return {"kappa": float(kappa(everything)), "standardError": jackknife(len(first), kappa)}


def fleiss(good, judgements):
    table = np.stack([judgements - good, good], 1)
    return {
        "kappa": float(fleiss_kappa(table)),
        "standardError": jackknife(len(good), lambda chosen: fleiss_kappa(table[chosen])),
    }


def study(rng, parts, appraisers, trials):
    """A study with parts that are hard to a different degree, and its figures straight from definitions."""
    reference = (rng.random(parts) < 0.6).astype(int)
    reference[:2] = [0, 1]
    error = np.where(rng.random(parts) < 0.4, rng.random(parts) * 0.5, 0.02)
    wrong = rng.random((parts, appraisers, trials)) < error[:, None, None]
    judged = np.where(wrong, 1 - reference[:, None, None], reference[:, None, None])
    right = judged == reference[:, None, None]
    spread = np.repeat(reference[:, None], trials, 1)
    people = []
    for a in range(appraisers):
        good = judged[:, a].sum(1)
        misses = (trials - right[:, a].sum(1))[reference == 0]
        alarms = (trials - right[:, a].sum(1))[reference == 1]
        people.append(
            {
                "effectiveness": int(right[:, a].all(1).sum()),
                "within": int(((good == 0) | (good == trials)).sum()),
                "missRate": clustered(misses, trials),
                "falseAlarmRate": clustered(alarms, trials),
                "rightDecisions": clustered(right[:, a].sum(1), trials),
                "againstReference": cohen(judged[:, a], spread),
                "kappaWithin": fleiss(good, trials),
            }
        )
    pairs = [cohen(judged[:, a], judged[:, b]) for a in range(appraisers) for b in range(a + 1, appraisers)]
    flat = judged.reshape(parts, -1)
    return {
        "reference": reference.tolist(),
        "appraisers": appraisers,
        "trials": trials,
        "judged": flat.ravel().tolist(),
        "figures": people,
        "pairs": pairs,
        "agreed": int((flat == flat[:, :1]).all(1).sum()),
        "rightByAll": int(right.all((1, 2)).sum()),
        "kappaBetween": fleiss(flat.sum(1), appraisers * trials),
    }


def ewma_run_length(shift, lam, limit, nodes=400):
    """L(z) = 1 + integral of L(y) phi((y - (1 - lam) z) / lam - shift) / lam dy, by Gauss-Legendre."""
    width = limit * np.sqrt(lam / (2 - lam))
    x, w = np.polynomial.legendre.leggauss(nodes)
    x, w = x * width, w * width

    def kernel(z):
        return w * scipy.stats.norm.pdf((x - (1 - lam) * z) / lam - shift) / lam

    lengths = np.linalg.solve(np.eye(nodes) - np.stack([kernel(z) for z in x]), np.ones(nodes))
    return float(1 + kernel(0.0) @ lengths)


def cusum_one_side(shift, k, h, nodes=400):
    """Page's equation: L(z) = 1 + L(0) Phi(k - z - shift) + integral of L(y) phi(y - z + k - shift) dy."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    x, w = (x + 1) * h / 2, w * h / 2
    places = np.concatenate([[0.0], x])
    matrix = np.zeros((nodes + 1, nodes + 1))
    matrix[:, 0] = scipy.stats.norm.cdf(k - places - shift)
    matrix[:, 1:] = w * scipy.stats.norm.pdf(x[None] - places[:, None] + k - shift)
    return float(np.linalg.solve(np.eye(nodes + 1) - matrix, np.ones(nodes + 1))[0])


def run_lengths():
    ewma = [
        {"lambda": lam, "limit": limit, "shift": shift, "value": ewma_run_length(shift, lam, limit)}
        for lam, limit in [(0.4, 3.054), (0.2, 2.962), (0.1, 2.814), (0.05, 2.615)]
        for shift in [0, 0.5, 1, 3]
    ]
    cusum = []
    for k, h in [(0.5, 4), (0.5, 5), (0.25, 8), (1, 2.5)]:
        for shift in [0, 0.5, 1, 3]:
            sides = [cusum_one_side(s, k, h) for s in (shift, -shift)]
            value = 1 / sum(1 / side for side in sides)
            cusum.append({"reference": k, "decision": h, "shift": shift, "value": value})
    return {"ewma": ewma, "cusum": cusum}


def blom(rng):
    scores = np.round(rng.lognormal(size=60), 1)
    ranks = scipy.stats.rankdata(scores)
    return {"scores": scores.tolist(), "standard": scipy.stats.norm.ppf((ranks - 0.375) / 60.25).tolist()}


def quantile_cases(rng):
    return [quantile_case(np.sort(rng.lognormal(size=n))) for n in [1, 8, 60, 1000]]


def quantile_case(values):
    n = len(values)
    quantiles = []
    for p in [0.5, 0.95, 0.99]:
        below = scipy.stats.binom.cdf(np.arange(n + 2) - 1, n, p)  # P(X < rank), rank from 0
        lower = max((r for r in range(1, n + 1) if below[r] <= 0.025), default=0)
        upper = min((r for r in range(1, n + 1) if 1 - below[r] <= 0.025), default=n + 1)
        quantiles.append(
            {
                "p": p,
                "value": float(np.quantile(values, p)),
                "low": float(values[lower - 1]) if lower else None,
                "high": float(values[upper - 1]) if upper <= n else None,
            }
        )
    return {"values": values.tolist(), "quantiles": quantiles}


def main():
    rng = np.random.default_rng(SEED)
    save("statistics/shares", {**distributions(), "intervals": intervals()}, SEED)
    sizes = [(12, 2, 2), (30, 3, 3), (50, 3, 3), (25, 4, 2)]
    save("statistics/agreement", {"studies": [study(rng, *size) for size in sizes]}, SEED)
    save("statistics/charts", {**run_lengths(), "blom": blom(rng)}, SEED)
    save("statistics/quantiles", {"cases": quantile_cases(rng)}, SEED)


if __name__ == "__main__":
    main()
