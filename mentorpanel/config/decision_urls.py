"""The addresses of decisions and of the look at a role."""

from django.urls import URLPattern, path

from mentorpanel.web import decision_steps, decisions


def addresses() -> list[URLPattern]:
    """Every address under ``decisions/``; the kinds of parts are those of ``urls``."""
    return [
        path("decisions/", decisions.all_decisions, name="decisions"),
        path("decisions/new/", decisions.new, name="decision-new"),
        path("decisions/undo/<card:undone>/", decisions.undo, name="decision-undo"),
        path("decisions/<id:decision_id>/", decisions.decision, name="decision"),
        path("decisions/<id:decision_id>/change/", decisions.change, name="decision-change"),
        path("decisions/<id:decision_id>/readers/", decisions.readers, name="decision-readers"),
        path("decisions/<id:decision_id>/compare/", decisions.compare, name="decision-compare"),
        path("decisions/<id:decision_id>/remove/", decisions.remove, name="decision-remove"),
        path("decisions/<id:decision_id>/options/", decisions.add_option, name="decision-options"),
        path("decisions/options/<id:option_id>/", decisions.change_option, name="decision-option"),
        path("decisions/<id:decision_id>/criteria/", decisions.add_criterion, name="decision-criteria"),
        path("decisions/criteria/<id:criterion_id>/", decisions.change_criterion, name="decision-criterion"),
        path("decisions/<id:decision_id>/judge/", decisions.judge, name="decision-judge"),
        path("decisions/<id:decision_id>/early/", decisions.early, name="decision-early"),
        path("decisions/<id:decision_id>/ask/", decision_steps.ask, name="decision-ask"),
        path("decisions/<id:decision_id>/heard/", decision_steps.heard, name="decision-heard"),
        path("decisions/<id:decision_id>/choose/", decision_steps.choose, name="decision-choose"),
        path("decisions/<id:decision_id>/reopen/", decision_steps.reopen, name="decision-reopen"),
        path("decisions/<id:decision_id>/tell/", decision_steps.tell, name="decision-tell"),
        path("decisions/<id:decision_id>/side-by-side/", decision_steps.weigh, name="decision-weigh"),
        path("decisions/reviews/<id:review_id>/", decision_steps.review, name="role-review"),
        path("decisions/reviews/<id:review_id>/snooze/", decision_steps.snooze, name="role-review-snooze"),
    ]
