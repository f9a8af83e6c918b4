"""The sample panel's advice: tried, told back, set aside, and two who differ."""

from dataclasses import dataclass
from datetime import date, timedelta

from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice, contrasts, parking


@dataclass(frozen=True, slots=True)
class DemoAdvice:
    """What somebody said, so many days ago; ``answers`` begins a parked question that it answers."""

    name: str
    days: int
    text: str
    topics: tuple[str, ...]
    status: str = "new"
    outcome: str = ""
    is_told: bool = False
    answers: str = ""


SAID = (
    DemoAdvice(
        "Marek Holm",
        110,
        "Price the platform by use; seats punish the teams that adopt it",
        ("pricing", "platforms"),
    ),
    DemoAdvice(
        "Sam Teo",
        21,
        "Stay with seats until the first renewals are in; usage frightens finance",
        ("pricing",),
        "trying",
    ),
    DemoAdvice(
        "Omar Haddad",
        112,
        "Write down what you will not do, and show it to your manager",
        ("prioritisation",),
        "worked",
        "Two projects stopped, and nobody missed them.",
    ),
    DemoAdvice(
        "Omar Haddad",
        40,
        "Take the role where you would learn most from the people above you",
        ("career moves",),
        answers="Growth team here",
    ),
    DemoAdvice(
        "Tom Okafor",
        24,
        "Ask which role you would regret not having tried; the level follows",
        ("career moves",),
        answers="Growth team here",
    ),
    DemoAdvice(
        "Lena Brandt",
        80,
        "Let the interview panel vote before they talk",
        ("hiring",),
        "did-not",
        "Two of five voted on charm. We write the evidence first now.",
        is_told=True,
    ),
    DemoAdvice(
        "Priya Nair",
        95,
        "Send the page two days before, or nobody reads it",
        ("communication",),
        "worked",
        "Six of eight had read it, and we met for half the time.",
        is_told=True,
    ),
    DemoAdvice("Jonas Weil", 300, "Move your desk next to sales for a month", ("stakeholders",), "set-aside"),
)
TOPICS = {
    "Say the recommendation first": ("communication",),
    "Hire for the second year, not the first": ("hiring", "leading teams"),
    "Price by seat first and learn": ("pricing",),
    "Name the risk before somebody else does": ("communication",),
    "Bring one number": ("communication",),
}
"""Topics of what was said in the sample's sessions."""
DIFFER = ("Seat or usage for the API tiers?", ("Price the platform", "Stay with seats"))
DECIDED = (
    "Does the interview panel vote first?",
    ("Let the interview panel", "Hire for the second year"),
    "We write down the evidence, then we talk, then we vote.",
    "The vote before the talk was about charm.",
)


def fill(owner: User, ids: dict[str, int], today: date) -> None:
    """Add the sample's advice to people who are there."""
    questions = parking.parked_items(owner, limit=100).results
    for said in SAID:
        item = next((one for one in questions if said.answers and one.text.startswith(said.answers)), None)
        made = advice.note_advice(
            owner,
            person_id=ids[said.name],
            text=said.text,
            topics=said.topics,
            on=today - timedelta(days=said.days),
            item_id=item.id if item else None,
        )
        if said.status != "new":
            advice.change_advice(owner, advice_id=made.id, status=said.status, outcome=said.outcome)
        if said.is_told:
            advice.close_loop(owner, advice_id=made.id)
    known = advice.advice_list(owner, limit=200).results
    for one in known:
        if one.text in TOPICS and not one.topics:
            advice.change_advice(owner, advice_id=one.id, topics=TOPICS[one.text])
    differ, settled = (
        [one.id for start in starts for one in known if one.text.startswith(start)]
        for starts in (DIFFER[1], DECIDED[1])
    )
    contrasts.set_side_by_side(owner, question=DIFFER[0], advice_ids=differ)
    decided = contrasts.set_side_by_side(owner, question=DECIDED[0], advice_ids=settled)
    contrasts.decide(owner, contrast_id=decided.id, decided=DECIDED[2], why=DECIDED[3])
