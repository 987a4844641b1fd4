"""Tells at which side bubbles stand: what came in at the left, what went out at the right."""

import numpy as np

from parsers._screen.areas import Area
from parsers._screen.geometry import Box, U
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.phrases import CLOCK, is_clock, is_system, letters
from parsers._screen.result import Side

_ONE_COLOUR = 10  # bubbles differ by less that are of one colour
_TICK = 8 * U
_MARGIN = 40 * U  # from the edge of the pane to the picture of a person
_RAGGED = 16 * U  # bubbles of one side end further apart than that, unless their words are as long


def tell_sides(layout: Layout) -> dict[int, Side | None]:
    """Where each bubble stands: those of one side share an edge. None for what stands in the middle."""
    pane = layout.pane
    spoken = [b.box for b in layout.bubbles if _speaks(b, layout) and not _central(b.box, pane)]
    rails = (min((b.left for b in spoken), default=pane.left), max((b.right for b in spoken), default=pane.right))
    found: dict[int, Side | None] = {id(bubble): _side(bubble.box, pane, rails) for bubble in layout.bubbles}
    beside = _by_clocks(layout) | (_by_faces(layout) or _by_names(layout)) | _by_runs(layout)
    for bubble in layout.bubbles:
        if (face := beside.get(id(bubble))) is not None:
            found[id(bubble)] = face
        elif found[id(bubble)] is None or (_spans(bubble.box, pane) and not _at_one_rail(bubble.box, rails)):
            found[id(bubble)] = (
                _by_colour(bubble, layout, found)
                or _agreed(bubble.box, pane, found[id(bubble)])
                or _opposite(bubble, layout, beside)
            )
    return found | _all_at_one_side(layout, found)


def _all_at_one_side(layout: Layout, found: dict[int, Side | None]) -> dict[int, Side]:
    """Bubbles of two colours that all begin at one edge, as in wide windows: one of the colours is the holder's. The ticks
    behind the time tell which; without them no side is better than the words of the one given to the other."""
    every = [b for b in layout.bubbles if b.solid and _speaks(b, layout)]
    edge = min((b.box.left for b in every), default=0)
    spoken = [b for b in every if b.box.left - edge <= 8 * U]
    chips = all(_central(b.box, layout.pane) for b in every if b not in spoken)
    if not spoken or not chips or {found[id(b)] for b in spoken} != {"in"}:
        return {}
    one = [b for b in spoken if np.abs(b.colour - spoken[0].colour).max() < _ONE_COLOUR]
    other = [b for b in spoken if b not in one]
    if min(len(one), len(other)) < 2 or any(np.abs(b.colour - other[0].colour).max() > _ONE_COLOUR for b in other):
        return {}
    rooms = [[room for b in group if (room := _behind_time(b, layout)) is not None] for group in (one, other)]
    sided: tuple[Side, Side] = ("out", "in")
    for mine, theirs, ticked in ((one, other, rooms), (other, one, rooms[::-1])):
        if all(ticked) and min(ticked[0]) > max(ticked[1]) + _TICK:
            return dict.fromkeys(map(id, mine), sided[0]) | dict.fromkeys(map(id, theirs), sided[1])
    return dict.fromkeys(map(id, spoken), "unknown")


def _behind_time(bubble: Area, layout: Layout) -> float | None:
    """How much room is behind the time in a bubble: there stand the ticks of what was sent."""
    times = [word for line in layout.inside[id(bubble)] for word in line.words if is_clock(word.text)]
    return bubble.box.right - times[-1].right if times else None


def _speaks(bubble: Area, layout: Layout) -> bool:
    """Whether a bubble holds words. The round button that floats over the last bubbles has an arrow, read as a v; a
    chip in the middle speaks for the app."""
    words = sum(letters(line.text) for line in layout.inside[id(bubble)])
    if _central(bubble.box, layout.pane) and is_system(" ".join(line.text for line in layout.inside[id(bubble)])):
        return False
    round_ = bubble.filled < 0.84 and 0.8 < bubble.box.width / max(1, bubble.box.height) < 1.25
    return bubble.box.width > 36 * U and words > (2 if round_ else 1)


def _by_runs(layout: Layout) -> dict[int, Side]:
    """The side of bubbles of one colour that share one edge and are ragged at the other: that edge is their side. What the
    edge of the pane cuts may hang together with what stands beside it."""
    pane = layout.pane
    spoken = [b for b in layout.bubbles if b.solid and _speaks(b, layout)]
    whole = [b for b in spoken if pane.top + 4 < b.box.top and b.box.bottom < pane.bottom - 4]
    found: dict[int, Side] = {}
    for bubble in spoken:
        alike = [b.box for b in whole if np.abs(b.colour - bubble.colour).max() < _ONE_COLOUR]
        left, right = bubble.box.left, bubble.box.right
        flush_left = any(abs(box.left - left) < 4 and abs(box.right - right) > _RAGGED for box in alike)
        flush_right = any(abs(box.right - right) < 4 and abs(box.left - left) > _RAGGED for box in alike)
        if flush_left != flush_right:
            found[id(bubble)] = "in" if flush_left else "out"
    return found


