"""What every start does before anything else: tables, and the captures that wait."""

from django.conf import settings

from mentorpanel.storage import schema
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import captures, sign_in


def open_database() -> User:
    """Bring the tables up to date, make the local owner if there is none, and take in what was captured."""
    schema.ensure(settings.DATA_FOLDER)
    owner = sign_in.local_owner()
    captures.take_in(settings.DATA_FOLDER / "spool")
    return owner
