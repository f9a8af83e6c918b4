"""Expected failures: a stable code for programs, a sentence for people that names the mend."""


class Problem(Exception):
    """Something the person can mend. ``code`` is stable; ``message`` is one or two plain sentences."""

    code = "problem"

    def __init__(self, message: str, *, code: str | None = None, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        if code is not None:
            self.code = code


class NotFound(Problem):
    """Nothing of this owner's has that id or name. Someone else's things are not found either."""

    code = "not-found"


class Invalid(Problem):
    """A value that cannot be taken; ``field`` names it."""

    code = "invalid"


class Ambiguous(Problem):
    """A name that fits several people; ``candidates`` lists them and nothing was changed."""

    code = "ambiguous"

    def __init__(self, message: str, candidates: list[tuple[int, str]]) -> None:
        super().__init__(message)
        self.candidates = candidates


class Unreadable(Problem):
    """An outside file that cannot be read at all; the message names the place and the mend."""

    code = "unreadable"


class NeedsReason(Problem):
    """An unusual step that is allowed once a reason is given."""

    code = "needs-reason"


class Conflict(Problem):
    """The thing has changed meanwhile, or is in a state that does not allow this."""

    code = "conflict"


class PathOpen(Conflict):
    """Somebody who was noticed before has an open path, ``notice_id``: add to it, or open a second one."""

    code = "path-open"

    def __init__(self, message: str, notice_id: int) -> None:
        super().__init__(message)
        self.notice_id = notice_id
