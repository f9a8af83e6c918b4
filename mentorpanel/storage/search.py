"""Search over everything of an owner's: every word must begin a word in the thing or in its person's name."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from mentorpanel.domain.records import Named, SearchHit
from mentorpanel.domain.search_rank import NEWEST, Fit, rank_of
from mentorpanel.domain.search_records import Found
from mentorpanel.domain.search_text import nearest_words, slips_of, snippet_of, words_asked
from mentorpanel.storage import search_index
from mentorpanel.storage.models import User
from mentorpanel.storage.paging import LARGEST_ID, cursor_of, key_of, page_size, read_id

MOST_NEAR = 50
MOST_MEANT = 3
FEW = 5
PERSON = "person"
_NEWEST = {
    "sqlite": (
        "SELECT rowid AS id FROM storage_search_fts WHERE storage_search_fts MATCH %s AND rowid < %s "
        "ORDER BY rowid DESC LIMIT %s"
    ),
    # Materialised: else PostgreSQL may walk all places backwards in the hope of an early hit.
    "postgresql": (
        "SELECT id FROM (WITH found AS MATERIALIZED (SELECT id FROM storage_searchentry WHERE vector @@ %s::tsquery) "
        "SELECT id FROM found WHERE id < %s ORDER BY id DESC LIMIT %s) newest"
    ),
}
_SHOWN = "e.id, e.kind, e.item, e.title, e.text, e.person_item, e.person_name"
Asked = tuple[str, ...]
Hit = tuple[Any, ...]
"""The columns of ``_SHOWN``."""


def search(
    owner: User, *, query: str, kinds: Sequence[str], ranked_on: date | None, limit: int, after: str
) -> Found:
    """One page: people first, then the rest newest first; with ``ranked_on``, today, the best of the newest first.

    Where nothing has every word, names a slip away from those typed are taken instead. Reads the index as it is.
    """
    asked = words_asked(query)
    if not asked:
        return Found((), "")
    read = (read_id,) if ranked_on is None else (_read_rank, read_id)
    place = key_of(after, *read) if after else None
    size = page_size(limit)

    def page(words: Asked) -> tuple[list[tuple[int, ...]], list[Hit]]:
        match = _all_of(owner, words, kinds)
        if ranked_on is None:
            newest = _newest(match, place[0] if place else LARGEST_ID, size + 1)
            return [(hit[0],) for hit in newest], newest
        keys: list[tuple[int, ...]] = list(_ranks(match, words, ranked_on))
        keys = [key for key in keys if place is None or key < place][: size + 1]
        return keys, _shown([key[-1] for key in keys])

    keys, hits = page(asked)
    used, meant = query, tuple[str, ...]()
    if not hits and (not after or not _places(_all_of(owner, asked, kinds), 1)):
        meant = _meant(owner, asked)
        if meant:
            used, asked, meant = meant[0], words_asked(meant[0]), meant[1:]
            keys, hits = page(asked)
    elif not after and len(hits) < FEW and not any(hit[1] == PERSON for hit in hits):
        meant = _meant(owner, asked, even_if_there=True)
    following = cursor_of(keys[size - 1]) if len(keys) > size else ""
    return Found(tuple(_hit(hit, asked) for hit in hits[:size]), following, used, meant)


def _read_rank(number: Any) -> int:
    if not isinstance(number, int):
        raise ValueError("no rank")
    return number


def _all_of(owner: User, words: Sequence[str], kinds: Sequence[str] = ()) -> str:
    """The query for things with every word: each is a term of this owner's alone, so nobody else's can match."""
    if connection.vendor == "sqlite":
        match = " AND ".join(f'"{owner.pk}·{word}" *' for word in words)
        one_of = " OR ".join(f'"{owner.pk}·{search_index.key_of_kind(kind)}"' for kind in kinds)
        return f"{match} AND ({one_of})" if kinds else match
    match = " & ".join(f"'{owner.pk}·{word}':*" for word in words)
    one_of = " | ".join(f"'{owner.pk}·{search_index.key_of_kind(kind)}'" for kind in kinds)
    return f"{match} & ({one_of})" if kinds else match


def _asked(statement: str, *values: Any) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _places(match: str, most: int) -> list[int]:
    return [place for (place,) in _asked(_NEWEST[connection.vendor], match, LARGEST_ID, most)]


def _newest(match: str, below: int, most: int) -> list[Hit]:
    statement = (
        f"SELECT {_SHOWN} FROM ({_NEWEST[connection.vendor]}) f JOIN storage_searchentry e ON e.id = f.id"  # noqa: S608
    )
    return _asked(f"{statement} ORDER BY e.id DESC", match, below, most)


def _shown(places: Sequence[int]) -> list[Hit]:
    """The entries at these places, in their order."""
    if not places:
        return []
    marks = ", ".join(["%s"] * len(places))
    rows = _asked(f"SELECT {_SHOWN} FROM storage_searchentry e WHERE e.id IN ({marks})", *places)  # noqa: S608
    by_place = {row[0]: row for row in rows}
    return [by_place[place] for place in places if place in by_place]


def _ranks(match: str, asked: Asked, today: date) -> list[tuple[int, int]]:
    """Rank and place of the newest hits, best first. The databases only count; what counts are worth is the rule's."""
    at, size = ("instr", "length") if connection.vendor == "sqlite" else ("strpos", "octet_length")
    names, words = "' ' || e.names || ' '", "' ' || e.words || ' '"
    facts, values = [], []
    for word in asked:
        begun, whole = f" {word}", f" {word} "
        facts.append(
            f"CASE WHEN {at}({names}, %s) > 0 THEN 2 WHEN {at}({names}, %s) > 0 THEN 1 ELSE 0 END, "
            f"({size}({words}) - {size}(replace({words}, %s, ''))) / {size}(%s), {at}({words}, %s) > 0"
        )
        values += [whole, begun, begun, begun, whole]
    rows = _asked(
        f"SELECT e.id, {size}(e.words), {', '.join(facts)} "  # noqa: S608 (our names)
        f"FROM ({_NEWEST[connection.vendor]}) f JOIN storage_searchentry e ON e.id = f.id",
        *values, match, LARGEST_ID, NEWEST,
    )  # fmt: skip
    ranks = []
    for place, length, *seen in rows:
        fits = [Fit(seen[at], seen[at + 1], bool(seen[at + 2])) for at in range(0, len(seen), 3)]
        day = search_index.day_at(place)
        ranks.append((rank_of(fits, length=length, days=(today - day).days if day else None), place))
    return sorted(ranks, reverse=True)


