"""The addresses of advice."""

from django.urls import URLPattern, path

from mentorpanel.web import advice, contrasts


def addresses() -> list[URLPattern]:
    """The library, one piece, two side by side."""
    return [
        path("advice/", advice.library, name="advice"),
        path("advice/new/", advice.note, name="advice-new"),
        path("advice/restore/", advice.restore, name="advice-restore"),
        path("advice/topics/", advice.rename_topic, name="topic-rename"),
        path("advice/topics/back/", advice.topic_back, name="topic-back"),
        path("advice/side-by-side/", contrasts.beside, name="advice-beside"),
        path("advice/side-by-side/back/", contrasts.put_back, name="contrast-back"),
        path("advice/side-by-side/<id:contrast_id>/", contrasts.contrast, name="contrast"),
        path("advice/side-by-side/<id:contrast_id>/reword/", contrasts.reword, name="contrast-reword"),
        path("advice/side-by-side/<id:contrast_id>/decision/", contrasts.weigh, name="contrast-weigh"),
        path("advice/side-by-side/<id:contrast_id>/reopen/", contrasts.reopen, name="contrast-reopen"),
        path("advice/side-by-side/<id:contrast_id>/remove/", contrasts.remove, name="contrast-remove"),
        path("advice/<id:advice_id>/", advice.piece, name="advice-change"),
        path("advice/<id:advice_id>/status/", advice.status, name="advice-status"),
        path("advice/<id:advice_id>/undo/", advice.undo, name="advice-undo"),
        path("advice/<id:advice_id>/heard/", advice.heard, name="advice-heard"),
        path("advice/<id:advice_id>/thank/", advice.thank, name="advice-thank"),
        path("advice/<id:advice_id>/delete/", advice.delete, name="advice-delete"),
    ]
