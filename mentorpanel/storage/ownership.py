"""The type that every function takes first: whose data it is."""

from mentorpanel.storage.models.owners import User

__all__ = ["User"]
