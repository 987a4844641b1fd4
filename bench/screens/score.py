"""Scores messages read from pictures: `python -m bench.screens.score TRUTH_DIR PREDICTIONS.jsonl [--errors N]`.

TRUTH_DIR holds NAME.json beside each picture. PREDICTIONS has one JSON object a line, as `read-screenshot --json` prints.
A message is right when its side is right and its words are at least 0.9 alike after normalising, emoji left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from bench.screens.matching import Bins, Picture
from bench.screens.model import Truth


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
    return (
        f"\nNo chat: {len(others)} pictures, {len(taken)} taken for one: {', '.join(taken) or '-'}\n" if others else ""
    )


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
    print(not_chats(asked.truth, guesses), end="")


if __name__ == "__main__":
    main()
