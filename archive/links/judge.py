"""Says of each message of a laid-out sequence whether an exported record says the same, nothing, or something else.

A contradiction is said only where the place is fixed: the messages before and after it are corroborated, or one of them
is and the minute is the same; and exactly one exported message, that no other message of the pictures is, stands there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from archive.corrections import plain_words
from archive.links import clocks
from archive.links.align import alikeness, other_side, worth
from archive.links.differences import Difference, Severity, compare
from archive.links.reading import Held
from archive.links.seen import Kind, Place, Seen
from archive.links.words import ratio

_CORRECTED = {
    "text": "The words were compared as a person corrected them.",
    "sender": "The sender is as a person corrected it.",
    "time": "The time is as a person corrected it.",
}
_BOTH, _ONE = 0.95, 0.8
_NEAR = 3  # messages in a row that may all be changed and still be told apart by their order


class Verdict(Struct, frozen=True):
    """What was found about one place."""

    link: Kind
    other: str | None
    score: float
    reason: str
    corrected: tuple[str, ...] = ()


def resting(verdict: Verdict, seen: Seen, beside: Sequence[Seen] = ()) -> Verdict:
    """A verdict that says what of it rests on a person's corrections: of the message itself, or, where the place has to
    be fixed, of the messages beside it."""
    said = [_CORRECTED[name] for name in seen.corrections]
    fixing = verdict.link == "contradicted" and any(one.corrected for one in beside)
    said += ["A message beside it was compared as a person corrected it."] if fixing else []
    fields = (*seen.corrections, *(("beside",) if fixing else ()))
    return replace(verdict, reason=" ".join((verdict.reason, *said)), corrected=fields)


class Judge:
    """Judges one sequence laid along one conversation."""

    def __init__(
        self, places: Sequence[Place], held: Sequence[Held], where: Mapping[int, int], known: Callable[[str], bool]
    ) -> None:
        self._places, self._held, self._known = places, held, known
        self._where = dict(where)
        self._pair_changed()

    def _pair_changed(self) -> None:
        """Put against one another what is left over at one place: as many messages as records between two matches, or
        one beside a match in the same minute."""
        matched = sorted(self._where)
        taken = set(self._where.values())
        edges = [(-1, -1), *((i, self._where[i]) for i in matched), (len(self._places), len(self._held))]
        self._beside: set[int] = set()
        for (i, p), (j, q) in pairwise(edges):
            places = [n for n in range(i + 1, j) if self._places[n].best.kind == "message"]
            rows = [r for r in range(p + 1, q) if self._held[r].kind == "message" and r not in taken]
            if i >= 0 and j < len(self._places):
                if 0 < len(places) == len(rows) <= _NEAR:
                    self._where.update(zip(places, rows, strict=True))
            elif places and rows:
                at, row = (places[0], rows[0]) if i >= 0 else (places[-1], rows[-1])
                near = at == i + 1 if i >= 0 else at == j - 1
                if (i >= 0 or j < len(self._places)) and near and self._same_minute(at, row, rows):
                    self._where[at] = row
                    self._beside.add(at)

    def _same_minute(self, place: int, row: int, rows: Sequence[int]) -> bool:
        """Whether a record is the only one left over in the minute of a message."""
        minutes = self._places[place].best.minutes
        same = [one for one in rows if clocks.apart(minutes, self._held[one].minutes) == 0]
        days = {self._places[place].day, self._held[row].day} - {""}
        return same == [row] and len(days) == 1

    def verdicts(self) -> Iterator[Verdict]:
        for n in range(len(self._places)):
            verdict = self._paired(n, self._where[n]) if n in self._where else self._alone(n)
            beside = [
                self._places[m].best for m in range(n - _NEAR, n + _NEAR + 1) if m != n and 0 <= m < len(self._places)
            ]
            yield resting(verdict, self._places[n].best, beside)

    def _alone(self, n: int) -> Verdict:
        seen = self._places[n].best
        if seen.kind == "message" and not seen.plain:
            return Verdict("unsure", None, 0.0, "No words were read here, so there is nothing to compare.")
        what = {"call": "call", "system": "line of the service"}.get(seen.kind, "message")
        both = self._solid(n - 1) and self._solid(n + 1)
        near = "between the messages that stand before and after it" if both else "near it"
        reason = f"The conversation is held in an export, but {near} the export holds no such {what}."
        return Verdict("only-in-screenshot", None, 0.9 if both else 0.6, reason)

    def _paired(self, n: int, row: int) -> Verdict:
        place, held = self._places[n], self._held[row]
        if held.gone and not held.plain and place.best.plain:
            return Verdict(
                "only-in-screenshot", held.id, 0.9,
                "At this place the export holds a message that was deleted: only the picture shows its words.",
            )  # fmt: skip
        if place.best.kind == "message" and not place.best.plain:
            what = f"holds “{held.text}” here" if held.plain else "holds a message without words here too"
            return Verdict("unsure", held.id, 0.4, f"No words were read here (an emoji, a picture); the export {what}.")
        share = alikeness(place.best, held)
        if not share and not held.plain:
            return Verdict(
                "unsure", held.id, 0.3, "At this place the export holds a message without words, such as a picture."
            )
        found = self._difference(place, held)
        if found.severity <= Severity.MISREAD and not other_side(place.best, held):
            return self._agrees(n, row, found, share)
        return self._differs(n, row, found)

    def _difference(self, place: Place, held: Held) -> Difference:
        seen = place.best
        if seen.kind == "call":
            return Difference(Severity.NONE)
        if seen.opened and alikeness(seen, held) and seen.plain not in ("", held.plain):
            found = compare(seen.plain, _seen_part(seen.plain, held.plain, seen.opened), self._known)
            return Difference(min(found.severity, Severity.UNSURE), found.read, found.held)
        found = compare(_without_name(seen.plain, held), held.plain, self._known)
        if runs_out(seen, held.plain):
            return Difference(min(found.severity, Severity.UNSURE), found.read, found.held)
        return found

    def _agrees(self, n: int, row: int, found: Difference, share: float) -> Verdict:
        place, held = self._places[n], self._held[row]
        around = 8 * (self._solid(n - 1) + self._solid(n + 1))
        score = round(min(1.0, (8 + worth(place, held) + around) / 36) * max(0.5, share), 2)
        when, clash = _times(place, held)
        words = "The export holds the same words" if place.best.kind != "call" else "The export holds a call"
        if place.best.opened and place.best.plain != held.plain:
            words = "The export holds a message of which the picture shows the part that is on it"
        if found.severity == Severity.MISREAD:
            words += f" (a machine read {found.said}, as machines do)"
        if clash:
            return Verdict(
                "unsure",
                held.id,
                min(score, 0.5),
                f"{words}, but {when}. It may be another message that says the same.",
            )
        return Verdict("corroborated", held.id, score, f"{words}{when}.{self._missing(n, row)}")

    def _missing(self, n: int, row: int) -> str:
        """What the export holds right before this message and the picture, which shows both neighbours, does not."""
        before = self._where.get(n - 1)
        pictures = {seen.picture for seen in self._places[n].sightings}
        if before is None or not pictures & {seen.picture for seen in self._places[n - 1].sightings}:
            return ""
        left = [one for one in self._held[before + 1 : row] if one.kind == "message" and one.plain and not one.gone]
        several = "a message" if len(left) == 1 else f"{len(left)} messages"
        return f" Before it the export holds {several} that the picture does not show." if left else ""

    def _differs(self, n: int, row: int, found: Difference) -> Verdict:
        """Other words, or the other side: a contradiction, if the place is fixed and the words were surely read."""
        place, held = self._places[n], self._held[row]
        seen, side = place.best, other_side(place.best, held)
        what = f"“{seen.text}” in the picture, “{held.text}” in the export"
        if side and found.severity <= Severity.MISREAD:
            what = f"the same words, “{held.text}”, which the export says were {held.direction}"
        at = self._fixed(n, row)
        changed = found.severity == Severity.CHANGED or side
        if at and changed and seen.sure:
            score = _BOTH if at == "both" else _ONE
            fixed = "the messages before and after it agree" if at == "both" else "its neighbour and the minute agree"
            return Verdict("contradicted", held.id, score, f"At this place ({fixed}) stands {what}.")
        if not changed:
            why = f"{found.said} may be misread or changed"
        else:
            why = (
                "the words are not surely read" if not seen.sure else "the place is not fixed by what stands around it"
            )
        return Verdict(
            "unsure", held.id, 0.5, f"The export holds other words here: {what}; but {why}. Look at the picture."
        )

    def _solid(self, n: int) -> bool:
        """Whether a neighbour is where it is beyond doubt: its words agree."""
        if n not in self._where or n in self._beside:
            return False
        place, held = self._places[n], self._held[self._where[n]]
        return worth(place, held) > 0 and self._difference(place, held).severity < Severity.CHANGED

    def _fixed(self, n: int, row: int) -> str:
        """By what the place is fixed: "both" neighbours, "one" and the minute, or nothing."""
        before, after = self._nearest(n, -1), self._nearest(n, 1)
        if before is not None and after is not None and self._between(before, after) == abs(after - before) - 1:
            return "both"
        beside = [m for m in (n - 1, n + 1) if self._solid(m)]
        clock = clocks.apart(self._places[n].best.minutes, self._held[row].minutes)
        days = {self._places[n].day, self._held[row].day} - {""}
        near = any(self._between(*sorted((m, n))) == 0 for m in beside)
        return "one" if near and clock == 0 and len(days) == 1 else ""

    def _nearest(self, n: int, step: int) -> int | None:
        """The nearest solid neighbour, no further away than a few messages that are changed themselves."""
        for m in range(n + step, n + step * (_NEAR + 1), step):
            if not 0 <= m < len(self._places):
                return None
            if self._solid(m):
                return m
        return None

    def _between(self, one: int, other: int) -> int:
        """How many exported messages stand between two places that are matched."""
        rows = self._held[self._where[one] + 1 : self._where[other]]
        return sum(row.kind == "message" for row in rows)


def _without_name(text: str, held: Held) -> str:
    """A text as read, without the sender's name that a reader took for its beginning."""
    name = plain_words(held.sender).split()
    words = text.split(" ")
    taken = len(words) > len(name) and plain_words(" ".join(words[: len(name)])).split() == name
    kept = plain_words(held.text).split()[: len(name)] == name
    return " ".join(words[len(name) :]) if name and taken and not kept else text


