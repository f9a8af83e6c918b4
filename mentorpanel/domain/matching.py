"""Whether two entries are the same person: keys to look candidates up by, and the decision with its reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import OSA

from mentorpanel.domain.contact_keys import email_key, is_profile, link_key, phone_key
from mentorpanel.domain.extras import Agreement, agreement_of
from mentorpanel.domain.facts import ContactRecord, PersonFacts
from mentorpanel.domain.name_fit import NameFit, compare_names, full_name_key, likeness_of
from mentorpanel.domain.names import name_key, organisation_key

ENOUGH_WITH_NAME: Final = 2.0
"""So much further agreement makes two equal or alike names one person (weights: ``extras``; our judgement)."""
ENOUGH_WITH_PART: Final = 2.0
"""The same where one name is only a part of the other."""
ENOUGH_WITHOUT_NAME: Final = 3.0
"""The same where one name is missing."""
ENOUGH_WITH_ANOTHER_NAME: Final = 4.0
"""The same where the names differ, as after a wedding: more than a birthday and a household, so that twins stay two."""
ENOUGH_WITH_EMAIL: Final = 1.0
"""So much lasting agreement (a birthday with one slip) makes a shared address with two names one person's."""
LIKE_ENOUGH_WITH_EMAIL: Final = 75.0
"""So much alike, of 100, do two mistyped names have to be beside an equal address (our judgement)."""
NEAR_EMAIL: Final = 2.0
"""What an address a slip or two away says beside an equal name; half beside any other (our judgement)."""
SHARED_MAILBOXES: Final = frozenset(
    ("info", "office", "contact", "hello", "sales", "team", "support", "admin", "mail", "kontakt", "contacto", "hr",
     "jobs", "press", "service", "noreply", "no-reply", "reception", "secretary", "billing", "enquiries", "family")
)  # fmt: skip
"""What stands before the @ of addresses that several people read (our judgement)."""


