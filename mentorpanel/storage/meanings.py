"""The vectors of the owner's texts: kept by what a text says, so that each is made once."""

from collections.abc import Collection, Mapping
from typing import Final

from mentorpanel.storage.models import TextVector, User

AT_ONCE: Final = 500


def vectors(owner: User, *, model: str) -> dict[str, bytes]:
    """Every vector that a model made of the owner's texts, by the text's digest; one query."""
    rows = TextVector.objects.filter(owner=owner, model=model).values_list("digest", "vector")
    return {digest: bytes(vector) for digest, vector in rows}


def digests(owner: User, *, model: str) -> set[str]:
    """The digests of the texts that have a vector; one query."""
    return set(TextVector.objects.filter(owner=owner, model=model).values_list("digest", flat=True))


def add_vectors(owner: User, *, model: str, made: Mapping[str, bytes]) -> None:
    """Keep vectors by digest; one that another process has kept meanwhile stays."""
    rows = [TextVector(owner=owner, model=model, digest=digest, vector=one) for digest, one in made.items()]
    TextVector.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def drop_vectors(owner: User, *, model: str, gone: Collection[str]) -> None:
    """Forget what a model made of texts that are no longer there, and all that other models made."""
    TextVector.objects.filter(owner=owner).exclude(model=model).delete()
    listed = sorted(gone)
    for begin in range(0, len(listed), AT_ONCE):
        TextVector.objects.filter(
            owner=owner, model=model, digest__in=listed[begin : begin + AT_ONCE]
        ).delete()


def drop_all(owner: User) -> int:
    """Forget every vector of the owner's. How many."""
    return TextVector.objects.filter(owner=owner).delete()[0]
