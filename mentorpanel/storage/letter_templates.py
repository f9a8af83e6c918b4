"""The owner's own wording of letters."""

from mentorpanel.storage.models import LetterTemplate, User


def template_of(owner: User, *, kind: str) -> str:
    """The owner's wording of a kind of letter; empty where the default holds."""
    found = LetterTemplate.objects.filter(owner=owner, kind=kind).values_list("text", flat=True).first()
    return found or ""


def templates(owner: User) -> dict[str, str]:
    """Kind to wording, for every kind that the owner has reworded."""
    return dict(LetterTemplate.objects.filter(owner=owner).values_list("kind", "text"))


def put_template(owner: User, *, kind: str, text: str) -> None:
    """Write the owner's wording of a kind; empty goes back to the default."""
    if not text:
        LetterTemplate.objects.filter(owner=owner, kind=kind).delete()
        return
    LetterTemplate.objects.update_or_create(owner=owner, kind=kind, defaults={"text": text})