def _by_clocks(layout: Layout) -> dict[int, Side]:
    """Where times stand beside the foot of bubbles: on the side towards the middle of the screen."""
    times = [line.box for line in layout.loose if is_clock(line.text)]
    found: dict[int, Side] = {}
    for bubble in layout.bubbles:
        level = [box for box in times if -4 * U < bubble.box.bottom - box.bottom < 14 * U and _speaks(bubble, layout)]
        right = any(0 <= box.left - bubble.box.right < 14 * U for box in level)
        left = any(0 <= bubble.box.left - box.right < 14 * U for box in level)
        if right != left:
            found[id(bubble)] = "in" if right else "out"
    return found


def _by_faces(layout: Layout) -> dict[int, Side]:
    """The side of bubbles with a picture of who wrote beside them, and of those that share the edge there."""
    found: dict[int, Side] = {}
    sides: tuple[tuple[Side, int], ...] = (("in", 0), ("out", 2))
    for side, edge in sides:
        near = [b for b in layout.bubbles if any(_at(face, b.box, side) for face in _outer(layout, side))]
        found |= {id(b): side for b in layout.bubbles if any(_alike(b, other, edge) for other in near)}
    return found


def _outer(layout: Layout, side: Side) -> list[Box]:
    """Pictures of people stand at the edge of the pane; a round button beside a bubble, to send it on, stands further in."""
    pane = layout.pane
    return [
        face for face in layout.faces
        if (face.left - pane.left if side == "in" else pane.right - face.right) < _MARGIN
    ]  # fmt: skip


def _alike(bubble: Area, other: Area, edge: int) -> bool:
    """Whether two bubbles share an edge and a colour."""
    return (
        abs(bubble.box[edge] - other.box[edge]) < 4 and float(np.abs(bubble.colour - other.colour).max()) < _ONE_COLOUR
    )


def _by_names(layout: Layout) -> dict[int, Side]:
    """In a picture whose margins are cut away: bubbles below a name and a time in small type came in, and so did those of
    the same edge."""
    heads = [line.box for line in layout.loose if line.box.height < 20 * U and letters(CLOCK.split(line.text)[0]) > 1]
    heads = [box for box in heads if any(_is_clock_beside(line, box) for line in layout.loose)]
    under = [
        b.box.left
        for b in layout.bubbles
        if any(0 <= b.box.top - box.bottom < 14 * U and abs(b.box.left - box.left) < 6 * U for box in heads)
    ]
    return {id(b): "in" for b in layout.bubbles if any(abs(b.box.left - left) < 4 for left in under)}


def _is_clock_beside(line: Line, head: Box) -> bool:
    beside = line.box == head or (line.box.same_row(head) and 0 <= line.box.left - head.right < 14 * U)
    return beside and CLOCK.search(line.text) is not None


def _opposite(bubble: Area, layout: Layout, beside: dict[int, Side]) -> Side | None:
    """A bubble of another colour, further right than all that have a picture at their left, went out."""
    known = [b for b in layout.bubbles if beside.get(id(b)) == "in"]
    other = all(np.abs(b.colour - bubble.colour).max() > 20 and bubble.box.right > b.box.right + 4 * U for b in known)
    return "out" if known and other else None


def _at(face: Box, bubble: Box, side: Side) -> bool:
    """Whether a picture stands close at the left (for `in`) or right of a bubble."""
    gap = bubble.left - face.right if side == "in" else face.left - bubble.right
    return (
        face.width > 22 * U
        and -2 * U < gap < 14 * U
        and face.shared_height(bubble) > 0.4 * face.height
        and bubble.width > 1.2 * face.width
    )


def _central(box: Box, pane: Box) -> bool:
    return abs(box.middle_x - (pane.left + pane.right) / 2) < 0.04 * pane.width


def _at_one_rail(box: Box, rails: tuple[int, int]) -> bool:
    return (box.left - rails[0] < 5 * U) != (rails[1] - box.right < 5 * U)


def _side(box: Box, pane: Box, rails: tuple[int, int]) -> Side | None:
    """A bubble that touches one of the two outermost edges stands there; else it leans to one side."""
    if _at_one_rail(box, rails) and box.width > 0.3 * pane.width:
        return "in" if box.left - rails[0] < 5 * U else "out"
    lean = (box.left - pane.left) - (pane.right - box.right)
    if abs(lean) <= 0.05 * pane.width:
        return None
    return "in" if lean < 0 else "out"


def _agreed(box: Box, pane: Box, leans: Side | None) -> Side | None:
    """The side to which a wide bubble leans; unknown where its margins say the other, for nothing else tells."""
    return leans if leans is None or leans == by_margin(box, pane) else "unknown"


def by_margin(box: Box, pane: Box) -> Side:
    """For a bubble in the middle: what went out keeps close to the right edge, what came in has room for a picture."""
    return "out" if pane.right - box.right <= min(30 * U, box.left - pane.left - 4 * U) else "in"


def _spans(box: Box, pane: Box) -> bool:
    return abs((box.left - pane.left) - (pane.right - box.right)) < 0.12 * pane.width


def _by_colour(bubble: Area, layout: Layout, found: dict[int, Side | None]) -> Side | None:
    """The side of the others of its colour."""
    votes = 0
    for other in layout.bubbles:
        if (
            other is not bubble
            and _speaks(other, layout)
            and not _spans(other.box, layout.pane)
            and abs(other.colour - bubble.colour).max() < 10
        ):
            votes += {"out": 1, "in": -1}.get(found[id(other)] or "", 0)
    return "out" if votes > 0 else "in" if votes < 0 else None
