"""The card of Today for a mail to the owner that did not arrive. Examples: docs/rules/reminders.md."""

from collections.abc import Iterator
from datetime import date

from mentorpanel.domain.facts import Action, Card
from mentorpanel.domain.today_cards import make_card, shortened
from mentorpanel.domain.today_facts import OwnMailFacts
from mentorpanel.domain.words import ago


def own_mail_cards(own_mail: OwnMailFacts | None, today: date) -> Iterator[Card]:
    """One calm card for the newest mail to the owner where it failed; it is not tried again by itself."""
    if own_mail is None:
        return
    yield make_card(
        "own-mail", own_mail.id, title="A mail to yourself did not arrive",
        why=f"Made {ago(own_mail.made_on, today)}. {shortened(own_mail.reason).rstrip('.…')}.",
        facts=(own_mail.id,),
        action=Action("Look at the settings", "/settings/reminders/", "mentorpanel remind"),
    )  # fmt: skip
