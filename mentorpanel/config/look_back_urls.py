"""The addresses of looking back."""

from django.urls import URLPattern, path

from mentorpanel.web import look_back


def addresses() -> list[URLPattern]:
    """Every address under ``look-back/``; the kinds of parts are those of ``urls``."""
    return [
        path("look-back/", look_back.look_back, name="look-back"),
        path("look-back/<id:year>/", look_back.year, name="look-back-year"),
        path("look-back/<id:year>/letter/", look_back.keep, name="look-back-letter"),
        path("look-back/<id:year>/letter/undo/", look_back.undo, name="look-back-letter-undo"),
    ]
