"""People marked in a way that letters and cards have to heed."""

from mentorpanel.storage.models import Advice, Person, Touchpoint, User

TEXTS_EACH = 50


def confidential(owner: User) -> list[tuple[int, str, tuple[str, ...]]]:
    """Those marked confidential: id, name, and what they said that no letter to others may repeat."""
    people = dict(Person.objects.filter(owner=owner, is_confidential=True).values_list("id", "name")[:200])
    texts: dict[int, list[str]] = {person_id: [] for person_id in people}
    for model, field in ((Advice, "text"), (Touchpoint, "summary")):
        rows = model._default_manager.filter(owner=owner, person_id__in=list(people)).order_by("-id")
        for person_id, text in rows.values_list("person_id", field)[: TEXTS_EACH * max(1, len(people))]:
            texts[person_id].append(text)
    return [(person_id, name, tuple(filter(None, texts[person_id]))) for person_id, name in people.items()]
