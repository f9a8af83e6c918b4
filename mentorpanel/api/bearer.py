"""Who asks: a bearer token and nothing else. A browser's cookie opens nothing here."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from mentorpanel.domain.problems import Problem
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import tokens
from mentorpanel.usecases.tokens import Bearer


class NoToken(Problem):
    """Nobody is known by that token, or there is none. One answer for unknown, expired and revoked."""

    code = "no-token"


class ReadOnly(Problem):
    """The token may only read."""

    code = "read-only"


class ApiRequest(HttpRequest):
    """A request with whom its token belongs to."""

    auth: Bearer


class Token(HttpBearer):
    """A token in ``Authorization: Bearer …``. Scope read may read; write may change things, too."""

    def __init__(self, *, writes: bool) -> None:
        super().__init__()
        self.writes = writes

    def __call__(self, request: HttpRequest) -> Bearer:
        """Whose token it is; ``NoToken`` and ``ReadOnly`` say why not."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        bearer = tokens.bearer_of(token.strip()) if kind.lower() == "bearer" and token.strip() else None
        if bearer is None:
            raise NoToken("Send a token that is good: “Authorization: Bearer mp_…”. Settings make one.")
        if self.writes and not bearer.may_write:
            raise ReadOnly("This token may only read. Make one with the scope write.")
        return bearer

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """Whose token that is."""
        return tokens.bearer_of(token)


READS, WRITES = Token(writes=False), Token(writes=True)


def owner_of(request: HttpRequest) -> User:
    """Whose panel the request is about."""
    bearer: Bearer = request.auth  # type: ignore[attr-defined]
    return bearer.owner
