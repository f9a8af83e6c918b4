"""Cards of Today for answers to invitations that were not taken, such as one from a foreign address."""

from collections.abc import Iterator

from mentorpanel.domain.facts import Action, Card
from mentorpanel.domain.today_cards import make_card, shortened
from mentorpanel.domain.today_facts import ReceivedFacts
from mentorpanel.domain.words import count


def received_cards(received: tuple[ReceivedFacts, ...]) -> Iterator[Card]:
    """One card for each session to come, for the newest of them; it is calm, and says how many there were."""
    for session_id in dict.fromkeys(one.session_id for one in received):
        of_session = sorted((one for one in received if one.session_id == session_id), key=lambda one: one.id)
        last, more = of_session[-1], len(of_session) - 1
        others = f" So were {count(more, 'more')}." if more else ""
        yield make_card(
            "received", session_id, title=f"An answer for {last.person_name} was not taken",
            why=f"{shortened(last.reason.partition(' If ')[0])}{others}", person=(last.person_id, last.person_name),
            facts=(last.id,),
            action=Action("Look at it", "/settings/mail/#received", "mentorpanel mail"),
        )  # fmt: skip
