"""Scores messages read from pictures: `python -m bench.screens.score TRUTH_DIR PREDICTIONS.jsonl [--errors N]`.

TRUTH_DIR holds NAME.json beside each picture. PREDICTIONS has one JSON object a line, as `read-screenshot --json` prints.
A message is right when its side is right and its words are at least 0.9 alike after normalising, emoji left out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from bench.screens.alike import alike, distance, plain
from bench.screens.model import Truth

HOUR = re.compile(r"(?<![\d:./])([01]?\d|2[0-3])[:.;]([0-5]\d)(?!\d)\s?([ap]\.?\s?m\.?)?", re.IGNORECASE)
Bins = dict[int, Counter[str]]


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


def rates(sums: Counter[str]) -> tuple[float, float, float]:
    precision, recall = sums["tp"] / max(1, sums["tp"] + sums["fp"]), sums["tp"] / max(1, sums["tp"] + sums["fn"])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def line(name: str, sums: Counter[str]) -> str:
    shares = [f"{100 * value:.1f}" for value in rates(sums)]
    parts = ("side", "sender", "time", "stamp", "title")
    shares += [f"{100 * sums[part + '_ok'] / sums[part + '_n']:.1f}" if sums[part + "_n"] else "-" for part in parts]
    return f"| {name:26s} | {sums['n']:5d} | " + " | ".join(f"{share:>5s}" for share in shares) + " |"


def load(path: Path) -> dict[str, Truth]:
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]
    return {Path(row["file"]).name: row for row in rows}


def not_chats(folder: Path, guesses: dict[str, Truth]) -> str:
    """How many of the pictures that are no chat had messages read into them."""
    truths: list[Any] = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    others = [truth for truth in truths if isinstance(truth, dict) and truth.get("chat") is False]
    taken = [truth["file"] for truth in others if guesses.get(truth["file"], {}).get("messages")]
    return f"\nNo chat: {len(others)} pictures, {len(taken)} taken for one: {', '.join(taken) or '-'}" if others else ""


def score(folder: Path, guesses: dict[str, Truth], errors: int) -> tuple[dict[str, Counter[str]], Bins]:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    bins: Bins = defaultdict(Counter)
    for path in sorted(folder.glob("*.json")):
        truth: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(truth, dict) or "messages" not in truth:
            continue
        picture = Picture(truth, guesses.get(truth["file"], {}))
        counts = picture.counts()
        picture.calibrate(bins)
        for group in ("ALL", truth.get("skin", path.stem), f"variant {truth.get('variant', 'real')}"):
            groups[group].update(counts)
        if errors > 0 and counts["tp"] < counts["n"] + counts["fp"]:
            errors -= 1
            print(f"{truth['file']}: missed {picture.missed()}; extra {picture.extra()}")
    return groups, bins


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show what went wrong in so many pictures")
    asked = parser.parse_args()
    guesses = load(asked.predictions)
    groups, bins = score(asked.truth, guesses, asked.errors)
    print("| what | n | P | R | F1 | side | sender | time | stamp | title |\n|---|---|---|---|---|---|---|---|---|---|")
    print(
        "\n".join(
            line(name, groups[name])
            for name in sorted(groups, key=lambda name: (name != "ALL", name.startswith("variant"), name))
        )
    )
    if bins:
        print("\n| confidence | messages | mean % | at least 0.9 alike % | exactly right % |\n|---|---|---|---|---|")
    for tenth, sums in sorted(bins.items()):
        shares = " | ".join(f"{100 * sums[key] / sums['n']:.1f}" for key in ("alike", "exact"))
        print(
            f"| {tenth / 10:.1f}-{tenth / 10 + 0.1:.1f} | {sums['n']} | {sums['sum'] / sums['n'] / 10:.1f} | {shares} |"
        )


if __name__ == "__main__":
    main()
