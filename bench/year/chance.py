"""Chance without a sequence: a number for a name, the same in every run and under every policy."""

from hashlib import blake2b
from math import erf, exp, log, sqrt

_SCALE = 2.0**64


def chance(*name: object) -> float:
    """A number from 0 to 1 that belongs to that name: "does mentor 3 cancel on day 40 of world 7"."""
    digest = blake2b(repr(name).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / _SCALE


def between(low: float, high: float, *name: object) -> float:
    """Anything from low to high, each as likely."""
    return low + (high - low) * chance(*name)


def around(median: float, spread: float, *name: object) -> float:
    """A positive number around a median: lognormal, ``spread`` is the deviation of its logarithm."""
    return exp(log(median) + spread * _normal(chance(*name)))


def _normal(share: float) -> float:
    """The normal number below which that share lies, by halving; good to six figures."""
    low, high = -6.0, 6.0
    for _ in range(30):
        middle = (low + high) / 2
        if 0.5 * (1 + erf(middle / sqrt(2))) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
