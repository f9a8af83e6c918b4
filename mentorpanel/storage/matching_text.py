"""Rows whose text holds every word of a query, on both databases."""

from django.db.models import Q

MOST_WORDS = 8
LONGEST_QUERY = 200


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, each once; at most eight out of the first 200 characters (our judgement)."""
    return tuple(dict.fromkeys(query.replace("\0", " ")[:LONGEST_QUERY].split()))[:MOST_WORDS]


def holds_word(word: str, *fields: str) -> Q:
    """The word stands in at least one of the fields, in any case.

    SQLite folds the case of ASCII only, so other letters are looked for in their usual three forms.
    ``icontains`` takes ``%`` and ``_`` as themselves.
    """
    forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    condition = Q()
    for field in fields:
        for form in sorted(forms):
            condition |= Q(**{f"{field}__icontains": form})
    return condition


def holds_all(query: str, *fields: str) -> Q:
    """Every word of the query stands in at least one of the fields; an empty query holds for all."""
    condition = Q()
    for word in words_of(query):
        condition &= holds_word(word, *fields)
    return condition
