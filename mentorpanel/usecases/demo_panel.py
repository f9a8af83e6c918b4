"""The sample panel as a panel: phases, who was there before, who introduced whom, and who could help with what is missing."""

from dataclasses import dataclass
from datetime import date, timedelta

from mentorpanel.storage.ownership import User
from mentorpanel.usecases import acquaintances, coverage, panel, people, profiles, touchpoints

PHASES = (
    (760, "new-team", "First months at Fernwood: a new product, and nobody I knew."),
    (330, "progressing", "Offered a platform role elsewhere; deciding by spring."),
)
"""Days ago, phase, note."""

BEFORE = {
    "Jonas Weil": (("mentor", 720),),
    "Omar Haddad": (("rapport", 640),),
    "Ana Ruiz": (("mentor", 430),),
}
"""Stages before the present one, and how many days ago they began."""

INTRODUCED = {"Lena Brandt": "Sam Teo", "Priya Nair": "Ana Ruiz", "Tom Okafor": "Omar Haddad"}
"""Who was introduced by whom."""

KNOW_EACH_OTHER = (
    ("Ana Ruiz", "Priya Nair"),
    ("Ana Ruiz", "Ines Prado"),
    ("Priya Nair", "Ines Prado"),
    ("Sam Teo", "Lena Brandt"),
)

HELPS = {
    "Ana Ruiz": {"calibration": 3, "prioritisation": 2},
    "Priya Nair": {"prioritisation": 1},
    "Ines Prado": {"confirmation": 2},
    "Marek Holm": {"strategy": 2},
    "Omar Haddad": {"life": 2},
}
"""How far people help, 0 to 3, in the owner's word."""


@dataclass(frozen=True, slots=True)
class DemoContact:
    """Somebody of the address book who could help; ``calls`` are days ago."""

    name: str
    organisation: str
    title: str
    expertise: tuple[str, ...]
    introduced_by: str = ""
    calls: tuple[int, ...] = ()
    how_met: str = ""


CONTACTS = (
    DemoContact(
        "Helen Marsh", "Alder & Co", "VP Product", ("career change", "moving into management"),
        calls=(640, 505, 470), how_met="My first manager; we lost touch when she moved to Oslo.",
    ),
    DemoContact("Inga Dahl", "Dahl Search", "Partner", ("recruiting", "network"), introduced_by="Lena Brandt"),
    DemoContact(
        "Farid Aziz", "Tallis", "General Manager", ("becoming a manager", "work life balance"), introduced_by="Marek Holm"
    ),
)  # fmt: skip


def begin_phases(owner: User, today: date) -> None:
    """The phases until now, the first one first."""
    for days, phase, note in PHASES:
        profiles.begin_phase(owner, phase=phase, note=note, on=today - timedelta(days=days))


def stood_before(owner: User, person_id: int, name: str, today: date) -> None:
    """Where somebody stood before the stage they are in now."""
    for stage, days in BEFORE.get(name, ()):
        since = today - timedelta(days=days)
        panel.move_stage(owner, person_id=person_id, stage=stage, since=since, is_setting_up=True)


def join(owner: User, ids: dict[str, int], today: date) -> None:
    """What makes of the people a panel; ``ids`` by name."""
    for name, bridge in INTRODUCED.items():
        people.change_person(owner, person_id=ids[name], introduced_by_id=ids[bridge])
    for one, other in KNOW_EACH_OTHER:
        acquaintances.know_each_other(owner, person_id=ids[one], other_id=ids[other])
    for name, levels in HELPS.items():
        coverage.set_levels(owner, person_id=ids[name], levels=levels)
    for contact in CONTACTS:
        made = people.add_person(
            owner,
            name=contact.name,
            organisation=contact.organisation,
            title=contact.title,
            expertise=list(contact.expertise),
            distance="outside",
            how_met=contact.how_met,
            introduced_by_id=ids.get(contact.introduced_by),
        )
        for days in contact.calls:
            on = today - timedelta(days=days)
            touchpoints.log_touchpoint(owner, person_id=made.id, kind="call", direction="both", on=on)
