"""Signing in: by a link with a button on its page, or with a password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from mentorpanel.domain.problems import NotFound
from mentorpanel.usecases import sign_in
from mentorpanel.web.render import render

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@csrf_exempt  # The page sends no referrer, so its form has no origin to check; the token in the address is the proof.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A sign-in link: looking shows a button, pressing it signs in and uses the link up."""
    if request.method != "POST":
        is_good = sign_in.link_is_good(token)
        answer = render(request, "link.html", {"is_good": is_good}, status=200 if is_good else 404)
    else:
        try:
            owner = sign_in.use_link(token)
        except NotFound:
            answer = render(request, "link.html", {"is_good": False}, status=404)
        else:
            login(request, owner, backend=BACKEND)
            answer = redirect(reverse("today"))
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this sign-in."""
    logout(request)
    return redirect(reverse("account_login"))


class SignInView(LoginView):  # type: ignore[misc]  # allauth brings no types
    """Signing in with a password, throttled by the caller's address before anything is hashed."""

    template_name = "account/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """In, with a line in the audit list. A closed account gets the answer of a wrong password."""
        if not form.user.is_active:
            form.add_error(None, get_adapter().error_messages["email_password_mismatch"])
            return self.form_invalid(form)  # type: ignore[no-any-return]
        answer: HttpResponse = super().form_valid(form)
        if self.request.user.is_authenticated:
            sign_in.note_password_sign_in(self.request.user)
        return answer

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**named)
        return {**context, "theme": self.request.COOKIES.get("theme", "system")}
