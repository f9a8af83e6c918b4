"""The tokens of programs: made, shown once, revoked."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.usecases import tokens as keeping
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: OwnedRequest) -> HttpResponse:
    """The tokens there are; a POST makes one, which is shown on its answer and nowhere else."""
    if request.method != "POST":
        return _page(request)
    try:
        made, token = keeping.make_token(
            request.owner,
            name=forms.text(request, "name"),
            scope=forms.text(request, "scope") or "read",
            days=forms.number(request, "days", least=1, most=keeping.LONGEST_LIFE),
        )
    except (Invalid, Conflict) as problem:
        return _page(request, errors={problem.field or "name": problem.message})
    return _page(request, made=made.name, token=token)


@require_POST
def revoke(request: OwnedRequest, token_id: int) -> HttpResponse:
    """A token is good no longer."""
    gone = keeping.revoke_token(request.owner, token_id=token_id)
    forms.tell(request, f"Revoked: {gone.name}. Whoever uses it is refused from now on.")
    return redirect(reverse("settings-tokens"))


def _page(
    request: OwnedRequest, *, made: str = "", token: str = "", errors: dict[str, str] | None = None
) -> HttpResponse:
    now = clock.now()
    kept = [one for one in keeping.all_tokens(request.owner) if one.revoked_at is None]
    context = {
        "headline": f"Copy the token for {made} now; it is not shown again."
        if token
        else "What programs use.",
        "tokens": [{"is": one, "state": one.state_at(now)} for one in kept],
        "token": token,
        "values": request.POST.dict() if errors else {},
        "errors": errors or {},
    }
    return render(request, "settings/tokens.html", context, status=422 if errors else 200)