def runs_out(seen: Seen, whole: str) -> bool:
    """Whether a message at an end of its picture only lacks words at that end, as if the edge had cut it."""
    lacks = {"top": whole.endswith(seen.plain), "bottom": whole.startswith(seen.plain)}
    return any(lacks[end] for end in seen.ends)


def _seen_part(part: str, whole: str, ends: Sequence[str]) -> str:
    """The end of a whole text that a cut one shows."""
    size = len(part)
    head = whole[: size + len(whole[size:].split(" ", 1)[0])] if size < len(whole) else whole
    tail = whole[max(0, len(whole) - size) :]
    return tail if "top" in ends and ratio(part, tail) > ratio(part, head) else head


def _times(place: Place, held: Held) -> tuple[str, bool]:
    """How the times agree, as the end of a sentence, and whether they clash."""
    apart = clocks.apart(place.best.minutes, held.minutes)
    other_day = bool(place.day and held.day and place.day != held.day)
    if other_day and not place.reckoned:
        return f"on another day ({held.day}; the picture: {place.day})", True
    if apart is None:
        return (
            ", on the same day"
            if place.day and held.day and not other_day
            else "; the picture shows no time to compare"
        ), False
    if apart > 1 and (held.zoned or apart % 15):
        return f"at another time ({held.clock}; the picture: {place.best.clock})", True
    if apart > 1:
        return ", at a clock that differs as time zones do", False
    same = "in the same minute" if apart == 0 else "one minute apart"
    if other_day:
        return f", {same} of another day than was counted for the picture (the export: {held.day})", False
    return f", {same}" + (" of the same day" if place.day and held.day else ""), False
