"""sources.csv: which exhibit is which file, under which names it was handed in, and where in the bag it lies, or why it does not."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence

from archive.case import Case
from archive.handover.cell import runs
from archive.handover.exhibits import Original
from archive.handover.shelf import Spot

COLUMNS = (
    "exhibit", "file in this hand-over", "exact bytes", "why not", "sha256", "size", "handed in as", "inside (file)", "inside (path)",
    "changed last (UTC)", "clock in zip", "log entry", "read by", "read as version", "what became of it",
)  # fmt: skip


def sources_csv(
    case: Case,
    originals: Iterable[tuple[Original, Spot]],
    not_kept: Iterable[tuple[str, str]],
    told: Callable[[str], bool],
) -> bytes:
    """One row for every place where an exhibit was seen in what was handed in, then files that were `not_kept` (path, reason). Of places
    that are not `told`, nothing is said. UTF-8 with a mark, CRLF."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for original, spot in originals:
        for place in _places(case, original, told):
            rows.writerow([_guarded(cell) for cell in (*_what(original, spot), *place)])
    for path, reason in not_kept:
        rows.writerow([_guarded(cell) for cell in ("", "", "", reason, "", "", path, *[""] * 7, "not kept")])
    return out.getvalue().encode("utf-8-sig")


def _what(original: Original, spot: Spot) -> tuple[str, ...]:
    exact = "" if not spot.path else "no: a copy without its position" if spot.copy else "yes"
    return (original.exhibit, spot.path, exact, spot.why_not, original.sha256, str(original.size))


def _places(case: Case, original: Original, told: Callable[[str], bool]) -> Sequence[tuple[str, ...]]:
    query = """SELECT s.path, o.sha256, s.members, s.modified, s.stamp, s.seq, coalesce(r.parser, ''), coalesce(r.version, ''), s.outcome
               FROM source s JOIN content o ON o.n = s.object LEFT JOIN reading r ON r.content = s.content
               WHERE s.content = ? ORDER BY s.n"""
    found = [
        (path, container if members != "[]" else "", " / ".join(json.loads(members)), _moment(modified), stamp, str(seq), parser, str(version), outcome)
        for path, container, members, modified, stamp, seq, parser, version, outcome in case.db.execute(query, (original.row,)) if told(path)
    ]  # fmt: skip
    return found or [(original.names[0] if original.names else "", original.home, "", "", "", "", "", "", "attachment")]


def _moment(modified: float | None) -> str:
    from datetime import UTC, datetime

    if modified is None:
        return ""
    try:
        return datetime.fromtimestamp(modified, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):
        return str(modified)


def _guarded(cell: str) -> str:
    """File names can be formulas too."""
    return f"'{cell}" if runs(cell) else cell
