"""WebDAV and CalDAV requests as XML, and multistatus answers read without entities, in bounded depth."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from mentorpanel.domain.calendar_server import DavAnswer
from mentorpanel.domain.problems import Unreadable

DAV: Final = "DAV:"
CALDAV: Final = "urn:ietf:params:xml:ns:caldav"
MOST_DEPTH: Final = 60
MOST_NODES: Final = 400_000
"""Our judgement: ten thousand answers with forty elements each."""
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMES: Final = f'xmlns:d="{DAV}" xmlns:c="{CALDAV}"'
_SEEN_TIMES: Final = (
    "UID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "TRANSP",
    "STATUS",
    "RRULE",
    "EXDATE",
    "RECURRENCE-ID",
)


@dataclass(slots=True)
class _Node:
    """One element: ``name`` is "namespace local"."""

    name: str
    attributes: dict[str, str]
    children: list["_Node"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts).strip()

    def all(self, namespace: str, local: str) -> Iterator["_Node"]:
        wanted = f"{namespace} {local}"
        return (one for one in self.children if one.name == wanted)

    def first(self, namespace: str, local: str) -> "_Node | None":
        return next(self.all(namespace, local), None)


def who_and_where() -> bytes:
    """PROPFIND: what this is, who we are there, and where our calendars are."""
    return _propfind("<d:resourcetype/><d:current-user-principal/><c:calendar-home-set/><d:displayname/>")


def calendars() -> bytes:
    """PROPFIND of a calendar home: its calendars, with what they may hold and what we may do."""
    return _propfind(
        "<d:resourcetype/><d:displayname/><c:supported-calendar-component-set/><d:current-user-privilege-set/>"
    )


def etag_of() -> bytes:
    """PROPFIND of one entry: its etag."""
    return _propfind("<d:getetag/>")


def entries(hrefs: Iterable[str], *, has_data: bool) -> bytes:
    """REPORT: the etags of these entries, with their content if it is wanted."""
    data = "<c:calendar-data/>" if has_data else ""
    named = "".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs)
    return f"{_HEAD}<c:calendar-multiget {_NAMES}><d:prop><d:getetag/>{data}</d:prop>{named}</c:calendar-multiget>".encode()


def busy_between(since: datetime, until: datetime, *, is_expanded: bool = True) -> bytes:
    """REPORT: the events of that time, times only: no words, no places, no people are asked for."""
    start, end = _stamp(since), _stamp(until)
    times = "".join(f'<c:prop name="{name}"/>' for name in _SEEN_TIMES)
    expand = f'<c:expand start="{start}" end="{end}"/>' if is_expanded else ""
    return (
        f"{_HEAD}<c:calendar-query {_NAMES}><d:prop><c:calendar-data>"
        f'<c:comp name="VCALENDAR"><c:comp name="VEVENT">{times}</c:comp><c:comp name="VTIMEZONE"/></c:comp>{expand}'
        '</c:calendar-data></d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">'
        f'<c:time-range start="{start}" end="{end}"/></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>'
    ).encode()


def multistatus(content: bytes) -> tuple[DavAnswer, ...]:
    """The answers of a 207 body. ``Unreadable`` for anything else: half a body, HTML, entities, endless depth."""
    root = _tree(content)
    if root.name != f"{DAV} multistatus":
        raise Unreadable("The server's answer is not what a calendar server says.")
    return tuple(_answer(one) for one in root.all(DAV, "response"))


def error_names(content: bytes) -> frozenset[str]:
    """The names of the conditions in a ``DAV:error`` body; none where it cannot be read."""
    try:
        root = _tree(content)
    except Unreadable:
        return frozenset()
    return frozenset(one.name.rpartition(" ")[2] for one in root.children if root.name == f"{DAV} error")


def _propfind(properties: str) -> bytes:
    return f"{_HEAD}<d:propfind {_NAMES}><d:prop>{properties}</d:prop></d:propfind>".encode()


def _answer(response: _Node) -> DavAnswer:
    href = _text(response.first(DAV, "href"))
    status = _status(_text(response.first(DAV, "status")))
    found: dict[str, _Node] = {}
    for propstat in response.all(DAV, "propstat"):
        if _status(_text(propstat.first(DAV, "status"))) == 200:
            for prop in propstat.all(DAV, "prop"):
                found.update((one.name, one) for one in prop.children)
    return DavAnswer(
        href=href,
        status=status,
        # A weak one can be compared, but not be asked for with If-Match (RFC 9110 §13.1.1).
        etag=_text(found.get(f"{DAV} getetag")).removeprefix("W/"),
        name=_text(found.get(f"{DAV} displayname")),
        data=_raw(found.get(f"{CALDAV} calendar-data")),
        principal=next(iter(_hrefs(found.get(f"{DAV} current-user-principal"))), ""),
        homes=_hrefs(found.get(f"{CALDAV} calendar-home-set")),
        kinds=frozenset(one.name for one in _children(found.get(f"{DAV} resourcetype"))),
        components=frozenset(
            one.attributes.get("name", "").upper()
            for one in _children(found.get(f"{CALDAV} supported-calendar-component-set"))
        ),
        privileges=frozenset(
            right.name.rpartition(" ")[2]
            for privilege in _children(found.get(f"{DAV} current-user-privilege-set"))
            for right in privilege.children
        ),
    )


def _status(line: str) -> int:
    """The code in "HTTP/1.1 404 Not Found"; 200 where there is no line."""
    parts = line.split()
    return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() and len(parts[1]) == 3 else 200


def _text(node: _Node | None) -> str:
    return node.text if node is not None else ""


def _raw(node: _Node | None) -> str:
    return "".join(node.texts) if node is not None else ""


def _children(node: _Node | None) -> list[_Node]:
    return node.children if node is not None else []


def _hrefs(node: _Node | None) -> tuple[str, ...]:
    return tuple(one.text for one in node.all(DAV, "href") if one.text) if node is not None else ()


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


class _Builder:
    """Collects elements while they are parsed; stops at what no calendar server sends."""

    def __init__(self) -> None:
        self.root: _Node | None = None
        self._open: list[_Node] = []
        self._nodes = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._nodes += 1
        if len(self._open) >= MOST_DEPTH or self._nodes > MOST_NODES:
            raise Unreadable("The server's answer is nested too deeply, or too long.")
        node = _Node(name, attributes)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        if self._open:
            self._open[-1].texts.append(data)


def _refuse(*_: Any) -> int:
    raise Unreadable("The server's answer declares a document type or entities; such answers are not read.")


def _tree(content: bytes) -> _Node:
    builder, parser = _Builder(), expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable("The server's answer breaks off, or is no XML.") from error
    if builder.root is None:
        raise Unreadable("The server's answer is empty.")
    return builder.root
