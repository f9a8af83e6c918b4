"""What people of the panel know about."""

from mentorpanel.domain.records import Named
from mentorpanel.storage.models import Advice, Relationship, User

MOST_PEOPLE = 200


def topics_of_panel(owner: User) -> list[tuple[Named, str, tuple[str, ...]]]:
    """Person, source (expertise or advice) and topics, for everybody with a stage."""
    rows = Relationship.objects.filter(owner=owner, person__deleted_at__isnull=True).exclude(stage="closed")
    people = rows.values_list("person_id", "person__name", "person__expertise")[:MOST_PEOPLE]
    found = [(Named(pk, name), "expertise", tuple(topics)) for pk, name, topics in people if topics]
    advised = Advice.objects.filter(owner=owner, person__deleted_at__isnull=True).exclude(topics=[])
    named = advised.order_by("-on").values_list("person_id", "person__name", "topics")[:MOST_PEOPLE]
    return found + [(Named(pk, name), "advice", tuple(topics)) for pk, name, topics in named]
