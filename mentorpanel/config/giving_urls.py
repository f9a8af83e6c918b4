"""The addresses of giving back: needs and offers, favours, what was asked of me, mentees of mine."""

from django.urls import URLPattern, path

from mentorpanel.web import asked, giving, mentees


def addresses() -> list[URLPattern]:
    """Every address of giving back; the kinds of parts are those of ``urls``."""
    return [
        path("give-back/", giving.give_back, name="give-back"),
        path("people/<id:person_id>/mentee/", mentees.take_on, name="person-mentee"),
        path("people/<id:person_id>/mentee/end/", mentees.let_go, name="person-mentee-end"),
        path("people/<id:person_id>/line-back/", mentees.line_back, name="person-line-back"),
        path("sessions/<id:session_id>/note/", mentees.before_talk, name="session-note"),
        path("replies/<id:reply_id>/asked/", asked.from_reply, name="reply-asked"),
        path("give-back/hide/", giving.hide, name="give-back-hide"),
        path("give-back/wants/", giving.new_want, name="want-new"),
        path("give-back/wants/<id:want_id>/", giving.change_want, name="want"),
        path("give-back/wants/<id:want_id>/settle/", giving.settle_want, name="want-settle"),
        path("give-back/wants/<id:want_id>/reopen/", giving.reopen_want, name="want-reopen"),
        path("give-back/wants/<id:want_id>/offer/", giving.offer, name="want-offer"),
        path("give-back/favours/", giving.new_favour, name="favour-new"),
        path("give-back/favours/<id:favour_id>/settle/", giving.settle_favour, name="favour-settle"),
        path("give-back/favours/<id:favour_id>/reopen/", giving.reopen_favour, name="favour-reopen"),
        path("give-back/asked/", asked.new, name="asked-new"),
        path("give-back/asked/<id:favour_id>/answer/", asked.answer, name="asked-answer"),
        path("give-back/asked/<id:favour_id>/told/", asked.told, name="asked-told"),
        path("give-back/asked/<id:favour_id>/untold/", asked.not_told, name="asked-untold"),
        path("give-back/asked/<id:favour_id>/back/", asked.take_back, name="asked-back"),
    ]
