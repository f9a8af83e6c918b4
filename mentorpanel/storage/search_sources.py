"""What is searched: one entry for each kind of thing. A new one wants its triggers: see ``search_triggers``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from mentorpanel.domain.letters.kinds import KINDS as LETTERS
from mentorpanel.domain.update_records import SHARED
from mentorpanel.storage import models as m
from mentorpanel.storage.models import User

Row = Mapping[str, Any]
SHORT = 60


@dataclass(frozen=True, slots=True)
class Part:
    """Another table whose rows belong to a thing: the column that points at it, and the texts there."""

    model: type[models.Model]
    column: str
    texts: tuple[str, ...]
    is_gone: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing. ``texts`` and ``names`` are columns, those of others by ``__``.

    ``number`` orders kinds within a day and stays for ever. ``dated``: the first of these that is filled is its day.
    ``people``: the keys to whom it is about; one of them in the trash hides it, unless it ``stays``.
    ``gone`` is a column that is filled once the thing is in the trash. ``wants_text``: without any it is not found.
    ``said`` are the texts of a row where not all of them count; ``more`` are the columns that only ``title`` reads.
    """

    number: int
    kind: str
    model: type[models.Model]
    texts: tuple[str, ...]
    title: Callable[[Row], str]
    dated: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    stays: bool = False
    names: tuple[str, ...] = ()
    gone: str = ""
    wants_text: bool = False
    parts: tuple[Part, ...] = ()
    more: tuple[str, ...] = ()
    said: Callable[[Row], list[str]] | None = None

    def rows(self, owner: User, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Those of the rows that can be found, as columns, with ``parts`` as a list of texts."""
        columns = {"pk", *self.texts, *self.names, *self.dated, *self.more}
        columns |= {f"{key}{end}" for key in self.people for end in ("_id", "__name", "__deleted_at")}
        found = self.model._default_manager.filter(self._visible(), owner=owner, pk__in=ids)
        rows = {row["pk"]: {**row, "parts": []} for row in found.values(*columns)}
        for part in self.parts if rows else ():
            standing = {f"{part.is_gone}": None} if part.is_gone else {}
            below = part.model._default_manager.filter(
                owner=owner, **{f"{part.column}__in": list(rows)}, **standing
            )
            for item, *said in below.order_by("pk").values_list(part.column, *part.texts):
                rows[item]["parts"] += said
        return [row for row in rows.values() if not self.wants_text or self.texts_of(row)]

    def texts_of(self, row: Row) -> list[str]:
        """The row's texts; lists and slots as their words."""
        own = self.said(row) if self.said else [row[column] for column in self.texts]
        return [text for value in (*own, *row["parts"]) if (text := _plain(value).strip())]

    def people_of(self, row: Row) -> list[tuple[int, str]]:
        """Id and name of those it is about, without whoever is in the trash."""
        return [
            (row[f"{key}_id"], row[f"{key}__name"])
            for key in self.people
            if row[f"{key}_id"] is not None and row[f"{key}__deleted_at"] is None
        ]

    def _visible(self) -> Q:
        visible = Q(**{self.gone: None}) if self.gone else Q()
        for key in () if self.stays else self.people:
            visible &= Q(**{f"{key}__deleted_at": None})
        return visible


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _with(what: str) -> Callable[[Row], str]:
    return lambda row: f"{what} {_name(row)}"


def _name(row: Row, key: str = "person") -> str:
    return str(row[f"{key}__name"]) if row.get(f"{key}__deleted_at") is None else ""


def _short(column: str, what: str = "") -> Callable[[Row], str]:
    def title(row: Row) -> str:
        text = " ".join(row[column].split())
        return what + (text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…")

    return title


def _parked(row: Row) -> str:
    return str(row["kind"]).capitalize() + (f" for {name}" if (name := _name(row)) else "")


def _promised(row: Row) -> str:
    return f"I promised {_name(row)}" if row["is_mine"] else f"{_name(row)} promised"


def _letter(row: Row) -> str:
    name = LETTERS[row["kind"]].name if row["kind"] in LETTERS else row["kind"].capitalize()
    return f"{name} {'to' if row['sent_at'] else 'for'} {_name(row)}"


def _said_in_letter(row: Row) -> list[Any]:
    """What an update says to all its readers is found once, as the update."""
    if row["kind"] == "update":
        return [text for slot, text in row["slots"].items() if slot not in SHARED]
    return [row["subject"], row["text"]]


def _favour(row: Row) -> str:
    words = {
        "given": "Done for {}",
        "received": "{} did for me",
        "offered": "Offered to {}",
        "asked": "{} asked me",
    }
    return words[row["direction"]].format(_name(row))


def _want(row: Row) -> str:
    if row["kind"] == "offer":
        return f"{_name(row)} offers" if row["person_id"] else "I offer"
    return f"{_name(row)}: {row['kind']}" if row["person_id"] else f"Mine: {row['kind']}"


def _introduction(row: Row) -> str:
    whom = row["target__name"] or row["target_name"] or row["organisation"]
    first = row["requester__name"]
    return f"{first} and {whom}" if first else f"{row['bridge__name']}, towards {whom}"


def _said_of_person(row: Row) -> list[Any]:
    """Title and organisation as one line, then the rest."""
    first = ", ".join(part for part in (row["title"], row["organisation__name"]) if part)
    return [first, *(row[column] for column in PERSON.texts[2:])]


PERSON = Source(
    1, "person", m.Person,
    ("title", "organisation__name", "nickname", "function", "tags", "expertise", "how_met", "admire", "share",
     "care_about", "need", "offer", "private_notes", "imported_notes"),
    lambda row: row["name"], names=("name", "nickname", "alias_key"), gone="deleted_at", said=_said_of_person,
    parts=(Part(m.ContactPoint, "person_id", ("value",)),),
)  # fmt: skip

ONE = ("person",)
SOURCES = (
    PERSON,
    Source(10, "session", m.Session, ("notes", "shared_notes", "reason"), _with("Session with"), ("starts_at",), ONE,
           wants_text=True, parts=(Part(m.MentorReply, "session_id", ("text",)),)),
    Source(9, "advice", m.Advice, ("text", "outcome", "topics"), _with("Advice from"), ("on",), ONE),
    Source(8, "parked", m.ParkedItem, ("text", "answer", "asked_name", "topics"), _parked, ("parked_at",), ONE,
           stays=True, more=("kind",)),
    Source(7, "journal", m.JournalEntry, ("text", "topics"), lambda row: row["kind"].capitalize(), ("on",),
           gone="deleted_at", more=("kind",)),
    Source(6, "touchpoint", m.Touchpoint, ("summary", "topics"),
           lambda row: f"{row['kind'].capitalize()} with {_name(row)}", ("on",), ONE, wants_text=True, more=("kind",)),
    Source(5, "goal", m.Goal, ("statement", "why", "how_known", "skills", "horizon_reason", "closing_note"),
           _short("statement"), ("starts_on",),
           parts=(Part(m.Milestone, "goal_id", ("text",)), Part(m.GoalCheckIn, "goal_id", ("text",)))),
    Source(4, "focus", m.FocusArea, ("text",), _short("text"), ("created_at",)),
    Source(3, "notice", m.Notice, ("where", "impressed", "question"), _with("What impressed me:"), ("noticed_on",), ONE),
    Source(11, "favour", m.Favour, ("text",), _favour, ("on",), ONE, more=("direction",)),
    Source(12, "introduction", m.Introduction, ("why", "outcome", "target_name", "organisation"), _introduction,
           ("created_at",), ("requester", "bridge", "target")),
    Source(13, "decision", m.Decision, ("question", "note", "early_reason", "why"), _short("question"), ("created_at",),
           gone="removed_at",
           parts=(Part(m.DecisionOption, "decision_id", ("text", "note"), "removed_at"),
                  Part(m.DecisionCriterion, "decision_id", ("text",), "removed_at"),
                  Part(m.RoleReview, "decision_id", ("note",)))),
    Source(14, "letter", m.Draft, ("subject", "text", "slots"), _letter, ("sent_at", "created_at"), ONE,
           wants_text=True, more=("kind",), said=_said_in_letter),
    Source(15, "commitment", m.Commitment, ("text",), _promised, ("created_at",), ONE, more=("is_mine",)),
    Source(16, "want", m.Want, ("text", "topics"), _want, ("since",), ONE, more=("kind",)),
    Source(17, "evidence", m.Evidence, ("text",), _with("What I saw in"), ("on",), ONE, wants_text=True),
    Source(18, "contrast", m.Contrast, ("question", "decided", "why"), _short("question"), ("created_at",)),
    Source(19, "update", m.Update, ("slots",), lambda row: "An update", ("created_at",), wants_text=True),
    Source(20, "year-letter", m.YearLetter, ("text",), lambda row: f"My letter to myself, {row['year']}",
           ("updated_at",), wants_text=True, more=("year",)),
)  # fmt: skip
BY_KIND = {source.kind: source for source in SOURCES}
