"""The leadership principles that a new panel judges by: a neutral list that the owner can change."""

from typing import Final

DEFAULT_PRINCIPLES: Final[tuple[tuple[str, str, str], ...]] = (
    ("starts-with-people", "Starts with the people served", "Understands whom the work is for before deciding what to build."),
    ("takes-ownership", "Takes ownership", "Sees a thing through, and speaks of mistakes as their own."),
    ("decides-well", "Decides well", "Weighs what is known, decides in time, and changes course when the facts change."),
    ("speaks-plainly", "Speaks plainly", "Makes hard matters clear, and says unwelcome things with respect."),
    ("grows-others", "Helps others grow", "Gives people room, honest feedback and credit."),
    ("builds-trust", "Builds trust", "Keeps promises, listens first, and disagrees without harming the tie."),
    ("stays-curious", "Stays curious", "Asks, learns from anyone, and is glad to be shown wrong."),
    ("looks-ahead", "Looks ahead", "Sees where things are heading and prepares others for it."),
    ("gets-things-done", "Gets things done", "Turns intentions into results with the means at hand."),
    ("keeps-standards", "Keeps high standards", "Cares about craft and raises the work around them."),
)  # fmt: skip
"""(key, name, one line of what it looks like), the choice being our judgement."""