def _hit(row: Hit, asked: Asked) -> SearchHit:
    place, kind, item, title, text, person_id, person_name = row
    return SearchHit(
        kind=kind,
        id=item,
        title=title,
        snippet=snippet_of(text, asked),
        person=None if person_id is None else Named(person_id, person_name),
        on=search_index.day_at(place),
    )


# ---- names with a slip --------------------------------------------------------------------------


def _meant(owner: User, asked: Asked, *, even_if_there: bool = False) -> tuple[str, ...]:
    """What was asked with names in place of words a slip away; none unless every word is there or is such a name."""
    ways: list[tuple[str, ...]] = []
    for word in asked:
        is_there = bool(_places(_all_of(owner, (word,), (PERSON,) if even_if_there else ()), 1))
        near = () if is_there else _near(owner, word)
        if not near and not is_there and not even_if_there:
            return ()
        ways.append(near or (word,))
    best = tuple(way[0] for way in ways)
    if best == asked:
        return ()
    others = [(*best[:at], word, *best[at + 1 :]) for at, way in enumerate(ways) for word in way[1:]]
    return tuple(" ".join(words) for words in (best, *others))[:MOST_MEANT]


def _near(owner: User, word: str) -> tuple[str, ...]:
    """Words out of people's names that are a slip away."""
    slips = sorted(f"{owner.pk}·{slip}" for slip in slips_of(word))
    if not slips:
        return ()
    if connection.vendor == "sqlite":
        match = " OR ".join(f'"{slip}"' for slip in slips)
    else:
        match = " | ".join(f"'{slip}'" for slip in slips)
    statement = (
        f"SELECT e.names FROM ({_NEWEST[connection.vendor]}) f JOIN storage_searchentry e ON e.id = f.id"  # noqa: S608
    )
    return nearest_words(word, (names for (names,) in _asked(statement, match, LARGEST_ID, MOST_NEAR)))
