"""The letters of an update with their checks: all of them at once, in the same few queries for any number."""

from dataclasses import dataclass

from mentorpanel import clock
from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import prose
from mentorpanel.domain.letters.blocking import refusal
from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.letters.letter import Confidential, LetterContext
from mentorpanel.domain.letters.limits import limits_of
from mentorpanel.domain.records import DraftRecord, PersonRecord
from mentorpanel.domain.update_records import GONE, SHARED, UpdateRecord
from mentorpanel.domain.withheld import Guarded, named_in, withheld_from
from mentorpanel.storage import letter_templates, people, updates
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import letter_facts, letter_mail, profiles, withheld
from mentorpanel.usecases.briefs import MENTOR_STAGES
from mentorpanel.usecases.letter_readers import Readers

KIND = kind_of("update")
COMMON_CHECKS = ("verdict", "next", "ask", "words", "asks", "placeholders", "confidential")
"""The checks that the shared text answers for all readers."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of an update with their letter.

    ``state``: sent, queued (on its way), failed, line (theirs is missing), held (has to be mended), look (an
    open check), ready, or by-hand (ready, and no mail server or address to send it by). ``to_mend`` is the
    first thing to look at. ``not_theirs`` are the texts in it that they may not read. ``is_own`` says that
    the shared text was worded differently for them. ``failure`` is what a mail server said.
    """

    person: PersonRecord
    draft: DraftRecord
    state: str
    checks: tuple[Check, ...] = ()
    to_mend: str = ""
    why_not_send: str = ""
    not_theirs: tuple[str, ...] = ()
    is_own: bool = False
    failure: str = ""

    @property
    def personal(self) -> str:
        """The line for them alone."""
        return str(self.draft.slots.get("personal", ""))

    @property
    def has_it(self) -> bool:
        """Whether it has gone to them or is on its way."""
        return self.state in GONE


@dataclass(frozen=True, slots=True)
class _Known:
    """What the checks of all the letters share."""

    context: LetterContext
    confidential: tuple[tuple[int, Confidential], ...]
    guarded: tuple[Guarded, ...]


def readers_of(owner: User, found: UpdateRecord) -> tuple[Reader, ...]:
    """The readers of an update in the order in which they were added."""
    if not found.letters:
        return ()
    profile = profiles.profile(owner)
    ids = [draft.person.id for draft in found.letters]
    known, whom = _known(owner), people.people_by_id(owner, ids)
    limits = known.context.limits
    recent = updates.last_letters(owner, person_ids=ids, each=limits.asks_out_of_last)
    waiting = updates.waiting_reasons(owner, draft_ids=[draft.id for draft in found.letters])
    made = []
    for draft in found.letters:
        person = whom[draft.person.id]
        if draft.state in GONE:
            made.append(Reader(person, draft, draft.state, failure=waiting.get(draft.id, "")))
            continue
        context = _context(known, draft, person, recent.get(person.id, []))
        why_not = letter_mail.why_not_send(Readers((person,)), profile)
        made.append(_unsent(draft, person, context, found.slots, why_not))
    return tuple(made)


def common_checks(owner: User, slots: dict[str, str]) -> tuple[Check, ...]:
    """The checks that the shared text answers, as if somebody's greeting and line stood above it."""
    known = _known(owner)
    context = _for_letter(known.context, "", (), tuple(one for _, one in known.confidential), ())
    whole = {**slots, "greeting": "Hello,", "personal": "For you."}
    return tuple(one for one in KIND.checks(whole, context) if one.check in COMMON_CHECKS)


def _unsent(
    draft: DraftRecord, person: PersonRecord, context: LetterContext, shared: dict[str, str], why_not: str
) -> Reader:
    checks = tuple(KIND.checks(draft.slots, context))
    held, opened = refusal(KIND, checks), [one.why for one in checks if not one.ok]
    if draft.state == "failed":
        state = "failed"
    elif held is not None:
        state = "line" if held.field == "personal" else "held"
    elif opened:
        state = "look"
    else:
        state = "by-hand" if why_not else "ready"
    return Reader(
        person,
        draft,
        state,
        checks=checks,
        to_mend=held.message if held is not None else next(iter(opened), ""),
        why_not_send=why_not,
        not_theirs=named_in(draft.text, context.withheld),
        is_own=draft.is_text_edited or any(_is_own(draft, shared, name) for name in SHARED),
        failure=draft.failure,
    )


def _is_own(draft: DraftRecord, shared: dict[str, str], name: str) -> bool:
    return str(draft.slots.get(name, "")).strip() != shared.get(name, "").strip()


def _known(owner: User) -> _Known:
    base = LetterContext(
        now=clock.now(),
        limits=limits_of(profiles.settings_of(profiles.profile(owner))),
        template=letter_templates.template_of(owner, kind=KIND.slug),
    )
    marked = letter_facts.confidential_people(owner)
    told = tuple((person_id, Confidential(name, texts)) for person_id, name, texts in marked)
    return _Known(base, told, withheld.guarded(owner))


def _context(known: _Known, draft: DraftRecord, person: PersonRecord, recent: list[str]) -> LetterContext:
    is_mentor = person.stage in MENTOR_STAGES
    return _for_letter(
        known.context,
        draft.text if draft.is_text_edited else "",
        tuple(bool(prose.asks_in(text)) for text in recent),
        tuple(one for person_id, one in known.confidential if person_id != person.id),
        withheld_from(known.guarded, person.id, is_mentor=is_mentor),
        draft.subject,
    )


def _for_letter(
    base: LetterContext,
    text: str,
    asks: tuple[bool, ...],
    confidential: tuple[Confidential, ...],
    hidden: tuple[str, ...],
    subject: str = "",
) -> LetterContext:
    return LetterContext(
        now=base.now,
        limits=base.limits,
        template=base.template,
        text=text,
        subject=subject,
        recent_asks=asks,
        confidential=confidential,
        withheld=hidden,
    )
