"""Addresses, numbers and links brought to a form in which two spellings are equal."""

import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

import phonenumbers

_TAGGING_HOSTS: Final = (
    "gmail.com outlook.com hotmail.com live.com icloud.com me.com fastmail.com proton.me protonmail.com pm.me"
)
_TAGGING_DOMAINS: Final = frozenset(_TAGGING_HOSTS.split())


def email_key(address: str) -> str:
    """The mailbox behind an address, in lower case; empty when it is no address.

    Gmail ignores dots; Gmail and the other large providers ignore what follows a plus sign.
    """
    local, at, domain = address.strip().strip("<>").lower().removeprefix("mailto:").rpartition("@")
    domain = domain.rstrip(".")
    if not (local and at and domain) or " " in local:
        return ""
    if domain == "googlemail.com":
        domain = "gmail.com"
    if domain in _TAGGING_DOMAINS:
        local = local.partition("+")[0] or local
        if domain == "gmail.com":
            local = local.replace(".", "") or local
    return f"{local}@{domain}"


_EXTENSION: Final = re.compile(
    r"(?:;ext=|\s*(?:ext\.?|extension|durchwahl|poste|x|#))\s*\d{1,6}\s*$", re.IGNORECASE
)
_INTERNATIONAL: Final = re.compile(r"\+\d{8,15}")
_NOT_DIGITS: Final = re.compile(r"\D+")
LEAST_DIGITS: Final = 6
"""Fewer digits are an extension or a short code and identify nobody (our judgement)."""


@lru_cache(maxsize=65_536)
def phone_key(number: str, region: str | None = None) -> str:
    """The number as "+" and digits (E.164) where its country is known, else its digits; empty below 6 digits.

    ``region`` is the country ("ES") that a number without a country code is read in. An extension is
    left out: it shares the line.
    """
    number = number.strip().removeprefix("tel:")
    if not number.isdecimal():
        number = _EXTENSION.sub("", number).replace("(0)", "")
    digits = number if number.isdecimal() and number.isascii() else _digits(number)
    if len(digits) < LEAST_DIGITS:
        return ""
    if number.startswith(("+", "＋", "(+")):
        digits = "+" + digits
    elif digits.startswith("00") and len(digits) > 9:
        digits = "+" + digits[2:]
    elif region:
        return _national(digits, region)
    return digits


def _digits(number: str) -> str:
    if number.isascii():
        return _NOT_DIGITS.sub("", number)
    return "".join(str(unicodedata.decimal(sign)) for sign in number if sign.isdecimal())


def _national(digits: str, region: str) -> str:
    try:
        parsed = phonenumbers.parse(digits, region.upper())
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_possible_number(parsed):
        return digits
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


_SCHEME: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)
_HOST_PREFIX: Final = re.compile(r"^(?:www\d?|m|mobile)\.")
_ACCOUNT_HOSTS: Final = frozenset(
    ("github.com", "gitlab.com", "x.com", "instagram.com", "orcid.org", "medium.com")
)
_NOT_PEOPLE: Final = frozenset(
    ("orgs", "groups", "company", "explore", "home", "about", "search", "topics", "i", "p", "tag")
)


def link_key(url: str) -> str:
    """A link without scheme, "www.", query and closing slash; a LinkedIn profile is always ``linkedin.com/in/slug``."""
    host, _, path = _QUERY.sub("", _SCHEME.sub("", url.strip())).partition("/")
    host = _HOST_PREFIX.sub("", host.lower().rpartition("@")[2])
    if host == "twitter.com":
        host = "x.com"
    parts = [part for part in unquote(path).split("/") if part]
    if host.endswith("linkedin.com"):
        host = "linkedin.com"
        parts = [part.casefold() for part in parts]
        if parts[:1] == ["in"]:
            parts = parts[:2]
    elif host in _ACCOUNT_HOSTS:
        parts = [part.casefold().removeprefix("@") for part in parts]
    return "/".join([host, *parts]) if host else ""


def is_profile(key: str) -> bool:
    """Whether a link key is the page of one person, so that two who share it are the same person."""
    host, *parts = key.split("/")
    if host == "linkedin.com":
        return len(parts) > 1 and parts[0] in ("in", "pub")
    return host in _ACCOUNT_HOSTS and len(parts) == 1 and parts[0] not in _NOT_PEOPLE
