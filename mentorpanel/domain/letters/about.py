"""What each kind of letter is for, in a line, and in what order they are offered."""

from typing import Final

GROUPS: Final = (
    ("Getting to know somebody", ("appreciation", "curiosity-connect", "feedback-ask", "wider-input-ask")),
    ("With a mentor", ("brief", "recap", "ask", "thank-you", "update", "formal-ask")),
    (
        "Bringing people together, and helping",
        ("introduction-request", "introduction-consent", "introduction", "offer", "note"),
    ),
    ("After a silence, and at the end", ("revive", "closing")),
)

ABOUT: Final = {
    "appreciation": "The one thing that struck you, and what it changed. It asks for nothing.",
    "curiosity-connect": "Twenty minutes and one question, to somebody you have seen or shared something with.",
    "feedback-ask": "Advice on one thing, from somebody who took part in a meeting of yours.",
    "wider-input-ask": "What came of their first advice, and something wider.",
    "brief": "The day before a session: what has changed, what you want, one question.",
    "recap": "After a session: thanks, what you understood, who does what.",
    "ask": "One question: what you have considered, what you want, and by when.",
    "thank-you": "Their advice, what you did, and what came of it. It closes the loop.",
    "update": "How things stand, with a line for them alone, and one small ask or none.",
    "formal-ask": "One goal, how often and until when, and an easy way out.",
    "introduction-request": "To somebody who could introduce you, with lines that they can send on.",
    "introduction-consent": "To one of two, alone: would they like to meet the other?",
    "introduction": "To two people at once, when both have said yes.",
    "offer": "Something they need, and the one thing you will do. No strings.",
    "revive": "A memory, the gap named once, and why now.",
    "note": "A few lines: an answer, a word before you meet, how it goes with somebody of theirs.",
    "closing": "Thanks, what you reached together, and an offer that stands.",
}