class Same(StrEnum):
    """The three answers. Only *same* is acted on without asking."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """An answer, the reason in words, and a score (0 to 100) to order candidates by."""

    verdict: Same
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Identity:
    """What is compared of an entry. Contact points and ``organisation`` are keys, not as written.

    ``extras`` are further facts as "kind:value" with the kinds ``born``, ``id``, ``street``,
    ``postcode`` and ``place``; the values of one kind are compared with one another.
    """

    name: str
    nickname: str = ""
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    organisation: str = ""
    title: str = ""
    uid: str = ""
    extras: frozenset[str] = field(default=frozenset())


def identity_of(entry: ContactRecord | PersonFacts, region: str | None = None) -> Identity:
    """What is compared of a record or a person; ``region`` is the country that phone numbers are read in."""
    return Identity(
        name=entry.name,
        nickname=entry.nickname,
        emails=frozenset(filter(None, map(email_key, entry.emails))),
        phones=frozenset(key for number in entry.phones if (key := phone_key(number, region))),
        links=frozenset(filter(None, map(link_key, entry.links))),
        organisation=organisation_key(entry.organisation),
        title=entry.title,
        uid=entry.uid if isinstance(entry, ContactRecord) else "",
    )


def keys_of(
    entry: ContactRecord | PersonFacts | Identity, region: str | None = None
) -> list[tuple[str, str]]:
    """(kind, key) pairs; whoever could be the same person shares one. Kinds: uid, email, phone, link, name.

    Both the plain and the full name key are of kind *name*, so that nicknames meet.
    """
    facts = entry if isinstance(entry, Identity) else identity_of(entry, region)
    keys = [("uid", facts.uid)] if facts.uid else []
    keys += [("email", key) for key in sorted(facts.emails)]
    keys += [("phone", key) for key in sorted(facts.phones)]
    keys += [("link", key) for key in sorted(facts.links) if is_profile(key)]
    keys += [("name", key) for key in dict.fromkeys((name_key(facts.name), full_name_key(facts.name))) if key]
    return keys


def match(mine: Identity, theirs: Identity) -> Match:
    """Whether two entries are the same person; the first rule that fits decides (docs/rules/matching.md).

    Precision comes first: *same* needs two signals that agree, or one that only one person has.
    """
    fit = _fit(mine, theirs)
    for rule in (_by_page, _by_email, _by_phone, _by_name, _by_extras):
        found = rule(mine, theirs, fit)
        if found is not None:
            return found
    return Match(Same.DIFFERENT, "Nothing points to the same person.", 0.0)


def _fit(mine: Identity, theirs: Identity) -> NameFit:
    fit = compare_names(mine.name, theirs.name)
    if fit is not NameFit.APART:
        return fit
    for one, other in ((mine, theirs), (theirs, mine)):
        if one.nickname:
            family = one.name.split()[-1:]
            called = compare_names(" ".join((one.nickname, *family)), other.name)
            if called is not NameFit.APART:
                return called
    return fit


def _by_page(mine: Identity, theirs: Identity, fit: NameFit) -> Match | None:
    pages = sorted(key for key in mine.links & theirs.links if is_profile(key))
    if pages:
        signal = f"Same page {pages[0]}"
    elif mine.uid and mine.uid == theirs.uid:
        signal = "Same card number"
    else:
        return None
    if fit is NameFit.APART:
        return Match(Same.DOUBTFUL, f"{signal}, but the names differ", 70.0)
    return Match(Same.SAME, signal, 99.0)


def _by_email(mine: Identity, theirs: Identity, fit: NameFit) -> Match | None:
    shared = sorted(mine.emails & theirs.emails)
    if not shared:
        return None
    signal = f"Same e-mail address {shared[0]}"
    is_anybodys = all(address.partition("@")[0] in SHARED_MAILBOXES for address in shared)
    if fit is NameFit.UNKNOWN and is_anybodys:
        return Match(Same.DOUBTFUL, f"{signal}, which several people may read", 60.0)
    if fit is not NameFit.APART:
        return Match(Same.SAME, signal, 98.0)
    agreement = agreement_of(mine.extras, theirs.extras)
    if agreement.lasting >= ENOUGH_WITH_EMAIL and not is_anybodys:
        return Match(Same.SAME, f"{signal} and {agreement.words}", 90.0)
    if not is_anybodys and likeness_of(mine.name, theirs.name) >= LIKE_ENOUGH_WITH_EMAIL:
        return Match(Same.SAME, f"{signal}, and the names are a slip or two apart", 88.0)
    return Match(Same.DOUBTFUL, f"{signal}, but the names differ", 55.0)


def _by_phone(mine: Identity, theirs: Identity, fit: NameFit) -> Match | None:
    shared = sorted(mine.phones & theirs.phones)
    if not shared:
        return None
    signal = f"Same phone number {shared[0]}"
    if fit in (NameFit.SAME, NameFit.ALIKE, NameFit.PART):
        return Match(Same.SAME, f"{signal}. {_said(fit)}", 95.0)
    if fit is NameFit.UNKNOWN:
        return Match(Same.DOUBTFUL, f"{signal}, and one name is missing", 50.0)
    return Match(Same.DOUBTFUL, f"{signal}, but the names differ", 45.0)


def _by_name(mine: Identity, theirs: Identity, fit: NameFit) -> Match | None:
    if fit is not NameFit.SAME:
        return None
    agreement = agreement_of(mine.extras, theirs.extras)
    firm = _firms(mine, theirs)
    is_near = _have_near_emails(mine, theirs)
    if agreement.weight + NEAR_EMAIL * is_near >= ENOUGH_WITH_NAME:
        return Match(Same.SAME, f"Same name, {_also(agreement, is_near)}", 92.0)
    against = _against(mine, theirs, agreement)
    if against and firm is not Firms.SAME:
        return Match(Same.DIFFERENT, f"The same name, but {against}", 20.0)
    if firm is Firms.SAME:
        if against and _profile_hosts(mine) & _profile_hosts(theirs) and mine.emails and theirs.emails:
            return Match(
                Same.DIFFERENT, f"Same name and organisation, but {against} and other addresses", 30.0
            )
        if against:
            return Match(Same.DOUBTFUL, f"Same name and organisation, but {against}", 50.0)
        return Match(Same.SAME, "Same name and organisation", 94.0)
    if firm is Firms.RELATED:
        return Match(Same.DOUBTFUL, "Same name, and the organisations are spelt much alike", 60.0)
    if firm is Firms.OTHER:
        if mine.emails and theirs.emails:
            return Match(Same.DIFFERENT, "The same name at another organisation, with other addresses", 25.0)
        return Match(
            Same.DOUBTFUL, "Same name at another organisation: a change of job, or somebody else", 35.0
        )
    return Match(Same.DOUBTFUL, "Same name, and nothing else to tell by", 40.0)


def _by_extras(mine: Identity, theirs: Identity, fit: NameFit) -> Match | None:
    """Names that are alike, a part, missing or apart: only what agrees beside them can tell."""
    agreement = agreement_of(mine.extras, theirs.extras)
    is_near = _have_near_emails(mine, theirs)
    weight = agreement.weight_beside_another_name + NEAR_EMAIL / 2 * is_near
    enough = _ENOUGH[fit]
    if weight >= enough:
        return Match(Same.SAME, f"{_said(fit)}, {_also(agreement, is_near)}", 85.0)
    if fit in (NameFit.UNKNOWN, NameFit.APART):
        return None
    if weight >= enough / 2:
        return Match(Same.DOUBTFUL, f"{_said(fit)}, {_also(agreement, is_near)}", 40.0)
    if _firms(mine, theirs) is Firms.SAME and not agreement.against:
        return Match(Same.DOUBTFUL, f"{_said(fit)}, same organisation", 45.0)
    if name_key(mine.name) == name_key(theirs.name) and not _have_facts_that_differ(mine, theirs):
        return Match(Same.DOUBTFUL, "The same single name, and nothing else to tell by", 30.0)
    return None


_ENOUGH: Final[Mapping[NameFit, float]] = {
    NameFit.SAME: ENOUGH_WITH_NAME,
    NameFit.ALIKE: ENOUGH_WITH_NAME,
    NameFit.PART: ENOUGH_WITH_PART,
    NameFit.UNKNOWN: ENOUGH_WITHOUT_NAME,
    NameFit.APART: ENOUGH_WITH_ANOTHER_NAME,
}


class Firms(StrEnum):
    """How two organisations go together."""

    SAME = "same"
    RELATED = "related"
    OTHER = "other"
    UNKNOWN = "unknown"


def _firms(mine: Identity, theirs: Identity) -> Firms:
    one, other = mine.organisation, theirs.organisation
    if not one or not other:
        return Firms.UNKNOWN
    if one == other:
        return Firms.SAME
    few, many = sorted((set(one.split()), set(other.split())), key=len)
    return Firms.RELATED if few <= many else Firms.OTHER


def _against(mine: Identity, theirs: Identity, agreement: Agreement) -> str:
    """What speaks against one person, in words, or nothing."""
    if agreement.against:
        return agreement.against_words
    if _profile_hosts(mine) & _profile_hosts(theirs):
        return "another page on the same network"
    return ""


def _have_facts_that_differ(mine: Identity, theirs: Identity) -> bool:
    """Whether both have an address, a number or further facts, which then differ."""
    return bool(
        (mine.emails and theirs.emails) or (mine.phones and theirs.phones) or (mine.extras and theirs.extras)
    )


def _profile_hosts(facts: Identity) -> set[str]:
    return {key.partition("/")[0] for key in facts.links if is_profile(key)}


def _have_near_emails(mine: Identity, theirs: Identity) -> bool:
    """Whether two addresses are a slip or two apart. Another number in it is another mailbox, not a slip."""
    return any(_is_near(one, other) for one in mine.emails for other in theirs.emails)


def _is_near(one: str, other: str) -> bool:
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return False
    return OSA.distance(one, other, score_cutoff=2) <= 2


_NUMBERS: Final = re.compile(r"\d+")


def _also(agreement: Agreement, is_near_email: bool) -> str:
    words = [agreement.words] if agreement.agreeing else []
    return " and ".join([*words, *(["e-mail addresses a slip apart"] if is_near_email else [])])


_NAME_WORDS: Final[Mapping[NameFit, str]] = {
    NameFit.SAME: "The names are the same",
    NameFit.ALIKE: "The names are spelt alike",
    NameFit.PART: "One name is a part of the other",
    NameFit.UNKNOWN: "One name is missing",
    NameFit.APART: "The names differ",
}


def _said(fit: NameFit) -> str:
    return _NAME_WORDS[fit]
