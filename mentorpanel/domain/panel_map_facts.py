"""What the panel map is made from, and what it is drawn as: plain numbers, with me at (0, 0).

Units are drawing units, one CSS pixel where the map is shown at its full size; x grows to the right, y down.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MapPerson:
    """One person: slugs of stage, roles, warmth and standing, and of the need that they cover most ("": not known).

    ``brought_together`` are those whom I introduced them to.
    """

    person_id: int
    name: str
    stage: str
    roles: frozenset[str] = frozenset()
    need: str = ""
    warmth: str = "distant"
    standing: str = ""
    introduced_by: int | None = None
    brought_together: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MapNeed:
    """One need of the phase, most important first: its slug, its name in words, and ``open``, ``thin`` or ``covered``."""

    slug: str
    name: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle around me. ``rows`` counts the circles of dots that lie on it and right behind it."""

    stage: str
    name: str
    radius: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Sector:
    """A need's part of the circle, in degrees clockwise from the top."""

    slug: str
    name: str
    state: str
    start: float
    end: float

    @property
    def middle(self) -> float:
        """The direction in which it lies, in degrees."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class RimText:
    """One line of words along the rim: the SVG path that they follow, and the words."""

    path: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class SectorDrawing:
    """A sector as paths (SVG ``d``): its rim, its ray, its ground, and its words along the rim."""

    sector: Sector
    rim: str
    ray: str
    ground: str
    words: tuple[RimText, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its sides level."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """The words beside a dot: ``anchor`` is SVG's text-anchor, ``box`` the room that is kept for them."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box


@dataclass(frozen=True, slots=True)
class Dot:
    """A person on the map. ``label`` is None where only the number fits, inside the dot; ``number`` 0 is none."""

    person_id: int
    name: str
    x: float
    y: float
    radius: int
    shape: str
    warmth: str
    label: Label | None
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """An introduction: from who introduced to whom, as an SVG path; ``is_mine``: I brought the two together."""

    path: str
    from_id: int
    to_id: int
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class TextRow:
    """A person in words. ``on_map`` is False for those at rest, whom only the list shows; ``number`` is the dot's, or 0."""

    person_id: int
    name: str
    stage: str
    need: str
    warmth: str
    standing: str
    roles: str
    introduced_by: str
    number: int
    on_map: bool
    brought_together: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map. Its viewBox is ``left top width height``; ``summary`` says in a sentence what it shows."""

    width: int
    height: int
    left: int
    top: int
    rings: tuple[Ring, ...]
    sectors: tuple[SectorDrawing, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    as_text: tuple[TextRow, ...]
    summary: str

    @property
    def numbered(self) -> tuple[Dot, ...]:
        """The dots that carry a number instead of a name, in order."""
        return tuple(dot for dot in self.dots if dot.number)
