"""The first lines of the pages and commands about updates."""

from collections.abc import Iterable

from mentorpanel.domain.audience import Suited
from mentorpanel.domain.update_records import UpdateRecord
from mentorpanel.domain.words import count, start_sentence


def audience_headline(audience: Iterable[Suited]) -> str:
    """ "It is time for news to three people." """
    names = [one.name for one in audience if one.is_suggested]
    if not names:
        return "Everybody knows how you are doing."
    if len(names) == 1:
        return f"It is time for news to {names[0]}."
    return f"It is time for news to {count(len(names), 'person', 'people')}."


def update_headline(update: UpdateRecord, *, ready: int) -> str:
    """Where an update stands, for its page."""
    readers = len(update.letters)
    if not readers:
        return "Written once, and for nobody yet."
    if update.state == "sent":
        return "Everybody has it."
    if update.state == "closed":
        return "You are done with this one."
    left = readers - update.sent
    if ready:
        rest = f"; {count(left - ready, 'letter')} to look at" if left > ready else ""
        return start_sentence(f"{count(ready, 'letter')} ready to go{rest}.")
    if update.sent:
        return start_sentence(f"{count(left, 'reader')} still open.")
    if readers == 1:
        return "One reader, with a line for them alone."
    return start_sentence(f"{count(readers, 'reader')}, with a line for each alone.")


def update_title(update: UpdateRecord) -> str:
    """How an update is called in a list: its line, or that it has none yet."""
    line = " ".join(update.slots.get("verdict", "").split())[:120]
    return start_sentence(line) if line else "Not said in a line yet"
