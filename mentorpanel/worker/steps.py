"""The worker's small steps. Each does one piece of work and says whether there was any."""

from collections.abc import Callable

from django.conf import settings

from mentorpanel.delivery import outgoing
from mentorpanel.usecases import captures, meanings, outbox, pushes, repeats, search, series, sign_in, uploads
from mentorpanel.worker.owner_rounds import for_each


def take_in_captures() -> bool:
    """Take in what was parked and logged from the shell."""
    taken = captures.take_in(settings.DATA_FOLDER / "spool")
    return taken.count > 0


def deliver_one(holder: str) -> bool:
    """Deliver one mail, if a mail server is set and one is due."""
    if not settings.SMTP_URL:
        return False
    mail = outbox.claim_next(holder=holder)
    if mail is None:
        return False
    outbox.settle(mail, outgoing.deliver(mail, server_url=settings.SMTP_URL))
    return True


def import_one(holder: str, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Import one uploaded file; told to stop, it leaves the rest for later."""
    return uploads.run_next_upload(holder=holder, is_stopping=is_stopping)


def index_changes() -> bool:
    """Bring what changed into the index that search reads, a part for each owner."""
    return for_each(search.owners_behind(), search.take_in, what="the changes for search")


def free_lost_claims() -> bool:
    """Free what dead workers held, and remove the halves that killed captures left."""
    captures.sweep(settings.DATA_FOLDER / "spool")
    return outbox.free_lost_claims() + pushes.free_lost_claims() > 0


def make_sessions_ahead() -> bool:
    """Make the next sessions of every owner's series."""
    return for_each(sign_in.all_owners(), series.make_sessions_ahead, what="the sessions ahead")


def drop_old_replies() -> bool:
    """Forget the answers to requests of the API whose keys are a day old, and messages to devices of a month ago."""
    dropped = repeats.drop_old()
    return pushes.drop_old() or dropped > 0


class MeaningsAhead:
    """Lets the sentence model, where one is installed, read what was said: some owners at a time, until they are done."""

    def __init__(self) -> None:
        self._after = 0

    def __call__(self) -> bool:
        owners = meanings.owners_after(self._after)
        if for_each(owners, meanings.read_ahead, what="the texts read ahead"):
            return True
        self._after = owners[-1].pk if owners else 0
        return False
