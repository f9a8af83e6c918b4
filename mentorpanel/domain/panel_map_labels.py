"""Puts a name beside every dot of the panel map so that none touches another, a strange dot, or the rim.

Ring by ring from the centre: the whole name in the first of sixteen positions that is free; then the shorter
forms. At last, for who is still without: a number beside the dot, or inside it. A name that is blocked by one
other moves that one, if it can be moved. The room kept for a name does not depend on how large its dot is, so
that warmth moves nobody else's name.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import hypot

from mentorpanel.domain.panel_map_facts import Box, Label
from mentorpanel.domain.panel_map_text import FULL_AT_MOST, cut, plain_name, short_names, width_of

NAME_SIZE = 13
NUMBER_SIZE = 11
LARGEST, SMALLEST = 13, 8  # a dot's radius: close, distant
_UP, _DOWN = 12.2, 3.2  # the height of the type above and below its line, at NAME_SIZE, measured
_BESIDE = 4.7  # from a dot's middle down to the line of a name beside it
_SLANT = 0.72  # where a name set askew begins, in radii
_CLEAR = LARGEST + 2.5  # no name comes nearer to the middle of a strange dot
_BAND = 24  # names are looked up by bands of this height
_FAR = 190.0  # no name reaches further from its dot


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot that wants a name; names are given out ring by ring, and in the order of the spots."""

    ring: int
    person_id: int
    name: str
    x: float
    y: float
    radius: int


class _Board:
    """What is taken already."""

    def __init__(self, spots: Sequence[Spot], fixed: Iterable[Box], rim: float) -> None:
        self._rim = rim
        self._fixed = list(fixed)
        self._near = {
            spot.person_id: [
                other for other in spots
                if other is not spot and abs(other.x - spot.x) < _FAR and abs(other.y - spot.y) < 50
            ]
            for spot in spots
        }  # fmt: skip
        self._bands: dict[int, list[int]] = {}
        self.placed: dict[int, Label] = {}

    def is_sound(self, spot: Spot, box: Box) -> bool:
        """Inside the rim, and clear of all that never moves."""
        across = max(-box.left, box.right)
        if hypot(across, max(-box.top, box.bottom)) > self._rim:
            return False
        if any(_touches(box, other.x, other.y) for other in self._near[spot.person_id]):
            return False
        return not any(box.overlaps(other) for other in self._fixed)

    def blockers(self, box: Box) -> set[int]:
        """Whose names stand where that box would."""
        return {
            owner
            for band in _bands(box)
            for owner in self._bands.get(band, ())
            if box.overlaps(self.placed[owner].box)
        }

    def put(self, spot: Spot, label: Label) -> None:
        self.placed[spot.person_id] = label
        for band in _bands(label.box):
            self._bands.setdefault(band, []).append(spot.person_id)

    def take(self, person_id: int) -> Label:
        label = self.placed.pop(person_id)
        for band in _bands(label.box):
            self._bands[band].remove(person_id)
        return label


def place_labels(
    spots: Sequence[Spot], fixed: Iterable[Box], rim: float
) -> tuple[dict[int, Label], list[int]]:
    """The label of each person, and who carries a number instead of a name, in the order of the numbers.

    ``fixed`` are boxes where no name may stand, ``rim`` the radius that all stay within. Who has a number
    but no label has it inside the dot. The same input gives the same answer.
    """
    board = _Board(spots, fixed, rim)
    known = {spot.person_id: spot for spot in spots}
    shorter = _shorter(spots)
    nameless: list[Spot] = []
    for _, ring in groupby(spots, key=lambda spot: spot.ring):
        left = list(ring)
        for rank in range(4):
            left = [spot for spot in left if not _named(board, spot, shorter[spot.person_id][rank:], known)]
        nameless += left
    numbers = [spot.person_id for spot in nameless]
    for number, spot in enumerate(nameless, start=1):
        _put(board, spot, str(number), known)
    return board.placed, numbers


def _named(board: _Board, spot: Spot, forms: tuple[str, ...], known: dict[int, Spot]) -> bool:
    """Tries the first of the forms, if there is one."""
    return bool(forms) and _put(board, spot, forms[0], known)


