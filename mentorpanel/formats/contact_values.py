"""Makes single values of a contact safe and even: names, notes, addresses, numbers, links, tags."""

import re

from mentorpanel.domain.wording import line_of

# Our judgement: no real name or note is longer; RFC 5321 bounds an address at 254.
LONGEST_NAME = 300
LONGEST_NOTE = 20_000
LONGEST_EMAIL = 254
LONGEST_PHONE = 60
LONGEST_LINK = 2_000
LONGEST_TAG = 100
# Of one kind in one contact; beyond it the rest is left out.
MOST_VALUES = 100

_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ADDRESS = re.compile(r"[^\s@<>\"(),;:\[\]]+@[^\s@<>\"(),;:\[\]]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+([/?#:]|$)")
_SCHEMES = frozenset(
    (
        *(
            "http",
            "https",
            "xmpp",
            "skype",
            "sip",
            "sips",
            "im",
            "aim",
            "ymsgr",
            "msnim",
            "gtalk",
            "google-talk",
        ),
        *("icq", "irc", "matrix", "tg", "whatsapp", "facebook", "twitter"),
    )
)
_ZONE = re.compile(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2}")
# Groups that address books make by themselves say nothing about a person.
_SYSTEM_TAGS = frozenset(("mycontacts", "my contacts", "starred", "starred in android"))
_CJK = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def one_line(value: str, most: int) -> str:
    """One line of at most ``most`` characters: no control characters, bidi marks or double blanks."""
    value = value[: 4 * most + 400]
    if value.isprintable() and "  " not in value:  # a blank is the only white space that counts as printable
        return value.strip()[:most].rstrip()
    return line_of(value)[:most].rstrip()


def many_lines(value: str, most: int = LONGEST_NOTE) -> str:
    """Text that may have lines, without control characters and bidi overrides, at most ``most`` characters."""
    if not value:
        return ""
    value = value[: 4 * most]
    if not value.isprintable():
        value = _UNSAFE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return value.strip()[:most].rstrip()


def emails_of(value: str) -> list[str]:
    """Every e-mail address in ``value`` (“Ana <ana@x.org>”, “mailto:…”, several); none is an empty list."""
    value = one_line(value, 1_000)
    if "@" not in value:
        return []
    if value[:7].lower() == "mailto:":
        value = value.partition("?")[0]
    found = (address.strip(".'") for address in _ADDRESS.findall(value))
    return [address for address in found if len(address) <= LONGEST_EMAIL and "@" in address[1:-1]]


def phone_of(value: str) -> str:
    """The number as it is written, without ``tel:`` and its parameters; empty where there are no three digits."""
    value = one_line(value, 200)
    if ";" in value or ":" in value:
        if value[:4].lower() == "tel:":
            value = value[4:]
        value, _, parameters = value.partition(";")
        extension = re.search(r"ext=(\d+)", parameters)
        value = f"{value.strip()} ext. {extension.group(1)}" if extension else value.strip()
    return value if len(value) <= LONGEST_PHONE and sum(map(str.isdigit, value)) >= 3 else ""


def link_of(value: str) -> str:
    """The link with a scheme that is safe to follow; empty for anything else (``javascript:``, words)."""
    value = one_line(value, LONGEST_LINK + 1)
    if not value or " " in value or len(value) > LONGEST_LINK:
        return ""
    scheme = _SCHEME.match(value)
    if scheme:
        is_usable = scheme.group(1).lower() in _SCHEMES and value[scheme.end() :].strip("/")
        return value if is_usable else ""
    return f"https://{value}" if _DOMAIN.match(value) else ""


def tags_of(values: list[str]) -> list[str]:
    """Each value as a tag, without what address books add by themselves (“* myContacts”)."""
    cleaned = (one_line(value, LONGEST_TAG).removeprefix("* ") for value in values)
    return [tag for tag in cleaned if tag and tag.lower() not in _SYSTEM_TAGS]


def zone_of(value: str) -> str:
    """The value if it has the shape of a zone's name (“Europe/Lisbon”); an offset is no zone. Not looked up."""
    value = one_line(value, 80) if value else ""
    return value if _ZONE.fullmatch(value) else ""


def full_name(given: str, additional: str, family: str) -> str:
    """One name out of its parts: given first, but family first and unspaced in Chinese, Japanese and Korean."""
    if not given.isascii() and _CJK.match(family) and _CJK.match(given):
        return f"{family}{given}"
    return " ".join(part for part in (given, additional, family) if part)


def each_once(values: list[str]) -> tuple[str, ...]:
    """The values in their order, each once whatever its case, at most ``MOST_VALUES``."""
    if len(values) < 2:
        return tuple(values)
    seen: dict[str, str] = {}
    for value in values[:MOST_VALUES]:
        seen.setdefault(value.lower(), value)
    return tuple(seen.values())
