"""Reads the address of a mail server out of the environment: host, port, who signs in, and options behind a ``?``."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from mentorpanel.domain.problems import Invalid

_YES: Final = ("1", "true", "yes", "on")
_NO: Final = ("0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Form:
    """How such an address is to look: its schemes with their usual ports, its options, and how one tells what is wrong.

    ``what`` is what the address is of, ``field`` the setting that a problem names.
    """

    what: str
    example: str
    field: str
    ports: dict[str, int]
    options: Collection[str]

    def wrong(self, why: str) -> Invalid:
        """The problem, with the mend."""
        return Invalid(f"{self.what} cannot be used: {why}. Write it like {self.example}.", field=self.field)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """An address, read. ``password`` never shows in ``repr``; special characters were percent-encoded."""

    form: Form = field(repr=False)
    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    path: str
    options: dict[str, str]

    @classmethod
    def read(cls, url: str, form: Form) -> "ServerAddress":
        """Read a URL; ``Invalid`` says what is wrong with it."""
        parts, port = _split(url, form)
        if parts.scheme not in form.ports:
            named = tuple(f"{scheme}://" for scheme in form.ports)
            raise form.wrong(f"it starts neither with {' nor with '.join(named)}")
        if not parts.hostname:
            raise form.wrong("it names no host")
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        unknown = [name for name in options if name not in form.options]
        if unknown:
            raise form.wrong(f"“{unknown[0][:40]}” is not one of its options ({', '.join(form.options)})")
        return cls(
            form=form,
            scheme=parts.scheme,
            host=parts.hostname,
            port=port or form.ports[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            path=unquote(parts.path.strip("/")),
            options=options,
        )

    @property
    def is_here(self) -> bool:
        """Whether the server is on this machine, so that nothing goes over a network."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def switch(self, name: str, default: bool) -> bool:
        """An option that is on or off; the default where nothing is said."""
        value = self.options.get(name, "").lower()
        if value and value not in (*_YES, *_NO):
            raise self.form.wrong(f"{name} is 1 or 0, not “{value[:20]}”")
        return value in _YES if value else default


def _split(url: str, form: Form) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url.strip())
        return parts, parts.port
    except ValueError:
        raise form.wrong("its host or port cannot be read") from None
