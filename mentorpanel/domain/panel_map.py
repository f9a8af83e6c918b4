"""The panel map: me in the centre, rings by stage, sectors by need, a dot a person. Rules: docs/rules/panel-map.md.

``draw`` is all that a page needs. The same people and needs always give the same drawing.
"""

from collections.abc import Sequence
from math import cos, radians

from mentorpanel.domain.panel_map_facts import (
    Box,
    Dot,
    Drawing,
    Label,
    Line,
    MapNeed,
    MapPerson,
    RimText,
    Ring,
    Sector,
    SectorDrawing,
    TextRow,
)
from mentorpanel.domain.panel_map_grid import (
    RIM_GAP,
    RINGS,
    ROW,
    UNKNOWN,
    at,
    cells_of,
    places,
    rings_of,
    sector_of,
    sectors_of,
)
from mentorpanel.domain.panel_map_labels import LARGEST, Spot, place_labels
from mentorpanel.domain.panel_map_text import cut, plain_name, width_of

__all__ = ["Drawing", "Label", "MapNeed", "MapPerson", "draw", "ring_of", "shape_of"]

_RADII = {"close": LARGEST, "warm": 11, "quiet": 9}
_FAINTEST = 8
_SHAPES = {"current": "full", "slipping": "half", "lapsed": "diamond"}
_AT_REST = ("resting", "alumni")
_ON_PANEL = frozenset({"sponsor", "role-model"})
_ROLES = {"mentee": "mentee of mine", "peer": "peer", "sponsor": "sponsor", "role-model": "role model"}
_RING_SIZE, _RIM_SIZE = 11, 14
_RIM_LINE = 19  # from one line of words along the rim to the next
_EDGE = 11  # from the rim to the line of the words above it


def ring_of(stage: str, roles: frozenset[str] = frozenset()) -> str:
    """The ring that a stage stands on; "" is none: resting and alumni are in the list only, closed nowhere.

    A sponsor or role model who is not on the line of stages yet counts as noticed: they are on the panel.
    """
    if any(stage == known for known, _ in RINGS):
        return stage
    return "noticed" if not stage and roles & _ON_PANEL else ""


def shape_of(standing: str) -> str:
    """The shape that goes with a standing: ``full``, ``half``, ``diamond``; ``open`` for who has none."""
    return _SHAPES.get(standing, "open")


def draw(people: Sequence[MapPerson], needs: Sequence[MapNeed]) -> Drawing:
    """The map of these people. Never fails: an unknown slug of a need goes to *other needs*, of warmth to
    the smallest dot, of standing to none."""
    shown = sorted((one for one in people if ring_of(one.stage, one.roles)), key=lambda one: one.person_id)
    sectors = sectors_of(needs, {one.need for one in shown})
    stood = [(one, ring_of(one.stage, one.roles), sector_of(one.need, sectors)) for one in shown]
    rings = rings_of(cells_of([(ring, sector.slug) for _, ring, sector in stood]), sectors)
    rim = rings[-1].radius + (rings[-1].rows - 1) * ROW + RIM_GAP
    spots = _spots(stood, rings)
    labels, numbers = place_labels(spots, _kept_free(rings), rim - 3)
    numbered = {person_id: number for number, person_id in enumerate(numbers, start=1)}
    drawn = tuple(_sector(sector, rim) for sector in sectors)
    half = rim + _EDGE + _RIM_LINE * max(len(one.words) for one in drawn) - 2
    rows = _rows(people, shown, sectors, numbered)
    words = {row.person_id: _words(row) for row in rows}
    by_id = {one.person_id: one for one in shown}
    return Drawing(
        2 * half, 2 * half, -half, -half, rings, drawn,
        tuple(_dot(spot, by_id[spot.person_id], labels, numbered, words) for spot in spots),
        _lines(spots, by_id), rows, _summary(rows, rings),
    )  # fmt: skip


def _spots(stood: Sequence[tuple[MapPerson, str, Sector]], rings: Sequence[Ring]) -> list[Spot]:
    """Everybody's place, from the centre outwards and clockwise; in a cell, by id."""
    spots = []
    for ring in rings:
        for sector in dict.fromkeys(sector for _, _, sector in stood):
            cell = [one for one, stage, theirs in stood if stage == ring.stage and theirs is sector]
            for one, (x, y) in zip(cell, places(ring.radius, sector), strict=False):
                radius = _RADII.get(one.warmth, _FAINTEST)
                spots.append((sector.start, Spot(ring.radius, one.person_id, one.name, x, y, radius)))
    return [spot for _, spot in sorted(spots, key=lambda found: (found[1].ring, found[0]))]


def _kept_free(rings: Sequence[Ring]) -> list[Box]:
    """Me, and the names of the rings at the top of each."""
    boxes = [Box(-14, -14, 14, 14)]
    for ring in rings:
        half = width_of(ring.name, _RING_SIZE) / 2 + 2
        boxes.append(Box(-half, -ring.radius - 8, half, -ring.radius + 7))
    return boxes


def _dot(
    spot: Spot, one: MapPerson, labels: dict[int, Label], numbered: dict[int, int], words: dict[int, str]
) -> Dot:
    warmth = one.warmth if one.warmth in _RADII else "distant"
    return Dot(
        one.person_id, plain_name(one.name), spot.x, spot.y, spot.radius, shape_of(one.standing), warmth,
        labels.get(one.person_id), numbered.get(one.person_id, 0), words[one.person_id],
    )  # fmt: skip


