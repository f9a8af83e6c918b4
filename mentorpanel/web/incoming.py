"""The settings page about mail that comes in: how it is set, what came, why it means what it does, and taking it back."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel.delivery.imap import ImapSettings
from mentorpanel.domain.mailbox import MOST_BYTES
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.words import count, start_sentence
from mentorpanel.storage.mailboxes import MailboxRecord
from mentorpanel.usecases import incoming, incoming_mail
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

ON_A_PAGE = 50
MOST_FILES = 20
DAYS_AGAIN = 30


@dataclass(frozen=True, slots=True)
class MailboxShown:
    """The mailbox as its page shows it. ``place`` is empty where none is set, ``wrong`` says why it cannot be used.

    ``address`` is the owner's own to send copies to, ``plain`` the one without a token.
    """

    place: str = ""
    folder: str = ""
    address: str = ""
    plain: str = ""
    wrong: str = ""
    days: int = 30
    state: MailboxRecord | None = None


@require_GET
def mail(request: OwnedRequest) -> HttpResponse:
    """Where mail comes in, and what came."""
    return _page(request)


@require_POST
def files(request: OwnedRequest) -> HttpResponse:
    """Take in mails that were saved as files."""
    given = request.FILES.getlist("files")[:MOST_FILES]
    if not given:
        return _page(request, error="Choose one file or more: mails that you saved, usually as .eml.")
    said = [_take(request, file) for file in given]
    forms.tell(request, said[0] if len(said) == 1 else _in_short(said))
    return redirect(f"{reverse('settings-mail')}#received")


@require_POST
def again(request: OwnedRequest) -> HttpResponse:
    """Have the last days of the mailbox looked at once more; the worker does it."""
    if not settings.IMAP_URL:
        raise Conflict("No mailbox is set.")
    incoming_mail.look_again(ImapSettings.of_url(settings.IMAP_URL).fingerprint, days=DAYS_AGAIN)
    forms.tell(request, f"The last {DAYS_AGAIN} days are looked at once more, within a minute or so.")
    return redirect(reverse("settings-mail"))


@require_POST
def undo(request: OwnedRequest, mail_id: int) -> HttpResponse:
    """That was not so: what the mail did goes."""
    back = incoming.take_back(request.owner, mail_id=mail_id)
    forms.tell(request, f"Taken back: {back.reason}")
    return redirect(f"{reverse('settings-mail')}#received")


def _take(request: OwnedRequest, file: "UploadedFile[Any]") -> str:
    taken = incoming_mail.take_file(request.owner, file.read(MOST_BYTES + 1))
    if not taken.is_new:
        return f"That is known already. {taken.reason}"
    return taken.reason


def _in_short(said: list[str]) -> str:
    known = sum(one.startswith("That is known already.") for one in said)
    new = start_sentence(count(len(said) - known, "mail"))
    return f"{new} read{f', {known} known already' if known else ''}. What became of them stands below."


def _page(request: OwnedRequest, *, error: str = "") -> HttpResponse:
    page = incoming.received_mails(request.owner, limit=ON_A_PAGE, after=request.GET.get("after", "")[:500])
    box = _mailbox(request)
    context = {
        "headline": _headline(box, bool(page.results)),
        "box": box,
        "page": page,
        "limit": MOST_BYTES // 1_000_000,
        "error": error,
    }
    return render(request, "settings/mail.html", context, status=422 if error else 200)


def _mailbox(request: OwnedRequest) -> MailboxShown:
    if not settings.IMAP_URL:
        return MailboxShown()
    try:
        box = ImapSettings.of_url(settings.IMAP_URL)
    except Invalid as problem:
        return MailboxShown(wrong=problem.message)
    return MailboxShown(
        place=box.place,
        folder=box.folder,
        address=incoming_mail.private_address(request.owner, box.address),
        plain=box.address,
        days=box.days,
        state=incoming_mail.state_of(box.fingerprint),
    )


def _headline(box: MailboxShown, has_mail: bool) -> str:
    if box.wrong:
        return "The mailbox cannot be used yet."
    if box.state is not None and box.state.last_error:
        return "The mailbox could not be read."
    if box.place:
        return "Mail that comes in is read for you."
    return "What came in by mail." if has_mail else "Let your mail keep your panel up to date."
