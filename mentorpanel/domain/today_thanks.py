"""Cards of Today for help that came outside a session: an answer to a letter, a favour. Examples: docs/rules/thanks.md."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Final

from mentorpanel.domain.facts import Action, Card
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_cards import make_card, quoted, shortened
from mentorpanel.domain.today_facts import HelpFacts
from mentorpanel.domain.words import ago

CARRIES_THANKS: Final = ("brief", "notes", "thank")
"""Cards of a session whose letter is the better place: one mail, not two."""
_TITLES: Final = {"answered": "Thank {name} for the answer", "favour": "Thank {name} for what they did"}
_WHYS: Final = {"answered": "They answered “{about}” {when}.", "favour": "“{about}”, {when}."}


def thanks_cards(
    helps: tuple[HelpFacts, ...], writing_to: Collection[int], today: date, settings: RuleSettings
) -> Iterator[Card]:
    """One card a person, for the newest help, within two days; after two weeks it is left in peace.

    Thanked helpers help again twice as often (Grant & Gino 2010); the days are our judgement. ``writing_to`` are
    those whose brief, recap or farewell is to come: one letter, not two.
    """
    seen = set(writing_to)
    for one in sorted(helps, key=lambda each: (-each.on.toordinal(), each.kind, each.id)):
        days = (today - one.on).days
        if one.person_id in seen or one.do_not_contact or not 0 <= days <= settings.thanks_last_days:
            continue
        seen.add(one.person_id)
        about = shortened(one.about).rstrip(".")
        why = _WHYS[one.kind].format(about=about, when=ago(one.on, today))
        yield make_card(
            one.kind, one.id, title=_TITLES[one.kind].format(name=one.name),
            why=f"{why} Two lines are enough; what comes of it can follow.",
            person=(one.person_id, one.name), due=one.on + timedelta(days=settings.thanks_first_days), facts=(one.on,),
            action=Action(
                "Write the thank-you", f"/people/{one.person_id}/letters/?kind=thank-you",
                f"mentorpanel draft thank-you {quoted(one.name)}",
            ),
        )  # fmt: skip