def _lines(spots: Sequence[Spot], by_id: dict[int, MapPerson]) -> tuple[Line, ...]:
    """Who introduced whom, where both are on the map: bent towards me, as introductions go through the middle."""
    where = {spot.person_id: spot for spot in spots}
    lines = []
    for spot in spots:
        one = by_id[spot.person_id]
        bridge = where.get(one.introduced_by or 0)
        if bridge and bridge is not spot:
            lines.append(Line(_bent(bridge, spot), bridge.person_id, spot.person_id))
        lines.extend(
            Line(_bent(spot, where[other_id]), one.person_id, other_id, is_mine=True)
            for other_id in sorted(one.brought_together)
            if other_id > one.person_id and other_id in where
        )
    return tuple(lines)


def _bent(one: Spot, other: Spot) -> str:
    x, y = (one.x + other.x) * 0.36, (one.y + other.y) * 0.36
    return f"M{one.x:g} {one.y:g}Q{x:.1f} {y:.1f} {other.x:g} {other.y:g}"


# ---- the rim -------------------------------------------------------------------------------------


def _sector(sector: Sector, rim: int) -> SectorDrawing:
    inner, edge = at(24, sector.start), at(rim, sector.start)
    ground = f"{_arc(rim, sector.start, sector.end)}L0 0Z"
    ray = f"M{inner[0]:g} {inner[1]:g}L{edge[0]:g} {edge[1]:g}"
    return SectorDrawing(
        sector, _arc(rim, sector.start + 0.8, sector.end - 0.8), ray, ground, _rim_words(sector, rim)
    )


def _rim_words(sector: Sector, rim: int) -> tuple[RimText, ...]:
    """The need and its state along the rim: on one line if they fit, else on two; upright below as well."""
    state = sector.state if sector.state in ("open", "thin") else ""
    name = plain_name(sector.name)
    room = (rim + _EDGE) * radians(sector.end - sector.start) - 14
    whole = f"{name} · {state}" if state else name
    lines = [whole]
    if state and width_of(whole, _RIM_SIZE) > room:
        lines = [name, state]
    is_below = cos(radians(sector.middle)) < -0.05
    found = []
    for index, text in enumerate(lines if is_below else reversed(lines)):
        out = rim + _EDGE + index * _RIM_LINE
        if is_below:
            path = _arc(out + 9, sector.end - 0.5, sector.start + 0.5)
        else:
            path = _arc(out, sector.start + 0.5, sector.end - 0.5)
        found.append(RimText(path, cut(text, _RIM_SIZE, room), sector.state))
    return tuple(found)


def _arc(radius: float, start: float, end: float) -> str:
    """An arc as an SVG path, clockwise where ``end`` is the greater."""
    (x, y), (to_x, to_y) = at(radius, start), at(radius, end)
    large, sweep = int(abs(end - start) > 180), int(end > start)
    return f"M{x:g} {y:g}A{radius:g} {radius:g} 0 {large} {sweep} {to_x:g} {to_y:g}"


# ---- in words ------------------------------------------------------------------------------------


def _rows(
    people: Sequence[MapPerson], shown: Sequence[MapPerson], sectors: Sequence[Sector], numbered: dict[int, int]
) -> tuple[TextRow, ...]:  # fmt: skip
    """Everybody on the map from the centre outwards, by name; then those at rest."""
    order = {stage: place for place, (stage, _) in enumerate(RINGS)}
    names = {one.person_id: plain_name(one.name) for one in people}
    words = {sector.slug: plain_name(sector.name) for sector in sectors}
    at_rest = [one for one in people if one.stage in _AT_REST]

    def row(one: MapPerson, on_map: bool) -> TextRow:
        need = sector_of(one.need, sectors).slug
        stage = (ring_of(one.stage, one.roles) or one.stage).replace("-", " ")
        return TextRow(
            one.person_id, names[one.person_id], stage, words[need] if need != UNKNOWN else "",
            one.warmth, one.standing, ", ".join(sorted(_ROLES.get(role, role) for role in one.roles)),
            names.get(one.introduced_by or 0, ""), numbered.get(one.person_id, 0), on_map,
            ", ".join(sorted(names[other] for other in one.brought_together if other in names)),
        )  # fmt: skip

    def place(one: MapPerson) -> tuple[int, str, int]:
        return order.get(ring_of(one.stage, one.roles), len(order)), names[one.person_id], one.person_id

    inside = sorted(shown, key=place)
    beside = sorted(at_rest, key=lambda one: (one.stage, *place(one)))
    return (*(row(one, True) for one in inside), *(row(one, False) for one in beside))


def _words(row: TextRow) -> str:
    """A dot's accessible name: "Ana Duarte, formal mentor, close, current"."""
    return ", ".join(part for part in (row.name, row.stage, row.roles, row.warmth, row.standing) if part)


def _summary(rows: Sequence[TextRow], rings: Sequence[Ring]) -> str:
    """What a reader who does not see the map is told of it."""
    count = sum(row.on_map for row in rows)
    if not count:
        return "Nobody is on the map yet."
    mentors = sum(row.on_map and row.stage.endswith("mentor") for row in rows)
    who = "1 person" if count == 1 else f"{count} people"
    outermost = rings[-1].stage.replace("-", " ")
    return (
        f"Me in the centre, {who} around me, {mentors} of them mentors; "
        f"rings from formal mentor outwards to {outermost}, sectors by need."
    )
