"""Focus areas: set, change, retire them, and who has been told which version."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.focus import READERS, FocusArea, check_areas, readable_areas, version_to_know
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import FocusRecord
from mentorpanel.domain.wording import one_line
from mentorpanel.storage import focus
from mentorpanel.storage.focus import Telling
from mentorpanel.storage.owned import named_person
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

LONGEST = 300
PRIVATE_PHASE = "transition"
Readers = str | Iterable[int]


def focus_areas(owner: User) -> tuple[FocusRecord, ...]:
    """The areas of now, in their order."""
    return focus.areas(owner)


def set_focus(
    owner: User, *, texts: Sequence[str], readers: Readers | None = None, worth_telling: bool = False
) -> tuple[FocusRecord, ...]:
    """Make these texts the areas of now, in this order; those not among them are retired.

    ``readers`` is everyone, nobody, or ids of people, for all of them. None keeps the readers of an area
    that stays; a new one is for everyone, or in a transition for nobody until somebody is named.
    ``worth_telling`` makes a new version that readers are meant to hear of. At most five areas.
    """
    wanted = list(dict.fromkeys(line for text in texts if (line := _text(text))))
    with transaction.atomic():
        today = clock.today(profiles.zone(owner))
        known = {area.text: area for area in focus.areas(owner)}
        for text, area in known.items():
            if text not in wanted:
                focus.change_area(owner, area_id=area.id, retired_on=today)
        for position, text in enumerate(wanted, start=1):
            kept = known.get(text)
            if kept is None:
                area_id = focus.add_area(owner, text=text, position=position)
            else:
                area_id = kept.id
                focus.change_area(owner, area_id=area_id, position=position)
            if readers is not None or kept is None:
                _set_readers(owner, area_id, _default_readers(owner) if readers is None else readers)
        return _settled(owner, today, worth_telling)


def set_areas(
    owner: User, *, areas: Sequence[tuple[str, Readers]], worth_telling: bool = False
) -> tuple[FocusRecord, ...]:
    """Make these the areas of now, in this order, each with its own readers."""
    readers = {_text(text): given for text, given in areas}
    with transaction.atomic():
        for area in set_focus(owner, texts=[text for text, _ in areas]):
            _set_readers(owner, area.id, readers[area.text])
        return _settled(owner, clock.today(profiles.zone(owner)), worth_telling)


def add_focus(
    owner: User, *, text: str, readers: Readers | None = None, worth_telling: bool = False
) -> FocusRecord:
    """Add one area after the others."""
    with transaction.atomic():
        now = focus.areas(owner)
        texts = [*(area.text for area in now), text]
        known = {area.id for area in now}
        if not _text(text):
            raise Invalid("A focus area needs a few words.", field="text")
        after = set_focus(owner, texts=texts)
        made = [area for area in after if area.id not in known]
        if not made:
            raise Invalid("You have this focus area already.", field="text")
        if readers is not None:
            _set_readers(owner, made[0].id, readers)
        _settled(owner, clock.today(profiles.zone(owner)), worth_telling)
        return focus.area(owner, area_id=made[0].id)


def change_focus(
    owner: User,
    *,
    area_id: int,
    text: str | None = None,
    readers: Readers | None = None,
    worth_telling: bool = False,
) -> FocusRecord:
    """Change the words or the readers of an area; only a change worth telling is one that readers must hear of."""
    with transaction.atomic():
        focus.area(owner, area_id=area_id)
        if text is not None:
            focus.change_area(owner, area_id=area_id, text=_text(text))
        if readers is not None:
            _set_readers(owner, area_id, readers)
        _settled(owner, clock.today(profiles.zone(owner)), worth_telling)
        return focus.area(owner, area_id=area_id)


def retire_focus(owner: User, *, area_id: int, worth_telling: bool = False) -> tuple[FocusRecord, ...]:
    """Let an area go; returns those that stay."""
    with transaction.atomic():
        today = clock.today(profiles.zone(owner))
        focus.change_area(owner, area_id=area_id, retired_on=today)
        return _settled(owner, today, worth_telling)


def mark_told(
    owner: User, *, person_id: int, how: str, on: date | None = None, touchpoint_id: int | None = None
) -> int:
    """Note that a person has heard the latest version that they are a reader of; returns its number, or 0.

    ``how`` is a word such as update, brief or talk. What a touchpoint told goes when it is deleted.
    """
    with transaction.atomic():
        named_person(owner, person_id)
        version = version_to_know(focus.readings(owner, person_id=person_id).versions, person_id)
        if version is None:
            return 0
        focus.tell(
            owner,
            person_id=person_id,
            version=version.number,
            on=on or clock.today(profiles.zone(owner)),
            how=one_line(how, at_most=20),
            touchpoint_id=touchpoint_id,
        )
        return version.number


def told_versions(owner: User, *, person_id: int) -> tuple[Telling, ...]:
    """Which versions a person was told, when and by what, the newest first."""
    named_person(owner, person_id)
    return focus.tellings(owner, person_id=person_id)


def told_texts(owner: User, *, person_id: int) -> frozenset[str]:
    """The words of the areas that a person has heard of, in the last version they were told."""
    readings = focus.readings(owner, person_id=person_id)
    told = readings.told.get(person_id, 0)
    areas = next((version.areas for version in readings.versions if version.number == told), ())
    return frozenset(area.text for area in readable_areas(areas, person_id))


def _settled(owner: User, today: date, worth_telling: bool) -> tuple[FocusRecord, ...]:
    """The areas as they are now, if they may be so; else nothing of it happens."""
    now = focus.areas(owner)
    settings = profiles.settings_of(profiles.profile(owner))
    facts = [
        FocusArea(area.id, area.text, area.readers, frozenset(person.id for person in area.named))
        for area in now
    ]
    check_areas(facts, settings)
    if worth_telling:
        focus.add_version(owner, on=today)
    return now


def _set_readers(owner: User, area_id: int, readers: Readers) -> None:
    if not isinstance(readers, str):
        ids = list(readers)
        focus.set_readers(owner, area_id=area_id, readers="named" if ids else "nobody", person_ids=ids)
        return
    if readers not in READERS or readers == "named":
        raise Invalid("Readers are everyone, nobody, or people by name.", field="readers")
    focus.set_readers(owner, area_id=area_id, readers=readers, person_ids=())


def _default_readers(owner: User) -> str:
    phase = profiles.phase(owner)
    return "nobody" if phase is not None and phase.phase == PRIVATE_PHASE else "everyone"


def _text(text: str) -> str:
    line = one_line(text, at_most=LONGEST + 1)
    if len(line) > LONGEST:
        raise Invalid(f"A focus area has at most {LONGEST} characters; say it shorter.", field="text")
    return line
