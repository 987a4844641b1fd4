"""Matches what was read in one picture with its truth, and counts what is right."""

from __future__ import annotations

import re
from collections import Counter

from bench.screens.alike import alike, distance, plain
from bench.screens.model import Truth

Bins = dict[int, Counter[str]]
HOUR = re.compile(r"(?<![\d:./])([01]?\d|2[0-3])[:.;]([0-5]\d)(?!\d)\s?([ap]\.?\s?m\.?)?", re.IGNORECASE)


def hour(text: str | None) -> tuple[int, str, str] | None:
    """The hour in a text, with its half of the day when it is written."""
    found = HOUR.search(text or "")
    return (int(found[1]), found[2], re.sub(r"[.\s]", "", found[3] or "").lower()) if found else None


def letters(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", plain(text or "").lower())


def same_name(wanted: str, got: str | None) -> bool:
    a, b = letters(wanted), letters(got)
    return a == b or (bool(a and b) and 1 - distance(a, b) / max(len(a), len(b)) >= 0.85)


def words_of(message: Truth) -> str:
    return str(message.get("visible_text", message.get("text")) or "")


class Picture:
    """One picture's truth and what was read in it, matched message by message."""

    def __init__(self, truth: Truth, guess: Truth) -> None:
        self.truth, self.guess = truth, guess
        asked = [(m, bool(m.get("scored", True) and plain(words_of(m)))) for m in truth["messages"]]
        self.wanted = [message for message, scored in asked if scored]
        self.unasked = [message for message, scored in asked if not scored]
        self.got = [m for m in guess.get("messages", []) if plain(m.get("text") or "")]
        self.pairs = self.matched()

    def matched(self) -> list[tuple[int, int, float]]:
        """Best likeness first; of two that are alike, the one that stands nearer in the order."""
        table = [
            (alike(words_of(w), g["text"]), i, j) for i, w in enumerate(self.wanted) for j, g in enumerate(self.got)
        ]
        found: list[tuple[int, int, float]] = []
        left, right = set[int](), set[int]()
        for like, i, j in sorted(table, key=lambda row: row[0] - 0.0005 * abs(row[1] - row[2]), reverse=True):
            if like - 0.0005 * abs(i - j) >= 0.5 and i not in left and j not in right:
                left.add(i)
                right.add(j)
                found.append((i, j, like))
        return found

    def right(self) -> list[tuple[int, int]]:
        return [
            (i, j) for i, j, like in self.pairs if like >= 0.9 and self.wanted[i]["side"] == self.got[j].get("side")
        ]

    def excused(self, guess: Truth) -> bool:
        """Whether a guess is something that stands there but that nobody is asked for: a card, a photo, a cut line."""
        text = plain(guess["text"])
        for message in self.unasked:
            there = plain(words_of(message))
            if text in there or alike(words_of(message), guess["text"]) > 0.5 or (not there and len(text) < 6):
                return True
        return False

    def extra(self) -> list[str]:
        good = {j for _, j in self.right()}
        return [g["text"] for j, g in enumerate(self.got) if j not in good and not self.excused(g)]

    def missed(self) -> list[str]:
        good = {i for i, _ in self.right()}
        return [words_of(w) for i, w in enumerate(self.wanted) if i not in good]

    def counts(self) -> Counter[str]:
        found = len(self.right())
        sums = Counter(n=len(self.wanted), tp=found, fp=len(self.extra()), fn=len(self.wanted) - found)
        for i, j, like in self.pairs:
            if like >= 0.9:
                sums += details(self.wanted[i], self.got[j])
        return sums + self.around()

    def around(self) -> Counter[str]:
        """The title and the day stamps."""
        sums: Counter[str] = Counter()
        if self.truth.get("title"):
            sums["title_n"] += 1
            sums["title_ok"] += same_name(self.truth["title"]["text"], self.guess.get("title"))
        seen = [s if isinstance(s, str) else s.get("text", "") for s in self.guess.get("separators", [])]
        for mark in self.truth.get("separators", []):
            if not mark.get("notice"):
                sums["stamp_n"] += 1
                sums["stamp_ok"] += any(alike(mark["text"], text) >= 0.9 for text in seen)
        return sums

    def calibrate(self, bins: Bins) -> None:
        """Each read message falls into a bin by its confidence; what is excused says nothing either way."""
        best = {j: like for _, j, like in self.pairs}
        for j, guess in enumerate(self.got):
            if guess.get("confidence") is None or (j not in best and self.excused(guess)):
                continue
            sums = bins[min(9, int(float(guess["confidence"]) * 10))]
            sums.update(
                n=1,
                sum=round(float(guess["confidence"]) * 1000),
                alike=best.get(j, 0) >= 0.9,
                exact=best.get(j, 0) >= 1,
            )


def details(wanted: Truth, got: Truth) -> Counter[str]:
    sums = Counter(side_n=1, side_ok=int(wanted["side"] == got.get("side")))
    if wanted.get("sender") and wanted.get("sender_determinable", True):
        sums.update(sender_n=1, sender_ok=same_name(wanted["sender"], got.get("sender")))
    if wanted.get("time_text"):
        sums.update(time_n=1, time_ok=hour(wanted["time_text"]) == hour(got.get("time")))
    return sums
