"""The addresses of asking: whom, and then by letter or on an agenda."""

from django.urls import URLPattern, path

from mentorpanel.web import ask


def addresses() -> list[URLPattern]:
    """Every address of asking; the kinds of parts are those of ``urls``."""
    return [
        path("ask/", ask.ask, name="ask"),
        path("ask/agenda/", ask.agenda, name="ask-agenda"),
        path("ask/write/", ask.write, name="ask-write"),
        path("parking/<id:item_id>/unplan/<id:session_id>/", ask.unplan, name="parked-unplan"),
    ]
