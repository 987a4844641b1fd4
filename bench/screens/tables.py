"""Figures as Markdown tables, and how they get into a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.screens.matching import Bins
from bench.screens.score import rates

Groups = Mapping[str, Counter[str]]
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
_PARTS = ("side", "sender", "time", "title", "stamp")
_HEAD = ("what", "engine", "messages", "F1", "precision", "recall", "side", "sender", "time", "title", "stamps")
_WORN = ("small", "cropped", "marked", "resent")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def by_variant(scored: Mapping[str, Groups]) -> str:
    """All, clean, the four ways of wearing a picture out together, then each variant."""
    names = sorted({name for groups in scored.values() for name in groups if name.startswith("variant ")})
    rows = _rows("all", "ALL", scored)
    for name in names:
        rows += _rows(name.removeprefix("variant "), name, scored)
    worn = {engine: {"worn": _together(groups)} for engine, groups in scored.items()}
    rows += _rows(", ".join(_WORN) + " together", "worn", worn)
    return table(_HEAD, rows)


def by_skin(scored: Mapping[str, Groups]) -> str:
    names = sorted({name for groups in scored.values() for name in groups} - {"ALL"})
    rows = [row for name in names if not name.startswith("variant ") for row in _rows(name, name, scored)]
    return table(_HEAD, rows)


def _together(groups: Groups) -> Counter[str]:
    total: Counter[str] = Counter()
    for name in _WORN:
        total.update(groups.get(f"variant {name}", Counter()))
    return total


def _rows(shown: str, name: str, scored: Mapping[str, Groups]) -> list[list[str]]:
    return [_row(shown, engine, groups[name]) for engine, groups in scored.items() if groups.get(name, Counter())["n"]]


def _row(name: str, engine: str, sums: Counter[str]) -> list[str]:
    precision, recall, f1 = rates(sums)
    told = [percent(sums[f"{part}_ok"], sums[f"{part}_n"]) for part in _PARTS]
    return [name, engine, str(sums["n"]), f"{f1:.3f}", f"{precision:.3f}", f"{recall:.3f}", *told]


def calibration(bins: Mapping[str, Bins]) -> str:
    """How often the words are right, for each tenth of `confidence`."""
    rows = []
    for engine, tenths in bins.items():
        for tenth, sums in sorted(tenths.items()):
            n = sums["n"]
            mean = f"{sums['sum'] / n / 1000:.2f}"
            where = f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}"
            rows.append([where, engine, str(n), mean, percent(sums["exact"], n), percent(sums["alike"], n)])
    return table(("confidence", "engine", "messages", "mean", "exactly right %", "at least nine tenths right %"), rows)


def series(found: Mapping[str, Counter[str]]) -> str:
    head = ("engine", "threads", "pictures", "messages", "once %", "once and in order %", "missing", "of these never read",
            "twice", "of these at a gap", "sequences", "at best", "true repeats read", "of these lost")  # fmt: skip
    return table(head, map(_series_row, found, found.values()))


def _series_row(engine: str, sums: Counter[str]) -> list[str]:
    shares = [percent(sums[name], sums["messages"]) for name in ("once", "ordered")]
    return [engine, *(str(sums[n]) for n in ("series", "pictures", "messages")), *shares,
            *(str(sums[n]) for n in ("missed", "unread", "twice", "apart", "sequences", "at_best", "repeats", "lost"))]  # fmt: skip


def folded(title: str, body: str) -> str:
    """A long table that opens when it is clicked on."""
    return f"<details><summary>{title}</summary>\n\n{body}\n</details>\n"


def put_into(page: Path, text: str) -> None:
    """Replace what stands between the two marks of a page."""
    whole = page.read_text(encoding="utf-8")
    if BEGIN not in whole or END not in whole:
        raise SystemExit(f"{page} has no lines {BEGIN} and {END}")
    found = re.compile(f"{BEGIN}.*?{END}", re.DOTALL)
    page.write_text(found.sub(lambda _: f"{BEGIN}\n{text}\n{END}", whole), encoding="utf-8")


def merged(bins: Iterable[Bins]) -> Bins:
    total: Bins = {}
    for one in bins:
        for tenth, sums in one.items():
            total.setdefault(tenth, Counter()).update(sums)
    return total


def paragraphs(parts: Iterable[str]) -> Iterator[str]:
    return (part.strip() for part in parts if part.strip())
