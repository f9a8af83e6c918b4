"""Finds entries of one address book that are the same person, comparing only those that share something."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from mentorpanel.domain.matching import Identity, Match, Same, keys_of, match
from mentorpanel.domain.name_fit import full_name_key

MOST_PER_BLOCK = 20
"""A key that more entries share, such as a common first name, compares nobody: keeps the work near-linear (our judgement)."""


def find_duplicates(people: Iterable[tuple[int, Identity]]) -> Iterator[tuple[int, int, Match]]:
    """Pairs of ids that are, or may be, the same person, each once, lower id first.

    The work grows with the entries, not with their pairs: only those who share a key are compared.
    """
    entries = dict(people)
    blocks: dict[str, list[int]] = {}
    for entry_id, facts in entries.items():
        for key in _block_keys(facts):
            blocks.setdefault(key, []).append(entry_id)
    compared: set[tuple[int, int]] = set()
    for sharing in blocks.values():
        if not 1 < len(sharing) <= MOST_PER_BLOCK:
            continue
        for one, other in combinations(sharing, 2):
            pair = (one, other) if one < other else (other, one)
            if pair in compared:
                continue
            compared.add(pair)
            found = match(entries[one], entries[other])
            if found.verdict is not Same.DIFFERENT:
                yield (*pair, found)


def _block_keys(facts: Identity) -> set[str]:
    """What an entry is filed under: its contact keys, and pairs of a bit of the name with another fact."""
    keys = {f"{kind}={key}" for kind, key in keys_of(facts)}
    words = full_name_key(facts.name).split()
    keys.update(f"word={word}" for word in words)
    bits = {word[:3] for word in words} | {word[-3:] for word in words if len(word) > 4}
    others = sorted(facts.extras)
    if facts.organisation:
        others.append(facts.organisation)
    keys.update(f"{bit}+{other}" for bit in bits for other in others)
    keys.update(f"{one}+{other}" for one, other in combinations(sorted(bits), 2))
    keys.update(f"only={other}" for other in others if other.startswith(("born:", "id:", "street:")))
    return keys
