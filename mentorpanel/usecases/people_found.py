"""Who is meant by a name as one types it."""

from collections.abc import Iterable, Sequence

from mentorpanel.domain.contact_keys import email_key
from mentorpanel.domain.names import LooseMatch, Near, Nearness, fold, loose_match, name_key
from mentorpanel.domain.nicknames import full_name_of
from mentorpanel.domain.problems import Ambiguous, NotFound
from mentorpanel.domain.records import Named
from mentorpanel.domain.wording import one_line
from mentorpanel.storage import people_lists
from mentorpanel.storage.ownership import User
from mentorpanel.storage.people_lists import KnownName

MOST_WORDS = 5
MOST_SHOWN = 10
LARGEST_ID = 2**63 - 1


def find_person(owner: User, *, name: str) -> Named:
    """The one person meant by a name, in any order of words, by nickname or with a slip of the finger.

    "#12" and "12" are the person with that number, an address is whoever has it. When several
    are equally near, ``Ambiguous`` lists them, those on the panel first: nothing is written to the wrong one.
    """
    typed = one_line(name, at_most=200)
    named = _by_number_or_address(owner, typed)
    return named if named is not None else _chosen(typed, *_looked_up(owner, typed))


def known_or_new(owner: User, *, name: str) -> Named | None:
    """The person of that name if they are surely known, None if nobody is near it: somebody new.

    As ``find_person``, but a slip of the finger or the mere beginning of a name may well be somebody else:
    such a name is ``Ambiguous`` with those it is near to. A number or address that fits nobody is ``NotFound``.
    """
    typed = one_line(name, at_most=200)
    named = _by_number_or_address(owner, typed)
    if named is not None:
        return named
    match, known = _looked_up(owner, typed)
    if not match.found or match.found[0].nearness == Nearness.OTHER_WORDS:
        return None
    if match.is_clear and _best(match) >= Nearness.NICKNAME:
        return Named(match.found[0].id, match.found[0].name)
    raise _ambiguous(typed, [near for near in match.found if near.nearness > Nearness.OTHER_WORDS], known)


def _by_number_or_address(owner: User, typed: str) -> Named | None:
    number = typed.removeprefix("#")
    if number.isascii() and number.isdecimal() and int(number) <= LARGEST_ID:
        return people_lists.known_name(owner, person_id=int(number))
    if "@" in typed and (key := email_key(typed)):
        return _by_address(typed, people_lists.names_with_key(owner, key=key, kinds=("email",)))
    return None


def _looked_up(owner: User, typed: str) -> tuple[LooseMatch, dict[int, KnownName]]:
    """Everybody near a name: the panel and equal names first, then whoever has its words or beginnings."""
    words = fold(typed).split()[:MOST_WORDS]
    if not words:
        raise NotFound("Say whom you mean: a name, or a number such as #12.")
    panel = people_lists.names_on_panel(owner)
    equal = people_lists.names_equal(owner, name_key=name_key(typed))
    match, known = _match(typed, (*panel, *equal))
    if _best(match) < Nearness.EXACT:
        close = people_lists.names_with_words(owner, words=[_forms(word) for word in words])
        match, known = _match(typed, (*panel, *close))
    if _best(match) <= Nearness.TYPO:
        likely = people_lists.names_with_beginnings(owner, beginnings=[word[:1] for word in words])
        match, known = _match(typed, (*known.values(), *likely))
    return match, known


def _best(match: LooseMatch) -> int:
    return match.found[0].nearness if match.found else 0


def _forms(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word, full_name_of(word))))


def _match(typed: str, candidates: Iterable[KnownName]) -> tuple[LooseMatch, dict[int, KnownName]]:
    known = {one.id: one for one in candidates}
    asked = [(one.id, one.name, one.nickname, one.organisation) for one in known.values()]
    return loose_match(typed, asked, limit=len(known) or 1), known


def _chosen(typed: str, match: LooseMatch, known: dict[int, KnownName]) -> Named:
    if not match.found:
        raise NotFound(f"Nobody here is called “{typed[:60]}”. Add them first, or try another spelling.")
    first = match.found[0]
    if match.is_clear:
        return Named(first.id, first.name)
    level = [near for near in match.found if near.nearness == first.nearness]
    on_panel = [near for near in level if known[near.id].is_on_panel]
    raise _ambiguous(typed, on_panel + [near for near in level if near not in on_panel], known)


def _by_address(typed: str, found: Sequence[KnownName]) -> Named:
    on_panel = [one for one in found if one.is_on_panel]
    for some in (on_panel, found):
        if len(some) == 1:
            return Named(some[0].id, some[0].name)
    if not found:
        raise NotFound(f"Nobody here has the address {typed[:100]}.")
    shown = [(one.id, _said(one)) for one in found[:MOST_SHOWN]]
    raise Ambiguous(f"{typed[:100]} belongs to several people; say which by number.", shown)


def _ambiguous(typed: str, found: Sequence[Near], known: dict[int, KnownName]) -> Ambiguous:
    shown = [(near.id, _said(known[near.id])) for near in found[:MOST_SHOWN]]
    listed = "; ".join(f"#{person_id} {said}" for person_id, said in shown)
    more = "; and more" if len(found) > MOST_SHOWN else ""
    return Ambiguous(
        f"“{typed[:60]}” could be several people: {listed}{more}. Say which by name or number.", shown
    )


def _said(one: KnownName) -> str:
    return f"{one.name} ({one.organisation})" if one.organisation else one.name
