"""The kinds of letter there are, by slug. A new kind is one file with a ``KIND`` and one line here."""

from mentorpanel.domain.letters import (
    appreciation,
    ask,
    brief,
    closing,
    curiosity_connect,
    feedback_ask,
    formal_ask,
    introduction,
    introduction_consent,
    note,
    offer,
    recap,
    revive,
    thank_you,
    update,
)
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.problems import NotFound

KINDS: dict[str, LetterKind] = {
    kind.slug: kind
    for kind in (
        appreciation.KIND,
        curiosity_connect.KIND,
        feedback_ask.FEEDBACK,
        feedback_ask.WIDER_INPUT,
        formal_ask.KIND,
        ask.KIND,
        brief.KIND,
        recap.KIND,
        update.KIND,
        thank_you.KIND,
        introduction.REQUEST,
        introduction_consent.KIND,
        introduction.INTRODUCTION,
        offer.KIND,
        note.KIND,
        revive.KIND,
        closing.KIND,
    )
}


def kind_of(slug: str) -> LetterKind:
    """The kind of that slug, words with spaces taken too; ``NotFound`` lists those there are."""
    wanted = "-".join(slug.strip().lower().replace("-", " ").replace("_", " ").split())
    if wanted not in KINDS:
        raise NotFound(f"There is no letter “{slug.strip()[:40]}”. There are: {', '.join(KINDS)}.")
    return KINDS[wanted]
