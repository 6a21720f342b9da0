"""Confidence intervals and paired tests, the same at every run (Efron and Tibshirani 1993)."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import binomtest

SEED, SAMPLES, LEVEL = 2569, 2000, 0.95
SIGNIFICANT = 0.05
"""Probability below which a drop is no chance."""


def interval(values: Sequence[float], *, share: bool = False) -> tuple[float, float]:
    """Return the percentile bootstrap interval of the mean, at 95 %; (nan, nan) of nothing.

    Of a `share` whose values are all 0, or all 1, drawing again shows nothing else: its exact interval is returned then
    (Clopper and Pearson 1934).
    """
    if not values:
        return float("nan"), float("nan")
    if share and set(values) in ({0.0}, {1.0}):
        exact = binomtest(int(sum(values)), len(values)).proportion_ci(LEVEL)
        return float(exact.low), float(exact.high)
    drawn = np.asarray(values, dtype=np.float64)
    rows = np.random.default_rng(SEED).integers(0, len(drawn), (SAMPLES, len(drawn)))
    low, high = np.quantile(drawn[rows].mean(axis=1), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def worse(before: Sequence[float], after: Sequence[float]) -> bool:
    """Say whether paired figures have dropped beyond chance.

    The whole bootstrap interval of their difference is below zero, and so few pairs have risen against those that have
    fallen (sign test, 5 %): a handful of pairs drawn again and again would show no doubt.
    """
    differences = [new - old for old, new in zip(before, after, strict=True)]
    fallen, risen = sum(each < 0 for each in differences), sum(each > 0 for each in differences)
    return mcnemar(fallen, risen) < SIGNIFICANT and interval(differences)[1] < 0


def mcnemar(broken: int, fixed: int) -> float:
    """Return the probability of at least so many broken among the changed, were both as likely (exact, one-sided)."""
    changed = broken + fixed
    return float(binomtest(broken, changed, 0.5, alternative="greater").pvalue) if changed else 1.0
