"""The kinds of letter there are, by slug. A new kind is one file with a ``KIND`` and one line here."""

from mentorpanel.domain.letters import brief, recap, thank_you
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.problems import NotFound

KINDS: dict[str, LetterKind] = {kind.slug: kind for kind in (brief.KIND, recap.KIND, thank_you.KIND)}


def kind_of(slug: str) -> LetterKind:
    """The kind of that slug, words with spaces taken too; ``NotFound`` lists those there are."""
    wanted = "-".join(slug.strip().lower().replace("-", " ").replace("_", " ").split())
    if wanted not in KINDS:
        raise NotFound(f"There is no letter “{slug.strip()[:40]}”. There are: {', '.join(KINDS)}.")
    return KINDS[wanted]
