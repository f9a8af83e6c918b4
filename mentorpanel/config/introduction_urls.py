"""The addresses of introductions."""

from django.urls import URLPattern, path

from mentorpanel.web import introductions


def addresses() -> list[URLPattern]:
    """Every address under ``introductions/``; the kinds of parts are those of ``urls``."""
    one = "introductions/<id:introduction_id>/"
    return [
        path("introductions/", introductions.all_introductions, name="introductions"),
        path("introductions/new/", introductions.new, name="introduction-new"),
        path(one, introductions.introduction, name="introduction"),
        path(f"{one}letter/", introductions.letter, name="introduction-letter"),
        path(f"{one}steps/<card:step>/", introductions.step, name="introduction-step"),
        path(f"{one}undo/", introductions.undo, name="introduction-undo"),
        path(f"{one}delete/", introductions.delete, name="introduction-delete"),
        path(f"{one}restore/", introductions.restore, name="introduction-restore"),
    ]
