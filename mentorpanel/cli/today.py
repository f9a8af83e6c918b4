"""today, done, snooze and dismiss: the day's cards in the shell."""

import click

from mentorpanel.cli.shell import Shell, command, day_option
from mentorpanel.domain import documents
from mentorpanel.domain.facts import Card


def card_lines(card: Card) -> list[str]:
    """A card for people."""
    due = f"  due {card.due}" if card.due else ""
    return [
        f"  {card.title}{due}  ({card.effort_minutes} min)  [{card.id}]",
        f"      {card.why}",
        f"      → {card.action.command}",
    ]


@command("today", short_help="The day's cards, each with its reason.")
@click.option("--on", "on_text", default="", metavar="DATE", help="Any day's instead.")
@click.option("--all", "show_all", is_flag=True, help="Also what was left out, and why.")
def today_command(shell: Shell, on_text: str, show_all: bool) -> None:
    """Three lanes: blind spots, coming up, openings."""
    from mentorpanel.usecases import today

    page = today.today_page(shell.owner, on=day_option(shell, on_text))
    picked = page.picked
    lanes = {"blind_spots": picked.blind_spots, "coming_up": picked.coming_up, "openings": picked.openings}
    document = documents.today(
        picked, on=page.on, spent_minutes=page.spent_minutes, weekly_minutes=page.weekly_minutes
    )
    words = [picked.headline]
    for name, cards in lanes.items():
        words += [
            "",
            name.replace("_", " ").capitalize(),
            *(line for card in cards for line in card_lines(card)),
        ]
        if not cards:
            words.append("  Nothing.")
    if show_all and picked.not_shown:
        words += ["", "Left out"] + [f"  {one.card.title}: {one.reason}" for one in picked.not_shown]
    shell.answer(document, words)


@command("done", short_help="A card is done.")
@click.argument("card")
@click.option("--undo", is_flag=True, help="Take back what was last done with it.")
def done_command(shell: Shell, card: str, undo: bool) -> None:
    """CARD is done; a promise counts as kept."""
    from mentorpanel.usecases import today

    if undo:
        today.undo_card(shell.owner, card_id=card)
        shell.answer({"id": card, "undone": True}, "Taken back.")
        return
    found = today.done_card(shell.owner, card_id=card)
    shell.answer({"id": found.id, "verdict": "done"}, f"Done: {found.title}")


@command("snooze", short_help="Hide a card until a day.")
@click.argument("card")
@click.option("--until", default="", metavar="DATE", help="Until when (a week; a duty: tomorrow).")
def snooze_command(shell: Shell, card: str, until: str) -> None:
    """Hide CARD until a day; a duty until tomorrow at most."""
    from mentorpanel.usecases import today

    found, hidden = today.snooze_card(shell.owner, card_id=card, until=day_option(shell, until))
    shell.answer({"id": found.id, "verdict": "snoozed", "until": hidden}, f"Back on {hidden}: {found.title}")


@command("dismiss", short_help="Put a card away, with a reason.")
@click.argument("card")
@click.option("--reason", default="", help="Why; remembered with it.")
def dismiss_command(shell: Shell, card: str, reason: str) -> None:
    """Put CARD away until its facts change; a duty cannot be dismissed."""
    from mentorpanel.usecases import today

    found = today.dismiss_card(shell.owner, card_id=card, reason=reason)
    shell.answer({"id": found.id, "verdict": "dismissed"}, f"Dismissed: {found.title}")
