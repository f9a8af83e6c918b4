"""The owner's own wording of letters: seen beside the default, tried out, kept, taken back."""

from dataclasses import dataclass

from django.db import transaction

from mentorpanel.domain.letters.examples import EXAMPLES
from mentorpanel.domain.letters.kinds import KINDS, kind_of
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.letters.templates import checked_template, composed
from mentorpanel.domain.problems import Conflict
from mentorpanel.formats.mail_html import letter_html
from mentorpanel.storage import drafts, letter_templates
from mentorpanel.storage.ownership import User


@dataclass(frozen=True, slots=True)
class Wording:
    """A kind of letter with the wording in use; ``is_own`` where it is not the default."""

    kind: LetterKind
    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A letter in some wording, with example slots; ``html`` is safe to show."""

    subject: str
    text: str
    html: str


def wordings(owner: User) -> tuple[Wording, ...]:
    """Every kind of letter that has a wording, with the one in use."""
    own = letter_templates.templates(owner)
    return tuple(_wording(kind, own.get(kind.slug, "")) for kind in KINDS.values() if kind.template)


def wording(owner: User, *, kind: str) -> Wording:
    """The wording of one kind. A brief and a recap are made of lists and have none: ``Conflict``."""
    found = _with_wording(kind)
    return _wording(found, letter_templates.template_of(owner, kind=found.slug))


def save_wording(owner: User, *, kind: str, text: str) -> Wording:
    """Keep a wording of one's own; the default's, or an empty one, goes back to the default.

    ``Invalid`` (field ``template``) says what a letter could not go by. Letters that have not gone and
    are not written by hand take it at once; what was sent stays as it went. Undo: save the one before.
    """
    found = _with_wording(kind)
    tidy = checked_template(found, text)
    own = "" if tidy == found.template else tidy
    with transaction.atomic():
        letter_templates.put_template(owner, kind=found.slug, text=own)
        for one in drafts.unwritten(owner, kind=found.slug):
            drafts.change_draft(owner, draft_id=one.id, text=composed(found, one.slots, own))
    return _wording(found, own)


def reset_wording(owner: User, *, kind: str) -> Wording:
    """Back to the default."""
    return save_wording(owner, kind=kind, text="")


def example(*, kind: str, text: str) -> Example:
    """How a letter reads in some wording; ``Invalid`` as in ``save_wording``."""
    found = _with_wording(kind)
    slots = EXAMPLES[found.slug]
    said = composed(found, slots, checked_template(found, text))
    return Example(found.subject(slots), said, letter_html(said))


def _wording(kind: LetterKind, own: str) -> Wording:
    return Wording(kind, own or kind.template, bool(own))


def _with_wording(kind: str) -> LetterKind:
    found = kind_of(kind)
    if not found.template:
        raise Conflict(f"A {found.name.lower()} is put together from lists, so it has no wording to change.")
    return found
