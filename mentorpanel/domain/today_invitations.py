"""Cards of Today for mentors who have the old day of a session. Examples: docs/rules/invitations.md."""

from collections.abc import Iterator
from datetime import date

from mentorpanel.domain.facts import Action, Card
from mentorpanel.domain.today_cards import make_card, shortened
from mentorpanel.domain.today_facts import InvitationFacts
from mentorpanel.domain.words import count, start_sentence


def invitation_cards(invitations: tuple[InvitationFacts, ...], today: date) -> Iterator[Card]:
    """One duty for each mentor who has to be told something, for the soonest session; none where they know."""
    due = [one for one in invitations if _is_due(one)]
    for person_id in dict.fromkeys(one.person_id for one in due):
        of_person = sorted(
            (one for one in due if one.person_id == person_id),
            key=lambda one: (one.starts_on, one.session_id),
        )
        yield _card(of_person[0], len(of_person) - 1, today)


def _is_due(facts: InvitationFacts) -> bool:
    if not facts.state.ask or (facts.they_know and facts.state.method == "CANCEL"):
        return False
    return facts.state.must_tell or bool(facts.failure)


def _card(facts: InvitationFacts, more: int, today: date) -> Card:
    name = facts.person_name
    first = name.split()[0] if name.split() else name
    others = f" {start_sentence(count(more, 'other session'))} too." if more else ""
    gone = f" {first} is in the trash." if facts.is_gone else ""
    failed = f" The mail did not arrive: {shortened(facts.failure).rstrip('.…')}." if facts.failure else ""
    return make_card(
        "invitation", facts.session_id, title=f"Tell {first} {facts.state.news}", is_duty=True,
        why=f"{facts.state.reason}{gone}{others}{failed}", person=(facts.person_id, name),
        due=max(facts.starts_on, today) if facts.starts_on <= today else None,
        facts=(facts.sequence, facts.state.sequence, bool(facts.failure)),
        action=Action(
            "Look at the message", f"/sessions/{facts.session_id}/invitation/",
            f"mentorpanel sessions --invite {facts.session_id} --send",
        ),
    )  # fmt: skip