def _shorter(spots: Sequence[Spot]) -> dict[int, tuple[str, ...]]:
    """Each person's forms, longest first; a short form that two people share names nobody, and is left out."""
    plain = {spot.person_id: plain_name(spot.name) for spot in spots}
    short = {
        person_id: tuple(cut(form, NAME_SIZE) for form in short_names(name))
        for person_id, name in plain.items()
    }
    shared = Counter(form for forms in short.values() for form in set(forms))
    return {
        person_id: (
            *((name,) if width_of(name, NAME_SIZE) <= FULL_AT_MOST else ()),
            *(form for form in short[person_id] if shared[form] == 1),
        )
        for person_id, name in plain.items()
    }


def _put(board: _Board, spot: Spot, text: str, known: dict[int, Spot]) -> bool:
    """Finds a place for that text, if need be by moving one other."""
    movable = []
    for label in _positions(spot, text):
        if not board.is_sound(spot, label.box):
            continue
        blockers = board.blockers(label.box)
        if not blockers:
            board.put(spot, label)
            return True
        if len(blockers) == 1:
            movable.append((label, blockers.pop()))
    return any(_moved(board, spot, label, known[blocker]) for label, blocker in movable)


def _moved(board: _Board, spot: Spot, label: Label, blocker: Spot) -> bool:
    """Puts the label where another stands, and that one elsewhere; or leaves all as it was."""
    before = board.take(blocker.person_id)
    board.put(spot, label)
    for other in _positions(blocker, before.text):
        if board.is_sound(blocker, other.box) and not board.blockers(other.box):
            board.put(blocker, other)
            return True
    board.take(spot.person_id)
    board.put(blocker, before)
    return False


def _positions(spot: Spot, text: str) -> Iterator[Label]:
    """Where a text may stand around its dot, best first: outside, inside, under or over it, askew, shifted."""
    width = width_of(text, NAME_SIZE)
    outward = 1 if spot.x >= 0 else -1
    downward = 1 if spot.y >= 0 else -1
    for side in (outward, -outward):
        yield _beside(spot, text, width, side)
    for way in (downward, -downward):
        yield _over(spot, text, width, way, 0)
    for side in (outward, -outward):
        for way in (downward, -downward):
            yield _askew(spot, text, width, side, way)
    for shift in (width / 4, max(0.0, width / 2 - 8)):
        for side in (outward, -outward):
            for way in (downward, -downward):
                yield _over(spot, text, width, way, side * shift)


def _beside(spot: Spot, text: str, width: float, side: int) -> Label:
    near, far = spot.x + side * (SMALLEST + 3), spot.x + side * (LARGEST + 4 + width)
    x = spot.x + side * (spot.radius + 4)
    return _label(text, x, spot.y + _BESIDE, side, near, far, spot.y - 8, spot.y + 8)


def _over(spot: Spot, text: str, width: float, way: int, shift: float) -> Label:
    middle = spot.x + shift
    near, far = spot.y + way * (SMALLEST + 1), spot.y + way * (LARGEST + 18)
    line = spot.radius + 2 + _UP if way > 0 else -spot.radius - 2 - _DOWN
    return _label(text, middle, spot.y + line, 0, middle - width / 2, middle + width / 2, near, far)


def _askew(spot: Spot, text: str, width: float, side: int, way: int) -> Label:
    slant = _SLANT * spot.radius
    near, far = (
        spot.x + side * (_SLANT * SMALLEST + 2),
        spot.x + side * (_SLANT * LARGEST + 4 + width),
    )
    line = slant + 10 if way > 0 else -slant - 1
    tall = _SLANT * LARGEST + 10 + _DOWN
    first, last = spot.y + way * 3.4, spot.y + way * tall
    return _label(text, spot.x + side * (slant + 3), spot.y + line, side, near, far, first, last)


def _label(
    text: str, x: float, y: float, side: int, near: float, far: float, first: float, last: float
) -> Label:
    anchor = {1: "start", 0: "middle", -1: "end"}[side]
    box = Box(min(near, far), min(first, last), max(near, far), max(first, last))
    return Label(text, round(x, 1), round(y, 1), anchor, box)


def _touches(box: Box, x: float, y: float) -> bool:
    """Whether the box comes too near to a dot in (x, y)."""
    across = max(box.left - x, 0.0, x - box.right)
    along = max(box.top - y, 0.0, y - box.bottom)
    return across * across + along * along < _CLEAR * _CLEAR


def _bands(box: Box) -> range:
    return range(int(box.top // _BAND), int(box.bottom // _BAND) + 1)
